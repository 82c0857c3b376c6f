//! What is demanded of an object and its members.

use super::clauses::Clause;
use super::keys::{Key, Keys};

/// What is demanded of an object.
#[derive(Debug)]
pub(super) enum Object {
    /// One shape.
    Plain(u32),
    /// The shape that a member's value names.
    Tagged(Tagged),
}

/// Objects that a member's value tells apart.
#[derive(Debug)]
pub(super) struct Tagged {
    /// The member.
    pub(super) tag: Key,
    /// Its values.
    pub(super) values: Keys,
    /// The object that each names.
    pub(super) objects: Vec<u32>,
    /// Where it is remembered how far from the object's start the tag stood last, and which value
    /// it had. Only where every variant demands its tag: its shape then proves a guess, or not.
    pub(super) guess: Option<usize>,
}

/// The members of an object.
#[derive(Debug)]
pub(super) struct Shape {
    pub(super) members: Vec<Member>,
    /// Their names, in the same order.
    pub(super) keys: Keys,
    /// Bits of the members that must be there.
    pub(super) required: u64,
    /// What else must be so once all members are seen.
    pub(super) clauses: Vec<Clause>,
    /// What is asked of the object itself, as a place in the program's table.
    pub(super) whole: Option<u32>,
    /// How many members there may be.
    pub(super) count: (u64, u64),
    /// What members of other names are.
    pub(super) others: Others,
    /// Whether members of other names are worth a note.
    pub(super) notes: bool,
    /// Whether the view wants to see members that it does not name.
    pub(super) hands_others: bool,
    /// Where its predictions stand: for each member, and for the start, which comes next.
    pub(super) prediction: usize,
}

impl Default for Shape {
    fn default() -> Self {
        Shape {
            members: Vec::new(),
            keys: Keys::default(),
            required: 0,
            clauses: Vec::new(),
            whole: None,
            count: (0, u64::MAX),
            others: Others::Free,
            notes: false,
            hands_others: false,
            prediction: 0,
        }
    }
}

impl Shape {
    /// Whether its members are mostly of names that the schema does not list.
    pub(super) fn is_map(&self) -> bool {
        self.members.is_empty() && matches!(self.others, Others::Node(_) | Others::Named(_))
    }

    /// Whether an object may end with these members and answers.
    #[inline]
    pub(super) fn closes(&self, seen: u64, answers: u64, count: usize) -> bool {
        self.required & !seen == 0 && self.fits(seen, answers, count)
    }

    /// The same, whichever members are required.
    #[inline]
    pub(super) fn fits(&self, seen: u64, answers: u64, count: usize) -> bool {
        let count = count as u64;
        self.count.0 <= count
            && count <= self.count.1
            && self.clauses.iter().all(|clause| clause.holds(seen, answers))
    }
}

/// What members are that the schema does not name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Others {
    /// Anything, without a word.
    Free,
    /// Anything, and worth a note each.
    Noted,
    /// Values of this node.
    Node(u32),
    /// Values of a node that the name tells.
    Named(u32),
    /// Not allowed, or not known: nothing is proven.
    Unsure,
}

/// A member by name.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) node: u32,
    /// Its slot in the view.
    pub(super) slot: Option<usize>,
    /// Its slot need not be filled in a document of which every member has a name in the view.
    pub(super) idle: bool,
    /// The schema does not name it; only the view or a condition does.
    pub(super) foreign: bool,
    /// What is asked of its value, as a place in the program's table.
    pub(super) asked: Option<u32>,
}
