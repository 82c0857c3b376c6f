//! Issuing a certificate over many conformance cases, beside a loop that only runs the same
//! programs with the same arguments and input, in turn in one run. Prints the ratio of the two,
//! the processor time of issuing beside that of the commands, and the most memory that it takes.
//!
//! `cargo build --release && cargo bench -p data-contracts-benches --bench certify -- [CASES] [ROUNDS] [emptied]`
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use benches::document::{CRON, KANADE, cron_report, kanade_command};
use benches::process::{peak_kib, processor_ticks, ratio};
use benches::random::Random;
use benches::{folder, peers};
use serde_json::{Value, json};

const NOW: &str = "2026-03-02T12:00:00Z";

fn main() {
    let mut numbers = std::env::args().skip(1).filter_map(|text| text.parse::<usize>().ok());
    let (cases, rounds) = (numbers.next().unwrap_or(1_000), numbers.next().unwrap_or(7));
    let ours = peers::ours().unwrap();
    let repository = Repository::new(cases);
    println!("{cases} conformance cases, {rounds} rounds in turn");
    // The adapter that answers, and one that costs nothing: what is left then is our own.
    let (answers, nothing) = (&*ours, Path::new("/bin/true"));
    let mut ways = vec![("data-contracts", answers, Clear::Aside), ("true", nothing, Clear::Aside)];
    if std::env::args().any(|it| it == "emptied") {
        ways.push(("data-contracts, over a place just emptied", answers, Clear::Away));
    }
    for (name, adapter, clear) in ways {
        let (mut loops, mut issues) = (Vec::new(), Vec::new());
        repository.clear(clear);
        repository.issue(&ours, adapter);
        for _ in 0..rounds {
            loops.push(spent(|| repository.only_run(adapter)));
            repository.clear(clear);
            issues.push(spent(|| repository.issue(&ours, adapter)));
        }
        show(name, cases, &loops, &issues);
    }
    let peak = repository.peak(&ours);
    println!("memory: {:.1} MiB resident at most", peak as f64 / 1024.0);
    assert!(peak < 64 * 1024, "issuing takes more than 64 MiB");
}

/// What becomes of the evidence of the round before: every round writes its own anew, as a fresh
/// checkout does.
#[derive(Clone, Copy)]
enum Clear {
    /// Out of the way. Nothing was ever deleted in a fresh checkout either.
    Aside,
    /// Deleted a moment before. ext4 does not give out a place of which a file was deleted in the
    /// last minutes, and passes over all of them one by one for each new file.
    Away,
}

/// What one way took: on the clock, and of all processors together.
struct Spent {
    time: Duration,
    ticks: u64,
}

fn spent(way: impl FnOnce() -> Duration) -> Spent {
    let before = processor_ticks().unwrap_or(0);
    let time = way();
    Spent { time, ticks: processor_ticks().unwrap_or(0) - before }
}

fn show(name: &str, cases: usize, loops: &[Spent], issues: &[Spent]) {
    // Pairs of one round met the same load; the middle one is neither the luckiest nor the worst.
    let mut pairs: Vec<f64> =
        issues.iter().zip(loops).map(|(one, other)| ratio(one.time, other.time)).collect();
    pairs.sort_unstable_by(f64::total_cmp);
    let least = |spent: &[Spent]| spent.iter().map(|it| it.time).min().unwrap_or_default();
    let ticks = |spent: &[Spent]| spent.iter().map(|it| it.ticks).min().unwrap_or(0) as f64;
    let (run, issued) = (least(loops), least(issues));
    println!(
        "adapter {name}: only run {:.2} s, issued {:.2} s (least of each): {:.3} x; median of the pairs {:.3} x",
        run.as_secs_f64(),
        issued.as_secs_f64(),
        ratio(issued, run),
        pairs[pairs.len() / 2],
    );
    println!(
        "    processor time {:.3} x; {:.0} µs a case above",
        ticks(issues) / ticks(loops),
        // A tick is 10 ms on every Linux that tells of them.
        (ticks(issues) - ticks(loops)) * 1e4 / cases as f64,
    );
}

/// A repository with one lane that demands every case.
struct Repository {
    folder: tempfile::TempDir,
    cases: Vec<(&'static str, Vec<u8>)>,
}

impl Repository {
    fn new(cases: usize) -> Repository {
        let folder = tempfile::tempdir().unwrap();
        let mut random = Random::new(folder::SEED);
        let documents: Vec<(&str, Value)> = (0..cases)
            .map(|n| match n % 2 {
                0 => (CRON, cron_report(&mut random)),
                _ => (KANADE, kanade_command(&mut random)),
            })
            .collect();
        fs::write(folder.path().join("cases.json"), case_file(&documents).to_string()).unwrap();
        fs::write(folder.path().join("registry.json"), registry(cases).to_string()).unwrap();
        let cases = documents.into_iter().map(|(id, it)| (id, it.to_string().into_bytes()));
        Repository { cases: cases.collect(), folder }
    }

    /// The commands themselves, one after the other.
    fn only_run(&self, adapter: &Path) -> Duration {
        let began = Instant::now();
        for (contract, document) in &self.cases {
            let mut child = Command::new(adapter)
                .args(["validate-report", "--contract", contract])
                .current_dir(self.folder.path())
                .stdin(Stdio::piped())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            // Who does not read is no fault of the loop.
            let _ = child.stdin.take().unwrap().write_all(document);
            assert!(child.wait().unwrap().success());
        }
        began.elapsed()
    }

    fn command(&self, ours: &Path, adapter: &Path) -> Command {
        let mut command = Command::new(ours.with_file_name("runner-certify"));
        command
            .args(["--runner", "bench", "--registry", "registry.json", "--now-utc", NOW])
            .arg("--adapter")
            .arg(adapter)
            .current_dir(self.folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    /// A whole certification; its certificate says that every case passed.
    fn issue(&self, ours: &Path, adapter: &Path) -> Duration {
        let began = Instant::now();
        assert!(self.command(ours, adapter).status().unwrap().success());
        let took = began.elapsed();
        let summary = self.certificate()["summary"].clone();
        assert_eq!(summary["status"], "pass", "{summary}");
        assert_eq!(summary["passed"], self.cases.len() + 2, "{summary}");
        took
    }

    fn clear(&self, clear: Clear) {
        let artifacts = self.folder.path().join(".artifacts");
        if !artifacts.exists() {
            return;
        }
        let aside = self.folder.path().join("aside");
        fs::create_dir_all(&aside).unwrap();
        let count = fs::read_dir(&aside).unwrap().count();
        match clear {
            Clear::Aside => fs::rename(artifacts, aside.join(count.to_string())).unwrap(),
            Clear::Away => fs::remove_dir_all(artifacts).unwrap(),
        }
    }

    fn certificate(&self) -> Value {
        let path: PathBuf = self.folder.path().join(".artifacts/runner-certification-bench.json");
        serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
    }

    /// The most memory that one certification has resident, in KiB.
    fn peak(&self, ours: &Path) -> u64 {
        let mut child = self.command(ours, ours).spawn().unwrap();
        let mut peak = 0;
        while child.try_wait().unwrap().is_none() {
            peak = peak_kib(child.id()).unwrap_or(0).max(peak);
            thread::sleep(Duration::from_millis(1));
        }
        peak
    }
}

fn case_file(documents: &[(&str, Value)]) -> Value {
    let cases: Vec<Value> = documents
        .iter()
        .enumerate()
        .map(|(n, (contract, document))| {
            let (contract, version) = contract.split_once('@').unwrap();
            json!({"id": format!("case-{n}"), "contract": contract, "version": version,
                "document": document, "expected": {"verdict": "accept"}})
        })
        .collect();
    json!({"version": 1, "family": "bench", "cases": cases})
}

fn registry(cases: usize) -> Value {
    let references: Vec<String> = (0..cases).map(|n| format!("/cases.json#case-{n}")).collect();
    json!({"version": 2,
        "certificate_schema_ref": "/specs/01_schema/runner_execution_certificate_v1.yaml",
        "runners": [{"runner_id": "bench", "class": "compatibility_non_blocking", "status": "active",
            "entrypoints": {"public_adapter": "/a", "implementation_repo": "bench"},
            "required_core_checks": [], "required_core_cases": references,
            "command_contract_subset": [],
            "artifact_contract": {"json_out": "/.artifacts/runner-certification-{runner}.json",
                "md_out": "/.artifacts/runner-certification-{runner}.md"}}]})
}
