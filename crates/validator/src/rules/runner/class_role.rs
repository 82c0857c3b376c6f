//! `registry/class-role`: a lane's role in the matrix follows its class.

use contracts::toolkit::Severity;

use super::registry_facts::RegistryFacts;
use crate::rule::{Meta, Sink};

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "registry/class-role",
    level: Severity::Error,
    consumer: None,
    says: "`class: required` goes with `matrix_role: required`, `compatibility_non_blocking` with `compatibility`.",
    why: "Certification looks at the class, the matrix at the role; if they differ, a lane blocks in one and not in the other.",
    remedy: "Set `matrix_role` to the one that belongs to the class, or change the class if that is what was meant.",
};

/// A clause of the schema says the same; here it is said in words.
pub(super) fn check(facts: &RegistryFacts<'_>, sink: &mut Sink<'_>) {
    for (index, runner) in facts.runners.iter().enumerate() {
        let (Some(class), Some(role)) = (runner.class.text(), runner.exchange.matrix_role.text())
        else {
            continue;
        };
        let belongs = match class {
            "required" => "required",
            "compatibility_non_blocking" => "compatibility",
            _ => continue,
        };
        if role != belongs && ["required", "compatibility"].contains(&role) {
            sink.report(
                format!("/runners/{index}/status_exchange/matrix_role"),
                format!("`{role}` is stated, but the class `{class}` goes with `{belongs}`"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::context::Context;
    use crate::rules::runner::bench::{codes, registry};
    use serde_json::json;

    #[test]
    fn a_role_of_the_other_class_is_found_and_an_unknown_one_left_to_the_schema() {
        let at = "/runners/1/status_exchange/matrix_role";
        let mut document = registry();
        document["runners"][1]["status_exchange"]["matrix_role"] = json!("required");
        assert_eq!(codes(&document, Context::default()), [format!("E registry/class-role {at}")]);
        document["runners"][1]["status_exchange"]["matrix_role"] = json!("advisory");
        assert_eq!(codes(&document, Context::default()), [""; 0]);
    }
}
