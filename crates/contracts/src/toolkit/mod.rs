//! What the toolkit itself writes: findings, reports, and the files that its operators write.

mod compat_history;
mod compat_policy;
mod compat_report;
mod conformance_case;
mod finding;
mod finding_report;
mod location;
mod migration;
mod policy;
mod semantic_breaks;
mod severity;
mod stream_summary;
mod trust;
mod verify_report;
mod waivers;

pub use compat_history::{
    CompatHistory, HistoryCell, HistoryCounts, HistoryMisreading, HistoryState,
};
pub use compat_policy::{CompatChange, CompatPolicy, CompatWay};
pub use compat_report::{
    Compared, ComparedPair, ComparedPairs, ComparedSchema, CompatDirection, CompatFinding,
    CompatMode, CompatReport, CompatSide, CompatVerdict, CompatWorld,
};
pub use conformance_case::{
    CaseContext, CaseOptions, CaseRole, ConformanceCase, ConformanceSet, Expected, ExpectedVerdict,
    Notation,
};
pub use finding::{Finding, Snippet};
pub use finding_report::{FindingReport, JudgedDocument, ReportSummary, Tool, Verdict};
pub use location::Location;
pub use migration::{
    MappedValue, Migration, MigrationInverse, MigrationRefusal, MigrationStep, OtherValues, Recipe,
};
pub use policy::{
    CHANGES, ListKind, MajorDemand, Policy, PolicyChange, PolicyDirections, PolicyList, Reach, Step,
};
pub use semantic_breaks::{ReaderSchema, SemanticBreak, SemanticBreaks, VersionRange};
pub use severity::Severity;
pub use stream_summary::{JobCounts, JudgedRange, LevelCounts, StreamSummary};
pub use trust::{Trust, TrustedKey};
pub use verify_report::{
    CertificateDigest, PinnedSchema, RefusalCause, Signer, StepOutcome, Subject, VerifiedRegistry,
    VerifyReport, VerifyResult, VerifyStep,
};
pub use waivers::{Waiver, Waivers};
