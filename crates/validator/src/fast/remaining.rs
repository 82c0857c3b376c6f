//! Questions about members by what their names are not: `unevaluatedProperties` where it depends on
//! the value which members are evaluated, and `additionalProperties`, `patternProperties` and
//! `propertyNames` where they are only asked.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::answer::Seen;
use super::ask::Ask;
use super::compile::{Compiler, Parts};
use super::evaluated::{Condition, Evaluated, Members, evaluating};
use super::keys::{Key, Keys};
use super::program::types;

/// What is asked of the members that remain.
#[derive(Debug)]
pub(super) struct Remaining {
    /// Those that do not.
    always: Names,
    /// Those that do not where all of the conditions hold.
    perhaps: Vec<(Vec<Ask>, Names)>,
    schema: Ask,
}

/// Members by their names.
#[derive(Debug, Default)]
struct Names {
    names: Keys,
    patterns: Vec<Ask>,
    all: bool,
}

impl Names {
    /// Whether they contain a name.
    fn contain(&self, name: Name<'_>) -> Option<bool> {
        if self.all || self.names.find(name.object.as_bytes(), name.at).is_some() {
            return Some(true);
        }
        let mut answer = Some(false);
        for pattern in &self.patterns {
            match name.answer(pattern) {
                Some(true) => return Some(true),
                Some(false) => {}
                None => answer = None,
            }
        }
        answer
    }
}

/// The name of a member, without escapes.
#[derive(Clone, Copy)]
struct Name<'d> {
    /// The text of the object.
    object: &'d str,
    /// Where its quote stands in it.
    at: usize,
    quoted: &'d str,
}

impl<'d> Name<'d> {
    fn of(object: &'d str, quoted: &'d str) -> Option<Self> {
        let at = quoted.as_ptr().addr().checked_sub(object.as_ptr().addr())?;
        Some(Name { object, at, quoted })
    }

    fn answer(self, ask: &Ask) -> Option<bool> {
        match ask {
            Ask::Text(demand) => demand.answer(self.quoted.get(1..self.quoted.len() - 1)?),
            Ask::Recalled(recalled) => recalled.answer(self.quoted),
            Ask::Not(ask) => self.answer(ask).map(|yes| !yes),
            ask => Seen::of(self.quoted)?.answer(ask),
        }
    }
}

impl Remaining {
    /// Whether all members are as asked that remain; the object's keys have no escapes.
    pub(super) fn answer(&self, object: Seen<'_>) -> Option<bool> {
        let (mut met, mut answer) = (Met::default(), Some(true));
        let (raw, inside) = (object.raw?, object.inside()?);
        for [name, value] in inside.as_chunks::<2>().0 {
            match self.is_spoken_for(object, Name::of(raw, name)?, &mut met) {
                Some(true) => {}
                spoken_for => match Seen::of(value)?.answer(&self.schema) {
                    Some(true) => {}
                    Some(false) if spoken_for.is_some() => return Some(false),
                    _ => answer = None,
                },
            }
        }
        answer
    }

    /// Whether a member does not remain.
    fn is_spoken_for(&self, object: Seen<'_>, name: Name<'_>, met: &mut Met) -> Option<bool> {
        let mut answer = self.always.contain(name);
        for (at, (conditions, names)) in self.perhaps.iter().enumerate() {
            if answer == Some(true) {
                break;
            }
            let contained = names.contain(name);
            if contained == Some(false) {
                continue;
            }
            answer = match (contained, met.answer(at, || object.all(conditions))) {
                (_, Some(false)) => answer,
                (Some(true), Some(true)) => Some(true),
                _ => None,
            };
        }
        answer
    }
}

/// Which conditions are met: found out once, when a name asks for it.
#[derive(Default)]
struct Met {
    known: u64,
    yes: u64,
    no: u64,
}

impl Met {
    fn answer(&mut self, at: usize, find: impl FnOnce() -> Option<bool>) -> Option<bool> {
        // Beyond so many they are found out anew.
        let Some(bit) = u32::try_from(at).ok().and_then(|at| 1_u64.checked_shl(at)) else {
            return find();
        };
        if self.known & bit == 0 {
            self.known |= bit;
            match find() {
                Some(true) => self.yes |= bit,
                Some(false) => self.no |= bit,
                None => {}
            }
        }
        (self.yes & bit != 0).then_some(true).or((self.no & bit != 0).then_some(false))
    }
}

impl<'s> Compiler<'s> {
    /// What one of the keywords asks that speak of members by their names.
    pub(super) fn ask_open(
        &self,
        beside: &'s Map<String, Value>,
        name: &str,
        value: &'s Value,
    ) -> Option<Ask> {
        match name {
            "additionalProperties" => self.additional(beside, value),
            "unevaluatedProperties" => {
                Some(self.ask_unevaluated(self.evaluated(&Parts::default(), beside), beside, value))
            }
            _ => {
                let each = value.as_object()?.iter();
                let each = each.map(|(pattern, schema)| self.matching(pattern, schema));
                each.collect::<Option<_>>().map(Ask::All)
            }
        }
    }

    /// What is asked of the members that nothing beside them evaluates.
    pub(super) fn ask_unevaluated(
        &self,
        evaluated: Option<Evaluated<'s>>,
        beside: &Map<String, Value>,
        schema: &'s Value,
    ) -> Ask {
        let asked = evaluated.and_then(|evaluated| self.unevaluated(&evaluated, schema));
        asked.unwrap_or_else(|| self.rest_of(types::OBJECT, evaluating(beside)))
    }

    /// Whether the members that are not evaluated are as a schema asks. `None` where that would have
    /// to be asked of what is not modelled.
    fn unevaluated(&self, evaluated: &Evaluated<'s>, schema: &'s Value) -> Option<Ask> {
        let perhaps = evaluated.perhaps.iter().map(|branch| {
            let conditions = branch.conditions.iter().map(|it| self.condition(*it));
            Some((conditions.collect::<Option<_>>()?, self.names(&branch.members)))
        });
        let (always, perhaps) = (self.names(&evaluated.always), perhaps.collect::<Option<_>>()?);
        self.remaining(always, perhaps, schema)
    }

    /// Whether the members that are listed nowhere beside it are as a schema asks.
    fn additional(&self, beside: &'s Map<String, Value>, schema: &'s Value) -> Option<Ask> {
        let mut members = Members::default();
        members.list(beside)?;
        self.remaining(self.names(&members), Vec::new(), schema)
    }

    /// Whether the members whose names match a pattern are as a schema asks.
    fn matching(&self, pattern: &str, schema: &'s Value) -> Option<Ask> {
        let patterns = vec![Ask::Not(Box::new(self.pattern(pattern)))];
        self.remaining(Names { patterns, ..Names::default() }, Vec::new(), schema)
    }

    /// Whether all names are as a schema asks.
    pub(super) fn naming(&self, schema: &'s Value) -> Ask {
        let always = Names { patterns: vec![self.name(schema)], ..Names::default() };
        let remaining = Remaining { always, perhaps: Vec::new(), schema: Ask::Known(false) };
        Ask::Remaining(Arc::new(remaining))
    }

    fn remaining(
        &self,
        always: Names,
        perhaps: Vec<(Vec<Ask>, Names)>,
        schema: &'s Value,
    ) -> Option<Ask> {
        let schema = self.ask(schema, None, 1)?;
        Some(Ask::Remaining(Arc::new(Remaining { always, perhaps, schema })))
    }

    fn condition(&self, condition: Condition<'s>) -> Option<Ask> {
        Some(match condition {
            Condition::Holds(schema) => self.ask(schema, None, 1)?,
            Condition::Fails(schema) => Ask::Not(Box::new(self.ask(schema, None, 1)?)),
            Condition::Has(name) => Ask::Required(name.into()),
        })
    }

    fn names(&self, members: &Members<'s>) -> Names {
        Names {
            // No key of a proven object has escapes.
            names: Keys::of(members.names.iter().filter_map(|name| Key::of(name)).collect()),
            patterns: members.patterns.iter().map(|pattern| self.pattern(pattern)).collect(),
            all: members.all,
        }
    }
}
