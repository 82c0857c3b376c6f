//! A verification for people: the steps, then who signed what, when, under which registry.

use std::fmt::Write as _;

use contracts::toolkit::{CertificateDigest, StepOutcome, VerifyReport, VerifyResult};
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
    // What nobody was shown to have signed is only what an envelope says.
    let proved = report.signer.is_some();
    signature(report, proved, out);
    if let Some(it) = &report.certificate {
        essence(it, out);
    }
    pins(report, if proved { "sha256" } else { "unproved sha256" }, out);
}

fn signature(report: &VerifyReport, proved: bool, out: &mut String) {
    if let Some(signer) = &report.signer {
        let _ = writeln!(out, "signed by   {} ({})", visible(&signer.name), signer.keyid);
    }
    let word = if proved { "about   " } else { "unproved" };
    for subject in &report.subjects {
        let (name, algorithm) = (visible(&subject.name), visible(&subject.algorithm));
        let _ = writeln!(out, "{word}    {name} {algorithm}:{}", visible(&subject.digest));
    }
}

fn essence(it: &CertificateDigest, out: &mut String) {
    let (class, status) = (it.class.as_str(), it.lane_status.as_str());
    let _ = writeln!(out, "runner      {} ({class}, {status})", it.runner_id);
    let _ = writeln!(out, "commit      {}", it.commit_sha);
    let _ = writeln!(out, "certified   {}", it.certified_at);
    let (passed, failed, skipped) = (it.passed, it.failed, it.skipped);
    let _ = writeln!(out, "checks      {passed} passed, {failed} failed, {skipped} skipped");
}

fn pins(report: &VerifyReport, stated: &str, out: &mut String) {
    if let Some(it) = &report.registry {
        let pin = it.sha256.as_deref();
        let pin = pin.map_or(String::new(), |pin| format!(", {stated} {}", visible(pin)));
        let _ = writeln!(out, "registry    {} version {}{pin}", visible(&it.path), it.version);
    }
    if let Some(it) = &report.schema {
        let pin = it.sha256.as_deref().unwrap_or("unknown");
        let _ = writeln!(out, "schema      {}, sha256 {pin}", it.contract);
        let signed = it.signed_sha256.as_deref();
        if let Some(signed) = signed.filter(|signed| Some(*signed) != it.sha256.as_deref()) {
            let _ = writeln!(out, "            at signing time: {stated} {}", visible(signed));
        }
    }
}
