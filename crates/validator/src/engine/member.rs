//! The faults of one member, for documents of which all else is proven.

use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};

use super::{Engine, Explainer};
use crate::alone;
use crate::fault::Fault;
use crate::narrow::Narrow;
use crate::union::join;

/// So many documents of a place are explained as a whole before its schema is cut out.
const PATIENCE: u8 = 2;
/// Places that are remembered.
const MOST: usize = 256;

/// The schemas of members by themselves.
#[derive(Default)]
pub(super) struct Members(Mutex<Vec<Place>>);

struct Place {
    /// The member's place in the program, and whether it is missing.
    place: (u32, bool),
    asked: u8,
    /// None inside: it cannot be cut out.
    made: Option<Option<Arc<Member>>>,
}

/// What the schema says of one member by itself.
pub(crate) struct Member {
    narrow: Narrow,
    pointer: String,
    /// An object of this member alone, its value that of the last document; empty where the member
    /// is missing.
    instance: Mutex<Value>,
}

impl Engine {
    /// The schema of the member at a place by itself; none where there is none, or not yet. `make`
    /// gives the member's name and a document that has it.
    pub(crate) fn member(
        &self,
        place: (u32, bool),
        make: impl FnOnce() -> Option<(String, Value)>,
    ) -> Option<Arc<Member>> {
        let mut places = self.members.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(known) = places.iter_mut().find(|known| known.place == place) else {
            if places.len() < MOST {
                places.push(Place { place, asked: 1, made: None });
            }
            return None;
        };
        if known.made.is_none() && known.asked < PATIENCE {
            known.asked += 1;
            return None;
        }
        let cut = || {
            let (name, document) = make()?;
            self.cut(name, place.1, &document).map(Arc::new)
        };
        known.made.get_or_insert_with(cut).clone()
    }

    fn cut(&self, name: String, missing: bool, document: &Value) -> Option<Member> {
        let variant = match &self.variants {
            // With another tag it would be another variant.
            Some(variants) if variants.tag() == name => return None,
            Some(variants) => Some(variants.branch(document)?),
            None => None,
        };
        let cut = alone::cut(&self.schema, variant.as_deref(), &name, missing)?;
        let instance = if missing { json!({}) } else { json!({&*name: null}) };
        let pointer = if missing { String::new() } else { join("", &name) };
        Some(Member { narrow: Narrow::of_cut(cut)?, pointer, instance: Mutex::new(instance) })
    }

    /// The faults of a member, of its value or without it, as the whole schema has them.
    pub(crate) fn member_faults(&self, member: &Member, value: Option<Value>) -> Vec<Fault> {
        let mut instance = member.instance.lock().unwrap_or_else(PoisonError::into_inner);
        let place = instance.as_object_mut().and_then(|all| all.values_mut().next());
        if let (Some(place), Some(value)) = (place, value) {
            *place = value;
        }
        let explainer = Explainer { engine: self, narrow: Some(&member.narrow) };
        let mut faults = Vec::new();
        for error in member.narrow.validator.iter_errors(&instance) {
            explainer.explain(&error, &mut faults);
        }
        faults
    }
}

impl Member {
    /// The pointer of every fault.
    pub(crate) fn pointer(&self) -> &str {
        &self.pointer
    }
}
