//! `control-center/skill` v1: a skill (section 4 of the contract document).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::tolerated_enum::tolerated_enum;

/// A skill that agents can use (section 4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Skill {
    /// The skill's identifier (section 4, `id`).
    pub id: String,
    /// The name that people see (section 4, `name`).
    pub name: String,
    /// Whether agents may use it (section 4, `enabled`).
    pub enabled: bool,
    /// Where it came from (section 4, `source`).
    pub source: SkillSource,
    /// Where its files stand on the server (section 4, `path`).
    pub path: String,
    /// What it is for, in a sentence (section 4, `description`).
    pub description: String,
}

/// Where a skill came from (section 4, `source`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(transform = tolerated_enum)]
pub enum SkillSource {
    /// It belongs to the workspace.
    Workspace,
    /// It came with the product.
    Bundled,
    /// An operator installed it.
    Installed,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_skill_comes_back_as_it_was() {
        let document = serde_json::json!({
            "id": "skill-3", "name": "Summaries", "enabled": false, "source": "bundled",
            "path": "skills/summaries", "description": "Sums up a long thread."
        });
        super::super::round_trip::<Skill>(&document);
    }
}
