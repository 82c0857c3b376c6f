//! `execra/unknown-event`: the clause around the union of kinds carries the rule; here it gets words.

use contracts::execra::EVENT_KINDS;
use contracts::toolkit::Severity;

use super::event_facts::{Event, EventFacts};
use super::step::Kind;
use crate::phrase;
use crate::read::quote;
use crate::rule::{Meta, Rule, Sink};

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "execra/unknown-event",
    level: Severity::Error,
    consumer: Some(Severity::Note),
    says: "`kind` is one of the event kinds that v0 names.",
    why: "New kinds come with minor versions: a reader passes over one and goes on with the job and \
          the time that it still carries; a writer of v0 has none of them.",
    remedy: "Write a kind of v0; as a reader, update to see what the event says.",
};

/// The rule.
pub const RULE: Rule<Event> = Rule::<Event>::judged(&META, check);

fn check(event: &EventFacts<'_>, sink: &mut Sink<'_>) {
    if let Some(kind) = event.kind.text()
        && Kind::of(kind) == Kind::Other
    {
        tell(kind, sink);
    }
}

#[cold]
fn tell(kind: &str, sink: &mut Sink<'_>) {
    let known: Vec<String> = EVENT_KINDS.iter().map(|known| (*known).to_owned()).collect();
    let near = phrase::near(kind, &known).map(|near| format!(" (near `{near}`)"));
    let near = near.unwrap_or_default();
    sink.report("/kind", format!("{} is no event kind of v0{near}", quote(kind)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::{Context, Role};
    use crate::rules::probe::{findings, places, places_in};
    use serde_json::json;

    #[test]
    fn a_reader_notes_what_a_writer_may_not_write() {
        let event = json!({"kind": "finalised"});
        assert_eq!(places(&RULE, &event), ["error /kind"]);
        let consumer = Context { role: Role::Consumer, ..Context::default() };
        assert_eq!(places_in(&RULE, &event, consumer), ["note /kind"]);
        assert!(findings(&RULE, &event, consumer)[0].message.contains("near `finalized`"));
        for fine in [json!({"kind": "finalized"}), json!({"kind": 5}), json!({})] {
            assert!(places(&RULE, &fine).is_empty());
        }
    }
}
