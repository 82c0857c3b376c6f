//! What a new major version has to bring with it.

use catalog::Contract;
use contracts::toolkit::{Finding, MajorDemand, Policy, Severity};

use super::rules::{MIGRATION_MISSING, NOTE_MISSING};

/// What stands in the repository beside the schemas.
#[derive(Debug, Clone, Copy)]
pub struct Brought<'b> {
    /// The contract's page; empty where there is none.
    pub page: &'b str,
    /// Every path of the repository's `specs/` folder that tells of migrations, from `specs/` on.
    pub paths: &'b [&'b str],
}

/// What the policy asks of a new major and the repository does not have.
#[must_use]
pub fn missing(
    policy: &Policy,
    contract: &Contract,
    (from, to): (&str, &str),
    brought: &Brought<'_>,
) -> Vec<Finding> {
    policy
        .major_brings
        .iter()
        .filter_map(|demand| match demand {
            MajorDemand::CompatibilityNote if !has_note(brought.page, from, to) => {
                let message = format!("{} has no section `From {from} to {to}`", contract.page);
                Some((&NOTE_MISSING, message))
            }
            MajorDemand::Migration if !has_migration(contract, from, to, brought.paths) => {
                let message = format!("no migration leads from {from} to {to}");
                Some((&MIGRATION_MISSING, message))
            }
            _ => None,
        })
        .map(|(rule, message)| {
            let mut finding = Finding::new(rule.code, Severity::Error, message);
            finding.remedy = Some(rule.remedy.to_owned());
            finding.contract = Some(contract.id.to_owned());
            finding
        })
        .collect()
}

fn has_note(page: &str, from: &str, to: &str) -> bool {
    let title = format!("From {from} to {to}");
    page.lines().any(|line| line.starts_with('#') && line.trim_start_matches('#').trim() == title)
}

fn has_migration(contract: &Contract, from: &str, to: &str, paths: &[&str]) -> bool {
    let stem = catalog::generate::stem(contract);
    let folder = format!("02_contracts/migrations/{stem}/");
    paths.iter().any(|path| {
        path.strip_prefix(&folder).is_some_and(|name| name == format!("{from}-to-{to}.yaml"))
    })
}

#[cfg(test)]
mod tests {
    use contracts::toolkit::Policy;
    use serde_json::json;

    use super::{Brought, missing};

    #[test]
    fn a_note_and_a_migration_are_asked_for() {
        let policy: Policy = serde_json::from_value(json!({
            "version": 1, "contract": "control-center/agent", "source": "s", "written_by": ["w"],
            "read_by": ["r"], "world": "emitted-only", "compatible": {},
            "major_brings": ["compatibility-note", "migration"]}))
        .unwrap();
        let contract = catalog::contracts::find("control-center/agent").unwrap();
        let codes = |page: &str, paths: &[&str]| {
            missing(&policy, contract, ("v1", "v2"), &Brought { page, paths })
                .into_iter()
                .map(|finding| finding.code.into_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(codes("", &[]), ["policy/note-missing", "policy/migration-missing"]);
        let path = "02_contracts/migrations/control_center_agent/v1-to-v2.yaml";
        assert!(codes("# a\n\n## From v1 to v2\n", &[path]).is_empty());
        assert_eq!(codes("From v1 to v2", &[path]), ["policy/note-missing"]);
        let back = "02_contracts/migrations/control_center_agent/v2-to-v1.yaml";
        assert_eq!(codes("# From v1 to v2", &[back]), ["policy/migration-missing"]);
    }
}
