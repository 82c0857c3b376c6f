//! Kept snapshots: written once, judged when read, drawn as a trend.
use std::fs;
use std::sync::Arc;

use ingest::documents::json as bytes_of;
use ingest::history;
use ingest::made::Made;
use ingest::pace::Stop;
use ingest::publish::{Targets, publish};
use ingest::render::trend;
use serde_json::json;
use validator::judge::Judge;

use crate::support::forge::Reply;
use crate::support::lanes::{Setup, registry_of, release, report, row, text};
use crate::support::parts::Parts;

/// A run at that time over one lane whose report is of the 9th.
fn made_at(now: &str) -> Made {
    let source = Parts::new(|part| match part {
        "release" => Reply::ok(text(&release("https://forge.example.com"))),
        _ => Reply::ok(text(&report("rust"))),
    });
    let mut setup = Setup::from(Arc::new(source), Stop::default());
    setup.options.frame.now = now.parse().unwrap();
    let url = "https://forge.example.com/releases/latest";
    setup.run(&setup.registry(&registry_of(&[row("rust", "required", "active", url)])))
}

#[test]
fn snapshots_become_a_trend_and_a_difference() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let targets = Targets {
        json: at("m.json"),
        markdown: at("m.md"),
        html: Some(at("m.html")),
        log: at("l.json"),
        history: Some(at("history")),
        ..Targets::default()
    };
    let judge = Judge::new();
    for now in ["2026-01-10T00:00:00Z", "2026-01-11T00:00:00Z", "2026-01-14T00:00:00Z"] {
        let made = made_at(now);
        for _ in 0..2 {
            let published = publish(&made, now.parse().unwrap(), &targets, None, &judge);
            assert!(published.errors.is_empty() && published.remarks.is_empty(), "{published:?}");
        }
    }
    let history = history::read(&at("history"), None, &judge);
    assert_eq!(history.times.len(), 3);
    let text = trend::text(&history);
    assert!(text.contains("●●◐") && text.contains("2 of 3 a fresh pass"), "{text}");
    let page = fs::read_to_string(at("m.html")).unwrap();
    assert!(page.contains("Changed since 2026-01-11T00:00:00Z"));
    assert!(page.contains("freshness fresh → stale") && page.contains("(worse)"));
    assert!(page.contains("Trend: 2 of 3 a fresh pass"));
    let snapshot = fs::read(at("history/2026-01-14T00-00-00Z.json")).unwrap();
    assert_eq!(snapshot, fs::read(at("m.json")).unwrap(), "each is a matrix of its own");
}

#[test]
fn a_snapshot_is_never_written_anew() {
    let folder = tempfile::tempdir().unwrap();
    let at = "2026-01-10T00:00:00Z".parse().unwrap();
    assert!(history::keep(folder.path(), at, b"one").unwrap());
    assert!(history::keep(folder.path(), at, b"one").unwrap());
    assert!(!history::keep(folder.path(), at, b"two").unwrap());
    assert_eq!(fs::read(folder.path().join("2026-01-10T00-00-00Z.json")).unwrap(), b"one");
}

#[test]
fn broken_and_foreign_files_are_reported_and_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let good = bytes_of(&made_at("2026-01-10T00:00:00Z").matrix).unwrap();
    let put = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    put("2026-01-10T00-00-00Z.json", &good);
    put("2026-01-11T00-00-00Z.json", &good);
    put("2026-01-12T00-00-00Z.json", b"{");
    put("2026-01-13T00-00-00Z.json", br#"{"cron": "report"}"#);
    put("notes.txt", b"hello");
    put("2026-13-01T00-00-00Z.json", &good);
    let mut edited: serde_json::Value = serde_json::from_slice(&good).unwrap();
    edited["updated_at"] = json!("2026-01-14T00:00:00Z");
    edited["matrix_rows"][0]["policy_effect"] = json!("blocking_fail");
    put("2026-01-14T00-00-00Z.json", &bytes_of(&edited).unwrap());
    fs::create_dir(folder.path().join("2026-01-15T00-00-00Z.json")).unwrap();
    let history = history::read(folder.path(), None, &Judge::new());
    assert_eq!(history.times, ["2026-01-10T00:00:00Z"]);
    assert_eq!(history.passed_over.len(), 7, "{:#?}", history.passed_over);
    let none = history::read(&folder.path().join("none"), None, &Judge::new());
    assert!(none.times.is_empty() && none.passed_over.is_empty());
}
