//! One task for each row that the intent demands, in the order of a certificate's rows.

use contracts::runner::{ExecutionIntent, IntentCommand};
use validator::context::RootFiles;
use validator::proof::coverage;

use super::case::{Case, CaseFault, CaseFiles};

/// One thing to run, and the row that will tell of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// The row's group.
    pub group: &'static str,
    /// The row's id.
    pub id: String,
    /// What there is to do.
    pub work: Work,
}

/// What there is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Work {
    /// Run `<adapter> <name> <args…>`.
    Command(IntentCommand),
    /// Run `<adapter> governance --check-id <id>`.
    Check(String),
    /// Run `<adapter> validate-report --contract <id>` over a document.
    Case(Box<Case>),
    /// Nothing: the case was not found. A failed row.
    NoCase(CaseFault),
}

/// How the adapter is called for a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invocation {
    /// Arguments after the adapter's own.
    pub args: Vec<String>,
    /// Bytes for standard input; without them it is empty.
    pub stdin: Option<Vec<u8>>,
}

/// The tasks of an intent: commands, core checks, core cases.
#[must_use]
pub fn tasks(intent: &ExecutionIntent, files: &dyn RootFiles) -> Vec<Task> {
    // The groups of `coverage` stand in this order too.
    let [commands, checks, cases] = &coverage::GROUPS;
    let mut tasks = Vec::new();
    for command in &intent.command_contract_subset {
        let work = Work::Command(command.clone());
        tasks.push(Task { group: commands.name, id: coverage::command_id(&command.name), work });
    }
    for check in &intent.required_core_checks {
        let work = Work::Check(check.clone());
        tasks.push(Task { group: checks.name, id: coverage::check_id(check), work });
    }
    let mut case_files = CaseFiles::new(files);
    for reference in &intent.required_core_cases {
        let work = match case_files.resolve(reference) {
            Ok(case) => Work::Case(Box::new(case)),
            Err(fault) => Work::NoCase(fault),
        };
        tasks.push(Task { group: cases.name, id: coverage::case_id(reference), work });
    }
    tasks
}

impl Task {
    /// How the adapter is called; `None` when there is nothing to run.
    #[must_use]
    pub fn invocation(&self) -> Option<Invocation> {
        let text = |part: &str| part.to_owned();
        match &self.work {
            Work::Command(command) => {
                let args = std::iter::once(&command.name).chain(&command.args).cloned().collect();
                Some(Invocation { args, stdin: None })
            }
            Work::Check(check) => {
                let args = vec![text("governance"), text("--check-id"), check.clone()];
                Some(Invocation { args, stdin: None })
            }
            Work::Case(case) => {
                let mut args =
                    vec![text("validate-report"), text("--contract"), case.contract.clone()];
                args.extend(case.options.iter().cloned());
                Some(Invocation { args, stdin: Some(case.document.clone()) })
            }
            Work::NoCase(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_bench::{Files, lane};

    #[test]
    fn every_demand_becomes_a_task_also_a_case_that_is_not_there() {
        let lane = lane("required", "active");
        let tasks = tasks(&lane.intent().unwrap(), &Files::of(&[]));
        let ids: Vec<_> = tasks.iter().map(|task| (task.group, task.id.as_str())).collect();
        assert_eq!(
            ids,
            [
                ("command", "command.lint"),
                ("governance-sync", "governance.core.check"),
                ("conformance", "spec./cases/cron.json#a"),
            ]
        );
        assert_eq!(tasks[0].invocation().unwrap().args, ["lint", "-q"]);
        assert_eq!(tasks[1].invocation().unwrap().args, ["governance", "--check-id", "core.check"]);
        assert_eq!(tasks[2].work, Work::NoCase(CaseFault::NoFile));
        assert_eq!(tasks[2].invocation(), None);
    }
}
