//! The runner status exchange: reports, matrix, log, certificate, registry, schema catalog.

mod certification_registry;
mod clause;
mod execution_certificate;
mod failure_class;
mod ingest_log;
mod lane;
mod release_metadata;
mod schema_catalog;
mod status_matrix;
mod status_report;

pub use certification_registry::{
    ArtifactContract, CertificationRegistry, CertificationRegistryV2, ContractCommand, Entrypoints,
    JSON_OUT, MD_OUT, RegistryRunner, SourceKind, StatusExchange,
};
pub use execution_certificate::{
    CertificateSummary, CertifiedRunner, Check, CheckStatus, Equivalence, ExecutionCertificate,
    ExecutionCertificateV2, ExecutionIntent, IntentCommand, Proof, RegistryRef, SummaryStatus,
};
pub use failure_class::FailureClass;
pub use ingest_log::{IngestLog, LogEntry};
pub use lane::{LaneClass, LaneStatus, MatrixRole, RUNNER_ID_PATTERN, RunnerStatus};
pub use release_metadata::{ReleaseAsset, ReleaseMetadata};
pub use schema_catalog::{CataloguedSchema, PinnedFile, SchemaCatalog, SchemaState};
pub use status_matrix::{
    ArtifactTally, CertificateState, DigestState, FreshnessState, LaneFinding, MatrixCounts,
    MatrixRow, PolicyEffect, ReportSource, ReportTimes, SchemaPin, StatusMatrix,
};
pub use status_report::{ArtifactRef, CommandResult, CommandStatus, StatusReport};
