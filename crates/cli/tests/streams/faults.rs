//! Bad input, bad output: defined, nothing lost silently, the exit code right.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::process::{Child, Stdio};

use crate::support::{
    EVENTS, LONG, REPORTS, bad, code, ended, halfway, records, report, rest, text, validate,
};

#[test]
fn a_closed_pipe_ends_quietly() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.ndjson");
    fs::write(&file, bad().repeat(1500)).unwrap();
    for options in [&["--summary"][..], &["--format", "text"]] {
        let mut child = validate(REPORTS).args(options).arg(&file).spawn().unwrap();
        let mut first = [0; 10];
        child.stdout.take().unwrap().read_exact(&mut first).unwrap();
        let output = ended(child, LONG);
        assert!(matches!(code(&output), 0 | 1), "what was found may be told by the code");
        assert_eq!(text(&output.stderr), "", "{options:?}");
    }
}

#[test]
fn a_full_disk_at_the_output_is_exit_3() {
    if !std::path::Path::new("/dev/full").exists() {
        println!("SKIPPED: /dev/full is not on this machine");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.ndjson");
    fs::write(&file, bad().repeat(500)).unwrap();
    for options in [&["--summary"][..], &["--format", "json"], &["--range", "0-"]] {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = validate(REPORTS).args(options).arg(&file).stdout(full).output().unwrap();
        assert_eq!(code(&output), 3, "{options:?}");
        assert!(text(&output.stderr).contains("cannot write to standard output"));
    }
}

#[test]
fn the_last_line_needs_no_newline() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.ndjson");
    let two = report("a") + report("b").trim_end();
    for (tail, lines, bad, exit) in [("", 2, 0, 0), ("\n", 2, 0, 0), ("\n{\"version\":", 3, 1, 1)] {
        fs::write(&file, format!("{two}{tail}")).unwrap();
        let output = validate(REPORTS).arg("--summary").arg(&file).output().unwrap();
        assert_eq!(code(&output), exit, "{tail:?}");
        let summary = records(&output.stdout).1;
        assert_eq!((&summary["lines"], &summary["bad"]), (&lines.into(), &bad.into()));
        assert_eq!(summary["complete"], true);
        assert_eq!(summary["bytes"], fs::metadata(&file).unwrap().len());
    }
}

#[test]
fn hostile_bytes_are_findings_of_their_lines() {
    let mut bytes = report("a").into_bytes();
    bytes.extend_from_slice(
        b"\0\0\0\n\xC3\n{\"version\":\"1\",\"command\":\"\xF0\x9F\"}\n\xEF\xBB\xBF{}\n",
    );
    bytes.extend_from_slice(report("b").as_bytes());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.ndjson");
    fs::write(&file, &bytes).unwrap();
    let output = validate(REPORTS).arg("--summary").arg(&file).output().unwrap();
    assert_eq!(code(&output), 1);
    let (findings, summary) = records(&output.stdout);
    assert_eq!((&summary["lines"], &summary["ok"]), (&6.into(), &2.into()));
    for line in 2..=5 {
        let at = format!("\"line\":{line},");
        assert!(findings.iter().any(|finding| finding.contains(&at)), "line {line}: {findings:?}");
    }
}

#[test]
fn a_character_across_a_border_between_blocks_is_whole() {
    // Lines of odd lengths, so that block ends fall into characters; and lines longer than a block.
    let mut all = String::new();
    for at in 0..200 {
        all += &report(&"\u{e9}\u{1f600}".repeat(700 + at));
    }
    all += &report(&("a".to_owned() + &"\u{1f600}".repeat(300_000)));
    all += &report(&"\u{e9}".repeat(400_001));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.ndjson");
    fs::write(&file, &all).unwrap();
    let output = validate(REPORTS).arg("--summary").arg(&file).output().unwrap();
    assert_eq!(code(&output), 0, "{}", text(&output.stdout));
    assert_eq!(records(&output.stdout).1["ok"], 202);
}

#[test]
fn a_line_of_a_gigabyte_is_refused_in_flat_memory() {
    let mut child =
        validate(EVENTS).args(["--summary", "-"]).stdin(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let part = vec![b'x'; 1 << 20];
    input.write_all(b"{\"kind\":\"").unwrap();
    for _ in 0..1024 {
        input.write_all(&part).unwrap();
    }
    input.write_all(b"\"}\n{\"kind\":1}\n").unwrap();
    let most = most_memory(&child);
    drop(input);
    let output = ended(child, LONG);
    assert_eq!(code(&output), 1);
    let (findings, summary) = records(&output.stdout);
    assert_eq!((&summary["lines"], &summary["bad"]), (&2.into(), &2.into()));
    assert_eq!(summary["bytes"], (1_u64 << 30) + 9 + 3 + 11);
    assert!(findings.iter().any(|finding| finding.contains("json/too-large")), "{findings:?}");
    if let Some(most) = most {
        println!("{most} KiB resident at most");
        assert!(most < 40 << 10, "{most} KiB resident");
    }
}

/// The most memory that it ever held, in KiB, where the system tells.
pub(crate) fn most_memory(child: &Child) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}

#[test]
fn a_file_that_shrinks_while_it_is_read_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.ndjson");
    let line = bad();
    fs::write(&file, line.repeat(3000)).unwrap();
    let child = halfway(REPORTS, "--summary", &file);
    let left = line.len() as u64 * 2000 + 100;
    OpenOptions::new().write(true).open(&file).unwrap().set_len(left).unwrap();
    let (exit, out, err) = rest(child);
    assert_eq!(exit, 3);
    assert!(err.contains("cut while it was read"), "{err}");
    let summary = records(&out).1;
    assert_eq!(summary["complete"], false);
    assert_eq!(summary["lines"], 2000, "every whole line that was left");
}

#[test]
fn a_file_that_grows_while_it_is_read_is_read_to_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.ndjson");
    fs::write(&file, bad().repeat(3000)).unwrap();
    let child = halfway(REPORTS, "--summary", &file);
    let mut more: File = OpenOptions::new().append(true).open(&file).unwrap();
    more.write_all(report("late").repeat(10).as_bytes()).unwrap();
    let (exit, out, err) = rest(child);
    assert_eq!(exit, 1, "{err}");
    let summary = records(&out).1;
    assert_eq!((&summary["complete"], &summary["ended"]), (&true.into(), &true.into()));
    assert_eq!((&summary["lines"], &summary["ok"]), (&3010.into(), &10.into()));
}
