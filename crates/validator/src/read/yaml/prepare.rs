//! What is settled before the parser sees the text.

use std::borrow::Cow;

use crate::read::codes::YAML;
use crate::read::fault::Fault;
use crate::read::quote;

/// The text for the parser, where it begins in the source, and how many columns were put before
/// its first line.
pub(super) struct Prepared<'t> {
    pub(super) input: Cow<'t, str>,
    pub(super) base: usize,
    pub(super) shift: usize,
}

/// Makes a document that is one flow collection an explicit one: `{` at the start of a line might
/// open a key, and the parser would hold every token back until the matching `}`.
pub(super) fn prepare(text: &str, mark: usize) -> Prepared<'_> {
    let body = text.get(mark..).unwrap_or_default();
    let trimmed = without_comments(body);
    if !trimmed.starts_with(['{', '[']) {
        return Prepared { input: Cow::Borrowed(body), base: mark, shift: 0 };
    }
    let start = "--- ";
    let base = text.len() - trimmed.len();
    Prepared { input: Cow::Owned(format!("{start}{trimmed}")), base, shift: start.len() }
}

/// The text from its first character that is neither white space nor a comment.
fn without_comments(text: &str) -> &str {
    let mut rest = text.trim_start_matches([' ', '\n', '\r']);
    while rest.starts_with('#') {
        let line = rest.find(['\n', '\r']).unwrap_or(rest.len());
        rest = rest.get(line..).unwrap_or_default().trim_start_matches([' ', '\n', '\r']);
    }
    rest
}

/// Refuses what the parser would let pass: control characters and a version other than 1.2.
pub(super) fn check(text: &str, mark: usize) -> Result<(), Fault> {
    let control = |byte: &u8| *byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r');
    if let Some(at) = text.as_bytes().iter().position(control) {
        let byte = text.as_bytes().get(at).copied().unwrap_or_default();
        let message = format!("the control character U+{byte:04X} in the text");
        let fault = Fault::new(YAML.syntax, at..at + 1, message);
        return Err(fault.with_remedy(
            "Write it as an escape (`\\x` and two hexadecimal digits) inside double quotes.",
        ));
    }
    check_version(text, mark)
}

/// A document that asks for YAML 1.1 means other things by `yes`, `017` and `<<`.
fn check_version(text: &str, mark: usize) -> Result<(), Fault> {
    let mut at = mark;
    for line in text.get(mark..).unwrap_or_default().split_inclusive('\n') {
        let content = line.trim_end();
        if let Some(version) = content.strip_prefix("%YAML") {
            let version = version.split('#').next().unwrap_or_default().trim();
            if version != "1.2" {
                let message = format!("the document asks for YAML {}", quote(version));
                let fault = Fault::new(YAML.syntax, at..at + content.len(), message);
                return Err(fault.with_remedy(
                    "Write the document in YAML 1.2; the directive can be left out.",
                ));
            }
        } else if !content.is_empty() && !content.starts_with(['%', '#']) {
            break;
        }
        at += line.len();
    }
    Ok(())
}
