//! `control/error-message`.

use std::sync::LazyLock;

use contracts::toolkit::Severity;
use regex::Regex;

use super::error_facts::{Error, ErrorFacts};
use crate::rule::{Meta, Rule, Sink};

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "control/error-message",
    level: Severity::Error,
    consumer: None,
    says: "`message` is not empty and is safe to show to people as it is.",
    why: "Clients show it unchanged; a stack trace tells strangers about the server, and control \
          characters can rewrite a terminal or turn text around.",
    remedy: "Write a sentence for the user; put traces into the server's log under the correlation id.",
};

/// The rule.
pub const RULE: Rule<Error> = Rule::<Error>::judged(&META, check);

/// Frames as the common runtimes print them.
static TRACE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?x) Traceback\ \(most\ recent | stack\ backtrace: | panicked\ at\ | Exception\ in\ thread
         | goroutine\ \d+\ \[ | File\ "[^"]+",\ line\ \d+ | \bat\ [\w$.<>/\\:-]+\ ?\([^()]*[./\\][^()]*:\d+\)
         | \.(?:java|kt|cs|py|rb|go|rs|php|[jt]sx?):\d+(?::\d+|\)) | \#\d+\ \S+\(\d+\):\  "#,
    )
    .ok()
});

fn check(error: &ErrorFacts<'_>, sink: &mut Sink<'_>) {
    let Some(text) = error.message.text() else { return };
    if text.trim().is_empty() {
        sink.report("/message", "`message` says nothing");
        return;
    }
    if let Some(unsafe_char) = text.chars().find(|c| is_unsafe(*c)) {
        let message = format!(
            "`message` holds the character U+{:04X}, not safe to show",
            u32::from(unsafe_char)
        );
        sink.report_as(Severity::Warning, "/message", message);
    } else if TRACE.as_ref().is_some_and(|trace| trace.is_match(text)) {
        sink.report_as(Severity::Warning, "/message", "`message` looks like a stack trace");
    }
}

/// Control characters, and the ones that turn the direction of text.
fn is_unsafe(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::probe::places;
    use serde_json::json;

    fn said(message: &str) -> Vec<String> {
        places(&RULE, &json!({"message": message}))
    }

    #[test]
    fn plain_sentences_pass() {
        assert!(TRACE.is_some());
        for message in
            ["There is no such job.", "Meet at noon (room 3:15)", "Zażółć 日本", "see a.rs"]
        {
            assert!(said(message).is_empty(), "{message}");
        }
        assert!(places(&RULE, &json!({"message": null})).is_empty());
    }

    #[test]
    fn nothing_is_an_error_and_unsafe_text_a_warning() {
        assert_eq!(said(""), ["error /message"]);
        assert_eq!(said("  \n"), ["error /message"]);
        for message in [
            "a\u{1b}[31mb",
            "two\nlines",
            "\u{202e}txt.exe",
            "TypeError: x is null at run (/srv/app/index.js:12:3)",
            "Traceback (most recent call last): KeyError",
            "thread 'main' panicked at src/main.rs:4:5",
            "File \"app.py\", line 3, in main",
            "java.lang.Error at com.example.Main.run(Main.java:42)",
        ] {
            assert_eq!(said(message), ["warning /message"], "{message}");
        }
    }
}
