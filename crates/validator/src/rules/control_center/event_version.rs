//! `control/event-version`.

use contracts::toolkit::Severity;

use super::event_facts::{Event, EventFacts};
use crate::facts::Fact;
use crate::read::quote;
use crate::rule::{Meta, Rule, Sink};

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "control/event-version",
    level: Severity::Error,
    consumer: None,
    says: "`version` is the envelope's own version, the number 1, and no product's version.",
    why: "Clients choose their decoder by it; a product's version there changes with every release \
          and makes each client refuse the next one.",
    remedy: "Write `\"version\": 1`; put a product's version into the payload.",
};

/// The rule.
pub const RULE: Rule<Event> = Rule::<Event>::judged(&META, check);

fn check(event: &EventFacts<'_>, sink: &mut Sink<'_>) {
    let message = match &event.version {
        Fact::Absent | Fact::Int(1) => return,
        Fact::Text(text) if text.parse() == Ok(1_u64) => {
            "the envelope's version is the number 1, found the text `\"1\"`".to_owned()
        }
        Fact::Text(text) => format!(
            "the envelope's version is 1, found {}, which looks like a product's",
            quote(text)
        ),
        Fact::Int(number) => format!("the envelope's version is 1, found {number}"),
        Fact::Float(number) => format!("the envelope's version is 1, found {number}"),
        Fact::Null | Fact::Bool(_) | Fact::Array(_) | Fact::Object(_) => {
            "the envelope's version is the number 1".to_owned()
        }
    };
    sink.report("/version", message);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::probe::places;
    use serde_json::json;

    #[test]
    fn only_one_is_one() {
        for fine in [json!({"version": 1}), json!({"version": 1.0}), json!({})] {
            assert!(places(&RULE, &fine).is_empty(), "{fine}");
        }
        for broken in [json!("1"), json!("2026.11.1"), json!(0), json!(1.5), json!(null)] {
            assert_eq!(places(&RULE, &json!({"version": broken})), ["error /version"]);
        }
    }
}
