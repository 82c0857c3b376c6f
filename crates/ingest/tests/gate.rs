//! The merge gate: open for fresh passes only, and never by a matrix that was touched.
#![allow(clippy::unwrap_used)]

mod support;

use std::sync::Arc;

use ingest::documents::json as bytes_of;
use ingest::gate::{GateOptions, Verdict, gate, message};
use ingest::pace::Stop;
use ingest::source::transport::Payload;
use ingest::source::want::{Fetched, Part, Source, Want};
use serde_json::{Value, json};
use validator::judge::Judge;

use support::lanes::{NOW, Setup, registry_of, release, report, row, text};

const URL: &str = "https://forge.example.com/releases/latest";

/// Lanes by their names: `stale-…` and `fail-…` are what they are called, all else is fine.
struct ByName;

impl Source for ByName {
    fn fetch(&self, want: &Want<'_>) -> Fetched {
        let mut document = report(want.lane);
        if want.lane.starts_with("compat") {
            document["lane_class"] = json!("compatibility_non_blocking");
        }
        if want.lane.contains("stale") {
            document["generated_at"] = json!("2026-01-01T00:00:00Z");
        }
        if want.lane.starts_with("fail") {
            document["overall_status"] = json!("fail");
            document["command_results"][0]["status"] = json!("fail");
            document["command_results"][0]["exit_code"] = json!(1);
        }
        if want.part == Part::Release {
            document = release("https://forge.example.com");
        }
        Fetched::plain(Ok(Payload::of(text(&document))))
    }
}

/// A matrix over lanes of these names: `compat…` are compatibility lanes.
fn matrix(lanes: &[&str]) -> Value {
    let rows: Vec<Value> = lanes
        .iter()
        .map(|id| match id.strip_prefix("planned-") {
            Some(_) => row(id, "required", "planned", URL),
            None if id.starts_with("compat") => {
                row(id, "compatibility_non_blocking", "active", URL)
            }
            None => row(id, "required", "active", URL),
        })
        .collect();
    let setup = Setup::from(Arc::new(ByName), Stop::default());
    let made = setup.run(&setup.registry(&registry_of(&rows)));
    serde_json::to_value(made.matrix).unwrap()
}

fn at(now: &str) -> GateOptions {
    GateOptions { now: now.parse().unwrap(), max_age_hours: None }
}

fn judged(matrix: &Value) -> Verdict {
    gate(&bytes_of(matrix).unwrap(), None, &Judge::new(), at(NOW))
}

fn against(old: &Value, new: &Value) -> Verdict {
    let (old, new) = (bytes_of(old).unwrap(), bytes_of(new).unwrap());
    gate(&new, Some(&old), &Judge::new(), at(NOW))
}

#[test]
fn fresh_passes_open_the_gate() {
    let verdict = judged(&matrix(&["rust", "wasm", "compat-stale"]));
    assert!(verdict.is_open(), "{verdict:?}");
    assert_eq!(verdict.passed, ["rust", "wasm"]);
    assert!(verdict.remarks.iter().any(|remark| remark.contains("1 active compatibility")));
    assert!(message(&verdict).starts_with("Merge may go on"));
}

#[test]
fn anything_but_a_fresh_pass_of_a_required_lane_shuts_it() {
    for lane in ["stale-one", "fail-one"] {
        let verdict = judged(&matrix(&["rust", lane]));
        assert!(verdict.refusals.is_empty());
        assert_eq!(verdict.blocking.len(), 1);
        assert_eq!(verdict.blocking[0].runner_id, lane);
        let message = message(&verdict);
        assert!(message.contains("Merge blocked: 1 required lane") && message.contains(lane));
    }
}

#[test]
fn a_matrix_that_was_edited_is_refused() {
    let edits: [(&str, Value); 6] = [
        ("/matrix_rows/0/policy_effect", json!("non_blocking_warn")),
        ("/matrix_rows/0/freshness_state", json!("fresh")),
        ("/matrix_rows/0/lane_class", json!("compatibility_non_blocking")),
        ("/counts/blocking_fail", json!(0)),
        ("/matrix_rows/0/runner_status", json!("perfect")),
        ("/version", json!(2)),
    ];
    for (pointer, value) in edits {
        let mut matrix = matrix(&["stale-one", "rust"]);
        *matrix.pointer_mut(pointer).unwrap() = value;
        let verdict = judged(&matrix);
        assert!(!verdict.refusals.is_empty(), "{pointer}: {verdict:?}");
        assert!(message(&verdict).contains("cannot be believed"));
    }
}

#[test]
fn a_row_that_is_there_twice_and_text_that_is_no_matrix_are_refused() {
    let mut twice = matrix(&["rust"]);
    let row = twice["matrix_rows"][0].clone();
    twice["matrix_rows"].as_array_mut().unwrap().push(row);
    assert!(!judged(&twice).refusals.is_empty());
    for text in ["", "{}", "[]", "<html>", "{\"version\": 1, \"version\": 1}"] {
        let verdict = gate(text.as_bytes(), None, &Judge::new(), at(NOW));
        assert_eq!(verdict.refusals.len(), 1, "{text}");
    }
}

#[test]
fn an_old_matrix_and_one_from_the_future_are_refused() {
    let bytes = bytes_of(&matrix(&["rust"])).unwrap();
    let refused = |now| !gate(&bytes, None, &Judge::new(), at(now)).refusals.is_empty();
    assert!(!refused("2026-01-13T00:00:00Z"), "exactly at the bound");
    assert!(refused("2026-01-13T00:00:01Z"));
    assert!(!refused("2026-01-09T23:55:00Z"), "clocks differ");
    assert!(refused("2026-01-09T23:54:59Z"));
}

#[test]
fn what_was_fresh_at_the_ingest_and_is_stale_now_blocks() {
    let bytes = bytes_of(&matrix(&["rust"])).unwrap();
    // The report is of the 9th and counts until the 12th.
    let verdict = gate(&bytes, None, &Judge::new(), at("2026-01-12T00:00:01Z"));
    assert!(verdict.refusals.is_empty());
    assert!(verdict.blocking[0].reason.contains("stale now"), "{verdict:?}");
}

#[test]
fn a_matrix_without_a_required_lane_stands_for_nothing() {
    for lanes in [&["compat-one"][..], &[], &["planned-one"]] {
        assert!(!judged(&matrix(lanes)).refusals.is_empty(), "{lanes:?}");
    }
}

#[test]
fn a_required_lane_may_neither_vanish_nor_be_demoted() {
    let old = matrix(&["rust", "wasm"]);
    assert!(against(&old, &old).is_open());
    let gone = against(&old, &matrix(&["rust"]));
    assert_eq!(gone.blocking[0].runner_id, "wasm");

    let mut demoted = matrix(&["rust", "wasm"]);
    demoted["matrix_rows"][1]["lane_class"] = json!("compatibility_non_blocking");
    let verdict = against(&old, &demoted);
    assert!(verdict.blocking.iter().any(|blocked| blocked.reason.contains("demoted")));

    let mut planned = matrix(&["rust", "planned-wasm"]);
    planned["matrix_rows"][1]["runner_id"] = json!("wasm");
    let verdict = against(&old, &planned);
    assert!(verdict.blocking.iter().any(|blocked| blocked.reason.contains("planned")));
    assert!(!against(&json!({}), &old).is_open(), "nothing to compare with is no comparison");
}

#[test]
fn a_matrix_of_others_is_judged_by_what_it_has() {
    let foreign = json!({"version": 1, "updated_at": NOW, "matrix_rows": [
        {"runner_id": "rust", "implementation_repo": "r", "lane_class": "required",
         "runner_status": "pass", "freshness_state": "fresh", "policy_effect": "non_blocking_warn",
         "status_source": {"release_version": "v1", "report_url": "u"},
         "status_report": {"generated_at": "2026-01-09T00:00:00Z", "age_hours": 24}}]});
    assert!(judged(&foreign).is_open(), "{:?}", judged(&foreign));
    let mut missing = foreign;
    missing["matrix_rows"][0]["freshness_state"] = json!("missing");
    missing["matrix_rows"][0]["runner_status"] = json!("unknown");
    missing["matrix_rows"][0]["policy_effect"] = json!("blocking_fail");
    assert_eq!(judged(&missing).blocking.len(), 1);
}
