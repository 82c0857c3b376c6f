//! What the rules of `runner/execution-certificate` look at.

use serde_json::Value;

use crate::facts;
use crate::facts::{Fact, FactsFamily, Fill, Items, Part, Slot};
use crate::proof::{demands::Demands, digest, intent};

/// A certificate: its members, and what can only be told from all of it.
#[derive(Debug, Clone, Default)]
pub struct CertificateFacts<'d> {
    /// The members that rules name.
    pub members: MemberFacts<'d>,
    /// What stands in `execution_intent`, normalised.
    pub demands: Demands,
    /// The recomputed digest of the normalised intent; `None` when there is no intent object.
    pub intent_hash: Option<String>,
    /// The recomputed digest of the payload; `None` when the document has no place for it.
    pub payload_sha256: Option<String>,
}

impl<'d> std::ops::Deref for CertificateFacts<'d> {
    type Target = MemberFacts<'d>;
    fn deref(&self) -> &MemberFacts<'d> {
        &self.members
    }
}

/// [`CertificateFacts`] without its lifetime.
#[derive(Debug)]
pub struct Certificate;

impl FactsFamily for Certificate {
    type Of<'d> = CertificateFacts<'d>;
}

impl<'d> Fill<'d> for CertificateFacts<'d> {
    fn names(&self) -> &'static [&'static str] {
        self.members.names()
    }

    fn slot(&mut self, index: usize) -> Slot<'_, 'd> {
        self.members.slot(index)
    }

    fn wants_whole(&self) -> bool {
        true
    }

    fn whole(&mut self, tree: &Value) {
        if let Some(stated) = tree.get("execution_intent").filter(|intent| intent.is_object()) {
            self.demands = Demands::of(stated);
            self.intent_hash = Some(intent::hash(stated));
        }
        self.payload_sha256 = digest::of_payload(tree);
    }

    fn reset(&mut self) {
        *self = CertificateFacts::default();
    }
}

facts! {
    /// The members of a certificate that rules name.
    pub struct MemberFacts / Members {
        /// Who was certified.
        runner: Part<'d, RunnerFacts<'d>> = "runner",
        /// What makes certificates comparable.
        equivalence: Part<'d, EquivalenceFacts<'d>> = "equivalence",
        /// The counts.
        summary: Part<'d, SummaryFacts<'d>> = "summary",
        /// A row for each thing that was checked.
        checks: Items<'d, Part<'d, CheckFacts<'d>>> = "checks",
        /// The digest over all of it.
        proof: Part<'d, ProofFacts<'d>> = "proof",
    }
}

facts! {
    /// `runner`.
    pub struct RunnerFacts / Runner {
        /// The lane's name.
        runner_id: Fact<'d> = "runner_id",
        /// `required` or `compatibility_non_blocking`.
        class: Fact<'d> = "class",
        /// `active`, `planned`, `disabled` or `retired`.
        status: Fact<'d> = "status",
        /// Whether a failure blocks.
        blocking: Fact<'d> = "blocking",
        /// Where the implementation lives.
        implementation_repo: Fact<'d> = "implementation_repo",
    }
}

impl RunnerFacts<'_> {
    /// Whether a failure of this lane blocks: exactly for a required lane that is active. `None`
    /// when the document does not say.
    #[must_use]
    pub fn derived_blocking(&self) -> Option<bool> {
        Some(self.class.text()? == "required" && self.status.text()? == "active")
    }
}

facts! {
    /// `equivalence`.
    pub struct EquivalenceFacts / Equivalence {
        /// The stated digest of the intent.
        intent_hash: Fact<'d> = "intent_hash",
    }
}

facts! {
    /// `summary`.
    pub struct SummaryFacts / Summary {
        /// `pass` or `fail`.
        status: Fact<'d> = "status",
        /// Rows that passed.
        passed: Fact<'d> = "passed",
        /// Rows that failed.
        failed: Fact<'d> = "failed",
        /// Rows that were skipped.
        skipped: Fact<'d> = "skipped",
        /// Whether a failure blocks.
        blocking: Fact<'d> = "blocking",
    }
}

facts! {
    /// One row of `checks`.
    pub struct CheckFacts / Check {
        /// `contract`, `command`, `governance-sync` or `conformance`.
        group: Fact<'d> = "group",
        /// What was checked.
        id: Fact<'d> = "id",
        /// `pass`, `fail` or `skip` (`skipped` in published certificates).
        status: Fact<'d> = "status",
    }
}

impl CheckFacts<'_> {
    /// What became of the check; `None` for a word that the contract does not have.
    #[must_use]
    pub fn outcome(&self) -> Option<CheckOutcome> {
        match self.status.text()? {
            "pass" => Some(CheckOutcome::Passed),
            "fail" => Some(CheckOutcome::Failed),
            // The second spelling stands in published certificates.
            "skip" | "skipped" => Some(CheckOutcome::Skipped),
            _ => None,
        }
    }
}

/// What became of one check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckOutcome {
    /// It was run and held.
    Passed,
    /// It did not hold, or could not be run.
    Failed,
    /// It was not run.
    Skipped,
}

impl MemberFacts<'_> {
    /// How many rows ended so.
    #[must_use]
    pub fn count(&self, outcome: CheckOutcome) -> usize {
        self.checks.iter().filter(|check| check.outcome() == Some(outcome)).count()
    }
}

facts! {
    /// `proof`.
    pub struct ProofFacts / Proof {
        /// The stated digest of the payload.
        payload_sha256: Fact<'d> = "payload_sha256",
    }
}
