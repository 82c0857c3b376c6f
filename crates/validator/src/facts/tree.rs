//! Facts of a tree: the explaining path.

use std::borrow::Cow;

use serde_json::Value;

use super::{Fact, Fill, Slot};

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
    use serde_json::json;

    use super::*;
    use crate::facts::{Items, Part};

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

    facts! {
        /// Nothing but scalars.
        pub struct FlatFacts / Flat {
            /// One.
            a: Fact<'d> = "a",
            /// Another.
            b: Fact<'d> = "b",
            /// A third.
            c: Fact<'d> = "c",
            .. rest
        }
    }

    /// What rules see of it.
    fn told(facts: &FlatFacts<'_>) -> String {
        let FlatFacts { a, b, c, rest, .. } = facts;
        format!("{a:?} {b:?} {c:?} {rest:?} {}", facts.handed())
    }

    #[test]
    fn nothing_is_left_of_the_document_before() {
        let trees = [
            json!({"a": "x", "b": 1, "z": 1}),
            json!({}),
            json!({"c": null}),
            json!({"b": "y", "c": [1], "a": true}),
            json!({"c": 2, "z": 3}),
        ];
        let mut kept = FlatFacts::default();
        // Every document behind every other one, and behind one that was not filled in to its end.
        for (one, other) in trees.iter().flat_map(|one| trees.iter().map(move |other| (one, other)))
        {
            for broken in [false, true] {
                kept.begin();
                fill_from_tree(&mut kept, one);
                if broken {
                    kept.begin();
                } else {
                    kept.settle();
                }
                kept.begin();
                fill_from_tree(&mut kept, other);
                kept.settle();
                let mut fresh = FlatFacts::default();
                fill_from_tree(&mut fresh, other);
                assert_eq!(told(&kept), told(&fresh), "{one} {other}");
            }
        }
        kept.begin();
        kept.reset();
        assert_eq!(told(&kept), told(&FlatFacts::default()));
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
