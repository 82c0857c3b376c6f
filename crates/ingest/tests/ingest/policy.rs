//! The policy over whole runs: every lane by every report, as a table written down by hand; the
//! rules, the gate and the counts say the same.

use std::sync::Arc;

use contracts::runner::{LaneStatus, MatrixRow, PolicyEffect};
use ingest::documents::json as bytes_of;
use ingest::gate::{GateOptions, gate};
use ingest::made::Made;
use ingest::pace::Stop;
use ingest::source::transport::Payload;
use ingest::source::trouble::{Cause, Trouble};
use ingest::source::want::{Fetched, Part, Source, Want};
use serde_json::{Value, json};
use validator::judge::Judge;

use crate::support::lanes::{NOW, Setup, registry_of, release, report, row, text};

const URL: &str = "https://forge.example.com/releases/latest";
const CLASSES: [&str; 2] = ["required", "compatibility_non_blocking"];
const LANES: [&str; 4] = ["active", "planned", "disabled", "retired"];
const STATUSES: [&str; 4] = ["pass", "fail", "degraded", "unknown"];
const STATES: [&str; 3] = ["fresh", "stale", "missing"];

/// The effect on an active lane: required, compatibility.
const ACTIVE: [(&str, &str, [&str; 2]); 12] = [
    ("pass", "fresh", ["non_blocking_warn", "non_blocking_warn"]),
    ("pass", "stale", ["blocking_fail", "non_blocking_fail"]),
    ("pass", "missing", ["blocking_fail", "non_blocking_fail"]),
    ("fail", "fresh", ["blocking_fail", "non_blocking_warn"]),
    ("fail", "stale", ["blocking_fail", "non_blocking_fail"]),
    ("fail", "missing", ["blocking_fail", "non_blocking_fail"]),
    ("degraded", "fresh", ["blocking_fail", "non_blocking_warn"]),
    ("degraded", "stale", ["blocking_fail", "non_blocking_fail"]),
    ("degraded", "missing", ["blocking_fail", "non_blocking_fail"]),
    ("unknown", "fresh", ["blocking_fail", "non_blocking_warn"]),
    ("unknown", "stale", ["blocking_fail", "non_blocking_fail"]),
    ("unknown", "missing", ["blocking_fail", "non_blocking_fail"]),
];

/// Lanes named CLASS.LANE.STATUS.STATE, each with the report of its name.
struct Named;

impl Source for Named {
    fn fetch(&self, want: &Want<'_>) -> Fetched {
        let [class, _, status, state] = parts(want.lane);
        if want.part == Part::Release {
            let metadata = release("https://forge.example.com");
            return Fetched::plain(Ok(Payload::of(text(&metadata))));
        }
        if state == "missing" {
            return Fetched::plain(Err(Trouble::new(Cause::NotFound, "nothing there")));
        }
        let mut document = report(want.lane);
        document["lane_class"] = json!(CLASSES.iter().find(|c| c.starts_with(class)).unwrap());
        document["overall_status"] = json!(status);
        if status == "fail" {
            document["command_results"][0]["status"] = json!("fail");
            document["command_results"][0]["exit_code"] = json!(1);
        }
        if state == "stale" {
            document["generated_at"] = json!("2026-01-01T00:00:00Z");
        }
        Fetched::plain(Ok(Payload::of(text(&document))))
    }
}

fn parts(lane: &str) -> [&str; 4] {
    lane.split('.').collect::<Vec<_>>().try_into().unwrap()
}

/// Every lane there can be: 2 × 4 × 4 × 3.
fn everything() -> Made {
    let mut rows: Vec<Value> = Vec::new();
    for class in CLASSES {
        for lane in LANES {
            for status in STATUSES {
                for state in STATES {
                    let short = class.split('_').next().unwrap();
                    rows.push(row(&format!("{short}.{lane}.{status}.{state}"), class, lane, URL));
                }
            }
        }
    }
    let setup = Setup::from(Arc::new(Named), Stop::default());
    setup.run(&setup.registry(&registry_of(&rows)))
}

/// What the table says of a row, by its name alone.
fn expected(row: &MatrixRow) -> &'static str {
    let [class, lane, status, state] = parts(&row.runner_id);
    if lane != "active" {
        return "non_blocking_warn";
    }
    let line = ACTIVE.iter().find(|line| (line.0, line.1) == (status, state)).unwrap();
    line.2[usize::from(class != "required")]
}

#[test]
fn every_combination_has_the_effect_of_the_table() {
    let made = everything();
    assert_eq!(made.matrix.matrix_rows.len(), 96);
    for row in &made.matrix.matrix_rows {
        let [_, lane, status, state] = parts(&row.runner_id);
        assert_eq!(row.policy_effect.as_str(), expected(row), "{}", row.runner_id);
        let looked_at = lane == "active";
        let state = if looked_at { state } else { "missing" };
        assert_eq!(row.freshness_state.as_str(), state, "{}", row.runner_id);
        let status = if state == "missing" { "unknown" } else { status };
        assert_eq!(row.runner_status.as_str(), status, "{}", row.runner_id);
        assert_eq!(row.failure_class.is_none(), state == "fresh", "{}", row.runner_id);
    }
}

#[test]
fn counts_log_and_gate_follow_the_same_function() {
    let made = everything();
    let rows = &made.matrix.matrix_rows;
    let with =
        |effect: PolicyEffect| rows.iter().filter(|row| row.policy_effect == effect).count() as u64;
    let counts = made.matrix.counts.unwrap();
    assert_eq!(counts.blocking_fail, with(PolicyEffect::BlockingFail));
    assert_eq!(counts.non_blocking_fail, with(PolicyEffect::NonBlockingFail));
    assert_eq!(made.log.compatibility_stale_or_missing_count, counts.non_blocking_fail);
    assert_eq!((counts.blocking_fail, counts.non_blocking_fail), (11, 8));
    for (row, entry) in rows.iter().zip(&made.log.entries) {
        assert_eq!(
            (row.policy_effect, row.failure_class),
            (entry.policy_effect, entry.failure_class)
        );
    }
    let options = GateOptions { now: NOW.parse().unwrap(), max_age_hours: None };
    let verdict = gate(&bytes_of(&made.matrix).unwrap(), None, &Judge::new(), options);
    assert!(verdict.refusals.is_empty(), "{verdict:?}");
    let blocking: Vec<_> = verdict.blocking.iter().map(|blocked| &blocked.runner_id).collect();
    let wanted: Vec<_> = rows
        .iter()
        .filter(|row| row.policy_effect == PolicyEffect::BlockingFail)
        .map(|row| &row.runner_id)
        .collect();
    assert_eq!(blocking, wanted);
    assert_eq!(verdict.passed, ["required.active.pass.fresh"]);
}

#[test]
fn lanes_that_are_not_run_are_the_other_three_statuses() {
    let made = everything();
    let idle = made.matrix.matrix_rows.iter().filter(|r| r.lane_status != Some(LaneStatus::Active));
    assert_eq!(idle.count(), 72);
}
