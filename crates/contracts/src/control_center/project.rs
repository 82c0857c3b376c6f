//! `control-center/project` v1: a project (section 6 of the contract document).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::tolerated_enum::tolerated_enum;

/// A project that agents work on (section 6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Project {
    /// The project's identifier (section 6, `id`).
    pub id: String,
    /// The name that people see (section 6, `name`).
    pub name: String,
    /// Where its working tree stands on the server (section 6, `path`).
    pub path: String,
    /// The branch that is checked out (section 6, `branch`).
    pub branch: String,
    /// The newest commit on that branch (section 6, `latestCommit`).
    pub latest_commit: String,
    /// Whether work goes on (section 6, `status`).
    pub status: ProjectStatus,
    /// Where the project stands, in a sentence (section 6, `summary`).
    pub summary: String,
}

/// Whether work on a project goes on (section 6, `status`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(transform = tolerated_enum)]
pub enum ProjectStatus {
    /// Work goes on.
    Active,
    /// Work rests.
    Paused,
    /// Work cannot go on before something else happens.
    Blocked,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_project_comes_back_as_it_was() {
        let document = serde_json::json!({
            "id": "project-2", "name": "Billing", "path": "projects/billing", "branch": "main",
            "latestCommit": "4f0c1d2", "status": "blocked", "summary": "Waits for a review."
        });
        super::super::round_trip::<Project>(&document);
    }
}
