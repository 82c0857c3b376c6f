//! An object in the making, out of the room that an earlier one left where there is any.
//!
//! The records of a stream mostly have the same members in the same order. Where a record's object
//! has them as the one before had them, its keys are neither copied nor hashed, and its texts go
//! into the room of the texts before.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use serde_json::map::Entry;
use serde_json::{Map, Value};

/// Members up to which the room of an object is used again: they are looked for one by one.
const MOST: usize = 32;

/// Members that a document has room for from the start: growing on the way is dearer.
const FIRST: usize = 16;

/// Bytes of a text whose room is used again.
const ROOM: usize = 4 << 10;

/// An object that is open.
#[derive(Default)]
pub(super) struct OpenObject {
    /// Its members, and behind them what an earlier object left.
    members: Map<String, Value>,
    /// How many of them are its own.
    own: usize,
    /// The key whose value comes next, unless it is the one that stands behind its own members.
    key: Option<String>,
    key_at: Range<usize>,
    /// Each key's place among the members; kept from the first duplicate on.
    places: Option<HashMap<String, usize>>,
}

impl OpenObject {
    /// An object, the first of a document or inside it.
    pub(super) fn new(first: bool, left: Option<Value>) -> Self {
        let members = match left {
            Some(Value::Object(members)) if members.len() <= MOST => members,
            // What is inside may be many and empty.
            _ => Map::with_capacity(if first { FIRST } else { 0 }),
        };
        OpenObject { members, ..OpenObject::default() }
    }

    /// Takes the key of the member whose value comes next.
    pub(super) fn key(&mut self, text: Cow<'_, str>, at: Range<usize>) {
        self.key_at = at;
        let same = self.left().is_some_and(|(key, _)| *key == text);
        self.key = (!same).then(|| text.into_owned());
    }

    /// Where that key stands.
    pub(super) fn key_at(&self) -> &Range<usize> {
        &self.key_at
    }

    /// That key.
    pub(super) fn next_key(&self) -> &str {
        let left = || self.members.iter().nth(self.own).map(|(key, _)| key.as_str());
        self.key.as_deref().or_else(left).unwrap_or_default()
    }

    /// Adds a text as the value of that key, in the room that an earlier one left there; gives it
    /// back where there is none.
    pub(super) fn add_text<'t>(&mut self, text: Cow<'t, str>) -> Result<(), Cow<'t, str>> {
        if self.key.is_some() {
            return Err(text);
        }
        match (self.left(), text) {
            (Some((_, Value::String(room))), Cow::Borrowed(text)) if room.capacity() <= ROOM => {
                room.clear();
                room.push_str(text);
            }
            (Some((_, place)), text) => *place = Value::String(text.into_owned()),
            (None, text) => return Err(text),
        }
        self.own += 1;
        Ok(())
    }

    /// What an earlier object left under that key.
    pub(super) fn spare(&mut self) -> Option<Value> {
        if self.key.is_some() {
            return None;
        }
        self.left().map(|(_, value)| std::mem::take(value))
    }

    /// Adds the value of that key; gives the key back when there is one already.
    pub(super) fn add(&mut self, value: Value) -> Result<(), String> {
        let key = self.key.take();
        if let Some((_, place)) = self.left().filter(|_| key.is_none()) {
            *place = value;
            self.own += 1;
            return Ok(());
        }
        self.forget();
        match self.members.entry(key.unwrap_or_default()) {
            Entry::Vacant(entry) => {
                if let Some(places) = &mut self.places {
                    places.insert(entry.key().clone(), self.own);
                }
                entry.insert(value);
                self.own += 1;
                Ok(())
            }
            Entry::Occupied(entry) => Err(entry.key().clone()),
        }
    }

    /// The place among the members of a key that stands there again, which comes next once more.
    pub(super) fn again(&mut self, key: String) -> Option<usize> {
        let places = self.places.get_or_insert_with(|| {
            self.members.keys().enumerate().map(|(at, name)| (name.clone(), at)).collect()
        });
        let place = places.get(&key).copied();
        self.key = Some(key);
        place
    }

    /// The finished members.
    pub(super) fn finish(mut self) -> Map<String, Value> {
        self.forget();
        self.members
    }

    /// What an earlier object left behind the own members.
    fn left(&mut self) -> Option<(&String, &mut Value)> {
        if self.own == self.members.len() {
            return None;
        }
        self.members.iter_mut().nth(self.own)
    }

    /// Takes away what an earlier object left.
    fn forget(&mut self) {
        if self.own < self.members.len() {
            let mut own = self.own;
            self.members.retain(|_, _| {
                let keep = own > 0;
                own = own.saturating_sub(1);
                keep
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::read::Limits;
    use crate::read::ndjson::Record;

    /// JSON of few keys, so that records have them in the same order, in another, or twice.
    fn json() -> impl Strategy<Value = String> {
        let text = prop_oneof!["\"[a-cé]{0,3}\"", Just("\"x\\n\"".to_owned())];
        let scalar = prop_oneof![
            text,
            Just("1".to_owned()),
            Just("18446744073709551616".to_owned()),
            Just("null".to_owned()),
            Just("tru".to_owned()),
        ];
        let key = prop_oneof![Just("a"), Just("b"), Just("c"), Just("\\u0061"), Just("")];
        scalar.prop_recursive(3, 24, 5, move |inside| {
            let member = (key.clone(), inside.clone()).prop_map(|(key, v)| format!("\"{key}\":{v}"));
            prop_oneof![
                4 => prop::collection::vec(member, 0..5).prop_map(|m| format!("{{{}}}", m.join(","))),
                1 => prop::collection::vec(inside, 0..3).prop_map(|i| format!("[{}]", i.join(","))),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_record_is_the_same_in_the_room_of_another(
            texts in prop::collection::vec(json(), 1..6),
            depth in prop_oneof![Just(2_usize), Just(128)],
        ) {
            let limits = Limits { max_depth: depth, ..Limits::default() };
            let mut spare = None;
            for text in &texts {
                let bytes = text.as_bytes();
                let record = Record { line: 3, offset: 0, bytes, too_long: false };
                let alone = record.read(&limits);
                let within = record.read_within(&limits, spare.take());
                let shown = |value: &Option<serde_json::Value>| value.as_ref().map(ToString::to_string);
                prop_assert_eq!(shown(&within.value), shown(&alone.value));
                prop_assert_eq!(&within.findings, &alone.findings);
                prop_assert_eq!(format!("{:?}", within.positions), format!("{:?}", alone.positions));
                spare = within.value.or(spare);
            }
        }
    }
}
