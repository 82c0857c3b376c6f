//! A part that names another dialect than its document, and no identifier of its own: some engines
//! read it in the dialect that it names, others in that of the document.

use serde_json::Value;

use super::Dialect;
use super::reader::{Members, Reader};
use super::resources::Place;
use crate::formula::NodeId;

/// Keywords whose meaning rests on nothing but their value, or that mean nothing.
const FLAT: [&str; 21] = [
    "$schema",
    "title",
    "description",
    "$comment",
    "default",
    "examples",
    "type",
    "enum",
    "const",
    "multipleOf",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "required",
    "minProperties",
    "maxProperties",
];

impl Reader<'_> {
    /// What holds in both readings holds, what holds in neither does not; between them it stays
    /// open.
    pub(super) fn foreign(&mut self, members: &Members, place: &Place) -> NodeId {
        let readings = self.readings(members, place);
        if let Some((here, _)) = readings.filter(|(here, there)| here == there) {
            return here;
        }
        let value = Value::Object(members.clone());
        let open = self.unsettled(place, &value, "a part of another dialect");
        let Some((here, there)) = readings else { return open };
        let not_open = self.arena.not(open);
        let each = [[open, here], [not_open, there], [here, there]].map(|two| self.arena.some(two));
        self.arena.all(each)
    }

    /// The part in the dialect of the document and in the one that it names; `None` where more
    /// than its keywords depends on the dialect.
    fn readings(&mut self, members: &Members, place: &Place) -> Option<(NodeId, NodeId)> {
        let named = members.get("$schema").and_then(Value::as_str).and_then(Dialect::of_uri)?;
        if !members.keys().all(|keyword| FLAT.contains(&keyword.as_str())) {
            return None;
        }
        let here = self.keywords(members, place);
        let dialect = std::mem::replace(&mut self.dialect, named);
        let there = self.keywords(members, place);
        self.dialect = dialect;
        Some((here, there))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::{Dialect, FormatMode, Options, Verdict, compare};

    /// What draft 4 writes of a part in the words of draft 7.
    fn named(part: Value) -> Value {
        let mut part = part;
        part["$schema"] = "http://json-schema.org/draft-07/schema#".into();
        json!({"definitions": {"part": part}, "$ref": "#/definitions/part"})
    }

    fn words(old: &Value, new: &Value) -> (&'static str, &'static str) {
        let (dialect, formats) = (Some(Dialect::Draft4), FormatMode::Ignore);
        let options = Options { dialect, formats, ..Options::default() };
        let found = compare(old, new, &options).unwrap();
        if let Verdict::Breaking(breaks) = &found.forward {
            assert!(!breaks.is_empty());
        }
        (found.backward.word(), found.forward.word())
    }

    #[test]
    fn what_every_reading_says_is_decided() {
        // To one reading the part takes everything, to the other 1 alone.
        let (old, new) = (json!({"enum": [2]}), named(json!({"const": 1})));
        assert_eq!(words(&old, &new), ("unknown", "breaking"));
        let none = json!({"enum": [1, 2]});
        assert_eq!(words(&none, &new), ("unknown", "unknown"));
        assert_eq!(words(&json!({"enum": [1]}), &new), ("compatible", "unknown"));
    }

    #[test]
    fn what_both_readings_read_alike_is_as_any_other_part() {
        let new = named(json!({"type": "string", "maxLength": 3}));
        assert_eq!(words(&json!({"type": "string"}), &new), ("breaking", "compatible"));
        let old = named(json!({"type": "string", "maxLength": 4, "title": "other"}));
        assert_eq!(words(&old, &new), ("breaking", "compatible"));
    }

    #[test]
    fn where_more_than_keywords_depends_on_the_dialect_it_stays_open() {
        for part in [
            json!({"properties": {"a": {"const": 1}}}),
            json!({"allOf": [{"type": "null"}]}),
            json!({"items": {"type": "null"}}),
            json!({"format": "date"}),
        ] {
            let words = words(&json!({"type": "boolean"}), &named(part));
            assert_eq!(words.1, "unknown");
        }
    }
}
