//! The program, and streams to judge.

use std::fmt::Write as _;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

pub(crate) const EVENTS: &str = "execra/event-stream";
pub(crate) const REPORTS: &str = "cron/execution-report";

pub(crate) fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_data-contracts"))
}

pub(crate) fn validate(contract: &str) -> Command {
    let mut command = program();
    command.args(["validate", "--contract", contract]);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

pub(crate) fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts").join(name)
}

pub(crate) fn code(output: &Output) -> i32 {
    output.status.code().unwrap_or(-1)
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The findings of an output, sorted, and its summary without what depends on the ranges.
pub(crate) fn records(output: &[u8]) -> (Vec<String>, Value) {
    let mut lines: Vec<String> = text(output).lines().map(str::to_owned).collect();
    let mut summary: Value = serde_json::from_str(&lines.pop().unwrap()).unwrap();
    assert!(summary.get("rule_set").is_some(), "it ends with a summary: {summary}");
    let judged: u64 = summary["bytes"].as_u64().unwrap();
    let ranges = summary["ranges"].take();
    let of = |range: &Value| range["end"].as_u64().unwrap() - range["start"].as_u64().unwrap();
    assert_eq!(ranges.as_array().unwrap().iter().map(of).sum::<u64>(), judged);
    lines.sort();
    (lines, summary)
}

/// A line that the contract accepts.
pub(crate) fn report(command: &str) -> String {
    format!(
        "{{\"version\":\"1\",\"execution_id\":\"5f0c2a52-0c58-4b7e-9a0e-3d1e8a4c7b10\",\
         \"timestamp\":\"2026-03-01T02:00:03Z\",\"command\":\"{command}\",\"exit_code\":0,\
         \"duration_ms\":1,\"status\":\"success\",\"host\":\"db\"}}\n"
    )
}

/// A line that breaks the contract, and is long, so that few of them make many bytes.
pub(crate) fn bad() -> String {
    format!("{{\"version\":\"1\",\"command\":\"{}\"}}\n", "x".repeat(2000))
}

/// A process that has begun to read a file of bad lines and cannot go on, since nobody takes what
/// it finds.
pub(crate) fn halfway(contract: &str, option: &str, file: &Path) -> Child {
    let mut command = validate(contract);
    let mut child = command.args(["--threads", "1", option]).arg(file).spawn().unwrap();
    child.stdout.as_mut().unwrap().read_exact(&mut [0; 1]).unwrap();
    child
}

/// The output with the byte that was taken.
pub(crate) fn rest(child: Child) -> (i32, Vec<u8>, String) {
    let output = child.wait_with_output().unwrap();
    (code(&output), [b"{", output.stdout.as_slice()].concat(), text(&output.stderr))
}

/// Events of many jobs at a time, some against the rules.
pub(crate) fn events(jobs: u32) -> String {
    let mut all = String::new();
    let event = |all: &mut String, kind: &str, job: u32, at: u32, more: &str| {
        writeln!(
            all,
            "{{\"kind\":\"{kind}\",\"job\":\"00000000-0000-4000-8000-{job:012}\",\
             \"at\":{{\"secs_since_epoch\":{at},\"nanos_since_epoch\":0}}{more}}}"
        )
        .unwrap();
    };
    for round in 0..jobs + 12 {
        // Twelve jobs run at a time, each a step further than the next.
        for job in round.saturating_sub(12)..round.min(jobs) {
            match round - job {
                1 if job % 11 != 3 => {
                    let command = ",\"command\":{\"program\":\"p\",\"args\":[],\"env\":[]}";
                    event(&mut all, "job_created", job, round, command);
                }
                2 => event(&mut all, "job_started", job, round, ",\"pid\":1"),
                3 => {
                    event(&mut all, "phase_entered", job, round, ",\"phase\":\"p\",\"name\":\"n\"")
                }
                4..=8 => {
                    let at = if job % 7 == 0 { round - 3 } else { round };
                    let line = ",\"stream\":\"stdout\",\"line\":\"\u{e9}\u{1f600}\"";
                    event(&mut all, "output_appended", job, at, line);
                }
                9 if job % 5 != 0 => {
                    event(&mut all, "phase_exited", job, round, ",\"phase\":\"p\"");
                }
                10 => event(&mut all, "exited", job, round, ",\"code\":{\"code\":0}"),
                11 => {
                    let kind = if job % 13 == 0 { "cancelled" } else { "succeeded" };
                    let outcome = format!(",\"outcome\":{{\"kind\":\"{kind}\",\"findings\":[]}}");
                    event(&mut all, "finalized", job, round, &outcome);
                }
                12 if job % 6 == 0 => {
                    event(&mut all, "label_updated", job, round, ",\"label\":\"l\"")
                }
                12 if job % 17 == 0 => all.push_str("{broken\n"),
                _ => {}
            }
        }
    }
    all
}

/// Waits for the end, and kills what does not end.
pub(crate) fn ended(mut child: Child, within: Duration) -> Output {
    let until = Instant::now() + within;
    while child.try_wait().unwrap().is_none() {
        if Instant::now() > until {
            child.kill().unwrap();
            panic!("it did not end: {:?}", child.wait_with_output());
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    child.wait_with_output().unwrap()
}

pub(crate) fn signal(child: &Child, signal: rustix::process::Signal) {
    let id = rustix::process::Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
    rustix::process::kill_process(id, signal).unwrap();
}

pub(crate) const LONG: Duration = Duration::from_secs(120);
