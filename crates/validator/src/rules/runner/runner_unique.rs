//! `registry/runner-unique`: a runner has one entry, under a name that files can bear.

use std::collections::HashMap;

use contracts::toolkit::Severity;

use super::registry_facts::RegistryFacts;
use crate::phrase::short;
use crate::rule::{Meta, Sink};

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "registry/runner-unique",
    level: Severity::Error,
    consumer: None,
    says: "Each `runner_id` stands once, and matches `^[a-z0-9][a-z0-9._-]{0,63}$`.",
    why: "The id names the lane's row, files and badge: two entries of one id would overwrite each other, and other characters could lead out of the folder.",
    remedy: "Give every runner an id of its own: lower-case letters, digits, `.`, `_`, `-`, at most 64 of them.",
};

/// The form of the id is a clause of the schema.
pub(super) fn check(facts: &RegistryFacts<'_>, sink: &mut Sink<'_>) {
    let mut first: HashMap<&str, usize> = HashMap::new();
    for (index, runner) in facts.runners.iter().enumerate() {
        let Some(id) = runner.runner_id.text() else { continue };
        if let Some(earlier) = first.get(id) {
            sink.report(
                format!("/runners/{index}/runner_id"),
                format!("`{}` is the id at `/runners/{earlier}` already", short(id)),
            );
        } else {
            first.insert(id, index);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::context::Context;
    use crate::rules::runner::bench::{codes, registry};
    use serde_json::json;

    #[test]
    fn an_id_that_comes_twice_is_found() {
        let mut document = registry();
        document["runners"][1]["runner_id"] = json!("rust");
        assert_eq!(
            codes(&document, Context::default()),
            ["E registry/runner-unique /runners/1/runner_id"]
        );
    }
}
