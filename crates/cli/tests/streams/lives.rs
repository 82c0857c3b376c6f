//! Streams that still run: interrupted, followed.

use std::fs::{self, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;
use std::sync::mpsc;

use rustix::process::Signal;

use crate::support::{
    EVENTS, LONG, REPORTS, bad, code, ended, events, halfway, records, report, rest, signal, text,
    validate,
};

#[test]
fn an_interrupted_run_tells_what_it_judged_and_that_it_is_partial() {
    for (stop, options) in [(Signal::INT, "--summary"), (Signal::TERM, "--ndjson")] {
        let mut command = validate(REPORTS);
        let mut child = command.args([options, "-"]).stdin(Stdio::piped()).spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        // More than a block, so that something is judged while the input stays open.
        for _ in 0..3000 {
            input.write_all(report("a").as_bytes()).unwrap();
        }
        input.write_all(b"{\"version\":").unwrap();
        signal(&child, stop);
        let output = ended(child, LONG);
        drop(input);
        assert_eq!(code(&output), 4, "{}", text(&output.stderr));
        assert!(text(&output.stderr).contains("partial"), "{}", text(&output.stderr));
        if options == "--summary" {
            let (findings, summary) = records(&output.stdout);
            assert_eq!((&summary["complete"], &summary["bad"]), (&false.into(), &0.into()));
            assert_eq!(summary["lines"], summary["line_ends"]);
            assert!(findings.is_empty(), "half a line is no finding: {findings:?}");
        }
    }
}

#[test]
fn a_range_that_was_interrupted_does_not_merge() {
    let folder = tempfile::tempdir().unwrap();
    let (file, part) = (folder.path().join("a.ndjson"), folder.path().join("part"));
    fs::write(&file, bad().repeat(3000)).unwrap();
    let child = halfway(REPORTS, "--range=0-", &file);
    signal(&child, Signal::INT);
    let (exit, out, err) = rest(child);
    assert_eq!(exit, 4, "{err}");
    let summary = records(&out).1;
    assert_eq!(summary["complete"], false);
    assert!(summary["lines"].as_u64().unwrap() < 3000, "{summary}");
    fs::write(&part, &out).unwrap();
    let merged = crate::support::program().arg("merge").arg(&part).output().unwrap();
    assert_eq!(code(&merged), 2, "{}", text(&merged.stdout));
    assert!(text(&merged.stderr).contains("interrupted"), "{}", text(&merged.stderr));
}

#[test]
fn a_file_is_followed_until_the_interruption() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.ndjson");
    let all = events(8);
    let lines: Vec<&str> = all.split_inclusive('\n').collect();
    let (first, later) = lines.split_at(lines.len() / 2);
    fs::write(&file, first.concat()).unwrap();
    let mut child = validate(EVENTS).arg("--follow").arg(&file).spawn().unwrap();
    let (sender, told) = mpsc::channel();
    let out = child.stdout.take().unwrap();
    let reading = std::thread::spawn(move || {
        for line in BufReader::new(out).lines() {
            sender.send(line.unwrap()).unwrap();
        }
    });
    let mut growing = OpenOptions::new().append(true).open(&file).unwrap();
    // Half a line comes first: it is judged when it is whole.
    let later = later.concat();
    growing.write_all(&later.as_bytes()[..30]).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(300));
    growing.write_all(&later.as_bytes()[30..]).unwrap();
    growing.write_all(b"{broken\n{half").unwrap();
    let mut found = Vec::new();
    // The broken line is told while the file is followed.
    loop {
        found.push(told.recv_timeout(LONG).unwrap());
        if found.last().unwrap().contains("json/syntax") {
            break;
        }
    }
    signal(&child, Signal::INT);
    let status = ended(child, LONG);
    reading.join().unwrap();
    found.extend(told.iter());
    assert_eq!(code(&status), 1, "{}", text(&status.stderr));
    let (followed, summary) = records((found.join("\n") + "\n").as_bytes());
    assert_eq!((&summary["complete"], &summary["ended"]), (&true.into(), &false.into()));
    fs::write(&file, all + "{broken\n").unwrap();
    let live = validate(EVENTS).args(["--live", "--summary"]).arg(&file).output().unwrap();
    let (judged, at_once) = records(&live.stdout);
    assert_eq!(followed, judged);
    assert_eq!(summary["lines"], at_once["lines"]);
}

#[test]
fn a_followed_file_that_is_cut_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.ndjson");
    fs::write(&file, "{broken\n".to_owned() + &report("a")).unwrap();
    let mut child = validate(REPORTS).arg("--follow").arg(&file).spawn().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    out.read_line(&mut String::new()).unwrap();
    OpenOptions::new().write(true).open(&file).unwrap().set_len(3).unwrap();
    let output = ended(child, LONG);
    assert_eq!(code(&output), 3);
    assert!(text(&output.stderr).contains("cut while it was followed"));
}
