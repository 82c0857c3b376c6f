//! A lane: what the registry says of one runner, and the intent that follows from it.

use contracts::runner::{
    CertificationRegistry, ExecutionIntent, IntentCommand, LaneClass, LaneStatus, RegistryRef,
    RegistryRunner,
};
use validator::proof::demands::{Demands, LaneDemand};
use validator::proof::intent;

/// One runner of a registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lane {
    /// The registry's entry.
    pub runner: RegistryRunner,
    /// Where the registry stands in its repository, and the version of its form.
    pub registry: RegistryRef,
}

impl Lane {
    /// The entry of that runner; `None` when the registry has none.
    #[must_use]
    pub fn find(registry: &CertificationRegistry, path: &str, runner_id: &str) -> Option<Lane> {
        let runner = registry.runners.iter().find(|runner| runner.runner_id == runner_id)?;
        Some(Lane {
            runner: runner.clone(),
            registry: RegistryRef { path: path.to_owned(), version: registry.version },
        })
    }

    /// Whether the lane is run at all.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.runner.status == LaneStatus::Active
    }

    /// Whether a failure blocks: exactly for a required lane that is active.
    #[must_use]
    pub fn is_blocking(&self) -> bool {
        self.runner.class == LaneClass::Required && self.is_active()
    }

    /// What the runner is held to, normalised as `intent-v1`.
    ///
    /// # Errors
    /// When the intent does not survive its own encoding: a fault of ours.
    pub fn intent(&self) -> Result<ExecutionIntent, serde_json::Error> {
        let stated = ExecutionIntent {
            required_core_checks: self.runner.required_core_checks.clone(),
            required_core_cases: self.runner.required_core_cases.clone(),
            command_contract_subset: self.commands(),
            registry_ref: self.registry.clone(),
        };
        serde_json::from_value(intent::normalise(&serde_json::to_value(stated)?))
    }

    /// What a certificate of this lane is held against.
    ///
    /// # Errors
    /// As for [`Lane::intent`].
    pub fn demand(&self) -> Result<LaneDemand, serde_json::Error> {
        Ok(LaneDemand {
            runner_id: self.runner.runner_id.clone(),
            class: self.runner.class.as_str().to_owned(),
            status: self.runner.status.as_str().to_owned(),
            implementation_repo: self.runner.entrypoints.implementation_repo.clone(),
            demands: Demands::of(&serde_json::to_value(self.intent()?)?),
        })
    }

    fn commands(&self) -> Vec<IntentCommand> {
        let commands = self.runner.command_contract_subset.iter();
        commands
            .map(|command| IntentCommand {
                name: command.name.clone(),
                args: command.args.clone(),
                expect_exit: command.expect_exit.clone(),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::test_bench::lane;

    #[test]
    fn the_intent_is_normalised() {
        let mut lane = lane("required", "active");
        lane.runner.required_core_checks = vec!["b".into(), "a".into(), "b".into()];
        assert_eq!(lane.intent().unwrap().required_core_checks, ["a", "b"]);
    }

    #[test]
    fn only_a_required_lane_that_is_active_blocks() {
        assert!(lane("required", "active").is_blocking());
        for (class, status) in [
            ("required", "planned"),
            ("required", "disabled"),
            ("required", "retired"),
            ("compatibility_non_blocking", "active"),
        ] {
            assert!(!lane(class, status).is_blocking(), "{class} {status}");
        }
    }
}
