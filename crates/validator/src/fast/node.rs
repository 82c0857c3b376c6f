//! What is demanded of one value.

use std::sync::Arc;

use super::ask::Ask;
use super::keys::Keys;
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
