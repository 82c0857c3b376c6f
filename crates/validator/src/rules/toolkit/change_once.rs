//! `policy/change-once`: a policy settles a kind of change once.

use std::collections::HashSet;

use contracts::toolkit::Severity;

use super::policy_facts::{Policy, PolicyFacts};
use crate::read::quote;
use crate::rule::{Meta, Rule, Sink};

/// What the rule says of itself.
const META: Meta = Meta {
    code: "policy/change-once",
    level: Severity::Error,
    consumer: None,
    says: "Each kind of change stands at most once under `changes`.",
    why: "Two steps for one kind of change leave it to the reader which of them holds.",
    remedy: "Keep the entry that the contract's document bears out.",
};

pub(super) const RULE: Rule<Policy> = Rule::<Policy>::judged(&META, check);

fn check(policy: &PolicyFacts<'_>, sink: &mut Sink<'_>) {
    let mut seen = HashSet::new();
    for (index, change) in policy.changes.iter().enumerate() {
        if let Some(kind) = change.change.text().filter(|kind| !seen.insert(*kind)) {
            let message = format!("the kind of change {} stands here a second time", quote(kind));
            sink.report(format!("/changes/{index}/change"), message);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::RULE;
    use crate::rules::probe::places;

    #[test]
    fn a_kind_stands_once() {
        let of = |kinds: [&str; 3]| json!({"changes": kinds.map(|kind| json!({"change": kind}))});
        assert!(places(&RULE, &of(["a", "b", "c"])).is_empty());
        assert_eq!(places(&RULE, &of(["a", "b", "a"])), ["error /changes/2/change"]);
    }
}
