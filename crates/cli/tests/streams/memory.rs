//! What a stream takes in memory, whatever it holds.

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::process::{Child, Output};
use std::time::Duration;

use crate::faults::most_memory;
use crate::support::{EVENTS, LONG, code, ended, records, validate};

const JOB: &str = "0a0a0a0a-0000-4000-8000-000000000001";

fn event(kind: &str, job: &str, more: &str) -> String {
    format!(
        "{{\"kind\":\"{kind}\",\"job\":\"{job}\",\
         \"at\":{{\"secs_since_epoch\":1,\"nanos_since_epoch\":0}},{more}}}\n"
    )
}

fn created(job: &str) -> String {
    let command = "\"command\":{\"program\":\"p\",\"args\":[],\"env\":[],\"cwd\":null}";
    event("job_created", job, command)
}

fn written(path: &Path, lines: impl Iterator<Item = String>) {
    let mut file = BufWriter::new(File::create(path).unwrap());
    lines.for_each(|line| file.write_all(line.as_bytes()).unwrap());
    file.flush().unwrap();
}

/// The output of a process, and the most memory that was seen, in KiB.
fn watched(mut child: Child) -> (Output, u64) {
    let out = child.stdout.take().unwrap();
    let reading = std::thread::spawn(move || {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut { out }, &mut bytes).unwrap();
        bytes
    });
    let mut most = 0;
    while child.try_wait().unwrap().is_none() {
        most = most.max(most_memory(&child).unwrap_or(0));
        std::thread::sleep(Duration::from_millis(2));
    }
    let mut output = ended(child, LONG);
    output.stdout = reading.join().unwrap();
    println!("{most} KiB resident at most");
    (output, most)
}

/// What a stream of many bytes may take beyond one of a few, in KiB. A release build takes 12 MiB for
/// a few, and 32 MiB is the bound; what a build takes for its own code is another matter.
const MORE: u64 = 20 << 10;

/// The memory for a stream of one event.
fn little(folder: &Path) -> u64 {
    let file = folder.join("one.ndjson");
    written(&file, std::iter::once(created(JOB)));
    let (output, most) =
        watched(validate(EVENTS).args(["--range", "0-"]).arg(&file).spawn().unwrap());
    assert_eq!(code(&output), 1, "the job is open at the end");
    most
}

#[test]
fn a_range_within_an_endless_job_takes_flat_memory() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("events.ndjson");
    // As heavy as names can be, and more of them than are remembered.
    let phase = |number: u32| format!("\"phase\":\"p{number:062}\",\"name\":\"n\",\"label\":null");
    let phases = (0..80_000).map(|number| event("phase_entered", JOB, &phase(number)));
    written(&file, std::iter::once(created(JOB)).chain(phases));
    let child = validate(EVENTS).args(["--range", "100-"]).arg(&file).spawn().unwrap();
    let (output, most) = watched(child);
    assert_eq!(code(&output), 0);
    let (findings, summary) = records(&output.stdout);
    assert!(findings.is_empty(), "{findings:?}");
    assert_eq!(summary["lines"], 80_000);
    assert!(summary["carry"].as_str().unwrap().len() > 65_536 * 64, "what is carried is kept");
    let little = little(folder.path());
    assert!(most < little + MORE, "{most} KiB resident, {little} for one event");
}

#[test]
fn a_crowd_of_open_jobs_takes_flat_memory_and_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("events.ndjson");
    let jobs = 100_000;
    let id = |job: u32| format!("{job:08x}-0000-4000-8000-000000000001");
    written(&file, (0..jobs).map(|job| created(&id(job))));
    for (range, exit) in [("0-", 1), ("100-", 0)] {
        let mut command = validate(EVENTS);
        let child = command.args(["--range", range]).arg(&file).spawn().unwrap();
        let (output, most) = watched(child);
        assert_eq!(code(&output), exit);
        let (findings, summary) = records(&output.stdout);
        assert!(summary["jobs"]["open"].as_u64().unwrap() >= u64::from(jobs) - 1, "{summary}");
        let not_judged = summary["not_judged"].as_array().unwrap();
        assert!(not_judged.iter().any(|code| code == "execra/not-finalized"), "{not_judged:?}");
        assert_eq!(exit == 1, findings.iter().any(|found| found.contains("more jobs")));
        let little = little(folder.path());
        assert!(most < little + MORE, "{most} KiB resident, {little} for one event");
    }
    let all = fs::read(&file).unwrap();
    assert!(all.len() > 10 << 20, "it is no small stream");
}

#[test]
fn a_stream_whose_jobs_were_let_go_is_not_accepted() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("events.ndjson");
    let outcome = "\"outcome\":{\"kind\":\"failed\",\"reason\":{\"kind\":\"spawn_failed\",\
                   \"error\":\"no such file\"},\"summary\":null,\"findings\":[]}";
    // More than a block, within which nothing is let go.
    let jobs: Vec<String> =
        (0..3000).map(|job| format!("{job:08x}-0000-4000-8000-000000000001")).collect();
    let ends = jobs.iter().map(|job| event("finalized", job, outcome));
    written(&file, jobs.iter().map(|job| created(job)).chain(ends));
    let run = |options: &[&str]| {
        let output = validate(EVENTS).args(options).arg(&file).output().unwrap();
        (code(&output), crate::support::text(&output.stderr))
    };
    let (exit, told) = run(&[]);
    assert_eq!(exit, 0, "the stream is in order: {told}");
    for form in ["--ndjson", "--summary"] {
        let (exit, told) = run(&[form, "--remember-events", "0"]);
        assert_eq!(exit, 1, "nobody knows whether it is: {told}");
        assert_eq!(run(&[form, "--remember-events", "0", "--live"]).0, 0, "it may still grow");
    }
}
