//! From schemas that are only asked to questions.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::ask::Ask;
use super::beyond::names_inside;
use super::compile::{Compiler, DEEPEST, Parts};
use super::keywords::{divisor, is_silent, text_demand, type_bits};
use super::program::types;
use crate::engine::ByText;
use crate::narrow::refers_to_definitions;
use crate::union::follow;

/// What applies to the asked value anyway; none where it is of no consequence which members are
/// named.
type Bases<'b, 's> = Option<&'b Parts<'s>>;

impl<'s> Compiler<'s> {
    /// What a schema asks of a value to which the bases apply. `None` when it might name members
    /// that the bases do not: which members are unknown would then depend on it.
    pub(super) fn ask(&self, schema: &'s Value, bases: Bases<'_, 's>, depth: usize) -> Option<Ask> {
        match schema {
            Value::Bool(always) => Some(Ask::Known(*always)),
            Value::Object(keywords) if depth <= DEEPEST => {
                let asks = keywords
                    .iter()
                    .map(|(name, value)| self.ask_keyword(keywords, name, value, bases, depth + 1));
                asks.collect::<Option<_>>().map(Ask::All)
            }
            _ => None,
        }
    }

    /// What one keyword asks.
    pub(super) fn ask_keyword(
        &self,
        beside: &'s Map<String, Value>,
        name: &str,
        value: &'s Value,
        bases: Bases<'_, 's>,
        depth: usize,
    ) -> Option<Ask> {
        let ask = |schema: &'s Value| self.ask(schema, bases, depth);
        // What is excluded, counted or only depended on names no members of the document.
        let apart = |schema: &'s Value| self.ask(schema, None, depth);
        let all = || value.as_array()?.iter().map(ask).collect::<Option<Vec<_>>>();
        Some(match name {
            "allOf" => Ask::All(all()?),
            "anyOf" => Ask::Any(all()?),
            "oneOf" => Ask::One(all()?),
            "not" => Ask::Not(Box::new(apart(value)?)),
            "$ref" => ask(follow(self.root, value.as_str()?)?)?,
            "if" => {
                let side = |name| beside.get(name).map_or(Some(Ask::Known(true)), ask);
                Ask::If(Box::new([ask(value)?, side("then")?, side("else")?]))
            }
            "then" | "else" | "minContains" | "maxContains" => Ask::Known(true),
            "properties" => Ask::All(self.ask_members(value.as_object()?, bases, depth)?),
            "required" => required(value)?,
            "dependentRequired" => dependent(value, required)?,
            "dependentSchemas" => dependent(value, apart)?,
            "additionalProperties" | "patternProperties" | "unevaluatedProperties" => {
                // A variant that a tag names is not known to those who look for unknown members.
                let names = |bases: &Parts<'s>| bases.namers().any(|it| std::ptr::eq(it, beside));
                bases.is_none_or(names).then_some(())?;
                self.ask_open(beside, name, value)?
            }
            "items" | "prefixItems" | "unevaluatedItems" if depth > 0 => {
                (bases.is_none() || !names_inside(value)).then_some(())?;
                self.ask_items(beside, name, value)?
            }
            "propertyNames" => self.naming(value),
            "contains" => match apart(value) {
                Some(item) => contained(item, beside)?,
                None => self.rest(name, value, beside),
            },
            // What is not evaluated depends on everything beside it.
            "unevaluatedItems" if depth == 0 => self.rest_of(types::ARRAY, beside.clone()),
            name if is_silent(name) => Ask::Known(true),
            _ => match ask_scalar(name, value)? {
                Ask::Open => self.rest(name, value, beside),
                ask => ask,
            },
        })
    }

    /// What the engine is asked.
    fn rest(&self, name: &str, value: &Value, beside: &Map<String, Value>) -> Ask {
        let with = |name: &&str| beside.get(*name).map(|value| ((*name).to_owned(), value.clone()));
        let bounds = ["minContains", "maxContains"];
        let bounds = bounds.iter().filter(|_| name == "contains").filter_map(with);
        let keywords = std::iter::once((name.to_owned(), value.clone())).chain(bounds).collect();
        match subject(name) {
            Some(kinds) => self.rest_of(kinds, keywords),
            None => Ask::Open,
        }
    }

    /// The same of any keywords that say something of values of these types.
    pub(super) fn rest_of(&self, kinds: u8, mut keywords: Map<String, Value>) -> Ask {
        keywords.remove("$id");
        for name in ["$schema", "$defs"] {
            keywords.extend(self.root.get(name).map(|value| (name.to_owned(), value.clone())));
        }
        let keywords = Value::Object(keywords);
        // A reference to elsewhere would find nothing, or another thing.
        let engine = refers_to_definitions(&keywords).then(|| ByText::compile(&keywords)).flatten();
        let Some(engine) = engine else { return Ask::Open };
        let others = Ask::Not(Box::new(Ask::Types(kinds)));
        Ask::Any(vec![others, Ask::Rest(Arc::new(engine))])
    }

    /// What a union asks.
    pub(super) fn ask_union(
        &self,
        branches: &'s [Value],
        one: bool,
        bases: Bases<'_, 's>,
    ) -> Option<Ask> {
        let asks = branches.iter().map(|branch| self.ask(branch, bases, 0));
        asks.collect::<Option<_>>().map(if one { Ask::One } else { Ask::Any })
    }

    fn ask_members(
        &self,
        members: &'s Map<String, Value>,
        bases: Bases<'_, 's>,
        depth: usize,
    ) -> Option<Vec<Ask>> {
        let each = members.iter().map(|(name, schema)| {
            let mut below = Parts::default();
            let bases = match bases {
                None => None,
                Some(bases) => {
                    let applying = bases.keywords.iter();
                    let applying = applying.filter_map(|it| it.get("properties")?.get(name));
                    let applying =
                        applying.map(|schema| self.flatten(schema, &mut below, 0)).count();
                    let naming = bases.naming_member(name);
                    naming.iter().for_each(|schema| self.name_by(schema, &mut below, 0));
                    self.name_by_unions(&mut below);
                    (applying + naming.len() > 0 && !below.never).then_some(())?;
                    Some(&below)
                }
            };
            let ask = self.ask(schema, bases, depth)?;
            Some(Ask::Member(name.as_str().into(), Box::new(ask)))
        });
        each.collect()
    }
}

fn required(names: &Value) -> Option<Ask> {
    let each = names.as_array()?.iter().map(|name| Some(Ask::Required(name.as_str()?.into())));
    each.collect::<Option<_>>().map(Ask::All)
}

/// What is asked only of objects in which members are there.
fn dependent<'s>(value: &'s Value, then: impl Fn(&'s Value) -> Option<Ask>) -> Option<Ask> {
    let each = value.as_object()?.iter().map(|(name, to)| implied(name, then(to)?));
    each.collect::<Option<_>>().map(Ask::All)
}

/// What is asked only of an object in which the member is there.
fn implied(name: &str, then: Ask) -> Option<Ask> {
    let not = |ask| Ask::Not(Box::new(ask));
    Some(Ask::Any(vec![not(Ask::Types(types::OBJECT)), not(Ask::Required(name.into())), then]))
}

/// So many items as `minContains` and `maxContains` say.
fn contained(item: Ask, beside: &Map<String, Value>) -> Option<Ask> {
    let bound = |name: &str, without| beside.get(name).map_or(Some(without), Value::as_u64);
    let (least, most) = (bound("minContains", 1)?, bound("maxContains", u64::MAX)?);
    Some(Ask::Contains(Box::new(item), least, most))
}

/// The types that a keyword says something of, where what it says is of no consequence for which
/// members are named.
fn subject(name: &str) -> Option<u8> {
    Some(match name {
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => {
            types::NUMBER
        }
        "minLength" | "maxLength" | "pattern" | "format" => types::STRING,
        "uniqueItems" | "contains" => types::ARRAY,
        _ => return None,
    })
}

/// Keywords without schemas of their own; `None` for those that are not known at all.
fn ask_scalar(name: &str, value: &Value) -> Option<Ask> {
    // Beyond 2^53 an integer and a float could be compared in two ways.
    let int = || value.as_i64().filter(|int| int.unsigned_abs() <= 1 << 53).map(i128::from);
    Some(match name {
        "type" => Ask::Types(type_bits(value)?),
        "const" => Ask::Only(vec![value.clone()]),
        "enum" => Ask::Only(value.as_array()?.clone()),
        "minimum" => int().map_or(Ask::Open, Ask::AtLeast),
        "maximum" => int().map_or(Ask::Open, Ask::AtMost),
        "exclusiveMinimum" => int().map_or(Ask::Open, |int| Ask::AtLeast(int + 1)),
        "exclusiveMaximum" => int().map_or(Ask::Open, |int| Ask::AtMost(int - 1)),
        "multipleOf" => divisor(value).map_or(Ask::Open, Ask::Multiple),
        "minLength" | "maxLength" | "pattern" | "format" => {
            text_demand(name, value).map_or(Ask::Open, Ask::Text)
        }
        "minItems" => Ask::Items(value.as_u64()?, u64::MAX),
        "maxItems" => Ask::Items(0, value.as_u64()?),
        "minProperties" => Ask::Members(value.as_u64()?, u64::MAX),
        "maxProperties" => Ask::Members(0, value.as_u64()?),
        name if subject(name).is_some() => Ask::Open,
        _ => return None,
    })
}
