//! The policy of the status matrix: pure functions, one meaning for rules, ingest and gate.
//!
//! Times are held against each other in whole seconds: an age of 72 hours and half a second is
//! 72 hours old, one of 72 hours and one second is older.

use contracts::runner::{FreshnessState, LaneClass, LaneStatus, PolicyEffect, RunnerStatus};
use jiff::Timestamp;

/// The bound, in hours, where nobody gives one.
pub const DEFAULT_SLO_HOURS: u32 = 72;
/// The contract's own bound on compatibility lanes, in hours; it caps every other.
pub const COMPATIBILITY_CAP_HOURS: u32 = 72;
/// How far in the future a report may say it was made, in seconds: clocks differ.
pub const ALLOWED_SKEW_SECONDS: i64 = 5 * 60;

/// When a trustworthy report was made, and until when its producer wants it to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReportWindow {
    /// `generated_at`.
    pub generated_at: Timestamp,
    /// `fresh_until`; absent in matrices of others.
    pub fresh_until: Option<Timestamp>,
}

/// The freshness bound of a lane, in hours: what the run was given (`--max-age-hours`), else what
/// the registry says, else [`DEFAULT_SLO_HOURS`]; never above the cap on a compatibility lane.
#[must_use]
pub fn slo_hours(class: LaneClass, given: Option<u32>, registered: Option<u32>) -> u32 {
    capped(class, given.or(registered).unwrap_or(DEFAULT_SLO_HOURS))
}

/// The bound with the contract's cap applied.
#[must_use]
pub fn capped(class: LaneClass, hours: u32) -> u32 {
    match class {
        LaneClass::CompatibilityNonBlocking => hours.min(COMPATIBILITY_CAP_HOURS),
        LaneClass::Required => hours,
    }
}

/// The age of a report in whole seconds; below zero when it is from the future.
#[must_use]
pub fn age_seconds(now: Timestamp, generated_at: Timestamp) -> i64 {
    now.duration_since(generated_at).as_secs()
}

/// Whether an age is within the bound. Exactly at the bound is within.
#[must_use]
pub fn within_slo(age_seconds: i64, slo_hours: u32) -> bool {
    age_seconds <= i64::from(slo_hours) * 3600
}

/// Whether the producer's own window is over. At `fresh_until` itself it is not.
#[must_use]
pub fn past_window(now: Timestamp, fresh_until: Timestamp) -> bool {
    now.duration_since(fresh_until).as_secs() > 0
}

/// Whether a report says it was made later than clocks can differ: not trustworthy.
#[must_use]
pub fn from_future(now: Timestamp, generated_at: Timestamp) -> bool {
    age_seconds(now, generated_at) < -ALLOWED_SKEW_SECONDS
}

/// The freshness of a lane. `report` is `None` when there is no trustworthy one; a report from
/// the future is not trustworthy either.
#[must_use]
pub fn freshness(now: Timestamp, report: Option<ReportWindow>, slo_hours: u32) -> FreshnessState {
    let Some(report) = report.filter(|report| !from_future(now, report.generated_at)) else {
        return FreshnessState::Missing;
    };
    let old = !within_slo(age_seconds(now, report.generated_at), slo_hours);
    let over = report.fresh_until.is_some_and(|until| past_window(now, until));
    if old || over { FreshnessState::Stale } else { FreshnessState::Fresh }
}

/// What a lane's state means for a merge.
///
/// A required, active lane blocks unless it shows a fresh pass: a stale pass proves nothing about
/// today. An active compatibility lane fails its governance bound when it is stale or missing, and
/// never blocks. A lane that is not run warns.
#[must_use]
pub fn effect(
    class: LaneClass,
    lane: LaneStatus,
    runner: RunnerStatus,
    freshness: FreshnessState,
) -> PolicyEffect {
    if lane != LaneStatus::Active {
        return PolicyEffect::NonBlockingWarn;
    }
    match (class, runner, freshness) {
        (LaneClass::Required, RunnerStatus::Pass, FreshnessState::Fresh) => {
            PolicyEffect::NonBlockingWarn
        }
        (LaneClass::Required, _, _) => PolicyEffect::BlockingFail,
        (LaneClass::CompatibilityNonBlocking, _, FreshnessState::Fresh) => {
            PolicyEffect::NonBlockingWarn
        }
        (LaneClass::CompatibilityNonBlocking, _, _) => PolicyEffect::NonBlockingFail,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use FreshnessState::{Fresh, Missing, Stale};
    use PolicyEffect::{BlockingFail, NonBlockingFail, NonBlockingWarn};
    use jiff::{SignedDuration, ToSpan};

    const CLASSES: [LaneClass; 2] = [LaneClass::Required, LaneClass::CompatibilityNonBlocking];
    const LANES: [LaneStatus; 4] =
        [LaneStatus::Active, LaneStatus::Planned, LaneStatus::Disabled, LaneStatus::Retired];
    const RUNNERS: [RunnerStatus; 4] =
        [RunnerStatus::Pass, RunnerStatus::Fail, RunnerStatus::Degraded, RunnerStatus::Unknown];
    const STATES: [FreshnessState; 3] = [Fresh, Stale, Missing];

    fn now() -> Timestamp {
        "2026-02-23T00:00:00Z".parse().unwrap()
    }

    fn made(ago: SignedDuration) -> Option<ReportWindow> {
        Some(ReportWindow { generated_at: now() - ago, fresh_until: None })
    }

    #[test]
    fn every_combination_has_the_effect_that_the_contract_gives_it() {
        for class in CLASSES {
            for lane in LANES {
                for runner in RUNNERS {
                    for state in STATES {
                        let active = lane == LaneStatus::Active;
                        let required = class == LaneClass::Required;
                        let good = runner == RunnerStatus::Pass && state == Fresh;
                        let wanted = if active && required && !good {
                            BlockingFail
                        } else if active && !required && state != Fresh {
                            NonBlockingFail
                        } else {
                            NonBlockingWarn
                        };
                        assert_eq!(
                            effect(class, lane, runner, state),
                            wanted,
                            "{class:?} {lane:?} {runner:?} {state:?}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn only_a_required_active_lane_blocks_and_only_a_fresh_pass_frees_it() {
        let required =
            |runner, state| effect(LaneClass::Required, LaneStatus::Active, runner, state);
        assert_eq!(required(RunnerStatus::Pass, Fresh), NonBlockingWarn);
        assert_eq!(required(RunnerStatus::Pass, Stale), BlockingFail);
        assert_eq!(required(RunnerStatus::Unknown, Fresh), BlockingFail);
        assert_eq!(required(RunnerStatus::Degraded, Fresh), BlockingFail);
        let other = |runner, state| {
            effect(LaneClass::CompatibilityNonBlocking, LaneStatus::Active, runner, state)
        };
        assert_eq!(other(RunnerStatus::Fail, Fresh), NonBlockingWarn);
        assert_eq!(other(RunnerStatus::Pass, Missing), NonBlockingFail);
    }

    #[test]
    fn exactly_at_the_bound_is_fresh_and_one_second_later_is_not() {
        let hours = |hours| SignedDuration::from_hours(hours);
        let second = SignedDuration::from_secs(1);
        let half = SignedDuration::from_millis(500);
        assert_eq!(freshness(now(), made(hours(72)), 72), Fresh);
        assert_eq!(freshness(now(), made(hours(72) + half), 72), Fresh);
        assert_eq!(freshness(now(), made(hours(72) + second), 72), Stale);
        assert_eq!(freshness(now(), made(hours(71) + SignedDuration::from_mins(59)), 71), Stale);
        assert_eq!(freshness(now(), None, 72), Missing);
    }

    #[test]
    fn the_producers_own_window_counts_too() {
        let window = |until: &str| {
            Some(ReportWindow {
                generated_at: now() - 1.hour(),
                fresh_until: Some(until.parse().unwrap()),
            })
        };
        assert_eq!(freshness(now(), window("2026-02-23T00:00:00Z"), 72), Fresh);
        assert_eq!(freshness(now(), window("2026-02-22T23:59:59Z"), 72), Stale);
    }

    #[test]
    fn a_report_from_beyond_the_skew_is_not_trustworthy() {
        let ahead = |secs| made(-SignedDuration::from_secs(secs));
        assert_eq!(freshness(now(), ahead(300), 72), Fresh);
        assert_eq!(freshness(now(), ahead(301), 72), Missing);
    }

    #[test]
    fn the_flag_outranks_the_registry_and_the_cap_outranks_both_on_compatibility_lanes() {
        let (required, other) = (LaneClass::Required, LaneClass::CompatibilityNonBlocking);
        assert_eq!(slo_hours(required, None, None), 72);
        assert_eq!(slo_hours(required, None, Some(24)), 24);
        assert_eq!(slo_hours(required, Some(100), Some(24)), 100);
        assert_eq!(slo_hours(other, Some(100), Some(24)), 72);
        assert_eq!(slo_hours(other, Some(1), Some(24)), 1);
        assert_eq!(slo_hours(other, None, Some(500)), 72);
    }

    #[test]
    fn the_ends_of_time_do_not_overflow() {
        let report =
            |at| Some(ReportWindow { generated_at: at, fresh_until: Some(Timestamp::MAX) });
        assert_eq!(freshness(Timestamp::MAX, report(Timestamp::MIN), u32::MAX), Fresh);
        assert_eq!(freshness(Timestamp::MIN, report(Timestamp::MAX), 1), Missing);
    }
}
