//! `registry/command`: each command is asked for once, and can be passed.

use std::collections::HashMap;

use contracts::toolkit::Severity;

use super::registry_facts::RegistryFacts;
use crate::phrase::short;
use crate::rule::{Meta, Sink};

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "registry/command",
    level: Severity::Error,
    consumer: None,
    says: "Command names are unique within a runner, and `expect_exit`, when given, is not empty.",
    why: "A certificate has one check a command name; and a command without an exit code that counts as passed can never pass.",
    remedy: "Name every command once; leave `expect_exit` out (it is `[0]` then) or list the codes that count.",
};

/// The list of exit codes is a clause of the schema.
pub(super) fn check(facts: &RegistryFacts<'_>, sink: &mut Sink<'_>) {
    for (index, runner) in facts.runners.iter().enumerate() {
        let mut first: HashMap<&str, usize> = HashMap::new();
        for (place, command) in runner.commands.iter().enumerate() {
            let Some(name) = command.name.text() else { continue };
            if let Some(earlier) = first.get(name) {
                sink.report(
                    format!("/runners/{index}/command_contract_subset/{place}/name"),
                    format!("`{}` is the name of the command at place {earlier} already, counted from 0", short(name)),
                );
            } else {
                first.insert(name, place);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::context::Context;
    use crate::rules::runner::bench::{codes, registry};
    use serde_json::json;

    #[test]
    fn a_name_that_comes_twice_in_one_runner_is_found() {
        let commands = |name| json!([{"name": "check", "args": ["a"]}, {"name": name, "args": []}]);
        let mut document = registry();
        document["runners"][0]["command_contract_subset"] = commands("check");
        assert_eq!(
            codes(&document, Context::default()),
            ["E registry/command /runners/0/command_contract_subset/1/name"]
        );
        document["runners"][0]["command_contract_subset"] = commands("Check");
        document["runners"][1]["command_contract_subset"] = commands("Check");
        assert_eq!(codes(&document, Context::default()), [""; 0]);
    }
}
