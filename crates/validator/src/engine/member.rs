//! The faults of one member's value, for documents of which all else is proven.

use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};

use super::{Engine, Explainer};
use crate::alone;
use crate::fault::Fault;
use crate::narrow::Narrow;

/// So many documents of a place are explained as a whole before its schema is cut out.
const PATIENCE: u8 = 2;
/// Places that are remembered.
const MOST: usize = 256;

/// The schemas of members by themselves.
#[derive(Default)]
pub(super) struct Members(Mutex<Vec<Place>>);

struct Place {
    place: u32,
    asked: u8,
    /// None inside: it cannot be cut out.
    made: Option<Option<Arc<Member>>>,
}

/// The schema of one member by itself.
pub(crate) struct Member {
    narrow: Narrow,
    name: String,
    /// An object of this member alone, its value that of the last document.
    instance: Mutex<Value>,
}

impl Engine {
    /// The schema of the member at a place by itself; none where there is none, or not yet. `make`
    /// gives the member's name and a document that has it.
    pub(crate) fn member(
        &self,
        place: u32,
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
        let cut = || make().and_then(|(name, document)| self.cut(name, &document)).map(Arc::new);
        known.made.get_or_insert_with(cut).clone()
    }

    fn cut(&self, name: String, document: &Value) -> Option<Member> {
        let variant = match &self.variants {
            Some(variants) => Some(variants.branch(document)?),
            None => None,
        };
        let cut = alone::cut(&self.schema, variant.as_deref(), &name)?;
        let instance = Mutex::new(json!({&*name: null}));
        Some(Member { narrow: Narrow::of_cut(cut)?, name, instance })
    }

    /// The faults of a member's value, as the whole schema has them.
    pub(crate) fn member_faults(&self, member: &Member, value: Value) -> Vec<Fault> {
        let mut instance = member.instance.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = instance.as_object_mut().and_then(|all| all.values_mut().next()) {
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
    /// The member's name.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }
}
