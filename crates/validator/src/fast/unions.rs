//! Unions whose branches an object's tag tells apart, or a value's type.

use std::collections::HashSet;

use serde_json::Value;

use super::compile::{Compiler, Parts, View, objects};
use super::keys::{Key, Keys};
use super::program::{Node, Object, Tagged, types};

impl<'s> Compiler<'s> {
    /// A union whose branches an object's tag tells apart, or a value's type.
    pub(super) fn union(
        &mut self,
        parts: &Parts<'s>,
        union: &'s Vec<Value>,
        mut view: View<'_>,
        depth: usize,
    ) -> Option<Node> {
        let branches: Vec<&'s Value> = union.iter().collect();
        let tagged = self.tag(&branches);
        let mut nodes = Vec::new();
        for branch in branches {
            let node = self.branch(parts, (union, branch), view.again(), depth)?;
            nodes.push(node);
        }
        match tagged {
            Some(tagged) => self.tagged(&tagged, &nodes),
            None => Some(by_type(nodes)),
        }
    }

    /// The object of which the tag's value says which branch it is.
    fn tagged(&mut self, tag: &Tag<'_>, nodes: &[Node]) -> Option<Node> {
        let fits = |node: &Node| {
            node.types == types::OBJECT && node.object.is_some() && node.asks.is_empty()
        };
        if !nodes.iter().all(fits) {
            return Some(Node::unsure());
        }
        let objects = nodes.iter().map(|node| node.object).collect::<Option<_>>()?;
        let values: Option<Vec<Key>> = tag.values.iter().map(|value| Key::of(value)).collect();
        let (Some(name), Some(values)) = (Key::of(tag.name), values) else {
            return Some(Node::unsure());
        };
        let guess = tag.required.then_some(self.program.guesses);
        self.program.guesses += 1;
        let tagged = Tagged { tag: name, values: Keys::of(values), objects, guess };
        let object = self.push_object(Object::Tagged(tagged))?;
        Some(Node { types: types::OBJECT, object: Some(object), ..Node::any() })
    }

    /// A branch together with everything beside the union.
    fn branch(
        &mut self,
        parts: &Parts<'s>,
        branch: (&'s Vec<Value>, &'s Value),
        view: View<'_>,
        depth: usize,
    ) -> Option<Node> {
        let mut all = Parts { unions: Vec::new(), ..parts.clone() };
        all.settled.push(branch);
        self.flatten(branch.1, &mut all, 0);
        self.settled(&all, view, depth + 1)
    }

    /// The member that every branch demands another constant of.
    fn tag(&self, branches: &[&'s Value]) -> Option<Tag<'s>> {
        let flat: Vec<Parts<'s>> = branches
            .iter()
            .map(|branch| {
                let mut parts = Parts::default();
                self.flatten(branch, &mut parts, 0);
                parts
            })
            .collect();
        let first = flat.first().filter(|_| flat.len() > 1)?;
        let names: Vec<&'s str> =
            objects(first, "properties").flat_map(|p| p.keys()).map(String::as_str).collect();
        names.into_iter().find_map(|name| {
            let values: Vec<&'s str> =
                flat.iter().map(|parts| constant(parts, name)).collect::<Option<_>>()?;
            let different: HashSet<_> = values.iter().collect();
            let required = flat.iter().all(|parts| requires(parts, name));
            (different.len() == values.len()).then_some(Tag { name, values, required })
        })
    }
}

/// The member that tells the branches of a union apart.
struct Tag<'s> {
    name: &'s str,
    /// Its value in each branch.
    values: Vec<&'s str>,
    /// Whether every branch demands it.
    required: bool,
}

fn requires(parts: &Parts<'_>, name: &str) -> bool {
    let lists = parts.keywords.iter().filter_map(|keywords| keywords.get("required")?.as_array());
    lists.flatten().any(|required| required.as_str() == Some(name))
}

/// The string that every value of a member is.
fn constant<'s>(parts: &Parts<'s>, name: &str) -> Option<&'s str> {
    objects(parts, "properties").filter_map(|p| p.get(name)).find_map(|schema| {
        match (schema.get("const"), schema.get("enum").and_then(Value::as_array)) {
            (Some(value), _) => value.as_str(),
            (None, Some(values)) if values.len() == 1 => values.first()?.as_str(),
            _ => None,
        }
    })
}

/// Values whose branches have no type in common: each type has one branch's demands.
fn by_type(nodes: Vec<Node>) -> Node {
    let mut all = Node { types: 0, ..Node::any() };
    for node in nodes {
        let numbers = node.types & types::NUMBER;
        // A branch that proves nothing might still hold, and then a `oneOf` would not.
        let asked = !node.asks.is_empty();
        let clash = asked
            || all.types & node.types != 0
            || (numbers != 0 && all.types & types::NUMBER != 0);
        if clash || node.types == 0 {
            return Node::unsure();
        }
        all.types |= node.types;
        if numbers != 0 {
            (all.ints, all.floats, all.not_int) = (node.ints, node.floats, node.not_int);
            all.set(|rare| rare.multiple = node.multiple());
        }
        if node.types & types::STRING != 0 {
            all.texts = node.texts;
        }
        if node.types & types::ARRAY != 0 {
            (all.items, all.item_count) = (node.items, node.item_count);
            let prefix = node.rare.map(|rare| rare.prefix).unwrap_or_default();
            all.set(|rare| rare.prefix = prefix);
            all.unique = node.unique;
        }
        if node.types & types::OBJECT != 0 {
            all.object = node.object;
        }
    }
    all
}
