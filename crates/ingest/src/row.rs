//! From evidence to row and entry: pure, by the one policy.

use contracts::runner::{
    FailureClass, FreshnessState, LogEntry, MatrixRow, ReportSource, ReportTimes, RunnerStatus,
};
use jiff::Timestamp;
use report::visible::visible_within;
use validator::rules::runner::policy::{self, ReportWindow};

use crate::evidence::{Evidence, Failure, TrustedReport};
use crate::lane::Lane;
use crate::observe::shown_url;

/// What every row of a run is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame {
    /// The time of the run.
    pub now: Timestamp,
    /// The bound that the run was given, in hours.
    pub max_age_hours: Option<u32>,
}

/// The row of the matrix and the entry of the log of one lane.
#[must_use]
pub fn of(lane: &Lane, evidence: &Evidence, frame: Frame) -> (MatrixRow, LogEntry) {
    let judged = Judged::of(lane, evidence, frame);
    (row(lane, evidence, &judged), entry(lane, evidence, &judged))
}

/// What the policy says.
struct Judged<'e> {
    slo_hours: u32,
    report: Option<&'e TrustedReport>,
    age_seconds: Option<i64>,
    status: RunnerStatus,
    freshness: FreshnessState,
    effect: contracts::runner::PolicyEffect,
    failure: Option<Failure>,
}

impl<'e> Judged<'e> {
    fn of(lane: &Lane, evidence: &'e Evidence, frame: Frame) -> Self {
        let registered = lane.exchange.as_ref().and_then(|exchange| exchange.slo_hours);
        let slo_hours = policy::slo_hours(lane.class, frame.max_age_hours, registered);
        let report = evidence.report.as_ref().filter(|_| evidence.failure.is_none());
        let window = report.map(|report| ReportWindow {
            generated_at: report.generated_at,
            fresh_until: Some(report.fresh_until),
        });
        let freshness = policy::freshness(frame.now, window, slo_hours);
        // A report that the policy does not trust is none.
        let report = report.filter(|_| freshness != FreshnessState::Missing);
        let status = report.map_or(RunnerStatus::Unknown, |report| report.status);
        let age_seconds = report.map(|r| policy::age_seconds(frame.now, r.generated_at));
        Judged {
            slo_hours,
            report,
            age_seconds,
            status,
            freshness,
            effect: policy::effect(lane.class, lane.status, status, freshness),
            failure: failure(evidence, report, freshness, age_seconds, slo_hours),
        }
    }
}

fn failure(
    evidence: &Evidence,
    report: Option<&TrustedReport>,
    freshness: FreshnessState,
    age_seconds: Option<i64>,
    slo_hours: u32,
) -> Option<Failure> {
    if evidence.failure.is_some() {
        return evidence.failure.clone();
    }
    let stale = |why: String| Some(Failure::new(FailureClass::ReportStale, why));
    match (freshness, report, age_seconds) {
        (FreshnessState::Fresh, ..) => None,
        (FreshnessState::Stale, Some(_), Some(age)) if !policy::within_slo(age, slo_hours) => {
            stale(format!("the report is {} old; the bound is {slo_hours} h", duration(age)))
        }
        (FreshnessState::Stale, Some(report), _) => stale(format!(
            "the report counted until {} by its producer's own word",
            visible_within(&report.fresh_until_text, 40)
        )),
        _ => Some(Failure::new(
            FailureClass::ReportInvalid,
            "the report says that it was made in the future",
        )),
    }
}

fn row(lane: &Lane, evidence: &Evidence, judged: &Judged<'_>) -> MatrixRow {
    MatrixRow {
        runner_id: lane.runner_id.clone(),
        implementation_repo: lane.implementation_repo.clone().unwrap_or_default(),
        lane_class: lane.class,
        runner_status: judged.status,
        freshness_state: judged.freshness,
        policy_effect: judged.effect,
        status_source: Some(ReportSource {
            release_version: evidence.release_version.clone(),
            report_url: judged.report.map(|_| evidence.report_url.clone()).unwrap_or_default(),
        }),
        status_report: Some(ReportTimes {
            generated_at: judged.report.map(|r| r.generated_at_text.clone()).unwrap_or_default(),
            age_hours: judged.age_seconds.map(hours),
            age_seconds: judged.age_seconds,
        }),
        lane_status: Some(lane.status),
        slo_hours: Some(judged.slo_hours),
        fresh_until: judged.report.map(|r| r.fresh_until_text.clone()),
        failure_class: judged.failure.as_ref().map(|failure| failure.class),
        reason: Some(reason(judged)),
        commit_sha: judged.report.map(|r| r.commit_sha.clone()),
        report_sha256: evidence.report_sha256.clone(),
        digest_state: evidence.digest_state,
        immutable: evidence.immutable,
        certificate_state: evidence.certificate,
        redirected_from: evidence.redirected_from.clone(),
        evidence_url: evidence.evidence_url.clone(),
        artifacts: evidence.artifacts,
        findings: evidence.findings.clone(),
    }
}

fn entry(lane: &Lane, evidence: &Evidence, judged: &Judged<'_>) -> LogEntry {
    let exchange = lane.exchange.as_ref();
    LogEntry {
        runner_id: lane.runner_id.clone(),
        implementation_repo: lane.implementation_repo.clone().unwrap_or_default(),
        release_api_url: exchange.map(|e| shown_url(&e.release_api_url)).unwrap_or_default(),
        report_asset_name: exchange.map(|e| e.report_asset_name.clone()).unwrap_or_default(),
        report_url: evidence.report_url.clone(),
        freshness_state: judged.freshness,
        policy_effect: judged.effect,
        error: judged.failure.as_ref().map(|failure| failure.detail.clone()),
        failure_class: judged.failure.as_ref().map(|failure| failure.class),
        lane_status: Some(lane.status),
        attempts: evidence.asked.then_some(evidence.exchanges),
        http_status: evidence.http_status.filter(|status| (100..=599).contains(status)),
        report_sha256: evidence.report_sha256.clone(),
        redirected_from: evidence.redirected_from.clone(),
        findings: evidence.findings.clone(),
    }
}

/// The state in one sentence.
fn reason(judged: &Judged<'_>) -> String {
    if let Some(failure) = &judged.failure {
        return failure.detail.clone();
    }
    let age = duration(judged.age_seconds.unwrap_or_default());
    let failed: &[String] = judged.report.map(|r| r.failed_commands.as_slice()).unwrap_or_default();
    let status = judged.status.as_str();
    if failed.is_empty() {
        return format!("the runner reports {status}, {age} ago");
    }
    let names: Vec<String> =
        failed.iter().take(3).map(|name| format!("`{}`", visible_within(name, 60))).collect();
    let more = failed.len().saturating_sub(names.len());
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    format!("the runner reports {status}, {age} ago: {}{more} failed", names.join(", "))
}

/// Hours with two decimals, as published matrices write them.
fn hours(seconds: i64) -> f64 {
    // Ages are far below the 2^53 seconds up to which this is exact.
    #[allow(clippy::cast_precision_loss)]
    let hours = (seconds as f64 / 36.0).round() / 100.0;
    // No negative zero in documents.
    hours + 0.0
}

/// A time span as people say it: the two largest units.
#[must_use]
pub fn duration(seconds: i64) -> String {
    let (sign, left) =
        if seconds < 0 { ("-", seconds.unsigned_abs()) } else { ("", seconds as u64) };
    let (days, hours, minutes) = (left / 86_400, left / 3600 % 24, left / 60 % 60);
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{sign}{left} s"),
        (0, 0, _) => format!("{sign}{minutes} min"),
        (0, _, 0) => format!("{sign}{hours} h"),
        (0, _, _) => format!("{sign}{hours} h {minutes} min"),
        (_, 0, _) => format!("{sign}{days} d"),
        _ => format!("{sign}{days} d {hours} h"),
    }
}

#[cfg(test)]
mod tests {
    use super::{duration, hours};

    #[test]
    fn spans_are_told_in_two_units() {
        for (seconds, told) in [
            (0, "0 s"),
            (59, "59 s"),
            (60, "1 min"),
            (3_660, "1 h 1 min"),
            (7_200, "2 h"),
            (86_400, "1 d"),
            (259_201, "3 d"),
            (266_400, "3 d 2 h"),
            (-30, "-30 s"),
        ] {
            assert_eq!(duration(seconds), told);
        }
        assert!(duration(i64::MIN).starts_with('-'));
    }

    #[test]
    fn hours_carry_two_decimals_and_no_negative_zero() {
        assert_eq!(hours(259_200).to_string(), "72");
        assert_eq!(hours(259_236).to_string(), "72.01");
        assert_eq!(hours(-1).to_string(), "0");
        assert_eq!(hours(-360).to_string(), "-0.1");
    }
}
