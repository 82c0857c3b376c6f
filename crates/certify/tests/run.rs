//! Programs that do what programs should not: each is an observation, none hangs the run.
#![cfg(unix)]
#![allow(clippy::unwrap_used)] // a test file, with functions that are no tests

use std::fs;
use std::io;
use std::num::NonZeroUsize;
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use certify::evidence::{EvidenceFile, record};
use certify::observe::{Ending, Observation};
use certify::plan::{Task, Work};
use certify::run::{
    Adapter, AdapterFault, Keep, Outcome, Program, Progress, RunFault, RunLimits, Settings, look,
    run, start,
};
use contracts::runner::IntentCommand;

fn limits() -> RunLimits {
    RunLimits {
        timeout: Duration::from_secs(20),
        linger: Duration::from_millis(300),
        ..RunLimits::default()
    }
}

fn sh_with(script: &str, stdin: Option<&[u8]>, limits: &RunLimits) -> Outcome {
    let args = ["-c".to_owned(), script.to_owned()];
    let program = Program {
        program: Path::new("/bin/sh"),
        args: &args,
        stdin,
        folder: Path::new("/"),
        mark: None,
        without: &[],
    };
    start(&program, limits, &AtomicBool::new(false))
}

fn sh(script: &str) -> Outcome {
    sh_with(script, None, &limits())
}

#[test]
fn output_and_exit_code_are_seen() {
    let seen = sh("printf out; printf err >&2; exit 7");
    assert_eq!(seen.ending, Ending::Exited { code: 7 });
    assert_eq!((&*seen.stdout.kept, &*seen.stderr.kept), (&b"out"[..], &b"err"[..]));
}

#[test]
fn standard_input_is_written_whole_and_empty_without_one() {
    let input = vec![b'x'; 3_000_000];
    let seen = sh_with("wc -c", Some(&input), &limits());
    assert_eq!(String::from_utf8_lossy(&seen.stdout.kept).trim(), "3000000");
    assert_eq!(sh("wc -c").stdout.kept.trim_ascii(), b"0");
}

#[test]
fn a_program_that_does_not_read_its_input_is_no_trouble() {
    let input = vec![b'x'; 3_000_000];
    let seen = sh_with("exec 0<&-; exit 3", Some(&input), &limits());
    assert_eq!(seen.ending, Ending::Exited { code: 3 });
}

#[test]
fn what_is_missing_or_cannot_run_was_not_started() {
    let missing = Path::new("/no/such/program");
    let program = Program {
        program: missing,
        args: &[],
        stdin: None,
        folder: Path::new("/"),
        mark: None,
        without: &[],
    };
    let seen = start(&program, &limits(), &AtomicBool::new(false));
    assert!(matches!(seen.ending, Ending::NotStarted { .. }), "{seen:?}");
}

#[test]
fn what_hangs_is_killed_with_all_that_it_started() {
    let begun = Instant::now();
    let limits = RunLimits { timeout: Duration::from_millis(400), ..limits() };
    for script in [
        "sleep 60",
        "sleep 60 & sleep 60",
        "trap '' TERM INT; sleep 60",
        "exec 1>&- 2>&-; sleep 60",
    ] {
        let seen = sh_with(script, None, &limits);
        assert_eq!(seen.ending, Ending::TimedOut { limit_ms: 400 }, "{script}");
    }
    assert!(begun.elapsed() < Duration::from_secs(15));
}

#[test]
fn what_hangs_without_reading_its_input_is_killed() {
    let limits = RunLimits { timeout: Duration::from_millis(400), ..limits() };
    let seen = sh_with("sleep 60", Some(&vec![b'x'; 3_000_000]), &limits);
    assert_eq!(seen.ending, Ending::TimedOut { limit_ms: 400 });
}

#[test]
fn children_that_outlive_their_parent_are_told_and_killed() {
    for script in ["sleep 61 & exit 0", "sleep 61 >/dev/null 2>&1 & exit 0"] {
        let begun = Instant::now();
        assert_eq!(sh(script).ending, Ending::LeftBehind { code: Some(0) }, "{script}");
        assert!(begun.elapsed() < Duration::from_secs(10), "{script}");
    }
}

#[test]
fn a_child_that_ends_a_moment_later_is_no_trouble() {
    assert_eq!(sh("sleep 0.05 & exit 0").ending, Ending::Exited { code: 0 });
}

#[test]
fn a_flood_is_cut_and_stopped() {
    let limits = RunLimits { keep: 1000, flood: 1 << 20, ..limits() };
    let seen = sh_with("yes", None, &limits);
    assert_eq!(seen.ending, Ending::Flooded { limit_bytes: 1 << 20 });
    assert_eq!(seen.stdout.kept.len(), 1000);
    assert!(seen.stdout.bytes > 1 << 20);
}

#[test]
fn long_output_below_the_bound_is_counted_and_kept_from_the_beginning() {
    let limits = RunLimits { keep: 10, ..limits() };
    let seen = sh_with("printf 0123456789abcdef", None, &limits);
    assert_eq!(seen.ending, Ending::Exited { code: 0 });
    assert_eq!((&*seen.stdout.kept, seen.stdout.bytes), (&b"0123456789"[..], 16));
}

#[test]
fn a_program_that_is_killed_is_told() {
    assert_eq!(sh("kill -9 $$").ending, Ending::Killed { signal: 9 });
}

struct Memory(Mutex<Vec<EvidenceFile>>);

impl Keep for Memory {
    fn keep(&self, file: &EvidenceFile) -> io::Result<()> {
        self.0.lock().unwrap().push(file.clone());
        Ok(())
    }

    fn forget(&self, file: &EvidenceFile) -> io::Result<()> {
        self.0.lock().unwrap().retain(|kept| kept != file);
        Ok(())
    }
}

struct FullDisk;

impl Keep for FullDisk {
    fn keep(&self, _: &EvidenceFile) -> io::Result<()> {
        Err(io::Error::from(io::ErrorKind::StorageFull))
    }

    fn forget(&self, _: &EvidenceFile) -> io::Result<()> {
        Ok(())
    }
}

struct Quiet;

impl Progress for Quiet {
    fn begins(&self, _: &Task, _: usize, _: usize) {}
}

fn command(name: &str, script: &str) -> Task {
    let args = vec![script.to_owned()];
    let command = IntentCommand { name: "-c".into(), args, expect_exit: vec![0] };
    Task { group: "command", id: format!("command.{name}"), work: Work::Command(command) }
}

fn run_all(
    tasks: &[Task],
    jobs: usize,
    adapter: Result<&Adapter, &AdapterFault>,
    keep: &dyn Keep,
    stop: bool,
) -> Result<Vec<Observation>, RunFault> {
    let mark = format!("test-{}-{:?}", std::process::id(), std::thread::current().id());
    run(
        tasks,
        &Settings {
            adapter,
            shown: "sh",
            root: Path::new("/"),
            limits: &limits(),
            jobs: NonZeroUsize::new(jobs).unwrap(),
            mark: &mark,
            stop: &AtomicBool::new(stop),
            keep,
            // Other tests start programs in this process too.
            alone: false,
            progress: &Quiet,
        },
    )
}

fn shell() -> Adapter {
    Adapter { shown: "sh".into(), program: "/bin/sh".into(), lead: vec![] }
}

#[test]
fn several_at_once_are_told_in_the_order_of_the_plan() {
    let tasks: Vec<Task> = (0..20)
        .map(|n| command(&n.to_string(), &format!("sleep 0.0{}; printf {n}", (20 - n) / 4)))
        .collect();
    let kept = Memory(Mutex::default());
    let seen = run_all(&tasks, 4, Ok(&shell()), &kept, false).unwrap();
    let ids: Vec<_> = seen.iter().map(|one| one.id.clone()).collect();
    assert_eq!(ids, tasks.iter().map(|task| task.id.clone()).collect::<Vec<_>>());
    assert!(seen.iter().all(|one| one.ending == Ending::Exited { code: 0 }));
    // Standard output and the record of each; standard error carried nothing.
    assert_eq!(kept.0.into_inner().unwrap().len(), 40);
}

#[test]
fn a_process_that_flees_its_group_is_found_and_fails_its_check() {
    if !Path::new("/proc/self/environ").exists()
        || Command::new("setsid").arg("-V").output().is_err()
    {
        println!("SKIPPED: needs /proc and setsid");
        return;
    }
    let tasks = [
        command("good", "true"),
        command("flees", "setsid sleep 62 </dev/null >/dev/null 2>&1 & sleep 0.3"),
    ];
    let kept = Memory(Mutex::default());
    let seen = run_all(&tasks, 2, Ok(&shell()), &kept, false).unwrap();
    assert_eq!(seen[0].ending, Ending::Exited { code: 0 });
    assert_eq!(seen[1].ending, Ending::LeftBehind { code: Some(0) });
    // Neither has output; what was recorded before it was found is not told any more.
    let records: Vec<_> = seen.iter().map(record).collect();
    assert_eq!(kept.0.into_inner().unwrap(), records);
}

#[test]
fn without_an_adapter_every_check_fails_with_the_reason() {
    let kept = Memory(Mutex::default());
    let seen = run_all(&[command("x", "true")], 1, Err(&AdapterFault::NotFound), &kept, false);
    let reason = AdapterFault::NotFound.to_string();
    assert_eq!(seen.unwrap()[0].ending, Ending::NotStarted { reason });
}

#[test]
fn evidence_that_cannot_be_kept_ends_the_run() {
    let seen = run_all(&[command("x", "true")], 1, Ok(&shell()), &FullDisk, false);
    assert!(matches!(seen, Err(RunFault::Evidence(_))), "{seen:?}");
}

#[test]
fn an_interrupted_run_gives_no_observations() {
    let kept = Memory(Mutex::default());
    let seen = run_all(&[command("x", "true")], 1, Ok(&shell()), &kept, true);
    assert!(matches!(seen, Err(RunFault::Interrupted)), "{seen:?}");
}

#[test]
fn the_tree_tells_its_commit_and_its_changes() {
    let folder = tempfile::tempdir().unwrap();
    let search = certify::run::Search {
        root: folder.path().into(),
        here: folder.path().into(),
        path: std::env::var_os("PATH"),
        more: vec![],
    };
    let git = |args: &[&str]| {
        let identity = ["-c", "user.name=t", "-c", "user.email=t@example.com"];
        let mut git = Command::new("git");
        git.args(identity)
            .args(args)
            .current_dir(folder.path())
            .output()
            .is_ok_and(|it| it.status.success())
    };
    if !git(&["init", "-q"]) {
        println!("SKIPPED: git is not on this machine");
        return;
    }
    let empty = look(&search, &limits());
    assert!(empty.commit.is_none() && empty.trouble.is_some(), "{empty:?}");
    fs::write(folder.path().join("a"), "1").unwrap();
    assert!(git(&["add", "a"]) && git(&["commit", "-qm", "one"]));
    let clean = look(&search, &limits());
    assert_eq!((clean.commit.map(|it| it.len()), clean.changes), (Some(40), Some(0)));
    fs::create_dir(folder.path().join(".artifacts")).unwrap();
    fs::write(folder.path().join(".artifacts/out.json"), "{}").unwrap();
    assert_eq!(look(&search, &limits()).changes, Some(0), "our own outputs do not count");
    fs::write(folder.path().join("a"), "2").unwrap();
    fs::write(folder.path().join("b c"), "2").unwrap();
    assert_eq!(look(&search, &limits()).changes, Some(2));
}
