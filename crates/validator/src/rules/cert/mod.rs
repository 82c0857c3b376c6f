//! The rules of `runner/execution-certificate`: it must say what was run and be able to prove it.

mod check_coverage;
mod facts;
mod intent_hash;
mod payload_hash;
mod registry_drift;
mod signature;
mod skipped_required;
mod summary_derived;
#[cfg(test)]
mod test_bench;

use crate::rule::{ContractRules, Judged, Rule};
use crate::rules::runner;

pub use facts::{Certificate, CertificateFacts};

/// The rules of the execution certificate.
pub const CONTRACTS: &[&dyn Judged] = &[&ContractRules::<Certificate> {
    contract: "runner/execution-certificate",
    rules: &[
        Rule::<Certificate>::judged(&intent_hash::META, intent_hash::check),
        Rule::<Certificate>::judged(&payload_hash::META, payload_hash::check),
        Rule::<Certificate>::judged(&summary_derived::META, summary_derived::check),
        Rule::<Certificate>::judged(&skipped_required::META, skipped_required::check),
        Rule::<Certificate>::judged(&check_coverage::META, check_coverage::check),
        Rule::<Certificate>::judged(&registry_drift::META, registry_drift::check),
        Rule::<Certificate>::judged(&signature::META, signature::check),
        Rule::<Certificate>::in_schema(&runner::commit_sha::META),
        Rule::<Certificate>::in_schema(&runner::utc_timestamp::META),
    ],
}];
