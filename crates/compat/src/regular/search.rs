//! The shortest string of a language, or the proof that there is none: breadth-first over
//! derivatives, one character a class of characters that no part of the language tells apart.

use std::collections::{HashMap, VecDeque};

use super::derive::Side;
use super::expr::{Expr, ExprId, Regular};
use crate::hash::Quick;

/// States looked at before a search gives up.
const STATE_CAP: usize = 20_000;

/// A search that reached its cap; nothing is known then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct GaveUp;

type State = (ExprId, Side);
/// States that were reached, each with the one before it and the character between them.
type Reached = HashMap<State, Option<(State, char)>, Quick>;

impl Regular {
    /// The shortest string of the language (of equal length the plainest), `None` when there is
    /// none.
    pub(crate) fn shortest(&mut self, id: ExprId) -> Result<Option<String>, GaveUp> {
        if id == Self::NOTHING {
            return Ok(None);
        }
        if let Some(known) = self.found.get(&id) {
            return Ok(known.clone());
        }
        let (mut found, contested) = self.search(id, false)?;
        if found.is_none() && contested {
            found = self.search(id, true)?.0;
        }
        self.found.insert(id, found.clone());
        Ok(found)
    }

    /// Whether no string is in the language.
    pub(crate) fn is_empty(&mut self, id: ExprId) -> Result<bool, GaveUp> {
        Ok(self.shortest(id)?.is_none())
    }

    /// The shortest string, with or without characters about which engines differ, and whether
    /// any of those was passed over.
    fn search(&mut self, id: ExprId, contested: bool) -> Result<(Option<String>, bool), GaveUp> {
        let start = (id, Side::Edge);
        if self.nullable(id, Side::Edge, Side::Edge) {
            return Ok((Some(String::new()), false));
        }
        let mut passed_over = false;
        let mut from = Reached::default();
        from.insert(start, None);
        let mut queue = VecDeque::from([start]);
        while let Some(state) = queue.pop_front() {
            for (rank, c) in self.representatives(state.0) {
                if rank >= CONTESTED_RANK && !contested {
                    passed_over = true;
                    continue;
                }
                let next = (self.derive(state.0, state.1, c), self.side(state, c));
                if next.0 == Self::NOTHING || from.contains_key(&next) {
                    continue;
                }
                from.insert(next, Some((state, c)));
                if self.nullable(next.0, next.1, Side::Edge) {
                    return Ok((Some(spell(&from, next)), passed_over));
                }
                if from.len() > STATE_CAP {
                    return Err(GaveUp);
                }
                queue.push_back(next);
            }
        }
        Ok((None, passed_over))
    }

    /// The left side of the place after `c`; one and the same where nothing asks for it.
    fn side(&mut self, (id, before): State, c: char) -> Side {
        let next = self.derive(id, before, c);
        if self.has_look(next) { Side::of(c) } else { Side::Other }
    }

    /// One character for each set of characters that the language treats alike, plain ones first.
    fn representatives(&mut self, id: ExprId) -> Vec<(u32, char)> {
        let mut edges = vec![0, 0x11_0000];
        self.first_edges(id, &mut edges);
        if self.has_look(id) {
            edges.extend([0x30, 0x3A, 0x41, 0x5B, 0x5F, 0x60, 0x61, 0x7B]);
        }
        edges.sort_unstable();
        edges.dedup();
        let mut picks: Vec<(u32, char)> =
            edges.windows(2).filter_map(|pair| pick(*pair.first()?, *pair.last()?)).collect();
        picks.sort_unstable();
        picks
    }

    /// The edges of every set that may decide about the next character.
    fn first_edges(&self, id: ExprId, edges: &mut Vec<u32>) {
        match self.expr(id) {
            Expr::Class(class) => edges.extend(class.edges()),
            Expr::Epsilon | Expr::Look(_) => {}
            Expr::Concat(first, then) => {
                self.first_edges(*first, edges);
                if self.may_be_empty(*first) {
                    self.first_edges(*then, edges);
                }
            }
            Expr::Alt(of) | Expr::And(of) => {
                for id in of {
                    self.first_edges(*id, edges);
                }
            }
            Expr::Not(of) | Expr::Repeat(of, ..) => self.first_edges(*of, edges),
        }
    }

    /// Whether the empty string may be in the language somewhere; errs towards yes.
    fn may_be_empty(&self, id: ExprId) -> bool {
        match self.expr(id) {
            Expr::Class(_) => false,
            Expr::Epsilon | Expr::Look(_) | Expr::Not(_) => true,
            Expr::Concat(first, then) => self.may_be_empty(*first) && self.may_be_empty(*then),
            Expr::Alt(of) => of.iter().any(|id| self.may_be_empty(*id)),
            Expr::And(of) => of.iter().all(|id| self.may_be_empty(*id)),
            Expr::Repeat(of, min, _) => *min == 0 || self.may_be_empty(*of),
        }
    }
}

/// Characters about which engines differ (what ends a line, what is white space): last choice.
const CONTESTED: [(u32, u32); 6] = [
    (0x0D, 0x0E),
    (0x1C, 0x20),
    (0x85, 0x86),
    (0x180E, 0x180F),
    (0x2028, 0x202A),
    (0xFEFF, 0xFF00),
];

/// The rank of such a character.
const CONTESTED_RANK: u32 = 20;

/// The plainest character of `from..to`, with its rank.
fn pick(from: u32, to: u32) -> Option<(u32, char)> {
    const PLAIN: [(u32, u32); 7] = [
        (0x61, 0x7B),
        (0x30, 0x3A),
        (0x41, 0x5B),
        (0x21, 0x7F),
        (0x20, 0x21),
        (0xC0, 0x250),
        (0x0A, 0x0B),
    ];
    for (rank, (low, high)) in (0..).zip(PLAIN) {
        let first = from.max(low);
        if first < to.min(high) {
            return char::from_u32(first).map(|c| (rank, c));
        }
    }
    let mut first = if (0xD800..0xE000).contains(&from) { 0xE000 } else { from };
    let mut rank = 10;
    for (low, high) in CONTESTED {
        if (low..high).contains(&first) {
            rank = if high < to { 10 } else { CONTESTED_RANK };
            first = if high < to { high } else { first };
        }
    }
    char::from_u32(first).filter(|c| u32::from(*c) < to).map(|c| (rank, c))
}

fn spell(from: &Reached, mut at: State) -> String {
    let mut letters = Vec::new();
    while let Some(Some((before, c))) = from.get(&at) {
        letters.push(*c);
        at = *before;
    }
    letters.iter().rev().collect()
}
