//! What a registry demands of a runner, and what a certificate says was demanded.

use serde_json::Value;

use super::intent;

/// The three lists of an execution intent, normalised (`intent-v1`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Demands {
    /// Ids of `required_core_checks`.
    pub checks: Vec<String>,
    /// References of `required_core_cases`, `/path/file#ID`.
    pub cases: Vec<String>,
    /// `command_contract_subset`.
    pub commands: Vec<CommandDemand>,
}

/// One command that a runner must answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CommandDemand {
    /// The subcommand's name.
    pub name: String,
    /// Its arguments, in order.
    pub args: Vec<String>,
    /// Exit codes that satisfy it.
    pub expect_exit: Vec<i64>,
}

/// What the registry says of one lane; a certificate of that lane is held against it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaneDemand {
    /// `runner_id`.
    pub runner_id: String,
    /// `class`, as the registry spells it.
    pub class: String,
    /// `status`, as the registry spells it.
    pub status: String,
    /// `entrypoints.implementation_repo`, where the registry has it.
    pub implementation_repo: Option<String>,
    /// What it demands.
    pub demands: Demands,
}

impl Demands {
    /// The demands of an `execution_intent`, or of a registry entry (both have the same three
    /// members). A part that has not the contract's shape is left out: the schema reports it.
    #[must_use]
    pub fn of(intent: &Value) -> Demands {
        let intent = intent::normalise(intent);
        let mut commands: Vec<_> =
            items(intent.get("command_contract_subset")).filter_map(CommandDemand::of).collect();
        // Once more, since defaults are filled in by now.
        commands.sort();
        Demands {
            checks: texts(intent.get("required_core_checks")),
            cases: texts(intent.get("required_core_cases")),
            commands,
        }
    }
}

impl CommandDemand {
    fn of(command: &Value) -> Option<CommandDemand> {
        let exits: Vec<i64> = items(command.get("expect_exit")).filter_map(Value::as_i64).collect();
        Some(CommandDemand {
            name: command.get("name")?.as_str()?.to_owned(),
            args: texts(command.get("args")),
            // The registry's default: a command that names no exit code must succeed.
            expect_exit: if exits.is_empty() { vec![0] } else { exits },
        })
    }
}

impl std::fmt::Display for CommandDemand {
    /// The command line, then the exit codes: `lint -q (exit 0)`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.name.escape_debug())?;
        for arg in &self.args {
            write!(f, " {}", arg.escape_debug())?;
        }
        let exits: Vec<String> = self.expect_exit.iter().map(i64::to_string).collect();
        write!(f, " (exit {})", exits.join(" or "))
    }
}

fn items(list: Option<&Value>) -> impl Iterator<Item = &Value> {
    list.and_then(Value::as_array).into_iter().flatten()
}

fn texts(list: Option<&Value>) -> Vec<String> {
    items(list).filter_map(Value::as_str).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_registry_entry_and_the_intent_made_from_it_demand_the_same() {
        let entry = json!({"required_core_checks": ["b", "a"], "required_core_cases": [],
            "command_contract_subset": [{"name": "check", "args": []}]});
        let intent = json!({"required_core_checks": ["a", "b"], "required_core_cases": [],
            "command_contract_subset": [{"name": "check", "args": [], "expect_exit": [0]}],
            "registry_ref": {"path": "/r.yaml", "version": 2}});
        assert_eq!(Demands::of(&entry), Demands::of(&intent));
    }
}
