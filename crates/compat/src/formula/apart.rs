//! Formulas that plainly have no value in common: by types, or by a member that is a tag.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::{Arena, Keys, Kind, Kinds, Literal, Node, NodeId, ObjectLiteral, TextLiteral};

/// Formulas up to which every two are looked at.
const MAX_PAIRS: usize = 64;

impl Arena {
    /// Whether every two of them plainly have no value in common.
    pub(crate) fn are_apart(&self, of: &[NodeId]) -> bool {
        let two = |(at, a): (usize, &NodeId)| {
            of.iter().skip(at + 1).all(|b| {
                self.types(*a).and(self.types(*b)) == Kinds::NONE || self.are_tagged(&[*a, *b])
            })
        };
        of.len() <= MAX_PAIRS && of.iter().enumerate().all(two)
    }

    /// The types that the values of a formula may have, by what it plainly says.
    fn types(&self, id: NodeId) -> Kinds {
        match self.node(id) {
            Node::Kinds(kinds) => *kinds,
            Node::Never => Kinds::NONE,
            Node::All(of) => of.iter().fold(Kinds::ALL, |all, id| all.and(self.types(*id))),
            Node::Some(of) | Node::One(of, true) => {
                of.iter().fold(Kinds::NONE, |all, id| all.or(self.types(*id)))
            }
            _ => Kinds::ALL,
        }
    }

    /// Whether each is an object with the same required member, fixed to another text in each.
    pub(crate) fn are_tagged(&self, of: &[NodeId]) -> bool {
        let Some(first) = of.first() else { return false };
        self.tags(*first).into_iter().any(|(name, _)| {
            let tag = |id: &NodeId| self.tags(*id).into_iter().find(|(other, _)| *other == name);
            let mut seen = BTreeSet::new();
            of.iter().all(|id| tag(id).is_some_and(|(_, word)| seen.insert(word)))
        })
    }

    /// Required members of an object that are fixed to one text, with the text.
    fn tags(&self, id: NodeId) -> Vec<(Rc<str>, Rc<str>)> {
        let Node::All(parts) = self.node(id) else { return Vec::new() };
        let object = Node::Kinds(Kinds::of(Kind::Object));
        if !parts.iter().any(|part| *self.node(*part) == object) {
            return Vec::new();
        }
        let literal = |part: &NodeId| match self.node(*part) {
            Node::When(Literal::Object(literal), true) => Some(literal),
            _ => None,
        };
        let needed = |name: &Rc<str>| {
            let is = |l: &ObjectLiteral| matches!(l, ObjectLiteral::Has(has) if has == name);
            parts.iter().filter_map(literal).any(is)
        };
        let tag = |literal: &ObjectLiteral| match literal {
            ObjectLiteral::Each(Keys::Name(name), node) => {
                Some((Rc::clone(name), self.word(*node)?)).filter(|(name, _)| needed(name))
            }
            _ => None,
        };
        parts.iter().filter_map(literal).filter_map(tag).collect()
    }

    /// The only text that may satisfy a node, where it plainly says so.
    pub(crate) fn word(&self, id: NodeId) -> Option<Rc<str>> {
        let Node::All(parts) = self.node(id) else { return None };
        let text = Node::Kinds(Kinds::of(Kind::String));
        let is_text = parts.iter().any(|part| *self.node(*part) == text);
        parts.iter().filter(|_| is_text).find_map(|part| match self.node(*part) {
            Node::When(Literal::Text(TextLiteral::OneOf(words)), true) => match &**words {
                [word] => Some(Rc::clone(word)),
                _ => None,
            },
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variant(arena: &mut Arena, tag: &str, needed: bool) -> NodeId {
        let text = arena.kinds(Kinds::of(Kind::String));
        let word = TextLiteral::OneOf([Rc::from(tag)].into());
        let word = arena.when(Literal::Text(word), true);
        let word = arena.all([text, word]);
        let kind = ObjectLiteral::Each(Keys::Name("kind".into()), word);
        let kind = arena.when(Literal::Object(kind), true);
        let has = arena.when(Literal::Object(ObjectLiteral::Has("kind".into())), needed);
        let object = arena.kinds(Kinds::of(Kind::Object));
        arena.all([object, kind, has])
    }

    #[test]
    fn variants_and_types_are_apart_and_nothing_else_is() {
        let mut arena = Arena::new();
        let (a, b) = (variant(&mut arena, "a", true), variant(&mut arena, "b", true));
        let null = arena.kinds(Kinds::of(Kind::Null));
        let either = arena.some([a, null]);
        assert!(arena.are_apart(&[a, b, null]));
        assert!(!arena.are_apart(&[a, b, a]));
        assert!(!arena.are_apart(&[either, null]));
        assert!(!arena.are_apart(&[either, b]));
        // Without the member an object is of both.
        let (a, b) = (variant(&mut arena, "a", false), variant(&mut arena, "b", false));
        assert!(!arena.are_apart(&[a, b]));
    }
}
