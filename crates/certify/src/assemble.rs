//! From observations to a certificate: a pure function, so that the same observations and the
//! same clock give the same bytes.

use contracts::runner::{
    CertificateSummary, CertifiedRunner, Check, CheckStatus, Equivalence, ExecutionCertificate,
    ExecutionIntent, Proof, SummaryStatus,
};
use jiff::Timestamp;
use validator::proof::{c14n, coverage, digest, intent};

use crate::evidence;
use crate::lane::Lane;
use crate::observe::{Observation, Tree};
use crate::plan::Task;
use crate::row::row;

/// The version that is written; version 2 is read too.
const VERSION: u32 = 1;

/// What a tree without a commit is certified as: git's own name for "no object".
const NO_COMMIT: &str = "0000000000000000000000000000000000000000";

/// Everything that a certificate is computed from.
#[derive(Debug, Clone, Copy)]
pub struct Run<'r> {
    /// The lane and the registry behind it.
    pub lane: &'r Lane,
    /// What was demanded.
    pub intent: &'r ExecutionIntent,
    /// What was to be run; empty on a lane that is not active.
    pub tasks: &'r [Task],
    /// What was seen, one for each task.
    pub seen: &'r [Observation],
    /// The tree that it ran in.
    pub tree: &'r Tree,
    /// Whether a required lane may pass over a tree with changes.
    pub allow_dirty: bool,
    /// The clock.
    pub now: Timestamp,
}

/// Computes the certificate.
///
/// # Errors
/// When a certificate does not survive its own encoding: a fault of ours.
pub fn certificate(run: &Run<'_>) -> Result<ExecutionCertificate, serde_json::Error> {
    let checks = rows(run);
    let mut certificate = ExecutionCertificate {
        version: VERSION,
        runner: runner(run),
        execution_intent: run.intent.clone(),
        equivalence: Equivalence {
            normalization_version: intent::NAME.to_owned(),
            hash_algorithm: "sha256".to_owned(),
            intent_hash: intent::hash(&serde_json::to_value(run.intent)?),
        },
        summary: summary(&checks, run.lane.is_blocking()),
        checks,
        proof: Proof { canonicalization: c14n::NAME.to_owned(), payload_sha256: String::new() },
    };
    let payload = serde_json::to_value(&certificate)?;
    certificate.proof.payload_sha256 = digest::of_payload(&payload).unwrap_or_default();
    Ok(certificate)
}

fn runner(run: &Run<'_>) -> CertifiedRunner {
    let entry = &run.lane.runner;
    CertifiedRunner {
        runner_id: entry.runner_id.clone(),
        class: entry.class,
        status: entry.status,
        blocking: run.lane.is_blocking(),
        // Early registries do not name the repository; the lane's name is what is known then.
        implementation_repo: entry
            .entrypoints
            .implementation_repo
            .clone()
            .unwrap_or_else(|| entry.runner_id.clone()),
        commit_sha: run.tree.commit.clone().unwrap_or_else(|| NO_COMMIT.to_owned()),
        // Whole seconds: a fraction would tell nothing and make files differ.
        certified_at: run.now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
    }
}

fn rows(run: &Run<'_>) -> Vec<Check> {
    let mut rows = vec![shape_row(), tree_row(run)];
    if !run.lane.is_active() {
        let placeholder = |group: &coverage::Group| {
            plain(
                group.name,
                group.placeholder,
                CheckStatus::Skip,
                format!("the lane is {} and is not run", run.lane.runner.status.as_str()),
            )
        };
        rows.extend(coverage::GROUPS.iter().map(placeholder));
        return rows;
    }
    let runner_id = &run.lane.runner.runner_id;
    rows.extend(run.tasks.iter().zip(run.seen).map(|(task, seen)| {
        let reference = evidence::reference(runner_id, &evidence::record(seen));
        row(task, seen, Some(reference))
    }));
    rows
}

fn shape_row() -> Check {
    let detail = "the registry's entry keeps its contract".to_owned();
    plain(coverage::CONTRACT_GROUP, "registry.entry.shape", CheckStatus::Pass, detail)
}

/// Which sources were run. Exit code 1 marks a tree with changes, whether or not it fails.
fn tree_row(run: &Run<'_>) -> Check {
    let tree = run.tree;
    let strict = run.lane.is_blocking() && !run.allow_dirty;
    let verdict = if strict { CheckStatus::Fail } else { CheckStatus::Pass };
    let excuse = match (run.lane.is_blocking(), run.allow_dirty) {
        (false, _) => "the lane does not block",
        (true, true) => "allowed with --allow-dirty",
        (true, false) => "a required lane cannot pass so",
    };
    let (status, exit_code, detail) = match (&tree.commit, tree.changes) {
        (Some(commit), Some(0)) => (CheckStatus::Pass, 0, format!("clean at {commit}")),
        (Some(commit), Some(changes)) => {
            (verdict, 1, format!("dirty: {changes} paths differ from {commit}; {excuse}"))
        }
        _ => {
            let trouble = tree.trouble.as_deref().unwrap_or("git does not say");
            (verdict, 1, format!("no commit to certify: {trouble}; {excuse}"))
        }
    };
    Check { exit_code, ..plain(coverage::CONTRACT_GROUP, "source.tree", status, detail) }
}

fn plain(group: &str, id: &str, status: CheckStatus, detail: String) -> Check {
    Check {
        group: group.to_owned(),
        id: id.to_owned(),
        status,
        exit_code: 0,
        detail,
        duration_ms: None,
        evidence_ref: None,
    }
}

fn summary(checks: &[Check], blocking: bool) -> CertificateSummary {
    let count =
        |status: CheckStatus| checks.iter().filter(|row| row.status == status).count() as u64;
    let (failed, skipped) = (count(CheckStatus::Fail), count(CheckStatus::Skip));
    let fails = failed > 0 || (blocking && skipped > 0);
    CertificateSummary {
        status: if fails { SummaryStatus::Fail } else { SummaryStatus::Pass },
        passed: count(CheckStatus::Pass),
        failed,
        skipped,
        blocking,
    }
}
