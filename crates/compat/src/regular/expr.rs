//! Interned regular expressions with intersection and complement, kept in a weak normal form.

use std::collections::HashMap;

use super::Class;
use super::ecma::Unmodelled;
use crate::hash::Quick;

/// An interned expression; equal ids mean equal expressions.
pub(crate) type ExprId = u32;

/// A zero-width assertion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Look {
    /// `^`
    Start,
    /// `$`
    End,
    /// `\b`
    Boundary,
    /// `\B`
    NoBoundary,
}

/// A regular expression over characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Expr {
    /// One character of the set; the empty set is the empty language.
    Class(Class),
    /// The empty string.
    Epsilon,
    /// The empty string where the assertion holds.
    Look(Look),
    /// One after the other; the left is never a concatenation.
    Concat(ExprId, ExprId),
    /// Any of them, sorted.
    Alt(Box<[ExprId]>),
    /// All of them at once, sorted.
    And(Box<[ExprId]>),
    /// Every string that is not in it.
    Not(ExprId),
    /// Repeated at least and at most so often.
    Repeat(ExprId, u32, Option<u32>),
}

/// The store of expressions and everything remembered about them.
#[derive(Debug)]
pub(crate) struct Regular {
    pub(super) exprs: Vec<Expr>,
    ids: HashMap<Expr, ExprId, Quick>,
    pub(super) looks: Vec<bool>,
    pub(super) derived: HashMap<(ExprId, u8, char), ExprId, Quick>,
    pub(super) found: HashMap<ExprId, Option<String>, Quick>,
    /// Patterns that were read.
    pub(super) patterns: HashMap<String, Result<ExprId, Unmodelled>, Quick>,
    /// Steps taken so far; the caller compares it with its budget.
    pub(crate) steps: u64,
}

impl Regular {
    /// The empty language.
    pub(crate) const NOTHING: ExprId = 0;
    /// The empty string alone.
    pub(crate) const EPSILON: ExprId = 1;
    /// Any one character.
    pub(crate) const CHAR: ExprId = 2;
    /// Every string.
    pub(crate) const ALL: ExprId = 3;

    /// A store that holds the four named languages.
    pub(crate) fn new() -> Self {
        let mut regular = Regular {
            exprs: Vec::new(),
            ids: HashMap::default(),
            looks: Vec::new(),
            derived: HashMap::default(),
            found: HashMap::default(),
            patterns: HashMap::default(),
            steps: 0,
        };
        regular.intern(Expr::Class(Class::none()));
        regular.intern(Expr::Epsilon);
        regular.intern(Expr::Class(Class::any()));
        regular.intern(Expr::Repeat(Self::CHAR, 0, None));
        regular
    }

    pub(super) fn expr(&self, id: ExprId) -> &Expr {
        &self.exprs[id as usize]
    }

    fn intern(&mut self, expr: Expr) -> ExprId {
        if let Some(&id) = self.ids.get(&expr) {
            return id;
        }
        let looks = match &expr {
            Expr::Look(_) => true,
            Expr::Class(_) | Expr::Epsilon => false,
            Expr::Concat(a, b) => self.has_look(*a) || self.has_look(*b),
            Expr::Alt(of) | Expr::And(of) => of.iter().any(|id| self.has_look(*id)),
            Expr::Not(of) | Expr::Repeat(of, ..) => self.has_look(*of),
        };
        let id = ExprId::try_from(self.exprs.len()).unwrap_or(ExprId::MAX);
        self.exprs.push(expr.clone());
        self.looks.push(looks);
        self.ids.insert(expr, id);
        id
    }

    /// Whether the language depends on what stands before or after.
    pub(super) fn has_look(&self, id: ExprId) -> bool {
        self.looks[id as usize]
    }

    /// One character of the set.
    pub(crate) fn class(&mut self, class: Class) -> ExprId {
        self.intern(Expr::Class(class))
    }

    /// The empty string where the assertion holds.
    pub(super) fn look(&mut self, look: Look) -> ExprId {
        self.intern(Expr::Look(look))
    }

    /// Exactly this string.
    pub(crate) fn literal(&mut self, text: &str) -> ExprId {
        let mut whole = Self::EPSILON;
        for c in text.chars().rev() {
            let one = self.class(Class::one(c));
            whole = self.concat(one, whole);
        }
        whole
    }

    /// One after the other.
    pub(crate) fn concat(&mut self, first: ExprId, then: ExprId) -> ExprId {
        if first == Self::NOTHING || then == Self::NOTHING {
            return Self::NOTHING;
        }
        if first == Self::EPSILON {
            return then;
        }
        if then == Self::EPSILON || (first == Self::ALL && then == Self::ALL) {
            return first;
        }
        if let Expr::Concat(a, b) = *self.expr(first) {
            let tail = self.concat(b, then);
            return self.concat(a, tail);
        }
        self.intern(Expr::Concat(first, then))
    }

    /// Any of them.
    pub(crate) fn alt(&mut self, of: impl IntoIterator<Item = ExprId>) -> ExprId {
        let mut flat = Vec::new();
        let mut class: Option<Class> = None;
        for id in of {
            match self.expr(id) {
                Expr::Alt(inner) => flat.extend(inner.iter().copied()),
                _ => flat.push(id),
            }
        }
        flat.retain(|id| match &self.exprs[*id as usize] {
            Expr::Class(own) => {
                class = Some(class.as_ref().map_or_else(|| own.clone(), |c| c.union(own)));
                false
            }
            _ => true,
        });
        if let Some(class) = class.filter(|class| !class.is_none()) {
            flat.push(self.class(class));
        }
        self.settle(flat, Self::NOTHING, Self::ALL, Expr::Alt)
    }

    /// All of them at once.
    pub(crate) fn and(&mut self, of: impl IntoIterator<Item = ExprId>) -> ExprId {
        let mut flat = Vec::new();
        let (mut low, mut high) = (0, None);
        for id in of {
            match self.expr(id) {
                Expr::And(inner) => flat.extend(inner.iter().copied()),
                _ => flat.push(id),
            }
        }
        flat.retain(|id| match self.exprs[*id as usize] {
            Expr::Repeat(Self::CHAR, min, max) => {
                low = low.max(min);
                high = least(high, max);
                false
            }
            _ => true,
        });
        if (low, high) != (0, None) {
            if high.is_some_and(|high| high < low) {
                return Self::NOTHING;
            }
            flat.push(self.repeat(Self::CHAR, low, high));
        }
        self.settle(flat, Self::ALL, Self::NOTHING, Expr::And)
    }

    /// Sorts, drops the unit, collapses on the zero and on a pair of complements.
    fn settle(
        &mut self,
        mut of: Vec<ExprId>,
        unit: ExprId,
        zero: ExprId,
        make: fn(Box<[ExprId]>) -> Expr,
    ) -> ExprId {
        of.sort_unstable();
        of.dedup();
        of.retain(|id| *id != unit);
        let opposite = |id: &ExprId| match self.expr(*id) {
            Expr::Not(inner) => of.binary_search(inner).is_ok(),
            _ => false,
        };
        if of.contains(&zero) || of.iter().any(opposite) {
            return zero;
        }
        match of.as_slice() {
            [] => unit,
            [one] => *one,
            _ => self.intern(make(of.into_boxed_slice())),
        }
    }

    /// Every string that is not in it.
    pub(crate) fn not(&mut self, of: ExprId) -> ExprId {
        match *self.expr(of) {
            Expr::Not(inner) => inner,
            _ if of == Self::NOTHING => Self::ALL,
            _ if of == Self::ALL => Self::NOTHING,
            _ => self.intern(Expr::Not(of)),
        }
    }

    /// Repeated at least `min` and at most `max` times.
    pub(crate) fn repeat(&mut self, of: ExprId, min: u32, max: Option<u32>) -> ExprId {
        match (of, min, max) {
            (_, _, Some(0)) | (Self::EPSILON, ..) => Self::EPSILON,
            (Self::NOTHING, 0, _) => Self::EPSILON,
            (Self::NOTHING, ..) => Self::NOTHING,
            (_, 1, Some(1)) => of,
            (Self::ALL, ..) => Self::ALL,
            _ => self.intern(Expr::Repeat(of, min, max)),
        }
    }

    /// Strings of at least `min` and at most `max` characters.
    pub(crate) fn length(&mut self, min: u32, max: Option<u32>) -> ExprId {
        self.repeat(Self::CHAR, min, max)
    }
}

fn least(a: Option<u32>, b: Option<u32>) -> Option<u32> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}
