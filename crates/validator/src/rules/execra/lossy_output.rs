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
pub const RULE: Rule<Event> = Rule::<Event>::judged(&META, check);

fn check(event: &EventFacts<'_>, sink: &mut Sink<'_>) {
    if event.kind.text() != Some("output_appended") {
        return;
    }
    // Most output is ASCII, which is told faster than it is searched.
    let line = event.line.text().filter(|line| !line.is_ascii());
    let lost = line.map_or(0, |line| line.matches('\u{fffd}').count());
    if lost > 0 {
        sink.report("/line", format!("the line holds U+FFFD, {lost} times: bytes were replaced"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::probe::places;
    use serde_json::json;

    #[test]
    fn only_output_is_looked_at() {
        let output = json!({"kind": "output_appended", "line": "caf\u{fffd}"});
        assert_eq!(places(&RULE, &output), ["note /line"]);
        assert!(places(&RULE, &json!({"kind": "output_appended", "line": "café"})).is_empty());
        let other = json!({"kind": "interpreter_error", "line": "\u{fffd}"});
        assert!(places(&RULE, &other).is_empty());
    }
}
