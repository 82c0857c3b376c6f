//! The runner status exchange: reports, matrix, log, certificate, registry, schema catalog.

pub mod artifact_url_immutable;
pub mod ingest_classes;
pub mod policy;
pub mod timestamp;

pub mod active_exchange;
mod artifact_digest;
mod asset_name_unique;
#[cfg(test)]
mod bench;
pub mod case_file;
pub mod case_ref;
mod catalog_facts;
pub mod class_role;
pub mod command;
mod command_status_derived;
pub mod commit_sha;
mod forge_url;
mod fresh_window;
pub mod freshness_derived;
pub mod freshness_slo;
mod generated_in_future;
mod matrix_facts;
mod moving_name;
mod mutable_url;
pub mod output_path;
mod overall_status_derived;
pub mod pin;
pub mod policy_derived;
mod registered;
mod registry_facts;
pub mod release_source;
pub mod release_url;
mod report_facts;
pub mod required_lane;
mod root_file;
pub mod row_unique;
pub mod runner_unique;
pub mod schema_ref;
pub mod utc_timestamp;

pub use catalog_facts::{Catalog, CatalogFacts};
pub use matrix_facts::{Matrix, MatrixFacts};
pub use registry_facts::{Registry, RegistryFacts};
pub use report_facts::{Report, ReportFacts};

use crate::rule::{ContractRules, Judged, Rule};

/// The rules of every contract of the family.
pub const CONTRACTS: &[&dyn Judged] = &[&STATUS_REPORT, &STATUS_MATRIX, &REGISTRY, &SCHEMA_CATALOG];

const STATUS_REPORT: ContractRules<Report> = ContractRules {
    contract: "runner/status-report",
    rules: &[
        Rule::in_schema(&utc_timestamp::META),
        Rule::<Report>::judged(&fresh_window::META, fresh_window::check),
        Rule::<Report>::judged(&generated_in_future::META, generated_in_future::check),
        Rule::<Report>::judged(&overall_status_derived::META, overall_status_derived::check),
        Rule::<Report>::judged(&command_status_derived::META, command_status_derived::check),
        Rule::<Report>::judged(&artifact_url_immutable::META, artifact_url_immutable::check),
        Rule::<Report>::judged(&artifact_digest::META, artifact_digest::check),
        Rule::in_schema(&commit_sha::META),
        Rule::<Report>::judged(&asset_name_unique::META, asset_name_unique::check),
    ],
};

const STATUS_MATRIX: ContractRules<Matrix> = ContractRules {
    contract: "runner/status-matrix",
    rules: &[
        Rule::<Matrix>::judged(&policy_derived::META, policy_derived::check),
        Rule::<Matrix>::judged(&freshness_derived::META, freshness_derived::check),
        Rule::<Matrix>::judged(&row_unique::META, row_unique::check),
    ],
};

const REGISTRY: ContractRules<Registry> = ContractRules {
    contract: "runner/certification-registry",
    rules: &[
        Rule::<Registry>::judged(&runner_unique::META, runner_unique::check),
        Rule::<Registry>::judged(&class_role::META, class_role::check),
        Rule::<Registry>::judged(&output_path::META, output_path::check),
        Rule::<Registry>::judged(&freshness_slo::META, freshness_slo::check),
        Rule::<Registry>::judged(&required_lane::META, required_lane::check),
        Rule::<Registry>::judged(&release_url::META, release_url::check),
        Rule::<Registry>::judged(&case_ref::META, case_ref::check),
        Rule::<Registry>::judged(&schema_ref::META, schema_ref::check),
        Rule::<Registry>::judged(&command::META, command::check),
        Rule::<Registry>::judged(&active_exchange::META, active_exchange::check),
    ],
};

const SCHEMA_CATALOG: ContractRules<Catalog> = ContractRules {
    contract: "runner/schema-catalog",
    rules: &[Rule::<Catalog>::judged(&pin::META, pin::check)],
};
