//! `execra/schema-version-required`.

use contracts::toolkit::Severity;

use super::event_facts::{Event, EventFacts};
use crate::rule::{Meta, Rule, Sink};

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "execra/schema-version-required",
    level: Severity::Error,
    consumer: None,
    says: "A persisted record carries `schema_version`.",
    why: "A store outlives the program that wrote it; without the number a later reader has to guess, \
          and an earlier one cannot refuse.",
    remedy: "Store `schema_version` beside the event, 0 for v0.",
};

/// The rule; it speaks only of persisted records.
pub const RULE: Rule<Event> = Rule::<Event>::judged(&META, check);

fn check(event: &EventFacts<'_>, sink: &mut Sink<'_>) {
    // A record that is no object at all is a fault of type.
    let is_record = event.kind.is_present() || event.job.is_present() || event.at.is.is_present();
    if sink.context().persisted && is_record && !event.schema_version.is_present() {
        sink.report("", "the record is persisted, but carries no `schema_version`");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::Context;
    use crate::rules::probe::{places, places_in};
    use serde_json::json;

    #[test]
    fn only_persisted_records_need_it() {
        let persisted = Context { persisted: true, ..Context::default() };
        assert!(places(&RULE, &json!({"kind": "cancelled"})).is_empty());
        assert_eq!(places_in(&RULE, &json!({"kind": "cancelled"}), persisted), ["error "]);
        assert!(places_in(&RULE, &json!(null), persisted).is_empty(), "a fault of type");
        assert!(places_in(&RULE, &json!({"schema_version": 0}), persisted).is_empty());
    }
}
