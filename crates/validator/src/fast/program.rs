//! The compiled form of a schema: flat tables, no pointers.

use std::sync::Arc;

use super::ask::Ask;
use super::clauses::{Asked, Clause};
use super::keys::{Key, Keys};
use super::named::Named;
use super::number::is_multiple;
use super::pattern::Automaton;

/// JSON types as bits.
pub(super) mod types {
    pub(in crate::fast) const NULL: u8 = 1;
    pub(in crate::fast) const BOOL: u8 = 2;
    /// Numbers without fraction and exponent.
    pub(in crate::fast) const INT: u8 = 4;
    /// All other numbers.
    pub(in crate::fast) const FLOAT: u8 = 8;
    pub(in crate::fast) const STRING: u8 = 16;
    pub(in crate::fast) const ARRAY: u8 = 32;
    pub(in crate::fast) const OBJECT: u8 = 64;
    pub(in crate::fast) const NUMBER: u8 = INT | FLOAT;
    pub(in crate::fast) const ALL: u8 = 127;
}

/// A compiled schema.
#[derive(Debug, Default)]
pub struct Program {
    pub(super) nodes: Vec<Node>,
    pub(super) objects: Vec<Object>,
    pub(super) shapes: Vec<Shape>,
    /// What members are that no shape lists.
    pub(super) named: Vec<Named>,
    /// What is asked of members.
    pub(super) asked: Vec<Box<[Asked]>>,
    pub(super) root: u32,
    /// Places in the table of predictions.
    pub(super) predictions: usize,
    /// Places in the table of guesses.
    pub(super) guesses: usize,
}

/// What is demanded of a value.
#[derive(Debug, Clone)]
pub(super) struct Node {
    /// The types that may be proven; of another type, the value is not proven.
    pub(super) types: u8,
    /// Bounds of integers.
    pub(super) ints: (i128, i128),
    /// The same for integers without a sign, none of them excluded: all that most numbers take.
    pub(super) plain_ints: (u64, u64),
    /// An integer that is excluded.
    pub(super) not_int: Option<i128>,
    /// Bounds of other numbers.
    pub(super) floats: (f64, f64),
    pub(super) texts: Vec<Text>,
    pub(super) object: Option<u32>,
    pub(super) items: Option<u32>,
    pub(super) item_count: (u64, u64),
    /// Whether no item may equal another.
    pub(super) unique: bool,
    /// What few nodes demand.
    pub(super) rare: Option<Box<Rare>>,
    /// What is also asked of values of some types; whoever holds the node in a shape sees to it,
    /// elsewhere values of these types are not proven.
    pub(super) asks: Vec<Ask>,
    /// Those types.
    pub(super) asked: u8,
}

/// What few nodes demand.
#[derive(Debug, Clone, Default)]
pub(super) struct Rare {
    /// What divides every number.
    pub(super) multiple: Option<u64>,
    /// The first items, where each has a node of its own.
    pub(super) prefix: Box<[u32]>,
}

impl Program {
    /// Whether the members of an object of this node are all named, or none of its business; or
    /// members of a map, where maps count as well.
    pub(super) fn is_plain(&self, node: &Node, maps: bool) -> bool {
        let object = node.object.and_then(|object| self.objects.get(object as usize));
        match object {
            Some(Object::Plain(shape)) => {
                let shape = self.shapes.get(*shape as usize);
                shape.is_some_and(|shape| maps || !shape.is_map())
            }
            Some(Object::Tagged(_)) => true,
            None => false,
        }
    }
}

impl Program {
    /// Whether the bytes between the values of such an object may belong to the trace of the
    /// object around it: nothing is to be concluded from its values where it ends.
    pub(super) fn opens(&self, node: &Node, maps: bool) -> bool {
        self.is_plain(node, maps) && node.object.is_some_and(|object| self.is_free(object))
    }

    fn is_free(&self, object: u32) -> bool {
        match self.objects.get(object as usize) {
            Some(Object::Plain(shape)) => {
                self.shapes.get(*shape as usize).is_some_and(|shape| shape.clauses.is_empty())
            }
            Some(Object::Tagged(tagged)) => tagged.objects.iter().all(|it| self.is_free(*it)),
            None => false,
        }
    }
}

impl Node {
    /// Works out what is looked at first.
    pub(super) fn settle(&mut self) {
        let bound = |int: i128| u64::try_from(int.clamp(0, u64::MAX.into())).unwrap_or(u64::MAX);
        let (least, most) = (bound(self.ints.0), bound(self.ints.1));
        let all = self.not_int.is_none() && self.multiple().is_none();
        let any = self.types & types::INT != 0 && all && self.ints.1 >= 0;
        self.plain_ints =
            if any && self.ints.0 <= u64::MAX.into() { (least, most) } else { (1, 0) };
    }

    /// Whether an integer fits.
    #[inline]
    pub(super) fn takes(&self, int: i128) -> bool {
        let within = self.ints.0 <= int && int <= self.ints.1;
        within
            && self.types & types::INT != 0
            && self.not_int.is_none_or(|not| not != int)
            && self.multiple().is_none_or(|divisor| int % i128::from(divisor) == 0)
    }

    /// Changes what few nodes demand.
    pub(super) fn set(&mut self, change: impl FnOnce(&mut Rare)) {
        change(self.rare.get_or_insert_default());
    }

    /// What divides every number.
    pub(super) fn multiple(&self) -> Option<u64> {
        self.rare.as_ref()?.multiple
    }

    /// Whether another number fits.
    pub(super) fn takes_float(&self, float: f64) -> bool {
        let within = self.floats.0 <= float && float <= self.floats.1;
        within
            && self.types & types::FLOAT != 0
            && self.multiple().is_none_or(|divisor| is_multiple(float, divisor) == Some(true))
    }

    /// Whether it is one string.
    pub(super) fn is_constant(&self) -> bool {
        let one = |text: &Text| matches!(text, Text::OneOf(values, _) if values.len() == 1);
        self.types == types::STRING && self.texts.iter().any(one)
    }

    /// Everything is allowed.
    pub(super) fn any() -> Self {
        Node {
            types: types::ALL,
            ints: (i128::MIN, i128::MAX),
            plain_ints: (1, 0),
            not_int: None,
            floats: (f64::NEG_INFINITY, f64::INFINITY),
            texts: Vec::new(),
            object: None,
            items: None,
            item_count: (0, u64::MAX),
            unique: false,
            rare: None,
            asks: Vec::new(),
            asked: 0,
        }
    }

    /// Nothing can be proven.
    pub(super) fn unsure() -> Self {
        Node { types: 0, ..Node::any() }
    }
}

/// What is demanded of a string.
#[derive(Debug, Clone)]
pub(super) enum Text {
    /// One of these; the keys are those that JSON writes without an escape.
    OneOf(Vec<Box<str>>, Keys),
    /// At least so many characters.
    AtLeast(usize),
    /// At most so many characters.
    AtMost(usize),
    /// `format: date-time`.
    DateTime,
    /// `format: date`.
    Date,
    /// `format: uri`.
    Uri,
    /// `format: json-pointer`.
    Pointer,
    /// `pattern` (or a format that is one), and whether it must match.
    Pattern(Arc<Automaton>, bool),
}

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
    fn is_map(&self) -> bool {
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
