//! What remains of a language after one character, and whether the empty string is in it.

use super::expr::{Expr, ExprId, Look, Regular};

/// What stands on one side of a place in a string, as far as assertions ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Side {
    /// The end of the string (its start, seen backwards).
    Edge,
    /// A character of `[0-9A-Za-z_]`.
    Word,
    /// Any other character.
    Other,
}

impl Side {
    pub(super) fn of(c: char) -> Self {
        if c.is_ascii_alphanumeric() || c == '_' { Side::Word } else { Side::Other }
    }
}

fn holds(look: Look, before: Side, after: Side) -> bool {
    let boundary = (before == Side::Word) != (after == Side::Word);
    match look {
        Look::Start => before == Side::Edge,
        Look::End => after == Side::Edge,
        Look::Boundary => boundary,
        Look::NoBoundary => !boundary,
    }
}

impl Regular {
    /// Whether the empty string, standing between the two sides, is in the language.
    pub(super) fn nullable(&self, id: ExprId, before: Side, after: Side) -> bool {
        match self.expr(id) {
            Expr::Class(_) => false,
            Expr::Epsilon => true,
            Expr::Look(look) => holds(*look, before, after),
            Expr::Concat(a, b) => {
                self.nullable(*a, before, after) && self.nullable(*b, before, after)
            }
            Expr::Alt(of) => of.iter().any(|id| self.nullable(*id, before, after)),
            Expr::And(of) => of.iter().all(|id| self.nullable(*id, before, after)),
            Expr::Not(of) => !self.nullable(*of, before, after),
            Expr::Repeat(of, min, _) => *min == 0 || self.nullable(*of, before, after),
        }
    }

    /// What may follow once `c` was read at a place with `before` on its left.
    pub(super) fn derive(&mut self, id: ExprId, before: Side, c: char) -> ExprId {
        let before = if self.has_look(id) { before } else { Side::Other };
        let key = (id, before as u8, c);
        if let Some(&known) = self.derived.get(&key) {
            return known;
        }
        self.steps += 1;
        let derived = match self.expr(id).clone() {
            Expr::Class(class) if class.has(c) => Self::EPSILON,
            Expr::Class(_) | Expr::Epsilon | Expr::Look(_) => Self::NOTHING,
            Expr::Concat(first, then) => self.derive_concat(first, then, before, c),
            Expr::Alt(of) => {
                let of: Vec<_> = of.iter().map(|id| self.derive(*id, before, c)).collect();
                self.alt(of)
            }
            Expr::And(of) => {
                let of: Vec<_> = of.iter().map(|id| self.derive(*id, before, c)).collect();
                self.and(of)
            }
            Expr::Not(of) => {
                let of = self.derive(of, before, c);
                self.not(of)
            }
            Expr::Repeat(of, min, max) => {
                // Rounds before this one may have matched nothing here; then fewer remain due.
                let due =
                    if self.nullable(of, before, Side::of(c)) { 0 } else { min.saturating_sub(1) };
                let rest = self.repeat(of, due, max.map(|max| max.saturating_sub(1)));
                let round = self.derive(of, before, c);
                self.concat(round, rest)
            }
        };
        self.derived.insert(key, derived);
        derived
    }

    fn derive_concat(&mut self, first: ExprId, then: ExprId, before: Side, c: char) -> ExprId {
        let through = self.derive(first, before, c);
        let through = self.concat(through, then);
        if !self.nullable(first, before, Side::of(c)) {
            return through;
        }
        let past = self.derive(then, before, c);
        self.alt([through, past])
    }

    /// Whether the string is in the language.
    pub(crate) fn accepts(&mut self, id: ExprId, text: &str) -> bool {
        let (mut state, mut before) = (id, Side::Edge);
        for c in text.chars() {
            if state == Self::NOTHING || state == Self::ALL {
                return state == Self::ALL;
            }
            state = self.derive(state, before, c);
            before = Side::of(c);
        }
        self.nullable(state, before, Side::Edge)
    }
}
