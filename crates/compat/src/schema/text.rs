//! Keywords that speak of strings, and the language of a schema for names.

use serde_json::Value;

use super::number::count;
use super::reader::Reader;
use super::resources::Place;
use crate::formula::{Arena, Kind, Kinds, Literal, Node, NodeId, TextLiteral};
use crate::regular::{ExprId, Regular};

impl Reader<'_> {
    pub(super) fn text(&mut self, keyword: &str, value: &Value, at: &Place) -> NodeId {
        if keyword == "pattern" {
            return self.pattern(value, at);
        }
        let Some(length) = count(value) else { return self.malformed(at, value) };
        let (length, holds) = match keyword {
            "minLength" if length == 0 => return Arena::ANY,
            "minLength" => (length, true),
            _ => (length.saturating_add(1), false),
        };
        self.arena.when(Literal::Text(TextLiteral::MinLength(length)), holds)
    }

    fn pattern(&mut self, value: &Value, at: &Place) -> NodeId {
        let Some(pattern) = value.as_str() else { return self.malformed(at, value) };
        match self.arena.regular.pattern(pattern) {
            Ok(language) => self.arena.when(Literal::Text(TextLiteral::In(language)), true),
            Err(why) => {
                let why = format!("the pattern is not modelled: {}", why.0);
                self.opaque(at, Kinds::of(Kind::String), value, &why)
            }
        }
    }

    /// The strings that satisfy a node, as a language; `None` when it is none that is modelled.
    pub(super) fn language(&mut self, node: NodeId) -> Option<ExprId> {
        match self.arena.node(node).clone() {
            Node::Any => Some(Regular::ALL),
            Node::Never => Some(Regular::NOTHING),
            Node::Kinds(kinds) if kinds.has(Kind::String) => Some(Regular::ALL),
            Node::Kinds(_) => Some(Regular::NOTHING),
            Node::All(of) => {
                let each: Option<Vec<_>> = of.iter().map(|id| self.language(*id)).collect();
                Some(self.arena.regular.and(each?))
            }
            Node::Some(of) => {
                let each: Option<Vec<_>> = of.iter().map(|id| self.language(*id)).collect();
                Some(self.arena.regular.alt(each?))
            }
            Node::One(of, exactly) => {
                let each: Option<Vec<_>> = of.iter().map(|id| self.language(*id)).collect();
                let one = exactly_one(&mut self.arena.regular, &each?);
                Some(if exactly { one } else { self.arena.regular.not(one) })
            }
            Node::When(Literal::Text(literal), holds) => {
                let language = text_language(self.arena, &literal)?;
                Some(if holds { language } else { self.arena.regular.not(language) })
            }
            Node::When(Literal::Opaque(kinds, _), _) if kinds.has(Kind::String) => None,
            Node::When(..) => Some(Regular::ALL),
            Node::Ref(..) => None,
        }
    }
}

fn exactly_one(regular: &mut Regular, each: &[ExprId]) -> ExprId {
    let mut ways = Vec::with_capacity(each.len());
    for at in 0..each.len() {
        let parts: Vec<ExprId> = (each.iter().enumerate())
            .map(|(other, id)| if other == at { *id } else { regular.not(*id) })
            .collect();
        ways.push(regular.and(parts));
    }
    regular.alt(ways)
}

/// The language of a literal; `None` for formats and lengths beyond counting.
pub(crate) fn text_language(arena: &mut Arena, literal: &TextLiteral) -> Option<ExprId> {
    match literal {
        TextLiteral::MinLength(min) => Some(arena.regular.length(u32::try_from(*min).ok()?, None)),
        TextLiteral::In(language) => Some(*language),
        TextLiteral::OneOf(words) => {
            let words: Vec<_> = words.iter().map(|word| arena.regular.literal(word)).collect();
            Some(arena.regular.alt(words))
        }
        TextLiteral::Format(_) => None,
    }
}
