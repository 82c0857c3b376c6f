//! Arrays: lengths, positions, counts, distinct items.

use std::collections::HashSet;
use std::rc::Rc;

use serde_json::Value;

use super::branch::Branch;
use super::goal::Solver;
use super::{Outcome, Why};
use crate::formula::{ArrayLiteral, Literal, Node, NodeId, Span};

/// The longest array that is built.
const MAX_ITEMS: u64 = 1_000;
/// The longest array of distinct items that is built.
const MAX_DISTINCT: u64 = 60;

/// Conditions on an array, sorted out.
#[derive(Debug, Clone, Default)]
pub(super) struct ArrayShape {
    pub(super) min: u64,
    pub(super) max: Option<u64>,
    pub(super) each: Vec<(Span, NodeId)>,
    counts: Vec<Counted>,
    distinct: Option<bool>,
}

/// So many items of the span satisfy the node.
#[derive(Debug, Clone, Copy)]
struct Counted {
    span: Span,
    node: NodeId,
    not: NodeId,
    min: u64,
    max: Option<u64>,
}

/// What is still due while positions are filled in order.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Due {
    at: u64,
    counts: Vec<(u64, Option<u64>)>,
}

/// A filling of one length.
struct Filling<'s> {
    shape: &'s ArrayShape,
    length: u64,
    items: Vec<Vec<NodeId>>,
    failed: HashSet<Due>,
}

impl ArrayShape {
    fn count(&mut self, span: Span, node: NodeId, not: NodeId, min: u64, max: Option<u64>) {
        let same = self.counts.iter_mut().find(|c| c.node == node && c.span == span);
        match same {
            Some(known) => {
                known.min = known.min.max(min);
                known.max = known.max.map_or(max, |was| Some(max.map_or(was, |max| max.min(was))));
            }
            None => self.counts.push(Counted { span, node, not, min, max }),
        }
    }

    /// What an item at the position must satisfy.
    pub(super) fn item_nodes(&self, at: u64) -> Vec<NodeId> {
        self.each.iter().filter(|(span, _)| span.has(at)).map(|(_, node)| *node).collect()
    }

    /// From this position on all positions are alike.
    pub(super) fn tail(&self) -> u64 {
        let spans =
            self.each.iter().map(|(span, _)| span).chain(self.counts.iter().map(|c| &c.span));
        spans.map(|span| span.to.unwrap_or(span.from)).max().unwrap_or(0)
    }

    /// A length that suffices if any does: beyond it an item of the tail can be left out.
    fn longest(&self) -> u64 {
        let due = self.counts.iter().fold(0_u64, |sum, c| sum.saturating_add(c.min));
        let pair = if self.distinct == Some(false) { 2 } else { 0 };
        let enough = self.min.max(self.tail().saturating_add(due).saturating_add(pair));
        self.max.map_or(enough, |max| enough.min(max))
    }
}

impl Solver<'_> {
    /// The literals of a branch on arrays, sorted out; `None` on a plain contradiction.
    pub(super) fn array_shape(&mut self, branch: &Branch) -> Option<ArrayShape> {
        let mut shape = ArrayShape::default();
        let everywhere = Span { from: 0, to: None };
        for id in &branch.literals {
            let Node::When(Literal::Array(literal), holds) = self.arena.node(*id).clone() else {
                continue;
            };
            match (literal, holds) {
                (ArrayLiteral::MinItems(min), true) => shape.min = shape.min.max(min),
                (ArrayLiteral::MinItems(0) | ArrayLiteral::Count(_, 0), false) => return None,
                (ArrayLiteral::MinItems(min), false) => {
                    shape.max = Some(shape.max.map_or(min - 1, |max| max.min(min - 1)));
                }
                (ArrayLiteral::Each(span, node), true) => shape.each.push((span, node)),
                (ArrayLiteral::Each(span, node), false) => {
                    let not = self.arena.not(node);
                    shape.count(span, not, node, 1, None);
                }
                (ArrayLiteral::Count(node, count), _) => {
                    let not = self.arena.not(node);
                    let (min, max) = if holds { (count, None) } else { (0, Some(count - 1)) };
                    shape.count(everywhere, node, not, min, max);
                }
                (ArrayLiteral::Unique, holds) => shape.distinct = Some(holds),
            }
        }
        shape.max.is_none_or(|max| max >= shape.min).then_some(shape)
    }

    /// An array that satisfies the literals of a branch.
    pub(super) fn array(&mut self, branch: &Branch) -> Outcome {
        let Some(shape) = self.array_shape(branch) else { return Outcome::Empty };
        let longest = shape.longest();
        let cap = if shape.distinct == Some(true) { MAX_DISTINCT } else { MAX_ITEMS };
        let mut best = Outcome::Empty;
        for length in shape.min..=longest {
            if length > cap {
                return best.or(Outcome::Unknown(Why::Large));
            }
            if length > 0 && self.solve(&shape.item_nodes(length - 1)).is_empty() {
                // No item can stand there, so no longer array is possible either.
                break;
            }
            let mut filling =
                Filling { shape: &shape, length, items: Vec::new(), failed: HashSet::new() };
            let counts = shape.counts.iter().map(|c| (c.min, c.max)).collect();
            best = best.or(self.fill_from(&mut filling, Due { at: 0, counts }));
            if matches!(best, Outcome::Found(_) | Outcome::Unknown(Why::Budget)) {
                break;
            }
        }
        best
    }

    fn fill_from(&mut self, filling: &mut Filling<'_>, due: Due) -> Outcome {
        self.nested(|solver| solver.fill_position(filling, due))
    }

    fn fill_position(&mut self, filling: &mut Filling<'_>, due: Due) -> Outcome {
        if due.at == filling.length {
            return if due.counts.iter().all(|(min, _)| *min == 0) {
                self.spell_array(filling)
            } else {
                Outcome::Empty
            };
        }
        let reach = |(c, (min, _)): (&Counted, &(u64, Option<u64>))| {
            let end = c.span.to.unwrap_or(filling.length).min(filling.length);
            *min <= end.saturating_sub(c.span.from.max(due.at))
        };
        if !filling.shape.counts.iter().zip(&due.counts).all(reach) || filling.failed.contains(&due)
        {
            return Outcome::Empty;
        }
        let nodes = filling.shape.item_nodes(due.at);
        let mut next = due.clone();
        next.at += 1;
        let outcome = self.choose(filling, 0, nodes, next);
        if outcome.is_empty() && filling.shape.distinct.is_none() {
            filling.failed.insert(due);
        }
        outcome
    }

    /// Decides for the item at hand which of the counted nodes, from the given one on, it counts
    /// for.
    fn choose(
        &mut self,
        filling: &mut Filling<'_>,
        which: usize,
        nodes: Vec<NodeId>,
        due: Due,
    ) -> Outcome {
        let Some(&counted) = filling.shape.counts.get(which) else {
            return match self.solve(&nodes) {
                Outcome::Empty => Outcome::Empty,
                Outcome::Unknown(why) => Outcome::Unknown(why),
                Outcome::Found(_) | Outcome::Maybe(..) => {
                    filling.items.push(nodes);
                    let outcome = self.fill_from(filling, due);
                    filling.items.pop();
                    outcome
                }
            };
        };
        let (min, max) = due.counts.get(which).copied().unwrap_or_default();
        if !counted.span.has(due.at - 1) {
            return self.choose(filling, which + 1, nodes, due);
        }
        let mut counting = due.clone();
        if let Some(slot) = counting.counts.get_mut(which) {
            *slot = (min.saturating_sub(1), max.map(|max| max.saturating_sub(1)));
        }
        let counts = (Some(counted.node), counting);
        let counts_not = (counted.max.map(|_| counted.not), due);
        let may_count = max != Some(0) && (min > 0 || max.is_some());
        let ways = match (may_count, min > 0) {
            (false, _) => vec![counts_not],
            (true, true) => vec![counts, counts_not],
            (true, false) => vec![counts_not, counts],
        };
        let mut best = Outcome::Empty;
        for (node, due) in ways {
            let with = nodes.iter().copied().chain(node).collect();
            best = best.or(self.choose(filling, which + 1, with, due));
            if matches!(best, Outcome::Found(_) | Outcome::Unknown(Why::Budget)) {
                break;
            }
        }
        best
    }

    fn spell_array(&mut self, filling: &Filling<'_>) -> Outcome {
        match filling.shape.distinct {
            Some(true) => self.distinct_items(&filling.items),
            Some(false) => self.equal_pair(&filling.items),
            None => self.plain_items(&filling.items, None),
        }
    }

    /// Each item by itself; the two of a pair by what both must satisfy.
    fn plain_items(&mut self, items: &[Vec<NodeId>], pair: Option<(usize, usize)>) -> Outcome {
        let (mut values, mut doubt) = (Vec::with_capacity(items.len()), None);
        for (at, nodes) in items.iter().enumerate() {
            let mut nodes = nodes.clone();
            if let Some((a, b)) = pair.filter(|(a, b)| at == *a || at == *b) {
                nodes.extend(items[a].iter().chain(&items[b]));
            }
            match self.solve(&nodes) {
                Outcome::Found(value) => values.push((*value).clone()),
                Outcome::Maybe(value, why) => {
                    doubt = Some(why.graver(doubt));
                    values.push((*value).clone());
                }
                other => return other,
            }
        }
        Outcome::found(Value::Array(values)).doubted(doubt)
    }

    fn equal_pair(&mut self, items: &[Vec<NodeId>]) -> Outcome {
        let mut best = Outcome::Empty;
        for b in 1..items.len() {
            for a in 0..b {
                best = best.or(self.plain_items(items, Some((a, b))));
                if matches!(best, Outcome::Found(_)) {
                    return best;
                }
            }
        }
        best
    }

    /// Distinct values, one an item: enough candidates each, then a matching.
    fn distinct_items(&mut self, items: &[Vec<NodeId>]) -> Outcome {
        let mut candidates = Vec::with_capacity(items.len());
        for nodes in items {
            match self.distinct(nodes, items.len()) {
                Ok(values) => candidates.push(values),
                Err(why) => return Outcome::Unknown(why),
            }
        }
        let mut owner: Vec<(Rc<Value>, usize)> = Vec::new();
        for at in 0..items.len() {
            let mut tried = Vec::new();
            if !give(at, &candidates, &mut owner, &mut tried) {
                return Outcome::Empty;
            }
        }
        owner.sort_by_key(|(_, at)| *at);
        Outcome::found(Value::Array(owner.iter().map(|(value, _)| (**value).clone()).collect()))
    }
}

/// Gives the item a value of its own, moving others to their next candidate where needed.
fn give(
    at: usize,
    candidates: &[Vec<Rc<Value>>],
    owner: &mut Vec<(Rc<Value>, usize)>,
    tried: &mut Vec<Rc<Value>>,
) -> bool {
    for value in candidates.get(at).into_iter().flatten() {
        if tried.iter().any(|known| same(known, value)) {
            continue;
        }
        tried.push(Rc::clone(value));
        match owner.iter().position(|(known, _)| same(known, value)) {
            None => {
                owner.push((Rc::clone(value), at));
                return true;
            }
            Some(slot) => {
                let other = owner[slot].1;
                if give(other, candidates, owner, tried) {
                    // The other one has moved on; its old value is free for this item.
                    if let Some(entry) =
                        owner.iter_mut().find(|(known, by)| *by == other && same(known, value))
                    {
                        entry.1 = at;
                    }
                    return true;
                }
            }
        }
    }
    false
}

/// Equality as JSON Schema means it: numbers by value.
pub(super) fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => {
            a == b || crate::formula::of_number(a) == crate::formula::of_number(b)
        }
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| same(a, b)))
        }
        _ => a == b,
    }
}
