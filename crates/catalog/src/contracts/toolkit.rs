//! What the toolkit itself writes and what its operators write for it, one file a contract.

mod compat_history;
mod compat_report;
mod conformance_case;
mod finding_report;
mod migration;
mod policy;
mod semantic_breaks;
mod stream_summary;
mod trust;
mod verify_report;
mod waivers;

use crate::Contract;

/// The contracts of the family.
pub const CONTRACTS: &[Contract] = &[
    finding_report::FINDING_REPORT,
    stream_summary::STREAM_SUMMARY,
    verify_report::VERIFY_REPORT,
    compat_report::COMPAT_REPORT,
    compat_history::COMPAT_HISTORY,
    waivers::WAIVERS,
    trust::TRUST,
    migration::MIGRATION,
    policy::POLICY,
    semantic_breaks::SEMANTIC_BREAKS,
    conformance_case::CONFORMANCE_CASE,
];
