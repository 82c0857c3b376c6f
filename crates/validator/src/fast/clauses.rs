//! What must be so of an object as a whole, as clauses over bits.
//!
//! A question about an object becomes a conjunction of clauses. A clause holds when one of its
//! members is there, or one is not, or one question about a member's value has the answer that the
//! clause waits for. "Yes" and "no" are bits of their own, and where there is no answer neither is
//! set: what is not known makes a clause fail, whichever way it is used.

use super::ask::Ask;
use super::compile::Compiler;
use super::program::types;

/// The most clauses of an object.
const MOST: usize = 64;

/// One of these must be so.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Clause {
    /// Members that are there.
    pub(super) present: u64,
    /// Members that are not.
    pub(super) absent: u64,
    /// Answers.
    pub(super) answers: u64,
}

impl Clause {
    /// Whether it holds of an object with these members and answers.
    #[inline]
    pub(super) fn holds(&self, seen: u64, answers: u64) -> bool {
        (self.present & seen) | (self.absent & !seen) | (self.answers & answers) != 0
    }

    fn or(&self, other: &Self) -> Self {
        Clause {
            present: self.present | other.present,
            absent: self.absent | other.absent,
            answers: self.answers | other.answers,
        }
    }

    /// Whether it holds wherever the other does.
    fn covers(&self, other: &Self) -> bool {
        self.or(other) == *self
    }
}

/// A question about a member's value, and the bits for its answers.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) ask: Ask,
    pub(super) yes: u64,
    pub(super) no: u64,
    /// Whether it asks for what stands inside.
    pub(super) inside: bool,
}

/// The clauses of one object in the making.
pub(super) struct Clauses<'n> {
    /// The object's members.
    names: &'n [&'n str],
    pub(super) all: Vec<Clause>,
    /// What is asked of each member, and of the object itself.
    asked: Vec<Vec<Asked>>,
    bits: u32,
}

impl<'n> Clauses<'n> {
    pub(super) fn new(names: &'n [&'n str]) -> Self {
        // One more than there are members: the object itself.
        let asked = (0..=names.len()).map(|_| Vec::new()).collect();
        Clauses { names, all: Vec::new(), asked, bits: 0 }
    }

    /// Demands the answer yes. `None` when that takes too much room.
    pub(super) fn demand(&mut self, ask: &Ask) -> Option<()> {
        let clauses = self.of(ask, true)?;
        self.all = reduced(self.all.iter().copied().chain(clauses))?;
        Some(())
    }

    /// What is asked of the members, one by one, and of the object itself.
    pub(super) fn into_asked(self, compiler: &mut Compiler<'_>) -> Option<Vec<Option<u32>>> {
        let table = &mut compiler.program.asked;
        let mut place = |asked: Vec<Asked>| {
            if asked.is_empty() {
                return Some(None);
            }
            table.push(asked.into_boxed_slice());
            u32::try_from(table.len() - 1).ok().map(Some)
        };
        self.asked.into_iter().map(&mut place).collect()
    }

    /// When the answer is `wanted`.
    fn of(&mut self, ask: &Ask, wanted: bool) -> Option<Vec<Clause>> {
        let known = |is: bool| if is == wanted { vec![] } else { vec![Clause::default()] };
        Some(match ask {
            Ask::Known(always) => known(*always),
            Ask::Types(kinds) => known(kinds & types::OBJECT != 0),
            Ask::Only(values) if !values.iter().any(serde_json::Value::is_object) => known(false),
            Ask::AtLeast(_)
            | Ask::AtMost(_)
            | Ask::Multiple(_)
            | Ask::Text(_)
            | Ask::Items(..)
            | Ask::Each(_)
            | Ask::Contains(..) => known(true),
            Ask::Open => vec![Clause::default()],
            Ask::Only(_)
            | Ask::Members(..)
            | Ask::Rest(_)
            | Ask::Recalled(_)
            | Ask::Remaining(_) => {
                let answers = self.answers(self.names.len(), ask, wanted)?;
                vec![Clause { answers, ..Clause::default() }]
            }
            Ask::Required(name) => {
                let bit = 1 << self.index(name)?;
                let (present, absent) = if wanted { (bit, 0) } else { (0, bit) };
                vec![Clause { present, absent, answers: 0 }]
            }
            Ask::Member(name, inner) => {
                let index = self.index(name)?;
                let answers = self.answers(index, inner, wanted)?;
                // A member that is not there is as it should be, and was not asked.
                let absent = if wanted { 1 << index } else { 0 };
                vec![Clause { present: 0, absent, answers }]
            }
            Ask::Not(ask) => self.of(ask, !wanted)?,
            Ask::All(asks) => self.every(asks, wanted, wanted)?,
            Ask::Any(asks) => self.every(asks, wanted, !wanted)?,
            Ask::One(asks) => self.exactly_one(asks, wanted)?,
            Ask::If(parts) => {
                let [condition, then, other] = &**parts;
                let (yes, no) = (self.of(condition, true)?, self.of(condition, false)?);
                let mut both = either(&no, &self.of(then, wanted)?)?;
                both.extend(either(&yes, &self.of(other, wanted)?)?);
                both
            }
        })
    }

    /// All answers together, or one of them.
    fn every(&mut self, asks: &[Ask], wanted: bool, together: bool) -> Option<Vec<Clause>> {
        let mut found = if together { vec![] } else { vec![Clause::default()] };
        for ask in asks {
            let clauses = self.of(ask, wanted)?;
            if together {
                found.extend(clauses);
            } else {
                found = either(&found, &clauses)?;
            }
        }
        reduced(found.into_iter())
    }

    /// Exactly one answer, or any other number of them: whichever there is, there is another.
    fn exactly_one(&mut self, asks: &[Ask], wanted: bool) -> Option<Vec<Clause>> {
        let excluded: Option<Vec<_>> = asks.iter().map(|ask| self.of(ask, false)).collect();
        let excluded = excluded?;
        let mut found = if wanted { self.every(asks, true, false)? } else { vec![] };
        for (at, one) in excluded.iter().enumerate() {
            if wanted {
                for other in excluded.iter().skip(at + 1) {
                    found.extend(either(one, other)?);
                }
            } else {
                let mut another = one.clone();
                for (_, ask) in asks.iter().enumerate().filter(|(other, _)| *other != at) {
                    another = either(&another, &self.of(ask, true)?)?;
                }
                found.extend(another);
            }
        }
        reduced(found.into_iter())
    }

    fn index(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|known| *known == name)
    }

    /// The bit that says that the answer about a member is `wanted`; none when there are too many.
    fn answers(&mut self, index: usize, ask: &Ask, wanted: bool) -> Option<u64> {
        let next = 1_u64.checked_shl(self.bits)?;
        let asked = self.asked.get_mut(index)?;
        let at = match asked.iter().position(|known| known.ask.is_same(ask)) {
            Some(at) => at,
            None => {
                let inside = ask.looks_inside();
                asked.push(Asked { ask: ask.clone(), yes: 0, no: 0, inside });
                asked.len() - 1
            }
        };
        let asked = asked.get_mut(at)?;
        let bit = if wanted { &mut asked.yes } else { &mut asked.no };
        if *bit == 0 {
            *bit = next;
            self.bits += 1;
        }
        Some(*bit)
    }
}

/// One side or the other.
fn either(one: &[Clause], other: &[Clause]) -> Option<Vec<Clause>> {
    reduced(one.iter().flat_map(|a| other.iter().map(move |b| a.or(b))))
}

/// Without the clauses that always hold, and those that hold where another does.
fn reduced(clauses: impl Iterator<Item = Clause>) -> Option<Vec<Clause>> {
    let mut kept: Vec<Clause> = Vec::new();
    for clause in clauses {
        if clause.present & clause.absent != 0 || kept.iter().any(|it| clause.covers(it)) {
            continue;
        }
        kept.retain(|it| !it.covers(&clause));
        kept.push(clause);
        (kept.len() <= MOST).then_some(())?;
    }
    Some(kept)
}
