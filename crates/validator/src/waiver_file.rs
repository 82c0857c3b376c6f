//! The file of waivers: reading it, and writing one more into it.

use catalog::{Reference, canonical};
use contracts::toolkit::{Finding, Severity, Waiver, Waivers};
use report::Judgement;

use crate::context::Context;
use crate::examine::{self, Examined, Options};
use crate::judge::Judge;
use crate::read::{self, Format, Limits};
use crate::stream;

/// The contract of the file.
const CONTRACT: &str = "toolkit/waivers@v1";

/// What a new file of waivers begins with.
const HEAD: &str =
    "# Findings that somebody answers for, each for a limited time.\nversion: 1\nwaivers: []\n";

/// Reads a file of waivers.
///
/// # Errors
/// What is wrong with it, each with its place; or why it could not be judged.
pub fn read(name: &str, bytes: &[u8]) -> Result<Waivers, Vec<Finding>> {
    let fault = |why: String| {
        let mut finding = Finding::new("json/syntax", Severity::Error, why);
        name.clone_into(&mut finding.location.source);
        vec![finding]
    };
    let options = Options {
        contract: Reference::parse(CONTRACT).ok(),
        context: Context::default(),
        limits: Limits::default(),
        unique: false,
        stream: stream::Settings::default(),
    };
    match examine::named(&Judge::new(), name, bytes, &options) {
        Examined::Judged(Judgement { findings, .. }, _) => {
            let errors: Vec<Finding> =
                findings.into_iter().filter(|f| f.severity == Severity::Error).collect();
            if !errors.is_empty() {
                return Err(errors);
            }
        }
        Examined::NotJudged(_, why) => return Err(fault(why)),
    }
    let document = read::read(bytes, Format::detect(name, bytes), &Limits::default());
    let value = document.value.unwrap_or_default();
    serde_json::from_value(value).map_err(|error| fault(error.to_string()))
}

/// The text of a file of waivers (`None`: there is none yet) with one more at its end, and whether
/// the text around it stayed as it was. What cannot be kept are the comments of a file that is not
/// written as a plain list.
///
/// # Errors
/// The text is no file of waivers; see [`read()`].
pub fn with(
    name: &str,
    text: Option<&str>,
    waiver: &Waiver,
) -> Result<(String, bool), Vec<Finding>> {
    let text = text.unwrap_or(HEAD);
    let mut wanted = read(name, text.as_bytes())?;
    wanted.waivers.push(waiver.clone());
    if let Some(appended) = appended(text, waiver)
        && read(name, appended.as_bytes()).is_ok_and(|found| found == wanted)
    {
        return Ok((appended, true));
    }
    let value = serde_json::to_value(&wanted).unwrap_or_default();
    Ok((canonical::yaml(&value).unwrap_or_default(), false))
}

/// The text with the waiver's own lines behind it, where the list is the last thing in it.
fn appended(text: &str, waiver: &Waiver) -> Option<String> {
    let value = serde_json::to_value([waiver]).ok()?;
    let item = canonical::yaml(&value).ok()?;
    let mut text = text.trim_end().to_owned();
    if let Some(start) = text.strip_suffix("waivers: []") {
        text = format!("{start}waivers:");
    }
    // The items stand as deep as those that are there.
    let first = text.lines().rev().find(|line| line.trim_start().starts_with("- "));
    let indent = first.map_or("", |line| &line[..line.len() - line.trim_start().len()]);
    let lines: Vec<String> = item.lines().map(|line| format!("{indent}{line}")).collect();
    Some(format!("{text}\n{}\n", lines.join("\n")))
}

#[cfg(test)]
mod tests {
    use contracts::toolkit::Waiver;

    use super::{read, with};

    fn waiver(rule: &str) -> Waiver {
        Waiver {
            rule: rule.into(),
            pointer: None,
            fingerprint: Some("0123456789abcdef0123456789abcdef".into()),
            source: None,
            reason: "announced: see #12".into(),
            owner: "api team".into(),
            expires: "2026-12-01".into(),
        }
    }

    #[test]
    fn a_file_grows_and_keeps_its_comments() {
        let (first, kept) = with("w.yaml", None, &waiver("a/b")).unwrap();
        assert!(kept && first.starts_with("# Findings"));
        let commented = first.replace("- rule: a/b", "# why\n- rule: a/b # yes");
        let (second, kept) = with("w.yaml", Some(&commented), &waiver("c/d")).unwrap();
        assert!(kept && second.starts_with(commented.trim_end()));
        assert_eq!(read("w.yaml", second.as_bytes()).unwrap().waivers.len(), 2);
    }

    #[test]
    fn deeper_items_and_other_notations_are_kept_right() {
        let (first, _) = with("w.yaml", None, &waiver("a/b")).unwrap();
        let (head, items) = first.split_once("waivers:\n").unwrap();
        let deeper: String = items.lines().map(|line| format!("  {line}\n")).collect();
        let deeper = format!("{head}waivers:\n{deeper}");
        let (text, kept) = with("w.yaml", Some(&deeper), &waiver("c/d")).unwrap();
        assert!(kept && text.contains("\n  - rule: c/d"));
        let turned = format!("waivers:\n{items}version: 1\n");
        let (text, kept) = with("w.yaml", Some(&turned), &waiver("c/d")).unwrap();
        assert!(!kept);
        assert_eq!(read("w.yaml", text.as_bytes()).unwrap().waivers.len(), 2);
    }

    #[test]
    fn what_is_no_file_of_waivers_is_refused_with_its_place() {
        let faults = read("w.yaml", b"version: 1\nwaivers:\n- rule: x\n").unwrap_err();
        assert!(faults.iter().all(|fault| fault.location.line.is_some()), "{faults:?}");
        assert!(with("w.yaml", Some("nothing"), &waiver("a/b")).is_err());
    }
}
