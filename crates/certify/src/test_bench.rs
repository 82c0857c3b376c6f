//! What the tests of this crate share.

use std::collections::BTreeMap;

use contracts::runner::{LaneClass, LaneStatus, RegistryRunner};
use serde_json::json;
use validator::context::RootFiles;

use crate::lane::Lane;

/// A repository in memory.
pub(crate) struct Files(BTreeMap<String, Vec<u8>>);

impl Files {
    pub(crate) fn of(files: &[(&str, &str)]) -> Files {
        Files(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).into())).collect())
    }
}

impl RootFiles for Files {
    fn read(&self, path: &str) -> Option<Vec<u8>> {
        self.0.get(path).cloned()
    }

    fn escapes(&self, _: &str) -> bool {
        false
    }
}

/// A lane with one demand of each kind.
pub(crate) fn lane(class: &str, status: &str) -> Lane {
    let runner: RegistryRunner = serde_json::from_value(json!({
        "runner_id": "rust", "class": class, "status": status,
        "entrypoints": {"public_adapter": "dc-runner", "implementation_repo": "runner-rust"},
        "required_core_checks": ["core.check"],
        "required_core_cases": ["/cases/cron.json#a"],
        "command_contract_subset": [{"name": "lint", "args": ["-q"], "expect_exit": [0]}],
        "artifact_contract": {
            "json_out": contracts::runner::JSON_OUT, "md_out": contracts::runner::MD_OUT}
    }))
    .unwrap();
    assert_eq!(runner.class == LaneClass::Required, class == "required");
    assert_eq!(runner.status == LaneStatus::Active, status == "active");
    let registry = contracts::runner::RegistryRef { path: "/registry.yaml".into(), version: 2 };
    Lane { runner, registry }
}
