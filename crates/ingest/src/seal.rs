//! The seal of a matrix: a digest over all of it, so that no part can be changed, taken out or put
//! in unseen. It is no signature: whoever makes a matrix anew can seal it anew.

use contracts::runner::StatusMatrix;
use serde_json::Value;
use validator::proof::digest;

/// The member that carries the seal.
const MEMBER: &str = "content_sha256";

/// What became of a seal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seal {
    /// There is none, as in matrices of others.
    None,
    /// The content is the one that was sealed.
    Whole,
    /// The content is another one.
    Broken,
}

/// Seals a matrix.
pub(crate) fn put(matrix: &mut StatusMatrix) {
    matrix.content_sha256 = None;
    // A matrix is a tree of strings, numbers and lists: it always has a value. One that had none
    // would stand without a seal, which a gate refuses in a matrix of ours.
    matrix.content_sha256 = serde_json::to_value(&*matrix).ok().as_ref().map(digest::of_value);
}

/// Holds a matrix, as it was read, against its seal.
#[must_use]
pub fn check(tree: &Value) -> Seal {
    let Some(stated) = tree.get(MEMBER) else { return Seal::None };
    let mut content = tree.clone();
    if let Value::Object(members) = &mut content {
        members.shift_remove(MEMBER);
    }
    let whole = stated.as_str() == Some(digest::of_value(&content).as_str());
    if whole { Seal::Whole } else { Seal::Broken }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn sealed(mut tree: Value) -> Value {
        tree[MEMBER] = json!(digest::of_value(&tree));
        tree
    }

    #[test]
    fn every_member_counts_also_one_that_nobody_knows() {
        let tree = sealed(json!({"a": 1, "b": [{"c": null}, 0.5]}));
        assert_eq!(check(&tree), Seal::Whole);
        for (pointer, value) in [("/a", json!(2)), ("/b/0", json!({})), ("/b", json!([0.5]))] {
            let mut edited = tree.clone();
            *edited.pointer_mut(pointer).unwrap() = value;
            assert_eq!(check(&edited), Seal::Broken, "{pointer}");
        }
        let mut more = tree;
        more["more"] = json!(true);
        assert_eq!(check(&more), Seal::Broken);
    }

    #[test]
    fn the_order_and_the_spacing_of_the_text_do_not_count() {
        let tree = sealed(json!({"a": 1, "b": 2}));
        let backwards: serde_json::Map<_, _> =
            tree.as_object().unwrap().clone().into_iter().rev().collect();
        assert_eq!(check(&backwards.into()), Seal::Whole);
    }

    #[test]
    fn a_seal_of_another_form_is_broken_and_none_is_none() {
        assert_eq!(check(&json!({"a": 1, "content_sha256": null})), Seal::Broken);
        assert_eq!(check(&json!({"a": 1, "content_sha256": ""})), Seal::Broken);
        assert_eq!(check(&json!({"a": 1})), Seal::None);
        assert_eq!(check(&json!([])), Seal::None);
    }
}
