//! The members of objects.

use serde_json::{Map, Value};

use super::compile::{Compiler, Parts, View, objects};
use super::keys::{Key, Keys};
use super::program::{Member, Object, Others, Shape};

impl<'s> Compiler<'s> {
    /// The one shape of an object; none when any object will do and nobody looks at it.
    pub(super) fn object(
        &mut self,
        parts: &Parts<'s>,
        view: View<'_>,
        depth: usize,
    ) -> Option<Option<u32>> {
        let mut view = match view {
            View::Object(view) => Some(view),
            _ => None,
        };
        if view.as_ref().is_some_and(|view| view.wants_whole()) {
            return None;
        }
        let slots = view.as_ref().map(|view| view.names()).unwrap_or_default();
        let (ordered, known) = member_names(parts, slots);
        let Some((others, required)) = others(parts, known, &ordered) else {
            return self.shape_unsure().map(Some);
        };
        let others = match others {
            Ok(schemas) => Others::Node(self.node(&schemas, View::None, depth + 1)?),
            Err(others) => others,
        };
        if others == Others::Free && ordered.is_empty() && view.is_none() {
            return Some(None);
        }
        let (mut members, mut keys) = (Vec::new(), Vec::new());
        for (index, name) in ordered.iter().enumerate() {
            let schemas: Vec<&'s Value> =
                objects(parts, "properties").filter_map(|p| p.get(*name)).collect();
            let slot = slots.iter().position(|slot| slot == name);
            let below = match (slot, view.as_mut()) {
                (Some(slot), Some(view)) => View::of(view.slot(slot)),
                _ => View::None,
            };
            let node = self.node(&schemas, below, depth + 1)?;
            let Some(key) = Key::of(name) else { return self.shape_unsure().map(Some) };
            keys.push(key);
            members.push(Member { node, slot, foreign: index >= known });
        }
        let hands_others = view.as_ref().is_some_and(|view| view.wants_others());
        let (keys, prediction) = (Keys::of(keys), 0);
        let shape = Shape { members, keys, required, others, hands_others, prediction };
        self.shape(shape).map(Some)
    }

    fn shape(&mut self, mut shape: Shape) -> Option<u32> {
        shape.prediction = self.program.predictions;
        self.program.predictions += shape.members.len() + 1;
        self.program.shapes.push(shape);
        let shape = u32::try_from(self.program.shapes.len() - 1).ok()?;
        self.push_object(Object::Plain(shape))
    }

    /// An object of which nothing can be proven.
    fn shape_unsure(&mut self) -> Option<u32> {
        self.shape(Shape {
            members: Vec::new(),
            keys: Keys::default(),
            required: 1 << 63,
            others: Others::Unsure,
            hands_others: false,
            prediction: 0,
        })
    }

    pub(super) fn push_object(&mut self, object: Object) -> Option<u32> {
        self.program.objects.push(object);
        u32::try_from(self.program.objects.len() - 1).ok()
    }
}

/// What other members are, as schemas or settled, and the bits of the required ones.
#[allow(clippy::type_complexity)] // a pair that lives for one call
fn others<'s>(
    parts: &Parts<'s>,
    known: usize,
    ordered: &[&str],
) -> Option<(Result<Vec<&'s Value>, Others>, u64)> {
    let named = known > 0;
    if ordered.len() > 63 {
        return None;
    }
    let mut required = 0_u64;
    for names in parts.keywords.iter().filter_map(|keywords| keywords.get("required")) {
        for name in names.as_array()? {
            let at = ordered.iter().position(|known| Some(*known) == name.as_str())?;
            required |= 1 << at;
        }
    }
    let additional: Vec<(&&Map<String, Value>, &'s Value)> =
        parts.keywords.iter().filter_map(|k| Some((k, k.get("additionalProperties")?))).collect();
    // The keyword sees only the properties beside it, the merged shape sees all.
    let with = |keywords: &&&Map<String, Value>| keywords.contains_key("properties");
    let (all, beside) = (
        parts.keywords.iter().filter(with).count(),
        additional.iter().map(|(keywords, _)| *keywords).filter(with).count(),
    );
    let others = match additional.as_slice() {
        [] if named => Err(Others::Noted),
        [] => Err(Others::Free),
        [(_, Value::Bool(false))] if all == beside => Err(Others::Unsure),
        [(_, schema)] if all == beside && ordered.len() == known => Ok(vec![*schema]),
        _ => return None,
    };
    Some((others, required))
}

/// Every member name once, those of `properties` before those that only a view asks for, and how
/// many the schema names.
fn member_names<'s>(parts: &Parts<'s>, slots: &[&'s str]) -> (Vec<&'s str>, usize) {
    let mut ordered: Vec<&str> = Vec::new();
    let mut take = |name: &'s str| {
        if !ordered.contains(&name) {
            ordered.push(name);
        }
        ordered.len()
    };
    let named = objects(parts, "properties").flat_map(|properties| properties.keys());
    let known = named.fold(0, |_, name| take(name));
    slots.iter().for_each(|slot| {
        take(slot);
    });
    (ordered, known)
}
