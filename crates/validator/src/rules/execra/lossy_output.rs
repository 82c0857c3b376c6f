//! `execra/lossy-output`.

use contracts::toolkit::Severity;

use super::event_facts::{Event, EventFacts};
use crate::rule::{Meta, Rule, Sink};

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "execra/lossy-output",
    level: Severity::Note,
    consumer: None,
    says: "An output line that holds U+FFFD was not UTF-8 when the process wrote it.",
    why: "The replaced bytes are gone; whoever searches the output for them searches in vain.",
    remedy: "Nothing; have the program write UTF-8 if its output matters.",
};

/// The rule.
pub const RULE: Rule<Event> = Rule::<Event>::judged(&META, check).about(&["line"]);

fn check(event: &EventFacts<'_>, sink: &mut Sink<'_>) {
    if event.kind.text() != Some("output_appended") {
        return;
    }
    // Most output is ASCII, which is told faster than it is searched.
    if let Some(line) = event.line.text()
        && !is_ascii(line.as_bytes())
    {
        search(line, sink);
    }
}

/// By words, the last of which may overlap the one before: most lines are too short for more.
#[inline]
fn is_ascii(bytes: &[u8]) -> bool {
    let Some(last) = bytes.last_chunk() else { return bytes.is_ascii() };
    let (words, _) = bytes.as_chunks::<8>();
    let last = u64::from_le_bytes(*last);
    let all = words.iter().fold(last, |all, word| all | u64::from_le_bytes(*word));
    all & 0x8080_8080_8080_8080 == 0
}

#[inline(never)]
fn search(line: &str, sink: &mut Sink<'_>) {
    // Few other characters that are often written begin with the same byte.
    if memchr::memchr(0xEF, line.as_bytes()).is_none() {
        return;
    }
    let lost = line.matches('\u{fffd}').count();
    if lost > 0 {
        sink.report("/line", format!("the line holds U+FFFD, {lost} times: bytes were replaced"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::probe::places;
    use proptest::prelude::*;
    use serde_json::json;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn words_tell_what_is_ascii(text in "[ -~]{0,40}", at: prop::sample::Index, byte: u8) {
            let mut bytes = text.into_bytes();
            prop_assert!(is_ascii(&bytes));
            if !bytes.is_empty() {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            prop_assert_eq!(is_ascii(&bytes), bytes.is_ascii());
        }
    }

    #[test]
    fn only_output_is_looked_at() {
        let output = json!({"kind": "output_appended", "line": "caf\u{fffd}"});
        assert_eq!(places(&RULE, &output), ["note /line"]);
        assert!(places(&RULE, &json!({"kind": "output_appended", "line": "café"})).is_empty());
        assert!(places(&RULE, &json!({"kind": "output_appended", "line": "ﬁn"})).is_empty());
        let other = json!({"kind": "interpreter_error", "line": "\u{fffd}"});
        assert!(places(&RULE, &other).is_empty());
    }
}
