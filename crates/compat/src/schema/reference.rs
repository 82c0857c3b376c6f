//! References inside the document: acyclic ones are read in place, recursive ones become nodes.

use serde_json::Value;

use super::Dialect;
use super::reader::{Members, Reader};
use super::resources::Place;
use crate::formula::NodeId;

impl Reader<'_> {
    pub(super) fn reference(&mut self, members: &Members, place: &Place) -> NodeId {
        let at = place.at("$ref");
        let Some(Value::String(reference)) = members.get("$ref") else {
            return self.malformed(&at, &Value::Object(members.clone()));
        };
        match self.resources.resolve(reference, &place.pointer) {
            Ok(pointer) => self.follow(pointer, reference, &at),
            Err(why) => self.unresolved(&why, &at),
        }
    }

    fn unresolved(&mut self, why: &str, at: &Place) -> NodeId {
        let why = format!("the reference does not resolve: {why}");
        self.unsettled(at, &Value::Null, &why)
    }

    fn follow(&mut self, pointer: String, reference: &str, at: &Place) -> NodeId {
        let key = self.key(&pointer);
        if let Some(&node) = self.done.get(&key) {
            return node;
        }
        let document = self.document;
        let Some(target) = document.pointer(&pointer) else {
            return self.unresolved(&format!("nothing stands at {reference}"), at);
        };
        match self.opened(&key) {
            Some(true) => self.back_to(key),
            Some(false) => {
                self.unresolved("it leads back to itself without a step into the value", at)
            }
            None => self.here(target, &Place { pointer }),
        }
    }

    /// Whether a place that is being read lies behind a step into a part of the value; `None`
    /// where it is not being read.
    pub(super) fn opened(&self, key: &str) -> Option<bool> {
        let open = self.open.iter().rposition(|open| open.as_deref() == Some(key))?;
        Some(self.open.iter().skip(open).any(Option::is_none))
    }

    /// A reference back to a place that is being read.
    pub(super) fn back_to(&mut self, key: String) -> NodeId {
        let target = match self.refs.get(&key) {
            Some(&known) => known,
            None => {
                let new = self.arena.new_ref();
                self.refs.insert(key, new);
                new
            }
        };
        self.arena.reference(target)
    }

    /// `$dynamicRef` and `$recursiveRef`, where only one target is possible.
    pub(super) fn dynamic_reference(&mut self, value: &Value, at: &Place) -> NodeId {
        let Value::String(reference) = value else { return self.malformed(at, value) };
        let resolved = match self.resources.resolve(reference, &at.pointer) {
            Ok(pointer) => pointer,
            Err(why) => return self.unresolved(&why, at),
        };
        let anchor = reference.rsplit('#').next().unwrap_or_default();
        let one_target = if self.dialect == Dialect::Draft201909 {
            self.resources.count() == 1
        } else {
            self.resources.dynamic.get(anchor).is_none_or(|at| at.as_slice() == [resolved.clone()])
        };
        if !one_target {
            let why = "a dynamic reference with more than one possible target";
            return self.unresolved(why, at);
        }
        self.follow(resolved, reference, at)
    }
}
