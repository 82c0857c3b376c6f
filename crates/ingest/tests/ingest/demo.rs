//! The recorded demonstration: replayed, it gives the same bytes each time, and shows every kind
//! of lane.
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use contracts::runner::{FailureClass, FreshnessState, PolicyEffect};
use ingest::made::Made;
use ingest::publish::{Targets, publish};
use ingest::source::recording::{Recorder, Replay};
use ingest::source::want::Source;
use validator::judge::Judge;

use crate::support::lanes::Setup;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/ingest")
}

fn replayed(source: Arc<dyn Source>) -> Made {
    let mut setup = Setup::from(source, ingest::pace::Stop::default());
    setup.options.frame.now = "2026-02-23T06:00:00Z".parse().unwrap();
    setup.sizes = ingest::observe::Sizes::default();
    let bytes = fs::read(fixtures().join("demo/registry.yaml")).unwrap();
    let mut registry = setup.registry(&bytes);
    assert!(!registry.is_broken(), "{:?}", registry.findings);
    let reference = registry.reference.as_mut().unwrap();
    reference.path = "/tests/fixtures/ingest/demo/registry.yaml".into();
    setup.run(&registry)
}

#[test]
fn every_kind_of_lane_is_shown() {
    let made = replayed(Arc::new(Replay::of(fixtures().join("demo"))));
    let rows = &made.matrix.matrix_rows;
    for state in [FreshnessState::Fresh, FreshnessState::Stale, FreshnessState::Missing] {
        assert!(rows.iter().any(|row| row.freshness_state == state));
    }
    for class in [
        FailureClass::ReleaseMissing,
        FailureClass::AssetMissing,
        FailureClass::ReportInvalid,
        FailureClass::ReportStale,
        FailureClass::ChecksumMismatch,
        FailureClass::IdentityMismatch,
        FailureClass::RateLimited,
        FailureClass::LanePlanned,
    ] {
        assert!(rows.iter().any(|row| row.failure_class == Some(class)), "{class:?}");
    }
    assert!(rows.iter().any(|row| row.policy_effect == PolicyEffect::BlockingFail));
}

/// Matrix, Markdown, page and log are kept as goldens; `UPDATE_GOLDEN=1` writes them anew.
#[test]
fn the_replay_gives_the_same_bytes_each_time() {
    let golden = fixtures().join("demo.golden");
    for _ in 0..2 {
        let folder = tempfile::tempdir().unwrap();
        let made = replayed(Arc::new(Replay::of(fixtures().join("demo"))));
        let at = |name: &str| folder.path().join(name);
        let targets = Targets {
            json: at("runner-status-matrix.json"),
            markdown: at("runner-status-matrix.md"),
            html: Some(at("runner-status-matrix.html")),
            log: at("runner-status-ingest-log.json"),
            badges: Some(at("badges")),
            ..Targets::default()
        };
        let published =
            publish(&made, "2026-02-23T06:00:00Z".parse().unwrap(), &targets, None, &Judge::new());
        assert!(published.errors.is_empty());
        for name in [
            "runner-status-matrix.json",
            "runner-status-matrix.md",
            "runner-status-matrix.html",
            "runner-status-ingest-log.json",
            "badges/rust.svg",
            "badges/php.svg",
        ] {
            let made = fs::read_to_string(at(name)).unwrap();
            if std::env::var_os("UPDATE_GOLDEN").is_some() {
                fs::create_dir_all(golden.join(name).parent().unwrap()).unwrap();
                fs::write(golden.join(name), &made).unwrap();
            }
            let kept = fs::read_to_string(golden.join(name)).unwrap_or_default();
            let (now, then) = (digests(folder.path()), digests(&golden));
            assert!(unpinned(&made, &now) == unpinned(&kept, &then), "{name}: UPDATE_GOLDEN=1");
        }
    }
}

/// The text without the pin of the report schema, which follows that schema, and without the
/// matrix's seal, which covers the pin.
fn unpinned(text: &str, digests: &[String; 2]) -> String {
    let [pin, seal] = digests;
    text.replace(seal, "SEAL").replace(pin, "PIN").replace(&pin[..12], "PIN")
}

/// Pin and seal of the matrix in a folder.
fn digests(folder: &Path) -> [String; 2] {
    let text = fs::read(folder.join("runner-status-matrix.json")).unwrap();
    let matrix: serde_json::Value = serde_json::from_slice(&text).unwrap();
    ["/report_schema/sha256", "/content_sha256"]
        .map(|pointer| matrix.pointer(pointer).unwrap().as_str().unwrap().to_owned())
}

#[test]
fn a_recorded_replay_is_the_recording() {
    let (again, original) = (tempfile::tempdir().unwrap(), fixtures().join("demo/lanes"));
    let replay: Arc<dyn Source> = Arc::new(Replay::of(fixtures().join("demo")));
    let recorder = Arc::new(Recorder::new(replay, again.path()));
    let _ = replayed(Arc::clone(&recorder) as Arc<dyn Source>);
    assert!(recorder.broken().is_none());
    let mut files = 0;
    for lane in fs::read_dir(&original).unwrap().flatten() {
        for part in fs::read_dir(lane.path()).unwrap().flatten() {
            let name = Path::new("lanes").join(lane.file_name()).join(part.file_name());
            let copy = fs::read(again.path().join(&name)).unwrap();
            assert!(copy == fs::read(part.path()).unwrap(), "{}", name.display());
            files += 1;
        }
    }
    assert!(files > 20);
}

#[test]
fn an_edited_body_and_a_missing_part_are_not_taken_for_fine() {
    let folder = tempfile::tempdir().unwrap();
    copy(&fixtures().join("demo"), folder.path());
    let body = folder.path().join("lanes/rust/report.body");
    let text = fs::read_to_string(&body).unwrap();
    fs::write(&body, text.replace("pass", "fail")).unwrap();
    fs::remove_file(folder.path().join("lanes/php/report.json")).unwrap();
    let made = replayed(Arc::new(Replay::of(folder.path())));
    for id in ["rust", "php"] {
        let row = made.matrix.matrix_rows.iter().find(|row| row.runner_id == id).unwrap();
        assert_eq!(row.failure_class, Some(FailureClass::DownloadFailed), "{id}");
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
