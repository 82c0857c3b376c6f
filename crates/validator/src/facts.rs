//! Facts: the borrowed view of a document that a contract's rules look at.
//!
//! A rule never sees a JSON tree. A contract declares with [`facts!`](crate::facts!) which members
//! its rules need; the explaining path fills them from its tree ([`fill_from_tree`]) and the fast
//! path fills the same structs from its walk over the bytes, through the one trait [`Fill`]. So no
//! rule is ever written twice.

#[macro_use]
mod declare;
mod fact;
mod tree;

pub use fact::Fact;
pub use tree::fill_from_tree;

use std::borrow::Cow;

use serde_json::Value;

/// A view that a walk fills: it names members and hands out the place for each.
pub trait Fill<'d> {
    /// The members this view wants, in slot order.
    fn names(&self) -> &'static [&'static str];
    /// The place for the member of that slot.
    fn slot(&mut self, index: usize) -> Slot<'_, 'd>;
    /// The place for that member's own value; none where nobody looks at it.
    fn fact(&mut self, index: usize) -> Option<&mut Fact<'d>> {
        match self.slot(index) {
            Slot::One(fact) | Slot::Object(fact, _) | Slot::Each(fact, _) => Some(fact),
            Slot::Named => None,
        }
    }
    /// The same for a member of the member of that slot.
    fn fact_below(&mut self, index: usize, below: usize) -> Option<&mut Fact<'d>> {
        match self.slot(index) {
            Slot::Object(_, view) => view.fact(below),
            _ => None,
        }
    }
    /// Whether [`Fill::other`] wants the members that `names` does not hold.
    fn wants_others(&self) -> bool {
        false
    }
    /// The slots, as bits, that were handed out since the last reset, and [`OTHERS`]; all where that
    /// is not known.
    fn handed(&self) -> u64 {
        u64::MAX
    }
    /// The slots, as bits, of members that only matter beside such members: where there are none,
    /// they need not be filled.
    fn beside_others(&self) -> u64 {
        0
    }
    /// The slots, as bits, of members that only matter to rules over several documents: where one
    /// whose schema holds is judged alone, they need not be filled.
    fn across_documents(&self) -> u64 {
        0
    }
    /// A member that `names` does not hold.
    fn other(&mut self, _name: Cow<'d, str>, _fact: Fact<'d>) {}
    /// Whether [`Fill::whole`] must see the tree, for facts over every member, named or not (the
    /// digest of a document). A walk without a tree cannot fill such a view and proves nothing.
    fn wants_whole(&self) -> bool {
        false
    }
    /// The tree below this view; what a rule needs of it is computed here and kept as facts.
    fn whole(&mut self, _tree: &Value) {}
    /// Makes everything absent again, for the next document.
    fn reset(&mut self);
    /// The same for a document that is filled in at once: until it is and the view is settled, what
    /// the document before left may still stand where nothing was put.
    fn begin(&mut self) {
        self.reset();
    }
    /// Makes absent what the document before left; what was handed out since stays.
    fn settle(&mut self) {}
}

/// The bit in [`Fill::handed`] of members that a view does not name: none has so many slots.
pub const OTHERS: u64 = 1 << 62;

/// The place for one member.
pub enum Slot<'s, 'd> {
    /// Its value only.
    One(&'s mut Fact<'d>),
    /// Its value, and the members below it.
    Object(&'s mut Fact<'d>, &'s mut dyn Fill<'d>),
    /// Its value, and its items, one after the other.
    Each(&'s mut Fact<'d>, &'s mut dyn Grow<'d>),
    /// Nobody looks at its value.
    Named,
}

/// A list that a walk fills item by item.
pub trait Grow<'d> {
    /// A new item at the end, and the place for it.
    fn push(&mut self) -> Slot<'_, 'd>;
}

/// What can stand as a field of a facts struct.
pub trait Place<'d>: Default {
    /// Whether nothing stands in it but the value's own fact.
    const FLAT: bool = false;
    /// The place to fill.
    fn place(&mut self) -> Slot<'_, 'd>;
    /// The place for the own value of a member below it, by its slot.
    fn fact_below(&mut self, _index: usize) -> Option<&mut Fact<'d>> {
        None
    }
    /// Makes it absent again.
    fn reset(&mut self);
}

impl<'d> Place<'d> for Fact<'d> {
    const FLAT: bool = true;

    fn place(&mut self) -> Slot<'_, 'd> {
        Slot::One(self)
    }

    fn reset(&mut self) {
        *self = Fact::Absent;
    }
}

/// A member that a view names only so that it is none of the others: no rule looks at its value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Named;

impl<'d> Place<'d> for Named {
    const FLAT: bool = true;

    fn place(&mut self) -> Slot<'_, 'd> {
        Slot::Named
    }

    fn reset(&mut self) {}
}

/// A member that is an object with a view of its own.
#[derive(Debug, Clone, Default)]
pub struct Part<'d, T> {
    /// Whether it is there, and whether it is an object at all.
    pub is: Fact<'d>,
    /// The members below it; all absent when it is no object.
    pub of: T,
}

impl<T> std::ops::Deref for Part<'_, T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.of
    }
}

impl<'d, T: Fill<'d> + Default> Place<'d> for Part<'d, T> {
    fn place(&mut self) -> Slot<'_, 'd> {
        Slot::Object(&mut self.is, &mut self.of)
    }

    fn fact_below(&mut self, index: usize) -> Option<&mut Fact<'d>> {
        self.of.fact(index)
    }

    #[inline(always)] // as a call it would cost as much again
    fn reset(&mut self) {
        self.is = Fact::Absent;
        self.of.reset();
    }
}

/// A member that is an array, its items each with a place of its own.
#[derive(Debug, Clone)]
pub struct Items<'d, T> {
    /// Whether it is there, and whether it is an array at all.
    pub is: Fact<'d>,
    /// The items in order; empty when it is no array.
    pub items: Vec<T>,
}

impl<T> Default for Items<'_, T> {
    fn default() -> Self {
        Items { is: Fact::Absent, items: Vec::new() }
    }
}

impl<T> std::ops::Deref for Items<'_, T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        &self.items
    }
}

impl<'d, T: Place<'d>> Place<'d> for Items<'d, T> {
    fn place(&mut self) -> Slot<'_, 'd> {
        Slot::Each(&mut self.is, &mut self.items)
    }

    fn reset(&mut self) {
        self.is = Fact::Absent;
        self.items.clear();
    }
}

impl<'d, T: Place<'d>> Grow<'d> for Vec<T> {
    fn push(&mut self) -> Slot<'_, 'd> {
        Vec::push(self, T::default());
        let last = self.len() - 1;
        self[last].place()
    }
}

/// A walk asks only for the slots of `names`. Apart from the asking, which else would make room for
/// these words whenever it is done.
#[cold]
#[inline(never)]
#[doc(hidden)]
pub fn no_slot(index: usize, facts: &str) -> ! {
    unreachable!("slot {index} of {facts}")
}

/// A facts type, named without its lifetime.
pub trait FactsFamily: 'static {
    /// The facts of a document that lives for `'d`.
    type Of<'d>: Fill<'d> + Default;
}
