//! Why a lane has no fresh, trustworthy report: eleven classes that are never mixed up.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The failure class of a matrix row or a log entry; each carries exactly one, or none.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub enum FailureClass {
    /// There is no release to read: none was made, or only prereleases.
    #[serde(rename = "ingest/release-missing")]
    ReleaseMissing,
    /// The release does not carry the report asset, or not yet.
    #[serde(rename = "ingest/asset-missing")]
    AssetMissing,
    /// The source did not answer, or not with what was asked for.
    #[serde(rename = "ingest/download-failed")]
    DownloadFailed,
    /// The asset is no valid status report.
    #[serde(rename = "ingest/report-invalid")]
    ReportInvalid,
    /// The report is valid but too old.
    #[serde(rename = "ingest/report-stale")]
    ReportStale,
    /// The asset's bytes are not those that its published digest names.
    #[serde(rename = "ingest/checksum-mismatch")]
    ChecksumMismatch,
    /// The report speaks of another runner, repository, lane, release or commit.
    #[serde(rename = "ingest/identity-mismatch")]
    IdentityMismatch,
    /// The report is of a version that the catalogued schema does not cover.
    #[serde(rename = "ingest/version-incompatible")]
    VersionIncompatible,
    /// Something was larger than the limit.
    #[serde(rename = "ingest/too-large")]
    TooLarge,
    /// The forge asked us to come back later.
    #[serde(rename = "ingest/rate-limited")]
    RateLimited,
    /// The lane is planned, disabled or retired: nothing was fetched.
    #[serde(rename = "ingest/lane-planned")]
    LanePlanned,
}

impl FailureClass {
    /// Every class.
    pub const ALL: [FailureClass; 11] = [
        FailureClass::ReleaseMissing,
        FailureClass::AssetMissing,
        FailureClass::DownloadFailed,
        FailureClass::ReportInvalid,
        FailureClass::ReportStale,
        FailureClass::ChecksumMismatch,
        FailureClass::IdentityMismatch,
        FailureClass::VersionIncompatible,
        FailureClass::TooLarge,
        FailureClass::RateLimited,
        FailureClass::LanePlanned,
    ];

    /// The code, as documents and `explain` write it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            FailureClass::ReleaseMissing => "ingest/release-missing",
            FailureClass::AssetMissing => "ingest/asset-missing",
            FailureClass::DownloadFailed => "ingest/download-failed",
            FailureClass::ReportInvalid => "ingest/report-invalid",
            FailureClass::ReportStale => "ingest/report-stale",
            FailureClass::ChecksumMismatch => "ingest/checksum-mismatch",
            FailureClass::IdentityMismatch => "ingest/identity-mismatch",
            FailureClass::VersionIncompatible => "ingest/version-incompatible",
            FailureClass::TooLarge => "ingest/too-large",
            FailureClass::RateLimited => "ingest/rate-limited",
            FailureClass::LanePlanned => "ingest/lane-planned",
        }
    }
}
