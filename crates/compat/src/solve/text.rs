//! Strings: lengths, patterns, finite sets, formats.

use std::collections::BTreeSet;
use std::rc::Rc;

use serde_json::Value;

use super::branch::Branch;
use super::goal::Solver;
use super::{Outcome, Why};
use crate::formula::{Literal, Node, NumberLiteral, TextLiteral};
use crate::regular::ExprId;
use crate::schema::samples;

/// The longest string that is built.
const MAX_LENGTH: u64 = 20_000;
/// Strings tried where a format must fail.
const MAX_TRIES: usize = 8;

/// Conditions on a string, sorted out.
#[derive(Debug, Default)]
struct Shape {
    min: u64,
    max: Option<u64>,
    languages: Vec<ExprId>,
    one_of: Option<Vec<Rc<str>>>,
    none_of: BTreeSet<Rc<str>>,
    formats: Vec<(Rc<str>, bool)>,
}

impl Shape {
    fn add(&mut self, literal: &TextLiteral, holds: bool, not: ExprId) {
        match (literal, holds) {
            (TextLiteral::MinLength(min), true) => self.min = self.min.max(*min),
            (TextLiteral::MinLength(min), false) => {
                let max = min.saturating_sub(1);
                self.max = Some(self.max.map_or(max, |known| known.min(max)));
            }
            (TextLiteral::In(language), true) => self.languages.push(*language),
            (TextLiteral::In(_), false) => self.languages.push(not),
            (TextLiteral::OneOf(set), true) => match &mut self.one_of {
                Some(known) => known.retain(|word| set.binary_search(word).is_ok()),
                None => self.one_of = Some(set.to_vec()),
            },
            (TextLiteral::OneOf(set), false) => self.none_of.extend(set.iter().cloned()),
            (TextLiteral::Format(name), _) => self.formats.push((Rc::clone(name), holds)),
        }
    }

    fn fits_length(&self, text: &str) -> bool {
        let length = text.chars().count() as u64;
        length >= self.min && self.max.is_none_or(|max| length <= max)
    }
}

impl Solver<'_> {
    /// The literals of a branch on strings.
    pub(super) fn texts(&self, branch: &Branch) -> Vec<(TextLiteral, bool)> {
        let literal = |id: &u32| match self.arena.node(*id) {
            Node::When(Literal::Text(literal), holds) => Some((literal.clone(), *holds)),
            _ => None,
        };
        branch.literals.iter().filter_map(literal).collect()
    }

    /// The literals of a branch on numbers.
    pub(super) fn numbers(&self, branch: &Branch) -> Vec<(NumberLiteral, bool)> {
        let literal = |id: &u32| match self.arena.node(*id) {
            Node::When(Literal::Number(literal), holds) => Some((literal.clone(), *holds)),
            _ => None,
        };
        branch.literals.iter().filter_map(literal).collect()
    }

    /// A string that satisfies all literals.
    pub(super) fn text(&mut self, literals: &[(TextLiteral, bool)]) -> Outcome {
        let mut shape = Shape::default();
        for (literal, holds) in literals {
            let not = match literal {
                TextLiteral::In(language) if !holds => self.arena.regular.not(*language),
                _ => 0,
            };
            shape.add(literal, *holds, not);
        }
        if shape.max.is_some_and(|max| max < shape.min) || shape.max == Some(0) && shape.min > 0 {
            return Outcome::Empty;
        }
        match shape.one_of.take() {
            Some(words) => self.among(&shape, words),
            None if shape.formats.iter().any(|(_, holds)| *holds) => self.formatted(&shape),
            None if shape.formats.is_empty() => self.free(&shape),
            None => self.unformatted(&mut shape),
        }
    }

    fn fits(&mut self, shape: &Shape, text: &str) -> bool {
        shape.fits_length(text)
            && !shape.none_of.contains(text)
            && shape.languages.iter().all(|id| self.arena.regular.accepts(*id, text))
    }

    /// `None` when the validator does not know one of the formats.
    fn fits_formats(&self, shape: &Shape, text: &str) -> Option<bool> {
        let mut fits = true;
        for (name, holds) in &shape.formats {
            fits &= self.formats.has(name, text)? == *holds;
        }
        Some(fits)
    }

    fn among(&mut self, shape: &Shape, words: Vec<Rc<str>>) -> Outcome {
        let mut best = Outcome::Empty;
        for word in words {
            if !self.fits(shape, &word) {
                continue;
            }
            let value = Rc::new(Value::from(&*word));
            best = best.or(match self.fits_formats(shape, &word) {
                Some(true) => Outcome::Found(value),
                Some(false) => Outcome::Empty,
                None => Outcome::Maybe(value, Why::Format),
            });
        }
        best
    }

    fn formatted(&mut self, shape: &Shape) -> Outcome {
        let held: Vec<_> = shape.formats.iter().filter(|(_, holds)| *holds).collect();
        for (name, _) in held {
            for sample in samples(name) {
                if self.fits(shape, sample) && self.fits_formats(shape, sample) == Some(true) {
                    return Outcome::found(Value::from(*sample));
                }
            }
        }
        // Without the formats nothing fits either: then nothing fits with them.
        match self.free(shape) {
            Outcome::Empty => Outcome::Empty,
            _ => Outcome::Unknown(Why::Format),
        }
    }

    fn unformatted(&mut self, shape: &mut Shape) -> Outcome {
        for _ in 0..MAX_TRIES {
            let found = self.free(shape);
            let Some(Value::String(text)) = found.value().map(|value| &**value) else {
                return if shape.none_of.is_empty() { found } else { self.still_open(found) };
            };
            if self.fits_formats(shape, text) == Some(true) {
                return found;
            }
            shape.none_of.insert(text.as_str().into());
        }
        Outcome::Unknown(Why::Format)
    }

    /// Every string that was left has the format, by the validator's word; that is no proof.
    fn still_open(&self, found: Outcome) -> Outcome {
        if found.is_empty() { Outcome::Unknown(Why::Format) } else { found }
    }

    /// A string by lengths, patterns and excluded words alone.
    fn free(&mut self, shape: &Shape) -> Outcome {
        if shape.languages.is_empty() {
            return free_length(shape);
        }
        let (Ok(min), Ok(max)) =
            (u32::try_from(shape.min), shape.max.map(u32::try_from).transpose())
        else {
            return Outcome::Unknown(Why::Large);
        };
        let mut parts = shape.languages.clone();
        parts.push(self.arena.regular.length(min, max));
        for word in &shape.none_of {
            let word = self.arena.regular.literal(word);
            parts.push(self.arena.regular.not(word));
        }
        let language = self.arena.regular.and(parts);
        match self.arena.regular.shortest(language) {
            Ok(Some(text)) => Outcome::found(Value::from(text)),
            Ok(None) => Outcome::Empty,
            Err(_) => Outcome::Unknown(Why::Pattern),
        }
    }
}

/// Finitely many words are excluded, so of any length but zero some word is left.
fn free_length(shape: &Shape) -> Outcome {
    if shape.min > MAX_LENGTH {
        return Outcome::Unknown(Why::Large);
    }
    let mut length = shape.min;
    if length == 0 {
        if !shape.none_of.contains("") {
            return Outcome::found(Value::from(""));
        }
        length = 1;
    }
    if shape.max.is_some_and(|max| max < length) {
        return Outcome::Empty;
    }
    let stem = "a".repeat(usize::try_from(length - 1).unwrap_or_default());
    let last = ('a'..='z').chain('0'..='9').chain('A'..='Z').chain('\u{100}'..='\u{D7FF}');
    let mut words = last.map(|c| format!("{stem}{c}"));
    match words.find(|word| !shape.none_of.contains(word.as_str())) {
        Some(word) => Outcome::found(Value::from(word)),
        None => Outcome::Unknown(Why::Large),
    }
}
