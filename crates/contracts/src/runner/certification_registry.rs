//! `runner/certification-registry` v1 and v2: which runners there are and what is asked of them.
//!
//! Written by operators, so strict: a member that the version does not name is an error.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::{LaneClass, LaneStatus, MatrixRole, clause};

/// The one place of a lane's certificate; `{runner}` stands for the runner's id.
pub const JSON_OUT: &str = "/.artifacts/runner-certification-{runner}.json";
/// The one place of the certificate's page for people.
pub const MD_OUT: &str = "/.artifacts/runner-certification-{runner}.md";

/// The registry of runners: who they are, what is asked of each, where each reports.
// One Rust type reads both versions; its own schema is that of version 1,
// `CertificationRegistryV2` carries the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CertificationRegistry {
    /// The version of the registry's form; an integer.
    #[schemars(extend("const" = 1))]
    pub version: u32,
    /// The schema that certificates issued under this registry follow, as a repository path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", extend("pattern" = "^/[^/]"))]
    pub certificate_schema_ref: Option<String>,
    /// Every runner, each with a lane of its own.
    pub runners: Vec<RegistryRunner>,
}

/// Version 2 of the registry: version 1 with `certificate_schema_ref` required.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CertificationRegistryV2(pub CertificationRegistry);

impl JsonSchema for CertificationRegistryV2 {
    fn schema_name() -> Cow<'static, str> {
        Cow::Borrowed("CertificationRegistryV2")
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = CertificationRegistry::json_schema(generator);
        if let Some(version) = schema.pointer_mut("/properties/version/const") {
            *version = 2.into();
        }
        schema.insert(
            "required".to_owned(),
            ["version", "certificate_schema_ref", "runners"].as_slice().into(),
        );
        schema
    }
}

/// One runner and what is asked of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("allOf" = [
    clause::class_role("required", "compatibility"),
    clause::class_role("compatibility_non_blocking", "required"),
]))]
pub struct RegistryRunner {
    /// Its name, unique in the registry; becomes part of file names.
    #[schemars(extend("allOf" = [clause::registry_runner_id()]))]
    pub runner_id: String,
    /// Whether its lane can block.
    pub class: LaneClass,
    /// Where its lane stands in its life.
    pub status: LaneStatus,
    /// How it is reached.
    pub entrypoints: Entrypoints,
    /// The named governance checks that it must pass.
    #[schemars(inner(length(min = 1)))]
    pub required_core_checks: Vec<String>,
    /// The conformance cases that it must pass, each `/path/file#ID`.
    #[schemars(inner(regex(pattern = "^/[^#]+#[^#]+$")))]
    pub required_core_cases: Vec<String>,
    /// The commands that it must understand.
    pub command_contract_subset: Vec<ContractCommand>,
    /// Where its certificate is written.
    pub artifact_contract: ArtifactContract,
    /// Where its status reports are published; without it the lane can never be fresh.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "StatusExchange")]
    pub status_exchange: Option<StatusExchange>,
}

/// How a runner is reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Entrypoints {
    /// The program that certification runs: a repository path with a leading `/`, or a name to be
    /// found on the search path.
    #[schemars(length(min = 1))]
    pub public_adapter: String,
    /// The repository that holds the runner's code; early registries do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", length(min = 1))]
    pub implementation_repo: Option<String>,
    /// An adapter inside the registry's own repository, as early registries had.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", length(min = 1))]
    pub internal_adapter: Option<String>,
}

/// One command that a runner must understand: `<adapter> <name> <args…>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContractCommand {
    /// The command's name, unique within the runner.
    #[schemars(length(min = 1))]
    pub name: String,
    /// Its arguments, in order.
    #[serde(default)]
    pub args: Vec<String>,
    /// The exit codes that count as passed; `[0]` when not given.
    #[serde(default = "exit_zero")]
    #[schemars(extend("allOf" = [clause::expect_exit()]))]
    pub expect_exit: Vec<i32>,
}

fn exit_zero() -> Vec<i32> {
    vec![0]
}

/// Where a certificate is written: exactly the two paths of the exchange document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ArtifactContract {
    /// The certificate.
    #[schemars(extend("allOf" = [clause::output_path(JSON_OUT)]))]
    pub json_out: String,
    /// Its page for people.
    #[schemars(extend("allOf" = [clause::output_path(MD_OUT)]))]
    pub md_out: String,
}

/// Where a runner's status reports are published and how old they may be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StatusExchange {
    /// The kind of source.
    pub source_kind: SourceKind,
    /// The release metadata: https, or `file:` below the repository root
    /// (`file://__ROOT__/path`).
    pub release_api_url: String,
    /// The name of the asset that holds the report.
    #[schemars(extend("pattern" = r"^[^/\\]+$"))]
    pub report_asset_name: String,
    /// The lane's part in the matrix; follows its class.
    pub matrix_role: MatrixRole,
    /// How old a report may be, in hours; 72 when not given, and never more than 72 on a
    /// compatibility lane.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "slo_hours")]
    pub freshness_slo_hours: Option<u32>,
}

/// The bound is the rule's own clause, so that zero and below are reported once.
fn slo_hours(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": "integer", "maximum": u32::MAX, "allOf": [clause::freshness_slo()]})
}

/// The kind of source of status reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// An asset of the newest release.
    ReleaseAsset,
}
