//! Optional members that came, went or have another name: facts that break no reader who ignores
//! what it does not know, and that readers want to hear of.

use super::fact::Fact;
use super::member::{Declared, Node};

/// What happened to optional members from the old declarations to the new ones.
pub(super) fn of_members(old: &Declared, new: &Declared) -> Vec<Fact> {
    let mut gone: Vec<_> = only_in(old, new).collect();
    let mut facts = Vec::new();
    for (place, member) in only_in(new, old) {
        let renamed = gone.iter().position(|(_, before)| same_but_name(before, member));
        facts.push(match renamed.map(|at| gone.remove(at)) {
            Some((was, before)) => renamed_fact(was, before, place, member),
            None => match aliased(old, new, member) {
                Some((was, before)) => aliased_fact(was, before, place, member),
                None => {
                    Fact::notice("member-added", format!("the optional member `{place}` is new"))
                        .at(None, Some(&member.pointer))
                }
            },
        });
    }
    facts.extend(gone.into_iter().map(|(place, member)| {
        Fact::notice("member-removed", format!("the optional member `{place}` is gone"))
            .at(Some(&member.pointer), None)
    }));
    facts
}

/// The optional members of one side that the other does not declare. What stands below something
/// that is new as a whole is not told again.
fn only_in<'d>(
    here: &'d Declared,
    there: &'d Declared,
) -> impl Iterator<Item = (&'d str, &'d Node)> {
    here.iter()
        .filter(|(place, node)| {
            node.name.is_some() && !node.required && !there.contains_key(*place)
        })
        .filter(|(_, node)| holder_stands(&node.parent, here, there))
        .map(|(place, node)| (place.as_str(), node))
}

/// Whether everything above is declared on both sides.
fn holder_stands(parent: &str, here: &Declared, there: &Declared) -> bool {
    let above = here.keys().filter(|place| is_above(place, parent));
    above.into_iter().all(|place| there.contains_key(place))
}

fn is_above(place: &str, parent: &str) -> bool {
    parent.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '[']))
}

fn same_but_name(before: &Node, after: &Node) -> bool {
    before.parent == after.parent && before.shape == after.shape
}

/// The member whose old spelling the new side still takes, now deprecated, beside the new one.
fn aliased<'d>(old: &'d Declared, new: &Declared, member: &Node) -> Option<(&'d str, &'d Node)> {
    let beside = old.iter().filter(|(_, before)| same_but_name(before, member));
    let mut kept = beside.filter(|(place, before)| {
        new.get(*place).is_some_and(|now| now.deprecated && !before.deprecated)
    });
    kept.next().map(|(place, before)| (place.as_str(), before))
}

fn renamed_fact(was: &str, before: &Node, place: &str, member: &Node) -> Fact {
    let message = format!(
        "the optional member `{was}` is gone, and `{place}` takes the same: it has another name, and \
         the old one is no longer read"
    );
    Fact::notice("member-renamed", message).at(Some(&before.pointer), Some(&member.pointer))
}

fn aliased_fact(was: &str, before: &Node, place: &str, member: &Node) -> Fact {
    let message = format!("`{was}` is called `{place}` now, and the old spelling is still read");
    Fact::notice("member-aliased", message).at(Some(&before.pointer), Some(&member.pointer))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::member::declared;
    use super::of_members;

    fn kinds(old: &Value, new: &Value) -> Vec<(&'static str, String)> {
        let facts = of_members(&declared(old), &declared(new));
        let at = |fact: &super::Fact| {
            fact.new_pointer.clone().or_else(|| fact.old_pointer.clone()).unwrap_or_default()
        };
        facts.iter().map(|fact| (fact.kind, at(fact))).collect()
    }

    fn object(members: Value) -> Value {
        json!({"type": "object", "properties": members})
    }

    #[test]
    fn each_fate_of_an_optional_member_has_its_own_name() {
        let old = object(json!({"a": {"type": "string"}, "b": {"type": "integer"}}));
        let added = object(json!({"a": {"type": "string"}, "b": {"type": "integer"},
            "c": {"type": "object", "properties": {"d": {"type": "null"}}}}));
        assert_eq!(kinds(&old, &added), [("member-added", "/properties/c".to_owned())]);
        let removed = object(json!({"a": {"type": "string"}}));
        assert_eq!(kinds(&old, &removed), [("member-removed", "/properties/b".to_owned())]);
        let renamed = object(json!({"a": {"type": "string"}, "z": {"type": "integer"}}));
        assert_eq!(kinds(&old, &renamed), [("member-renamed", "/properties/z".to_owned())]);
        let aliased = object(json!({"a": {"type": "string"}, "z": {"type": "integer"},
            "b": {"type": "integer", "deprecated": true}}));
        assert_eq!(kinds(&old, &aliased), [("member-aliased", "/properties/z".to_owned())]);
    }

    #[test]
    fn required_members_are_left_to_the_comparison() {
        let old = object(json!({}));
        let mut new = object(json!({"a": {"type": "string"}}));
        new["required"] = json!(["a"]);
        assert!(kinds(&old, &new).is_empty());
        assert!(kinds(&new, &old).is_empty());
    }
}
