//! A verification for people: the steps, then who signed what, when, under which registry.

use std::fmt::Write as _;

use contracts::toolkit::{StepOutcome, VerifyReport, VerifyResult};
use report::visible::visible;

use super::cause;

/// The report as text, one line a step.
#[must_use]
pub fn text(report: &VerifyReport) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = writeln!(out, "{}", visible(&report.source));
    for step in &report.steps {
        let word = match step.outcome {
            StepOutcome::Passed => "ok",
            StepOutcome::Failed => "FAILED",
            StepOutcome::NotChecked => "not checked",
            StepOutcome::NotReached => "not reached",
        };
        let _ = write!(out, "{:>3}. {:<30} {word}", step.number, step.name);
        if !step.detail.is_empty() {
            let _ = write!(out, ": {}", visible(&step.detail));
        }
        out.push('\n');
    }
    verdict(report, &mut out);
    about(report, &mut out);
    out
}

fn verdict(report: &VerifyReport, out: &mut String) {
    let _ = match (report.result, report.cause) {
        (VerifyResult::Verified, _) => writeln!(out, "\nVERIFIED"),
        (VerifyResult::DigestOnly, _) => {
            writeln!(out, "\nDIGEST-ONLY: its digests hold, and nobody answers for it")
        }
        (VerifyResult::Refused, Some(cause)) => {
            writeln!(out, "\nREFUSED ({}): {}", cause.as_str(), cause::says(cause))
        }
        (VerifyResult::Refused, None) => writeln!(out, "\nREFUSED"),
    };
}

fn about(report: &VerifyReport, out: &mut String) {
    // Nothing of a refused certificate is repeated as if it were known.
    if report.result == VerifyResult::Refused {
        return;
    }
    if let Some(signer) = &report.signer {
        let _ = writeln!(out, "signed by   {} ({})", visible(&signer.name), signer.keyid);
    }
    for subject in &report.subjects {
        let name = visible(&subject.name);
        let _ = writeln!(
            out,
            "about       {name} {}:{}",
            visible(&subject.algorithm),
            visible(&subject.digest)
        );
    }
    if let Some(it) = &report.certificate {
        let _ = writeln!(
            out,
            "runner      {} ({}, {})",
            it.runner_id,
            it.class.as_str(),
            it.lane_status.as_str()
        );
        let _ = writeln!(out, "commit      {}", it.commit_sha);
        let _ = writeln!(out, "certified   {}", it.certified_at);
        let _ = writeln!(
            out,
            "checks      {} passed, {} failed, {} skipped",
            it.passed, it.failed, it.skipped
        );
    }
    if let Some(it) = &report.registry {
        let pin =
            it.sha256.as_deref().map_or(String::new(), |pin| format!(", sha256 {}", visible(pin)));
        let _ = writeln!(out, "registry    {} version {}{pin}", visible(&it.path), it.version);
    }
    if let Some(it) = &report.schema {
        let pin = it.sha256.as_deref().unwrap_or("unknown");
        let _ = writeln!(out, "schema      {}, sha256 {pin}", it.contract);
        if let Some(signed) =
            it.signed_sha256.as_deref().filter(|signed| Some(*signed) != it.sha256.as_deref())
        {
            let _ = writeln!(out, "            at signing time: sha256 {}", visible(signed));
        }
    }
}
