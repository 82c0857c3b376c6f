//! Recordings, replays and what is kept of runs.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::forge::{Forge, Reply};
use crate::support::{NOW, OUTPUTS, code, demo, good, ingest, program, registry, replay, text};

#[test]
fn the_demonstration_replays_byte_for_byte() {
    let folders = [TempDir::new().unwrap(), TempDir::new().unwrap()];
    for folder in &folders {
        let output = replay(folder.path(), &[]);
        assert_eq!(code(&output), 0, "{}", text(&output.stderr));
        assert!(text(&output.stdout).contains("12 lanes: 3 fresh, 1 stale, 8 missing"));
    }
    for name in OUTPUTS {
        let read =
            |folder: &TempDir| fs::read(folder.path().join(".artifacts").join(name)).unwrap();
        assert_eq!(read(&folders[0]), read(&folders[1]), "{name}");
    }
}

#[test]
fn a_recorded_run_replays_to_the_same_bytes() {
    let forge = Forge::start(|request| match request.path.as_str() {
        "/slow/releases/latest" => Reply::status(404, ""),
        _ => good(request),
    });
    let folders = [TempDir::new().unwrap(), TempDir::new().unwrap()];
    let (live, offline) = (folders[0].path(), folders[1].path());
    let registry = registry(live, &forge, &["rust", "slow"]);
    let (registry, origin) = (registry.to_str().unwrap(), forge.origin());
    let recording = live.join("recording");
    let recording = recording.to_str().unwrap();
    let args = ["--registry", registry, "--allow-origin", &origin, "--now-utc", NOW];
    let output = ingest(live, &[&args[..], &["--record", recording]].concat());
    assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    drop(forge);
    let output = ingest(offline, &["--replay", recording, "--allow-origin", &origin]);
    assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    for name in OUTPUTS {
        let read = |folder: &Path| fs::read(folder.join(".artifacts").join(name)).unwrap();
        assert!(read(live) == read(offline), "{name}");
    }
}

#[test]
fn the_trend_is_drawn_from_kept_snapshots() {
    let folder = TempDir::new().unwrap();
    for now in [NOW, "2026-02-24T06:00:00Z"] {
        let args = ["--now-utc", now, "--history", "kept"];
        let demo = demo();
        let output =
            ingest(folder.path(), &[&["--replay", demo.to_str().unwrap()], &args[..]].concat());
        assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    }
    fs::write(folder.path().join("kept/notes.txt"), "x").unwrap();
    let output = program(folder.path()).args(["ingest", "history", "kept"]).output().unwrap();
    assert_eq!(code(&output), 0);
    let shown = text(&output.stdout);
    assert!(shown.contains("2 snapshots") && shown.contains("rust"), "{shown}");
    assert!(text(&output.stderr).contains("notes.txt"));
    let none = program(folder.path()).args(["ingest", "history", "none"]).output().unwrap();
    assert_eq!(code(&none), 3);
}
