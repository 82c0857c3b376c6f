//! `control/unknown-event-type`.

use contracts::control_center::EVENT_TYPES;
use contracts::toolkit::Severity;

use super::event_facts::{Event, EventFacts};
use crate::phrase;
use crate::read::quote;
use crate::rule::{Meta, Rule, Sink};

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "control/unknown-event-type",
    level: Severity::Note,
    consumer: None,
    says: "A `type` that v1 does not list is allowed; clients take it as no-op and log it.",
    why: "New event types come with minor updates, so a client that fails on one breaks on the next \
          release of the server.",
    remedy: "Nothing, when the type is new on purpose; else write a listed type.",
};

/// The rule.
pub const RULE: Rule<Event> = Rule::<Event>::judged(&META, check);

fn check(event: &EventFacts<'_>, sink: &mut Sink<'_>) {
    let Some(found) = event.event_type.text() else { return };
    if found.is_empty() || EVENT_TYPES.contains(&found) {
        return;
    }
    let known: Vec<String> = EVENT_TYPES.iter().map(|known| (*known).to_owned()).collect();
    let near = phrase::near(found, &known).map(|near| format!(" (near `{near}`)"));
    let near = near.unwrap_or_default();
    sink.report("/type", format!("v1 does not list the event type {}{near}", quote(found)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::Context;
    use crate::rules::probe;
    use serde_json::json;

    #[test]
    fn only_a_type_outside_the_list_is_noted() {
        assert!(probe::places(&RULE, &json!({"type": "usage.updated"})).is_empty());
        assert!(probe::places(&RULE, &json!({"type": ""})).is_empty());
        assert!(probe::places(&RULE, &json!({"type": 5})).is_empty());
        let near = json!({"type": "usage.update"});
        let findings = probe::findings(&RULE, &near, Context::default());
        assert_eq!(findings[0].severity, Severity::Note);
        assert!(findings[0].message.contains("near `usage.updated`"));
    }
}
