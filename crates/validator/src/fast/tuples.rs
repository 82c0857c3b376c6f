//! Arrays whose first items have schemas of their own.

use serde_json::{Map, Value};

use super::ask::Ask;
use super::compile::{Compiler, Parts, View};
use super::program::{Node, types};
use super::walk::Walk;

/// The most items that have schemas of their own.
const MOST: usize = 64;

impl<'s> Compiler<'s> {
    /// The items of an array, place by place. What is left to be asked of one is not proven.
    pub(super) fn tuple(
        &mut self,
        node: &mut Node,
        parts: &Parts<'s>,
        view: &View<'_>,
        depth: usize,
    ) -> Option<()> {
        let lists = parts.keywords.iter().filter_map(|keywords| keywords.get("prefixItems"));
        let longest = lists.map(|list| list.as_array().map_or(usize::MAX, Vec::len)).max()?;
        if longest > MOST || matches!(view, View::List(_)) {
            // A view of items sees them all alike.
            node.types &= !types::ARRAY;
            return Some(());
        }
        let mut prefix = Vec::new();
        for at in 0..longest {
            let own = |keywords: &&'s Map<String, Value>| {
                let own = keywords.get("prefixItems").and_then(|list| list.get(at));
                own.or_else(|| keywords.get("items"))
            };
            let schemas: Vec<&'s Value> = parts.keywords.iter().filter_map(own).collect();
            prefix.push(self.node(&schemas, View::None, depth + 1)?);
        }
        let rest: Vec<&'s Value> =
            parts.keywords.iter().filter_map(|keywords| keywords.get("items")).collect();
        if !rest.is_empty() {
            node.items = Some(self.node(&rest, View::None, depth + 1)?);
        }
        node.set(|rare| rare.prefix = prefix.into_boxed_slice());
        Some(())
    }
}

impl<'s> Compiler<'s> {
    /// What one of the keywords asks that speak of items by their places.
    pub(super) fn ask_items(
        &self,
        beside: &'s Map<String, Value>,
        name: &str,
        value: &'s Value,
    ) -> Option<Ask> {
        let tuple = beside.contains_key("prefixItems");
        match name {
            "items" if !tuple => Some(Ask::Each(vec![self.ask(value, None, 1)?])),
            // Asked with what stands before them.
            "items" => Some(Ask::Known(true)),
            "prefixItems" => {
                let kept = |(name, _): &(&String, &Value)| {
                    matches!(name.as_str(), "prefixItems" | "items")
                };
                let kept =
                    beside.iter().filter(kept).map(|(name, value)| (name.clone(), value.clone()));
                Some(self.rest_of(types::ARRAY, kept.collect()))
            }
            _ => Some(self.rest_of(types::ARRAY, beside.clone())),
        }
    }
}

impl<'p> Walk<'p, '_> {
    /// The node of an item that has one of its own.
    #[inline]
    pub(super) fn item(&self, node: &Node, at: u64) -> Option<&'p Node> {
        let own = node.rare.as_ref()?.prefix.get(usize::try_from(at).ok()?)?;
        self.program.nodes.get(*own as usize)
    }
}
