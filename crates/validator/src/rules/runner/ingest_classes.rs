//! The failure classes of ingest, and its warnings: what each says, why, and what to do.
//!
//! They are told by ingest while it runs, not by a rule over a document, so they have metadata
//! only; `explain` shows it.

use contracts::runner::FailureClass;
use contracts::toolkit::Severity;

use crate::rule::Meta;

/// Every class, in the order of [`FailureClass::ALL`], then the warnings.
pub const METAS: [&Meta; 15] = [
    &RELEASE_MISSING,
    &ASSET_MISSING,
    &DOWNLOAD_FAILED,
    &REPORT_INVALID,
    &REPORT_STALE,
    &CHECKSUM_MISMATCH,
    &IDENTITY_MISMATCH,
    &VERSION_INCOMPATIBLE,
    &TOO_LARGE,
    &RATE_LIMITED,
    &LANE_PLANNED,
    &CERTIFICATE_MISSING,
    &RELEASE_MOVED,
    &RELEASE_PRERELEASE,
    &RELEASE_MUTABLE,
];

/// What a failure class says of itself.
#[must_use]
pub fn meta(class: FailureClass) -> &'static Meta {
    match class {
        FailureClass::ReleaseMissing => &RELEASE_MISSING,
        FailureClass::AssetMissing => &ASSET_MISSING,
        FailureClass::DownloadFailed => &DOWNLOAD_FAILED,
        FailureClass::ReportInvalid => &REPORT_INVALID,
        FailureClass::ReportStale => &REPORT_STALE,
        FailureClass::ChecksumMismatch => &CHECKSUM_MISMATCH,
        FailureClass::IdentityMismatch => &IDENTITY_MISMATCH,
        FailureClass::VersionIncompatible => &VERSION_INCOMPATIBLE,
        FailureClass::TooLarge => &TOO_LARGE,
        FailureClass::RateLimited => &RATE_LIMITED,
        FailureClass::LanePlanned => &LANE_PLANNED,
    }
}

const fn class(
    code: &'static str,
    level: Severity,
    says: &'static str,
    why: &'static str,
    remedy: &'static str,
) -> Meta {
    Meta { code, level, consumer: None, says, why, remedy }
}

static RELEASE_MISSING: Meta = class(
    "ingest/release-missing",
    Severity::Error,
    "The lane's source has no release to read.",
    "Without a release there is no report: the lane's state is unknown. A forge that answers 404 may still hold prereleases, which do not count.",
    "Publish a release that is neither draft nor prerelease, or correct `release_api_url` in the registry.",
);
static ASSET_MISSING: Meta = class(
    "ingest/asset-missing",
    Severity::Error,
    "The newest release does not carry the report asset, or its upload is not finished.",
    "A release without a report says nothing of the runner; an asset in state `open` has no bytes yet.",
    "Upload the report under the name that the registry's `report_asset_name` gives.",
);
static DOWNLOAD_FAILED: Meta = class(
    "ingest/download-failed",
    Severity::Error,
    "The source did not answer, or did not answer with what was asked for.",
    "What was not read in full is not judged: half a report could look fine.",
    "Look at the log's reason: name, connection, certificate, permission, redirect, or a page where data was expected. Run again.",
);
static REPORT_INVALID: Meta = class(
    "ingest/report-invalid",
    Severity::Error,
    "The asset is not a valid status report.",
    "A report that breaks its contract cannot be trusted in any of its parts.",
    "Judge the asset with `data-contracts validate --contract runner/status-report` and correct what it finds.",
);
static REPORT_STALE: Meta = class(
    "ingest/report-stale",
    Severity::Error,
    "The report is older than the lane's freshness bound, or past its own `fresh_until`.",
    "A stale pass proves nothing about today.",
    "Run the runner's release workflow again, so that it publishes a new report.",
);
static CHECKSUM_MISMATCH: Meta = class(
    "ingest/checksum-mismatch",
    Severity::Error,
    "The asset's bytes do not have the digest that the release names.",
    "Either the transfer broke or somebody swapped the asset; in both cases its content is not what the runner published.",
    "Upload the asset anew; if it happens again, find out who changed it.",
);
static IDENTITY_MISMATCH: Meta = class(
    "ingest/identity-mismatch",
    Severity::Error,
    "The report speaks of another runner, repository, lane, release or commit than the registry and the release do.",
    "A good report copied from another lane would make this one look fresh.",
    "Publish the report that was made for this lane and this release.",
);
static VERSION_INCOMPATIBLE: Meta = class(
    "ingest/version-incompatible",
    Severity::Error,
    "The report's `version` is not one that the catalogued schema covers.",
    "A newer form can mean something else by the same member; guessing is not reading.",
    "Update the control plane, or publish the report in a version that the schema catalog holds.",
);
static TOO_LARGE: Meta = class(
    "ingest/too-large",
    Severity::Error,
    "An answer was larger than the limit, before or after decompression.",
    "A source must not be able to exhaust the machine that reads it.",
    "Publish a report of reasonable size, or raise the limit if it is meant.",
);
static RATE_LIMITED: Meta = class(
    "ingest/rate-limited",
    Severity::Error,
    "The forge asked to come back later than the run could wait.",
    "Asking again at once would lengthen the ban, for every lane on that host.",
    "Give a token (`GITHUB_TOKEN`), run less often, or allow the run more time.",
);
static LANE_PLANNED: Meta = class(
    "ingest/lane-planned",
    Severity::Note,
    "The lane is planned, disabled or retired: nothing was fetched.",
    "Nothing is expected of a lane that is not run; its row stands in the matrix so that nobody takes it for forgotten.",
    "Set the lane's `status` to `active` once its runner publishes reports.",
);
static CERTIFICATE_MISSING: Meta = class(
    "ingest/certificate-missing",
    Severity::Warning,
    "The release of an active lane carries no execution certificate.",
    "A report is the runner's own word; the certificate is what others can check.",
    "Run `runner-certify` in the release workflow and upload what it writes.",
);
static RELEASE_MOVED: Meta = class(
    "ingest/release-moved",
    Severity::Warning,
    "The registered release address has moved for good; the new one was followed.",
    "A renamed repository answers under its old address only until somebody else takes that name.",
    "Write the new address into the registry's `release_api_url`.",
);
static RELEASE_PRERELEASE: Meta = class(
    "ingest/release-prerelease",
    Severity::Warning,
    "The release that the report came with is a prerelease.",
    "What was published on trial is no promise of the lane's state.",
    "Publish a full release, or point `release_api_url` at the newest one.",
);
static RELEASE_MUTABLE: Meta = class(
    "ingest/release-mutable",
    Severity::Warning,
    "Tag and assets of the release can still be changed, and immutable releases were asked for.",
    "What can be swapped after the fact is no lasting evidence.",
    "Turn on immutable releases for the runner's repository, and publish a new release.",
);

#[cfg(test)]
mod tests {
    use super::{METAS, meta};
    use contracts::runner::FailureClass;

    #[test]
    fn every_class_has_its_own_metadata() {
        for (class, listed) in FailureClass::ALL.into_iter().zip(METAS) {
            assert_eq!(meta(class).code, class.code());
            assert_eq!(listed.code, class.code());
        }
        assert_eq!(METAS[11].code, "ingest/certificate-missing");
    }
}
