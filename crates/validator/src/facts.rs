//! Facts: the borrowed view of a document that a contract's rules look at.
//!
//! A rule never sees a JSON tree. A contract declares with [`facts!`](crate::facts!) which members
//! its rules need; the explaining path fills them from its tree ([`fill_from_tree`]) and the fast
//! path fills the same structs from its walk over the bytes, through the one trait [`Fill`]. So no
//! rule is ever written twice.

#[macro_use]
mod declare;

use std::borrow::Cow;

use serde_json::Value;

/// One value of a document, as far as rules care: scalars whole, containers by size.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Fact<'d> {
    /// The member is not there.
    #[default]
    Absent,
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer; a number with a zero fraction (`1.0`) is one too.
    Int(i128),
    /// Any other number.
    Float(f64),
    /// A string, decoded.
    Text(Cow<'d, str>),
    /// An array of so many items.
    Array(usize),
    /// An object of so many members.
    Object(usize),
}

impl<'d> Fact<'d> {
    /// The fact of a tree's node.
    #[must_use]
    pub fn of(value: &'d Value) -> Self {
        match value {
            Value::Null => Fact::Null,
            Value::Bool(b) => Fact::Bool(*b),
            Value::Number(n) => Fact::of_number(n),
            Value::String(s) => Fact::Text(Cow::Borrowed(s)),
            Value::Array(items) => Fact::Array(items.len()),
            Value::Object(members) => Fact::Object(members.len()),
        }
    }

    fn of_number(number: &serde_json::Number) -> Self {
        if let Some(i) = number.as_i64() {
            return Fact::Int(i.into());
        }
        if let Some(u) = number.as_u64() {
            return Fact::Int(u.into());
        }
        Fact::of_float(number.as_f64().unwrap_or(f64::NAN))
    }

    /// The fact of a number that was written with a fraction or an exponent.
    #[must_use]
    pub fn of_float(float: f64) -> Self {
        // Below 2^64 the conversion is exact for a float without a fraction.
        if float.fract() == 0.0 && float.abs() <= 18_446_744_073_709_551_616.0 {
            #[allow(clippy::cast_possible_truncation)]
            return Fact::Int(float as i128);
        }
        Fact::Float(float)
    }

    /// Puts another fact into this place. Assigning would build it elsewhere first, since what is
    /// replaced might have to be freed, and a copy of what was just written in parts has to wait.
    #[inline(always)] // as a call it would get the new fact through memory
    pub(crate) fn put(&mut self, new: Self) {
        if matches!(self, Fact::Text(Cow::Owned(_))) {
            *self = Fact::Absent;
        }
        // Only an owned text holds anything that is to be freed.
        std::mem::forget(std::mem::replace(self, new));
    }

    /// The string, when it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Fact::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The integer, when it is one.
    #[must_use]
    pub fn int(&self) -> Option<i128> {
        match self {
            Fact::Int(int) => Some(*int),
            _ => None,
        }
    }

    /// The number, when it is one.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        match self {
            #[allow(clippy::cast_precision_loss)]
            Fact::Int(int) => Some(*int as f64),
            Fact::Float(float) => Some(*float),
            _ => None,
        }
    }

    /// The truth value, when it is one.
    #[must_use]
    pub fn bool(&self) -> Option<bool> {
        match self {
            Fact::Bool(b) => Some(*b),
            _ => None,
        }
    }

    /// Whether the member is there, `null` included.
    #[must_use]
    pub fn is_present(&self) -> bool {
        !matches!(self, Fact::Absent)
    }

    /// Whether the member is there and not `null`.
    #[must_use]
    pub fn is_set(&self) -> bool {
        !matches!(self, Fact::Absent | Fact::Null)
    }

    /// Whether the member is there and `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self, Fact::Null)
    }
}

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

/// Fills a view from a tree. What is no object leaves every member absent.
pub fn fill_from_tree<'d>(view: &mut dyn Fill<'d>, tree: &'d Value) {
    let Value::Object(members) = tree else { return };
    let names = view.names();
    let others = view.wants_others();
    if members.len() > 2 * names.len() && !others {
        for (index, name) in names.iter().enumerate() {
            if let Some(value) = members.get(*name) {
                fill_slot(view.slot(index), value);
            }
        }
    } else {
        // Members mostly stand in the order of the names: the next one is looked at first.
        let mut next = 0;
        for (name, value) in members {
            match place_of(names, next, name) {
                Some(index) => {
                    fill_slot(view.slot(index), value);
                    next = index + 1;
                }
                None if others => view.other(Cow::Borrowed(name), Fact::of(value)),
                None => {}
            }
        }
    }
    if view.wants_whole() {
        view.whole(tree);
    }
}

/// The place of a name, looked for from a place on.
fn place_of(names: &[&str], from: usize, name: &str) -> Option<usize> {
    let same = |known: &&str| *known == name;
    let (before, after) = names.split_at_checked(from)?;
    let behind = after.iter().position(same).map(|at| from + at);
    behind.or_else(|| before.iter().position(same))
}

fn fill_slot<'d>(slot: Slot<'_, 'd>, value: &'d Value) {
    match slot {
        Slot::Named => {}
        Slot::One(fact) => *fact = Fact::of(value),
        Slot::Object(fact, view) => {
            *fact = Fact::of(value);
            fill_from_tree(view, value);
        }
        Slot::Each(fact, list) => {
            *fact = Fact::of(value);
            for item in value.as_array().into_iter().flatten() {
                fill_slot(list.push(), item);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    facts! {
        /// A view with every kind of place.
        pub struct SampleFacts / Sample {
            /// A scalar.
            status: Fact<'d> = "status",
            /// An object.
            usage: Part<'d, UsageFacts<'d>> = "usage",
            /// Objects in an array.
            rows: Items<'d, Part<'d, UsageFacts<'d>>> = "rows",
            /// Scalars in an array.
            names: Items<'d, Fact<'d>> = "names",
            .. rest
        }
    }

    facts! {
        /// Below.
        pub struct UsageFacts / Usage {
            /// A number.
            cost: Fact<'d> = "cost",
        }
    }

    #[test]
    fn every_kind_of_place_is_filled_from_a_tree() {
        let tree = json!({"status": "ok", "usage": {"cost": 1.0}, "rows": [{"cost": 2}, 3],
            "names": ["a", null], "more": true});
        let mut facts = SampleFacts::default();
        fill_from_tree(&mut facts, &tree);
        assert_eq!(facts.status.text(), Some("ok"));
        assert_eq!(facts.usage.cost, Fact::Int(1), "a zero fraction is an integer");
        assert_eq!(facts.rows.len(), 2);
        assert_eq!(facts.rows[0].cost.int(), Some(2));
        assert_eq!(facts.rows[1].is, Fact::Int(3));
        assert_eq!(facts.names[1], Fact::Null);
        assert_eq!(facts.rest, [(Cow::from("more"), Fact::Bool(true))]);
    }
}
