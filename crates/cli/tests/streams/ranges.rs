//! One process, N processes, any order: one result.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use crate::support::{EVENTS, REPORTS, code, events, program, records, report, text, validate};

fn stream(folder: &Path) -> (PathBuf, Vec<u8>) {
    let file = folder.join("events.ndjson");
    fs::write(&file, events(60)).unwrap();
    let one = validate(EVENTS).arg("--summary").arg(&file).output().unwrap();
    assert_eq!(code(&one), 1, "{}", text(&one.stderr));
    (file, one.stdout)
}

/// Judges the ranges between the cuts, a process each, all at once.
fn ranges(file: &Path, cuts: &[usize]) -> Vec<PathBuf> {
    let ends = cuts[1..].iter().map(|cut| cut.to_string()).chain([String::new()]);
    let run = |(start, end): (&usize, String)| {
        let out = file.with_extension(format!("{start}"));
        let mut command = validate(EVENTS);
        command.args(["--range", &format!("{start}-{end}")]).arg(file);
        (command.stdout(fs::File::create(&out).unwrap()).spawn().unwrap(), out)
    };
    let running: Vec<_> = cuts.iter().zip(ends).map(run).collect();
    let end = |(mut child, out): (std::process::Child, PathBuf)| {
        assert!(matches!(child.wait().unwrap().code(), Some(0 | 1)));
        out
    };
    running.into_iter().map(end).collect()
}

#[test]
fn processes_over_ranges_merge_to_one_run_in_any_order() {
    let folder = tempfile::tempdir().unwrap();
    let (file, one) = stream(folder.path());
    let one = records(&one);
    assert!(one.0.len() > 30, "there is something to find: {}", one.0.len());
    let length = fs::metadata(&file).unwrap().len() as usize;
    let parts = ranges(&file, &[0, 1, length / 5, length / 5 + 40, length / 2, length + 7]);
    let orders = [[0, 1, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0], [3, 0, 5, 1, 4, 2]];
    for order in orders {
        let merged = program().arg("merge").args(order.map(|at| &parts[at])).output().unwrap();
        assert_eq!(code(&merged), 1, "{}", text(&merged.stderr));
        assert_eq!(records(&merged.stdout), one, "{order:?}");
    }
    // Merged by twos and threes, through files and through a pipe.
    let some = program().arg("merge").args([&parts[4], &parts[3], &parts[5]]).output().unwrap();
    let later = folder.path().join("later");
    fs::write(&later, &some.stdout).unwrap();
    let mut last = program();
    last.args(["merge".as_ref(), later.as_os_str(), parts[2].as_os_str(), "-".as_ref()]);
    let both: Vec<u8> = [0, 1].iter().flat_map(|at| fs::read(&parts[*at]).unwrap()).collect();
    let mut child = last.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), &both).unwrap();
    let merged = child.wait_with_output().unwrap();
    assert_eq!(records(&merged.stdout), one);
}

#[test]
fn every_way_to_read_the_stream_says_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let (file, one) = stream(folder.path());
    let piped = validate(EVENTS)
        .args(["--summary", "-"])
        .stdin(fs::File::open(&file).unwrap())
        .output()
        .unwrap();
    let named = |bytes: &[u8]| text(bytes).replace(file.to_str().unwrap(), "-");
    assert_eq!(text(&piped.stdout), named(&one));
    let report = |command: &mut std::process::Command| {
        let output = command.args(["--format", "json"]).output().unwrap();
        assert_eq!(code(&output), 1);
        text(&output.stdout)
    };
    let of_file = report(validate(EVENTS).arg(&file));
    let file_in = fs::File::open(&file).unwrap();
    let of_pipe = report(validate(EVENTS).args(["--ndjson", "-"]).stdin(file_in));
    assert_eq!(of_pipe, of_file.replace(file.to_str().unwrap(), "-"));
    let of_threads = report(validate(EVENTS).args(["--threads", "3"]).arg(&file));
    assert_eq!(of_threads, of_file);
}

#[test]
fn a_range_of_compressed_bytes_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for (name, head) in [("a.gz", &[0x1F, 0x8B, 8, 0][..]), ("a.zst", &[0x28, 0xB5, 0x2F, 0xFD])] {
        let file = folder.path().join(name);
        fs::write(&file, head).unwrap();
        let output = validate(REPORTS).args(["--range", "0-9"]).arg(&file).output().unwrap();
        assert_eq!(code(&output), 2);
        assert!(text(&output.stderr).contains("decompress"), "{}", text(&output.stderr));
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn what_was_cut_off_or_does_not_fit_is_not_merged() {
    let folder = tempfile::tempdir().unwrap();
    let (file, one) = stream(folder.path());
    let length = fs::metadata(&file).unwrap().len() as usize;
    let parts = ranges(&file, &[0, length / 2]);
    let refused = |paths: &[&PathBuf], why: &str| {
        let output = program().arg("merge").args(paths).output().unwrap();
        assert_eq!(code(&output), 2, "{}", text(&output.stderr));
        assert!(text(&output.stderr).contains(why), "{}", text(&output.stderr));
        assert!(output.stdout.is_empty());
    };
    let cut = folder.path().join("cut");
    let head = text(&one).lines().next().unwrap().to_owned() + "\n";
    fs::write(&cut, &head).unwrap();
    refused(&[&parts[0], &cut], "cut off");
    fs::write(&cut, &head.as_bytes()[..20]).unwrap();
    refused(&[&cut, &parts[0]], "no JSON");
    fs::write(&cut, "").unwrap();
    refused(&[&cut], "cut off");
    refused(&[&parts[0], &parts[0]], "judged twice");
    let strict = validate(EVENTS).args(["--strict", "--range", "0-9"]).arg(&file).output().unwrap();
    fs::write(&cut, strict.stdout).unwrap();
    let rest = validate(EVENTS).args(["--range", "9-"]).arg(&file).output().unwrap();
    let other = folder.path().join("rest");
    fs::write(&other, rest.stdout).unwrap();
    refused(&[&cut, &other], "different rule sets");
}

#[test]
fn what_no_range_can_judge_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("reports.ndjson");
    fs::write(&file, report("a") + &report("b")).unwrap();
    let mut range = validate(REPORTS);
    let output = range.args(["--check-unique", "--range", "0-"]).arg(&file).output().unwrap();
    let (_, summary) = records(&output.stdout);
    assert_eq!(summary["not_judged"][0], "cron/execution-id-repeated");
}
