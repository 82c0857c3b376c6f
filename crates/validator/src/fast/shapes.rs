//! The members of objects.

use std::collections::HashSet;

use serde_json::Value;

use super::ask::Ask;
use super::beyond::Beyond;
use super::clauses::Clauses;
use super::compile::{Compiler, Parts, View, objects};
use super::keys::{Key, Keys};
use super::named::Named;
use super::program::{Member, Node, Object, Others, Shape};
use crate::facts::Fill;

impl<'s> Compiler<'s> {
    /// The one shape of an object; none when any object will do and nobody looks at it.
    pub(super) fn object(
        &mut self,
        parts: &Parts<'s>,
        asks: &[Ask],
        view: View<'_>,
        depth: usize,
    ) -> Option<Option<u32>> {
        let view = match view {
            View::Object(view) => Some(view),
            _ => None,
        };
        let slots = view.as_ref().map(|view| view.names()).unwrap_or_default();
        let (names, known) = member_names(parts, asks, slots);
        let Some((required, beyond)) = required(parts, &names).zip(Beyond::of(self, parts)) else {
            return self.shape_unsure().map(Some);
        };
        let others = self.others(&beyond, depth)?;
        let (mut clauses, count) = (Clauses::new(&names), counts(parts));
        if asks.iter().any(|ask| clauses.demand(ask).is_none()) {
            return self.shape_unsure().map(Some);
        }
        let free = clauses.all.is_empty() && count == (0, u64::MAX);
        if free && others == Others::Free && names.is_empty() && view.is_none() {
            return Some(None);
        }
        let hands_others = view.as_ref().is_some_and(|view| view.wants_others());
        let notes = others != Others::Unsure && known > 0 && beyond.is_noted();
        let others = if notes && others == Others::Free { Others::Noted } else { others };
        let shape = Shape { required, others, notes, hands_others, count, ..Shape::default() };
        self.with_members(shape, &names, known, parts, &beyond, clauses, view, depth).map(Some)
    }

    /// The shape with its members.
    #[allow(clippy::too_many_arguments)] // all that is known of one object
    fn with_members(
        &mut self,
        mut shape: Shape,
        names: &[&str],
        known: usize,
        parts: &Parts<'s>,
        beyond: &Beyond<'s>,
        mut clauses: Clauses<'_>,
        mut view: Option<&mut dyn Fill<'static>>,
        depth: usize,
    ) -> Option<u32> {
        let slots = view.as_ref().map(|view| view.names()).unwrap_or_default();
        let idle = view.as_ref().map_or(0, |view| self.idle(&**view));
        let mut keys = Vec::new();
        for (index, name) in names.iter().enumerate() {
            let mut schemas: Vec<&'s Value> =
                objects(parts, "properties").filter_map(|p| p.get(*name)).collect();
            let set = match beyond.names.is_empty() {
                true => Some(0),
                false => beyond.names.matching(&Value::from(*name).to_string()),
            };
            schemas.extend(set.into_iter().flat_map(|set| beyond.schemas(Some(name), set)));
            let slot = slots.iter().position(|slot| slot == name);
            let below = match (slot, view.as_mut()) {
                (Some(slot), Some(view)) => View::of(view.slot(slot)),
                _ => View::None,
            };
            let foreign = index >= known;
            let node = match shape.others {
                // What nobody may write is not proven because somebody would look at it.
                Others::Unsure if foreign => self.push(Node::unsure())?,
                _ if set.is_none() => self.push(Node::unsure())?,
                _ => {
                    let schemas = (&*schemas, &*parts.naming_member(name));
                    self.member_node(schemas, name, below, &mut clauses, depth)?
                }
            };
            let Some(key) = Key::of(name) else { return self.shape_unsure() };
            keys.push(key);
            let idle = slot.is_some_and(|slot| idle & (1 << slot) != 0);
            shape.members.push(Member { node, slot, idle, foreign, asked: None });
        }
        shape.keys = Keys::of(keys);
        shape.clauses = std::mem::take(&mut clauses.all);
        let mut asked = clauses.into_asked(self)?;
        shape.whole = asked.pop().flatten();
        for (member, asked) in shape.members.iter_mut().zip(asked) {
            member.asked = asked;
        }
        self.shape(shape)
    }

    /// What members are of names that nobody lists.
    fn others(&mut self, beyond: &Beyond<'s>, depth: usize) -> Option<Others> {
        if beyond.is_closed() {
            return Some(Others::Unsure);
        }
        if beyond.names.is_empty() && beyond.is_free() {
            return Some(Others::Free);
        }
        let nodes = (0..beyond.names.sets())
            .map(|set| self.node(&beyond.schemas(None, set), View::None, depth + 1));
        let nodes: Vec<u32> = nodes.collect::<Option<_>>()?;
        if let ([node], true) = (nodes.as_slice(), beyond.names.is_empty()) {
            return Some(Others::Node(*node));
        }
        self.program.named.push(Named { names: beyond.names.clone(), nodes });
        u32::try_from(self.program.named.len() - 1).ok().map(Others::Named)
    }

    /// The node of a member, by what applies to it and what only names members in it; what it
    /// leaves to be asked is asked by the object.
    fn member_node(
        &mut self,
        (schemas, naming): (&[&'s Value], &[&'s Value]),
        name: &str,
        below: View<'_>,
        clauses: &mut Clauses<'_>,
        depth: usize,
    ) -> Option<u32> {
        let mut node = self.conjunction(schemas, naming, below, depth + 1)?;
        let mut demanded = std::mem::take(&mut node.asks).into_iter().map(|ask| {
            let ask = Ask::Member(name.into(), Box::new(ask));
            clauses.demand(&ask).is_some()
        });
        if demanded.all(|demanded| demanded) {
            node.asked = 0;
        }
        self.push(node)
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
        self.shape(Shape { required: 1 << 63, others: Others::Unsure, ..Shape::default() })
    }

    pub(super) fn push_object(&mut self, object: Object) -> Option<u32> {
        self.program.objects.push(object);
        u32::try_from(self.program.objects.len() - 1).ok()
    }
}

/// The bits of the required members.
fn required(parts: &Parts<'_>, ordered: &[&str]) -> Option<u64> {
    (ordered.len() <= 63).then_some(())?;
    let mut required = 0_u64;
    for names in parts.keywords.iter().filter_map(|keywords| keywords.get("required")) {
        for name in names.as_array()? {
            let at = ordered.iter().position(|known| Some(*known) == name.as_str())?;
            required |= 1 << at;
        }
    }
    Some(required)
}

/// How many members an object may have.
fn counts(parts: &Parts<'_>) -> (u64, u64) {
    let each = |name: &'static str| {
        parts.keywords.iter().filter_map(move |keywords| keywords.get(name)?.as_u64())
    };
    let least = each("minProperties").max().unwrap_or(0);
    (least, each("maxProperties").min().unwrap_or(u64::MAX))
}

/// Every member name once, those of `properties` before those that only a view or a condition asks
/// for, and how many the schema names.
fn member_names<'n>(
    parts: &Parts<'n>,
    asks: &'n [Ask],
    slots: &[&'n str],
) -> (Vec<&'n str>, usize) {
    let mut ordered: Vec<&str> = Vec::new();
    let mut take = |name: &'n str| {
        if !ordered.contains(&name) {
            ordered.push(name);
        }
    };
    let named = parts.namers().filter_map(|keywords| keywords.get("properties")?.as_object());
    let named: Vec<&'n str> = named.flat_map(|p| p.keys()).map(String::as_str).collect();
    named.iter().for_each(|name| take(name));
    let named: HashSet<_> = named.into_iter().collect();
    slots.iter().for_each(|slot| take(slot));
    let required =
        parts.keywords.iter().filter_map(|keywords| keywords.get("required")?.as_array());
    required.flatten().filter_map(Value::as_str).for_each(&mut take);
    asks.iter().for_each(|ask| ask.names(&mut take));
    (ordered, named.len())
}
