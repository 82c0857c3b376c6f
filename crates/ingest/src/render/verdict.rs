//! The gate's verdict as a message for a merge check.

use super::log_line::foreign;
use crate::gate::{Blocked, Verdict};

const PUBLISH: &str = "Publish a passing, recent report from each lane named, run the ingest again, \
                       and repeat this check.";
const MAKE_ANEW: &str = "Make the matrix anew with `data-contracts ingest`, and repeat this check.";

/// The verdict as a message for a merge check.
#[must_use]
pub fn message(verdict: &Verdict) -> String {
    let mut lines = vec![headline(verdict)];
    lines.extend(verdict.refusals.iter().map(|why| format!("  refused: {}", foreign(why, 1_000))));
    lines.extend(verdict.blocking.iter().flat_map(told));
    lines.extend(verdict.remarks.iter().map(|remark| format!("  note: {remark}")));
    if !verdict.refusals.is_empty() {
        lines.push(MAKE_ANEW.to_owned());
    } else if !verdict.blocking.is_empty() {
        lines.push(PUBLISH.to_owned());
    }
    lines.join("\n") + "\n"
}

fn headline(verdict: &Verdict) -> String {
    if !verdict.refusals.is_empty() {
        return "Merge blocked: the status matrix cannot be believed.".to_owned();
    }
    match verdict.blocking.len() {
        0 => format!("Merge may go on: {} passed.", listed(&verdict.passed)),
        1 => "Merge blocked: 1 required lane without a fresh pass.".to_owned(),
        many => format!("Merge blocked: {many} required lanes without a fresh pass."),
    }
}

fn told(blocked: &Blocked) -> Vec<String> {
    let reason = format!("  {}: {}", blocked.runner_id, foreign(&blocked.reason, 1_000));
    let see = blocked.evidence_url.as_ref().map(|url| format!("    see {}", foreign(url, 400)));
    [Some(reason), see].into_iter().flatten().collect()
}

fn listed(lanes: &[String]) -> String {
    match lanes {
        [one] => format!("required lane {one}"),
        many => format!("required lanes {}", many.join(", ")),
    }
}
