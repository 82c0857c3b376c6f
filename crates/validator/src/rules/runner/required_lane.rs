//! `registry/required-lane`: something must be able to block.

use contracts::toolkit::Severity;

use super::registry_facts::RegistryFacts;
use crate::facts::Fact;
use crate::rule::{Meta, Sink};

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "registry/required-lane",
    level: Severity::Warning,
    consumer: None,
    says: "At least one runner is `required` and `active`.",
    why: "Only a required, active lane can block a merge; without one every gate passes whatever happens.",
    remedy: "Make the reference runner's lane `class: required` and `status: active`.",
};

pub(super) fn check(facts: &RegistryFacts<'_>, sink: &mut Sink<'_>) {
    let blocks = facts
        .runners
        .iter()
        .any(|runner| runner.class.text() == Some("required") && runner.is_active());
    if matches!(facts.runners.is, Fact::Array(_)) && !blocks {
        sink.report("/runners", "no runner is `required` and `active`: nothing can block");
    }
}

#[cfg(test)]
mod tests {
    use crate::context::Context;
    use crate::rules::runner::bench::{codes, registry};
    use serde_json::json;

    #[test]
    fn a_registry_in_which_nothing_can_block_is_found() {
        let mut document = registry();
        document["runners"][0]["status"] = json!("planned");
        assert_eq!(codes(&document, Context::default()), ["W registry/required-lane /runners"]);
        document["runners"] = json!([]);
        assert_eq!(codes(&document, Context::default()), ["W registry/required-lane /runners"]);
        document["runners"] = json!({});
        assert_eq!(codes(&document, Context::default()), [""; 0]);
    }
}
