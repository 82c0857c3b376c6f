//! Objects: members that must, may and must not be there, and what each of them must satisfy.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde_json::{Map, Value};

use super::branch::Branch;
use super::goal::Solver;
use super::{Outcome, Why};
use crate::formula::{Arena, Keys, Literal, Node, NodeId, ObjectLiteral};
use crate::regular::ExprId;

/// Members that are filled in to reach a minimum.
const MAX_MEMBERS: u64 = 500;
/// Sets of names that name patterns tell apart.
const MAX_REGIONS: usize = 64;

type Name = Rc<str>;

/// Conditions on an object, sorted out.
#[derive(Debug, Clone, Default)]
pub(super) struct ObjectShape {
    pub(super) min: u64,
    pub(super) max: Option<u64>,
    pub(super) required: BTreeSet<Name>,
    pub(super) absent: BTreeSet<Name>,
    /// What members of these names satisfy.
    pub(super) named: BTreeMap<Name, Vec<NodeId>>,
    /// What every member with such a name satisfies.
    pub(super) every: Vec<(ExprId, NodeId)>,
    /// Some member with such a name is there and satisfies this.
    some: Vec<(ExprId, NodeId)>,
}

/// Members that were chosen, with what each must satisfy.
type Chosen = BTreeMap<Name, Vec<NodeId>>;

impl ObjectShape {
    fn most(&mut self, max: u64) {
        self.max = Some(self.max.map_or(max, |known| known.min(max)));
    }

    fn mentioned(&self, chosen: &Chosen) -> BTreeSet<Name> {
        let names = self.named.keys().chain(&self.absent).chain(&self.required);
        names.chain(chosen.keys()).cloned().collect()
    }
}

impl Solver<'_> {
    /// The literals of a branch on objects, sorted out; `None` on a plain contradiction.
    pub(super) fn object_shape(&mut self, branch: &Branch) -> Option<ObjectShape> {
        let mut shape = ObjectShape::default();
        for id in &branch.literals {
            let Node::When(Literal::Object(literal), holds) = self.arena.node(*id).clone() else {
                continue;
            };
            match (literal, holds) {
                (ObjectLiteral::MinProperties(min), true) => shape.min = shape.min.max(min),
                (ObjectLiteral::MinProperties(0), false) => return None,
                (ObjectLiteral::MinProperties(min), false) => shape.most(min - 1),
                (ObjectLiteral::Has(name), true) => drop(shape.required.insert(name)),
                (ObjectLiteral::Has(name), false) => drop(shape.absent.insert(name)),
                (ObjectLiteral::Each(Keys::Name(name), node), true) => {
                    shape.named.entry(name).or_default().push(node);
                }
                (ObjectLiteral::Each(Keys::Name(name), node), false) => {
                    shape.required.insert(Rc::clone(&name));
                    let not = self.arena.not(node);
                    shape.named.entry(name).or_default().push(not);
                }
                (ObjectLiteral::Each(Keys::In(names), node), true) => {
                    shape.every.push((names, node));
                }
                (ObjectLiteral::Each(Keys::In(names), node), false) => {
                    let not = self.arena.not(node);
                    shape.some.push((names, not));
                }
            }
        }
        let clash = !shape.required.is_disjoint(&shape.absent)
            || shape.max.is_some_and(|max| max < shape.min.max(shape.required.len() as u64));
        (!clash).then_some(shape)
    }

    /// What a member of that name must satisfy.
    pub(super) fn member_nodes(&mut self, shape: &ObjectShape, name: &str) -> Vec<NodeId> {
        let mut nodes = shape.named.get(name).cloned().unwrap_or_default();
        for (names, node) in &shape.every {
            if self.arena.regular.accepts(*names, name) {
                nodes.push(*node);
            }
        }
        nodes
    }

    /// An object that satisfies the literals of a branch.
    pub(super) fn object(&mut self, branch: &Branch) -> Outcome {
        let Some(shape) = self.object_shape(branch) else { return Outcome::Empty };
        let mut chosen = Chosen::new();
        for name in &shape.required {
            let nodes = self.member_nodes(&shape, name);
            chosen.insert(Rc::clone(name), nodes);
        }
        let mut doubt = Outcome::Empty;
        for nodes in chosen.values() {
            match self.solve(nodes) {
                Outcome::Empty => return Outcome::Empty,
                Outcome::Unknown(why) => doubt = Outcome::Unknown(why),
                Outcome::Found(_) | Outcome::Maybe(..) => {}
            }
        }
        if !doubt.is_empty() {
            return doubt;
        }
        self.place(&shape, 0, chosen)
    }

    /// Finds a member for each "some member" from the given one on.
    fn place(&mut self, shape: &ObjectShape, at: usize, chosen: Chosen) -> Outcome {
        self.nested(|solver| solver.place_here(shape, at, chosen))
    }

    fn place_here(&mut self, shape: &ObjectShape, at: usize, chosen: Chosen) -> Outcome {
        let Some(&(names, node)) = shape.some.get(at) else { return self.pad(shape, chosen) };
        let ways = match self.ways(shape, names, &chosen) {
            Ok(ways) => ways,
            Err(why) => return Outcome::Unknown(why),
        };
        let mut best = Outcome::Empty;
        for (name, mut nodes) in ways {
            nodes.push(node);
            match self.solve(&nodes) {
                Outcome::Empty => continue,
                Outcome::Unknown(why) => best = best.or(Outcome::Unknown(why)),
                Outcome::Found(_) | Outcome::Maybe(..) => {
                    let mut with = chosen.clone();
                    with.insert(name, nodes);
                    best = best.or(self.place(shape, at + 1, with));
                }
            }
            if matches!(best, Outcome::Found(_) | Outcome::Unknown(Why::Budget)) {
                break;
            }
        }
        best
    }

    /// Every kind of member that may take the part of "some member with such a name".
    fn ways(
        &mut self,
        shape: &ObjectShape,
        names: ExprId,
        chosen: &Chosen,
    ) -> Result<Vec<(Name, Vec<NodeId>)>, Why> {
        let mut ways = Vec::new();
        for (name, nodes) in chosen {
            if self.arena.regular.accepts(names, name) {
                ways.push((Rc::clone(name), nodes.clone()));
            }
        }
        if shape.max.is_some_and(|max| chosen.len() as u64 >= max) {
            return Ok(ways);
        }
        for name in shape.named.keys() {
            let free = !chosen.contains_key(name) && !shape.absent.contains(name);
            if free && self.arena.regular.accepts(names, name) {
                let nodes = self.member_nodes(shape, name);
                ways.push((Rc::clone(name), nodes));
            }
        }
        for (region, nodes) in self.regions(shape, names, chosen)? {
            if let Some(name) = self.name_in(region)? {
                ways.push((name, nodes));
            }
        }
        Ok(ways)
    }

    /// The names of a language that nothing mentions, cut by the "every member" conditions.
    fn regions(
        &mut self,
        shape: &ObjectShape,
        names: ExprId,
        chosen: &Chosen,
    ) -> Result<Vec<(ExprId, Vec<NodeId>)>, Why> {
        let mentioned = shape.mentioned(chosen);
        let mentioned: Vec<_> =
            mentioned.iter().map(|name| self.arena.regular.literal(name)).collect();
        let mentioned = self.arena.regular.alt(mentioned);
        let fresh = self.arena.regular.not(mentioned);
        let mut regions = vec![(self.arena.regular.and([names, fresh]), Vec::new())];
        for (language, node) in &shape.every {
            let outside = self.arena.regular.not(*language);
            let mut cut = Vec::with_capacity(regions.len() * 2);
            for (region, nodes) in regions {
                let out = self.arena.regular.and([region, outside]);
                if !self.no_name(out)? {
                    cut.push((out, nodes.clone()));
                }
                let within = self.arena.regular.and([region, *language]);
                if *node != Arena::NEVER && !self.no_name(within)? {
                    let mut nodes = nodes;
                    nodes.push(*node);
                    cut.push((within, nodes));
                }
            }
            if cut.len() > MAX_REGIONS {
                return Err(Why::Pattern);
            }
            regions = cut;
        }
        Ok(regions)
    }

    fn no_name(&mut self, names: ExprId) -> Result<bool, Why> {
        self.arena.regular.is_empty(names).map_err(|_| Why::Pattern)
    }

    /// A name of the language, the empty one only when there is no other.
    fn name_in(&mut self, names: ExprId) -> Result<Option<Name>, Why> {
        let some = self.arena.regular.length(1, None);
        let plain = self.arena.regular.and([names, some]);
        let found = match self.arena.regular.shortest(plain) {
            Ok(None) => self.arena.regular.shortest(names),
            found => found,
        };
        found.map(|name| name.map(Name::from)).map_err(|_| Why::Pattern)
    }

    /// Fills up to the least number of members, then spells the object out.
    fn pad(&mut self, shape: &ObjectShape, mut chosen: Chosen) -> Outcome {
        let missing = shape.min.saturating_sub(chosen.len() as u64);
        if missing > MAX_MEMBERS {
            return Outcome::Unknown(Why::Large);
        }
        let mut doubt = None;
        if missing > 0 {
            doubt = match self.fill(shape, &mut chosen) {
                Ok(doubt) => doubt,
                Err(why) => return Outcome::Unknown(why),
            };
        }
        if (chosen.len() as u64) < shape.min {
            return doubt.map_or(Outcome::Empty, Outcome::Unknown);
        }
        self.spell_object(&chosen)
    }

    fn fill(&mut self, shape: &ObjectShape, chosen: &mut Chosen) -> Result<Option<Why>, Why> {
        let mut doubt = None;
        for name in shape.named.keys() {
            let free = !chosen.contains_key(name) && !shape.absent.contains(name);
            if !free || chosen.len() as u64 >= shape.min {
                continue;
            }
            let nodes = self.member_nodes(shape, name);
            match self.solve(&nodes) {
                Outcome::Found(_) => drop(chosen.insert(Rc::clone(name), nodes)),
                other => doubt = other.doubt().or(doubt),
            }
        }
        for (mut region, nodes) in self.regions(shape, crate::regular::Regular::ALL, chosen)? {
            match self.solve(&nodes) {
                Outcome::Found(_) => {}
                other => {
                    doubt = other.doubt().or(doubt);
                    continue;
                }
            }
            while (chosen.len() as u64) < shape.min {
                if !self.step() {
                    return Err(Why::Budget);
                }
                let Some(name) = self.name_in(region)? else { break };
                let this = self.arena.regular.literal(&name);
                let other = self.arena.regular.not(this);
                region = self.arena.regular.and([region, other]);
                chosen.insert(name, nodes.clone());
            }
        }
        Ok(doubt)
    }

    fn spell_object(&mut self, chosen: &Chosen) -> Outcome {
        let (mut members, mut doubt) = (Map::new(), None);
        for (name, nodes) in chosen {
            match self.solve(nodes) {
                Outcome::Found(value) => drop(members.insert(name.to_string(), (*value).clone())),
                Outcome::Maybe(value, why) => {
                    doubt = Some(why.graver(doubt));
                    members.insert(name.to_string(), (*value).clone());
                }
                other => return other,
            }
        }
        Outcome::found(Value::Object(members)).doubted(doubt)
    }
}
