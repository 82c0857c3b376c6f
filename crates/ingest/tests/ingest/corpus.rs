//! The published registries, releases and reports of the exchange run through a whole ingest. They
//! are not part of this repository; where they are not at hand the test says that it skipped.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use contracts::runner::{FailureClass, FreshnessState, LaneStatus, PolicyEffect, RunnerStatus};
use ingest::made::Made;
use ingest::observe::Sizes;
use ingest::pace::Stop;
use ingest::registry::Registry;
use ingest::source::local::Local;
use ingest::source::recording::{Recorder, Replay};
use ingest::source::router::is_file;
use ingest::source::transport::Payload;
use ingest::source::trouble::{Cause, Trouble};
use ingest::source::want::{Fetched, Part, Source, Want};
use serde_json::json;
use tempfile::TempDir;

use crate::support::lanes::{Setup, text};

/// A day after the published reports were made.
const NOW: &str = "2026-02-21T00:00:00Z";
/// Where the published registries look for local releases, before and after a move.
const PLACES: [&str; 2] = ["specs/03_conformance", "specs/conformance"];

fn corpus() -> Option<PathBuf> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let places = ["../shared/corpus/runner", "../../shared/corpus/runner"];
    let found = places.iter().map(|place| repository.join(place)).find(|place| place.is_dir());
    if found.is_none() {
        println!("skipped: there is no shared corpus beside the repository");
    }
    found
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> =
        fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path()).collect();
    files.sort();
    files
}

/// A repository root where the local registries find their releases and reports.
fn root(corpus: &Path) -> TempDir {
    let root = TempDir::new().unwrap();
    for (place, date) in PLACES.iter().zip(["2026-02-22", "2026-02-19"]) {
        let folder = root.path().join(place).join("cases/fixtures/status_exchange");
        fs::create_dir_all(&folder).unwrap();
        for lane in ["rust", "python", "php"] {
            let release = format!("release_metadata/local_release_{lane}.{date}.json");
            fs::copy(corpus.join(release), folder.join(format!("local_release_{lane}.json")))
                .unwrap();
        }
        for report in files(&corpus.join("status_reports")) {
            fs::copy(&report, folder.join(report.file_name().unwrap())).unwrap();
        }
    }
    root
}

/// Files below the root; a forge that serves the same reports for every address.
struct Published {
    local: Local,
    reports: PathBuf,
}

impl Source for Published {
    fn fetch(&self, want: &Want<'_>) -> Fetched {
        if is_file(want.url) {
            return self.local.fetch(want);
        }
        let report = self.reports.join(format!("runner-status-report-v1.{}.json", want.lane));
        let url = "https://example.invalid/report";
        let asset = json!({"name": "runner-status-report-v1.json", "url": url});
        Fetched::plain(match (want.part, fs::read(report)) {
            (Part::Release, Ok(_)) => {
                Ok(Payload::of(text(&json!({"tag_name": "local-test", "assets": [asset]}))))
            }
            (Part::Report, Ok(report)) => Ok(Payload::of(report)),
            _ => Err(Trouble::new(Cause::NotFound, "nothing there")),
        })
    }
}

fn run(source: Arc<dyn Source>, registry: &Path, now: &str) -> (Registry, Made) {
    let mut setup = Setup::from(source, Stop::default());
    setup.options.frame.now = now.parse().unwrap();
    setup.sizes = Sizes::default();
    let registry = setup.registry(&fs::read(registry).unwrap());
    let made = setup.run(&registry);
    (registry, made)
}

#[test]
fn every_published_registry_runs() {
    let Some(corpus) = corpus() else { return };
    let root = root(&corpus);
    let registries = files(&corpus.join("registries"));
    assert_eq!(registries.len(), 17);
    let mut fresh = 0;
    for path in registries {
        let name = path.display();
        let reports = corpus.join("status_reports");
        let source = Arc::new(Published { local: Local::below(root.path()), reports });
        let recording = TempDir::new().unwrap();
        let recorder = Arc::new(Recorder::new(source, recording.path()));
        let (registry, made) = run(Arc::clone(&recorder) as Arc<dyn Source>, &path, NOW);
        assert!(!registry.is_broken(), "{name}: {:?}", registry.findings);
        assert!(recorder.broken().is_none(), "{name}");
        assert!(!made.matrix.matrix_rows.is_empty(), "{name}");
        for (row, lane) in made.matrix.matrix_rows.iter().zip(&registry.lanes) {
            let reports = lane.status == LaneStatus::Active && lane.exchange.is_some();
            let state = if reports { FreshnessState::Fresh } else { FreshnessState::Missing };
            let about = format!("{name} {}: {:?}", row.runner_id, row.reason);
            assert_eq!(row.freshness_state, state, "{about}");
            fresh += u32::from(reports);
        }
        let (_, again) = run(Arc::new(Replay::of(recording.path())), &path, NOW);
        assert_eq!((&again.matrix, &again.log), (&made.matrix, &made.log), "{name}");
    }
    assert!(fresh >= 30, "{fresh} lanes were fresh");
}

#[test]
fn published_reports_age_to_the_second() {
    let Some(corpus) = corpus() else { return };
    let root = root(&corpus);
    let path = files(&corpus.join("registries"))
        .into_iter()
        .find(|path| path.to_string_lossy().contains("_local_v2"))
        .unwrap();
    let states = |now: &str| -> Vec<_> {
        let reports = corpus.join("status_reports");
        let source = Published { local: Local::below(root.path()), reports };
        let rows = run(Arc::new(source), &path, now).1.matrix.matrix_rows;
        rows.into_iter().map(|row| (row.freshness_state, row.policy_effect)).collect()
    };
    let (fresh, stale) = (FreshnessState::Fresh, FreshnessState::Stale);
    let warn = PolicyEffect::NonBlockingWarn;
    let (blocks, fails) = (PolicyEffect::BlockingFail, PolicyEffect::NonBlockingFail);
    assert_eq!(states("2026-02-23T00:00:00Z"), [(fresh, warn); 3]);
    assert_eq!(states("2026-02-23T00:00:01Z"), [(stale, blocks), (stale, fails), (stale, fails)]);
}

#[test]
fn the_report_that_was_published_as_invalid_is_invalid() {
    let Some(corpus) = corpus() else { return };
    let root = root(&corpus);
    let folder = root.path().join(PLACES[0]).join("cases/fixtures/status_exchange");
    let invalid = corpus.join("status_reports/runner-status-report-v1.invalid.json");
    fs::copy(invalid, folder.join("runner-status-report-v1.rust.json")).unwrap();
    let path =
        corpus.join("registries/runner_certification_registry_local_v2.2026-02-22.ee5882fa.yaml");
    let reports = corpus.join("status_reports");
    let source = Published { local: Local::below(root.path()), reports };
    let (_, made) = run(Arc::new(source), &path, NOW);
    let row = &made.matrix.matrix_rows[0];
    assert_eq!(row.failure_class, Some(FailureClass::ReportInvalid));
    assert_eq!(
        (row.runner_status, row.policy_effect),
        (RunnerStatus::Unknown, PolicyEffect::BlockingFail)
    );
    assert_eq!(made.matrix.matrix_rows[1].freshness_state, FreshnessState::Fresh);
}
