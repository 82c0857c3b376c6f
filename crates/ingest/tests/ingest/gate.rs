//! The merge gate: open for fresh passes only, and never by a matrix that was touched.
use std::sync::Arc;

use ingest::documents::json as bytes_of;
use ingest::gate::{GateOptions, Verdict, gate};
use ingest::pace::Stop;
use ingest::render::verdict::message;
use ingest::source::transport::Payload;
use ingest::source::want::{Fetched, Part, Source, Want};
use serde_json::{Value, json};
use validator::judge::Judge;

use crate::support::lanes::{NOW, Setup, registry_of, release, report, row, text};

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

/// Seals an edited matrix anew, as somebody does who knows the recipe.
fn resealed(mut matrix: Value) -> Value {
    matrix.as_object_mut().unwrap().remove("content_sha256");
    matrix["content_sha256"] = json!(validator::proof::digest::of_value(&matrix));
    matrix
}

/// Edits of a matrix over `stale-one` and `rust`, none of which may pass.
fn edits() -> Vec<(&'static str, Value)> {
    vec![
        ("/matrix_rows/0/policy_effect", json!("non_blocking_warn")),
        ("/matrix_rows/0/freshness_state", json!("fresh")),
        ("/matrix_rows/0/lane_class", json!("compatibility_non_blocking")),
        ("/matrix_rows/0/runner_status", json!("perfect")),
        ("/counts/blocking_fail", json!(0)),
        ("/version", json!(2)),
    ]
}

fn assert_refused_as_edited(matrix: &Value, about: &str) {
    let verdict = judged(matrix);
    assert!(!verdict.is_open(), "{about}");
    assert!(verdict.refusals.iter().any(|why| why.contains("was edited")), "{about}: {verdict:?}");
    assert!(message(&verdict).contains("cannot be believed"), "{about}");
    assert!(message(&verdict).contains("Make the matrix anew"), "{about}");
}

#[test]
fn a_matrix_that_was_edited_is_refused() {
    for (pointer, value) in edits() {
        let mut matrix = matrix(&["stale-one", "rust"]);
        *matrix.pointer_mut(pointer).unwrap() = value;
        assert_refused_as_edited(&matrix, pointer);
    }
}

#[test]
fn an_edit_that_was_sealed_anew_is_refused_where_it_contradicts_itself() {
    for (pointer, value) in edits() {
        let mut matrix = matrix(&["stale-one", "rust"]);
        *matrix.pointer_mut(pointer).unwrap() = value;
        let verdict = judged(&resealed(matrix));
        assert!(!verdict.refusals.is_empty(), "{pointer}: {verdict:?}");
    }
}

/// Edits after which every rule holds: only the seal tells.
#[test]
fn an_edit_that_contradicts_nothing_breaks_the_seal() {
    let lanes = ["stale-one", "rust", "compat-one"];
    let with = |edit: &dyn Fn(&mut Value)| {
        let mut matrix = matrix(&lanes);
        edit(&mut matrix);
        matrix
    };
    let without_stale = with(&|matrix| {
        matrix["matrix_rows"].as_array_mut().unwrap().remove(0);
        matrix.as_object_mut().unwrap().remove("counts");
    });
    let one_more = with(&|matrix| {
        let mut row = matrix["matrix_rows"][1].clone();
        row["runner_id"] = json!("one-more");
        matrix["matrix_rows"].as_array_mut().unwrap().push(row);
        matrix.as_object_mut().unwrap().remove("counts");
    });
    let younger = with(&|matrix| {
        let rows = &mut matrix["matrix_rows"];
        for name in ["status_report", "freshness_state", "policy_effect", "failure_class"] {
            rows[0][name] = rows[1][name].clone();
        }
        matrix.as_object_mut().unwrap().remove("counts");
    });
    let later = with(&|matrix| matrix["updated_at"] = json!("2026-01-10T00:00:01Z"));
    let reasoned = with(&|matrix| matrix["matrix_rows"][1]["reason"] = json!("all is well"));
    let edited = [without_stale, one_more, younger, later, reasoned];
    for (place, matrix) in edited.iter().enumerate() {
        assert_refused_as_edited(matrix, &place.to_string());
        let sealed = judged(&resealed(matrix.clone()));
        assert!(sealed.refusals.is_empty(), "{place}: nothing but the seal tells: {sealed:?}");
    }
}

#[test]
fn any_single_byte_that_means_something_is_under_the_seal() {
    let whole = bytes_of(&matrix(&["rust"])).unwrap();
    assert!(gate(&whole, None, &Judge::new(), at(NOW)).is_open());
    let judge = Judge::new();
    for place in (0..whole.len()).step_by(7) {
        let mut bytes = whole.clone();
        // The other case of a letter, the next digit, another sign: white space stays.
        bytes[place] = match bytes[place] {
            b' ' | b'\n' => continue,
            digit @ b'0'..=b'8' => digit + 1,
            letter if letter.is_ascii_alphabetic() => letter ^ 0x20,
            other => other ^ 1,
        };
        let verdict = gate(&bytes, None, &judge, at(NOW));
        assert!(!verdict.refusals.is_empty(), "byte {place}: {}", String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn a_seal_that_was_taken_off_is_missed_where_it_should_be() {
    let mut stripped = matrix(&["rust"]);
    stripped.as_object_mut().unwrap().remove("content_sha256");
    assert_refused_as_edited(&stripped, "without the seal");
    assert!(!against(&stripped, &matrix(&["rust"])).is_open(), "nor compared with");
    stripped.as_object_mut().unwrap().remove("tool");
    let verdict = judged(&stripped);
    assert!(verdict.is_open(), "a matrix of others has none: {verdict:?}");
    assert!(verdict.remarks.iter().any(|remark| remark.contains("has no seal")));
}

#[test]
fn a_row_that_is_there_twice_and_text_that_is_no_matrix_are_refused() {
    let mut twice = matrix(&["rust"]);
    let row = twice["matrix_rows"][0].clone();
    twice["matrix_rows"].as_array_mut().unwrap().push(row);
    assert!(!judged(&resealed(twice)).refusals.is_empty());
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
    let verdict = against(&old, &resealed(demoted));
    assert!(verdict.blocking.iter().any(|blocked| blocked.reason.contains("demoted")));

    let mut planned = matrix(&["rust", "planned-wasm"]);
    planned["matrix_rows"][1]["runner_id"] = json!("wasm");
    let verdict = against(&old, &resealed(planned));
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
