//! Which row of `checks` answers for which part of an intent.

use super::demands::Demands;

/// The group of what a certificate says about its own making; no intent demands its rows.
pub const CONTRACT_GROUP: &str = "contract";

/// The rows that one list of the intent asks for.
#[derive(Debug)]
pub struct Group {
    /// What the rows carry as `group`.
    pub name: &'static str,
    /// The id of the one skipped row that stands for a group that is empty or not run.
    pub placeholder: &'static str,
    /// The ids that the demands ask for, one row each.
    pub ids: fn(&Demands) -> Vec<String>,
}

/// Commands, core checks, core cases, in the order of a certificate's rows.
pub static GROUPS: [Group; 3] = [
    Group {
        name: "command",
        placeholder: "command.subset",
        ids: |demands| demands.commands.iter().map(|it| command_id(&it.name)).collect(),
    },
    Group {
        name: "governance-sync",
        placeholder: "governance.required_core_checks",
        ids: |demands| demands.checks.iter().map(|it| check_id(it)).collect(),
    },
    Group {
        name: "conformance",
        placeholder: "conformance.required_core_cases",
        ids: |demands| demands.cases.iter().map(|it| case_id(it)).collect(),
    },
];

/// The id of a command's row.
#[must_use]
pub fn command_id(name: &str) -> String {
    format!("command.{name}")
}

/// The id of a core check's row.
#[must_use]
pub fn check_id(check: &str) -> String {
    format!("governance.{check}")
}

/// The id of a core case's row.
#[must_use]
pub fn case_id(reference: &str) -> String {
    format!("spec.{reference}")
}
