//! The nodes of a formula and the JSON types they speak of.

use super::Literal;

/// An interned formula; equal ids mean equal formulas.
pub(crate) type NodeId = u32;

/// A place where a recursive reference leads; filled in once its target is read.
pub(crate) type RefId = u32;

/// A JSON type. Integers are numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// A number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean,
}

impl Kind {
    /// Every type, those with the shortest documents first.
    pub(crate) const ALL: [Kind; 6] =
        [Kind::Number, Kind::String, Kind::Array, Kind::Object, Kind::Null, Kind::Boolean];
}

/// A set of JSON types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Kinds(u8);

impl Kinds {
    /// No type.
    pub(crate) const NONE: Kinds = Kinds(0);
    /// Every type.
    pub(crate) const ALL: Kinds = Kinds(0b11_1111);

    /// One type.
    pub(crate) const fn of(kind: Kind) -> Self {
        Kinds(1 << kind as u8)
    }

    /// Both sets together.
    pub(crate) const fn or(self, other: Self) -> Self {
        Kinds(self.0 | other.0)
    }

    /// What both sets hold.
    pub(crate) const fn and(self, other: Self) -> Self {
        Kinds(self.0 & other.0)
    }

    /// Every type that is not in the set.
    pub(crate) const fn complement(self) -> Self {
        Kinds(!self.0 & Kinds::ALL.0)
    }

    /// Whether the type is in the set.
    pub(crate) const fn has(self, kind: Kind) -> bool {
        self.0 & (1 << kind as u8) != 0
    }
}

/// A formula. Negation stands only at literals, references and one-of nodes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Node {
    /// Every value.
    Any,
    /// No value.
    Never,
    /// All of them at once, sorted.
    All(Box<[NodeId]>),
    /// At least one of them, sorted.
    Some(Box<[NodeId]>),
    /// Exactly one of them holds, or (when the flag is not set) none or several.
    One(Box<[NodeId]>, bool),
    /// The value is of one of these types.
    Kinds(Kinds),
    /// When the value is of the literal's type, the literal holds, or (when the flag is not set)
    /// does not.
    When(Literal, bool),
    /// Where a recursive reference leads, or its negation.
    Ref(RefId, bool),
}
