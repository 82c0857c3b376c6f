//! Which members and items the keywords of a schema judge: that depends on which branches hold, so
//! a schema is split by cases.

use serde_json::Value;

use super::Dialect;
use super::reader::{Members, Reader};
use super::resources::Place;
use crate::formula::{Arena, Kind, Kinds, Literal, NodeId, ObjectLiteral};
use crate::regular::{ExprId, Regular};

/// Cases up to which a schema is split.
const MAX_CASES: usize = 256;
/// References followed below one another.
const MAX_DEPTH: usize = 32;

/// What is judged when the condition holds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Case {
    pub(super) condition: NodeId,
    pub(super) names: ExprId,
    /// Items before this position.
    pub(super) items: u64,
    /// Items that satisfy this node, wherever they stand.
    pub(super) matching: NodeId,
}

const NOTHING: Case =
    Case { condition: Arena::ANY, names: Regular::NOTHING, items: 0, matching: Arena::NEVER };

impl Reader<'_> {
    /// What the keywords of a schema judge, case by case; `None` when there are too many.
    ///
    /// Cases may overlap: what is judged only grows with every further branch that holds, and a
    /// larger set leaves less to close, so the case with all branches that hold is the one that
    /// counts and every other is contained in it.
    pub(super) fn cases(
        &mut self,
        all: &Members,
        place: &Place,
        without: Option<&str>,
        depth: usize,
    ) -> Option<Vec<Case>> {
        if depth > MAX_DEPTH || self.splitting.contains(&place.pointer) {
            return None;
        }
        self.splitting.push(place.pointer.clone());
        let cases = self.cases_here(all, place, without, depth);
        self.splitting.pop();
        cases
    }

    fn cases_here(
        &mut self,
        all: &Members,
        place: &Place,
        without: Option<&str>,
        depth: usize,
    ) -> Option<Vec<Case>> {
        let mut cases = vec![self.own_case(all, place, without)?];
        for (keyword, value) in all {
            for beside in self.beside(keyword, value, all, place, depth)? {
                cases = self.both(&cases, &beside)?;
            }
        }
        Some(cases)
    }

    /// What a keyword that applies other schemas to the same value adds: for each of its
    /// independent choices the cases of that choice.
    fn beside(
        &mut self,
        keyword: &str,
        value: &Value,
        all: &Members,
        place: &Place,
        depth: usize,
    ) -> Option<Vec<Vec<Case>>> {
        let at = place.at(keyword);
        let mut choices = Vec::new();
        match (keyword, value) {
            ("$ref" | "$dynamicRef" | "$recursiveRef", _) => {
                let (target, at) = self.target(keyword, value, place)?;
                choices.push(self.branch(&target, &at, depth)?);
            }
            ("allOf", Value::Array(list)) => {
                for (index, schema) in list.iter().enumerate() {
                    choices.push(self.branch(schema, &at.at(index), depth)?);
                }
            }
            ("anyOf", Value::Array(list)) if !self.only_one(list, &at) => {
                for (index, schema) in list.iter().enumerate() {
                    let mut either = self.holding(schema, &at.at(index), depth)?;
                    either.push(NOTHING);
                    choices.push(either);
                }
            }
            ("anyOf" | "oneOf", Value::Array(list)) => {
                let mut ways = Vec::new();
                for (index, schema) in list.iter().enumerate() {
                    ways.extend(self.holding(schema, &at.at(index), depth)?);
                }
                choices.push(ways);
            }
            ("if", condition) => {
                choices.push(self.conditional_cases(condition, all, place, depth)?);
            }
            ("dependentSchemas", Value::Object(map)) => {
                for (name, schema) in map {
                    choices.push(self.dependent_cases(name, schema, &at.at(name), depth)?);
                }
            }
            _ => {}
        }
        Some(choices)
    }

    /// Whether no two of the schemas can hold at once, as with the variants of an enum.
    fn only_one(&mut self, list: &[Value], at: &Place) -> bool {
        let nodes = self.branches(list, at);
        self.arena.are_apart(&nodes)
    }

    fn own_case(&mut self, all: &Members, place: &Place, without: Option<&str>) -> Option<Case> {
        let there = |key: &str| without != Some(key) && all.contains_key(key);
        let names = if there("additionalProperties") || there("unevaluatedProperties") {
            Regular::ALL
        } else {
            self.named(all)?
        };
        let modern = self.dialect == Dialect::Draft202012;
        let list = |key: &str| all.get(key).and_then(Value::as_array).map(|l| l.len() as u64);
        let open = there("unevaluatedItems")
            || matches!(all.get("items"), Some(Value::Object(_) | Value::Bool(_)))
            || (!modern && there("additionalItems") && list("items").is_some());
        let items = match open {
            true => u64::MAX,
            false => list(if modern { "prefixItems" } else { "items" }).unwrap_or(0),
        };
        let matching = match all.get("contains").filter(|_| modern) {
            Some(schema) => self.part_within(schema, &place.at("contains")),
            None => Arena::NEVER,
        };
        Some(Case { condition: Arena::ANY, names, items, matching })
    }

    fn target(&mut self, keyword: &str, value: &Value, place: &Place) -> Option<(Value, Place)> {
        let at = place.at(keyword);
        let pointer = self.resources.resolve(value.as_str()?, &at.pointer).ok()?;
        if keyword != "$ref" && self.resources.count() > 1 {
            return None;
        }
        let target = self.document.pointer(&pointer)?.clone();
        Some((target, Place { pointer }))
    }

    /// A schema that holds because the whole holds.
    fn branch(&mut self, schema: &Value, place: &Place, depth: usize) -> Option<Vec<Case>> {
        match schema {
            Value::Object(members) => self.cases(members, place, None, depth + 1),
            _ => Some(vec![NOTHING]),
        }
    }

    /// A schema that may hold or not: its cases where it does.
    fn holding(&mut self, schema: &Value, place: &Place, depth: usize) -> Option<Vec<Case>> {
        let node = self.here(schema, place);
        let mut cases = self.branch(schema, place, depth)?;
        for case in &mut cases {
            case.condition = self.arena.all([case.condition, node]);
        }
        Some(cases)
    }

    fn conditional_cases(
        &mut self,
        condition: &Value,
        all: &Members,
        place: &Place,
        depth: usize,
    ) -> Option<Vec<Case>> {
        let holding = self.holding(condition, &place.at("if"), depth)?;
        let mut side = |name: &str| match all.get(name) {
            Some(schema) => self.branch(schema, &place.at(name), depth),
            None => Some(vec![NOTHING]),
        };
        let (then, mut otherwise) = (side("then")?, side("else")?);
        let node = self.here(condition, &place.at("if"));
        let unless = self.arena.not(node);
        for case in &mut otherwise {
            case.condition = self.arena.all([case.condition, unless]);
        }
        let mut cases = self.both(&holding, &then)?;
        cases.extend(otherwise);
        Some(cases)
    }

    fn dependent_cases(
        &mut self,
        name: &str,
        schema: &Value,
        place: &Place,
        depth: usize,
    ) -> Option<Vec<Case>> {
        let has = Literal::Object(ObjectLiteral::Has(name.into()));
        let has = self.arena.when(has, true);
        let object = self.arena.kinds(Kinds::of(Kind::Object));
        let mut cases = self.branch(schema, place, depth)?;
        for case in &mut cases {
            case.condition = self.arena.all([case.condition, has, object]);
        }
        cases.push(NOTHING);
        Some(cases)
    }

    /// Every pair of cases, those that judge the same parts joined.
    fn both(&mut self, left: &[Case], right: &[Case]) -> Option<Vec<Case>> {
        let mut pairs: Vec<Case> = Vec::with_capacity(left.len() * right.len());
        for a in left {
            for b in right {
                let case = Case {
                    condition: self.arena.all([a.condition, b.condition]),
                    names: self.arena.regular.alt([a.names, b.names]),
                    items: a.items.max(b.items),
                    matching: self.arena.some([a.matching, b.matching]),
                };
                let same = pairs.iter_mut().find(|known| {
                    (known.names, known.items, known.matching)
                        == (case.names, case.items, case.matching)
                });
                match same {
                    Some(known) => {
                        known.condition = self.arena.some([known.condition, case.condition]);
                    }
                    None => pairs.push(case),
                }
            }
        }
        (pairs.len() <= MAX_CASES).then_some(pairs)
    }
}
