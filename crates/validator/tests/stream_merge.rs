//! One run, N ranges, any order: the same summary, and the same findings.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::LazyLock;
use std::sync::atomic::AtomicBool;

use catalog::Reference;
use contracts::toolkit::{Finding, StreamSummary, Tool};
use proptest::prelude::*;
use serde_json::{Value, json};
use validator::context::Context;
use validator::examine::Options;
use validator::judge::Judge;
use validator::read::Limits;
use validator::stream::{self, Range, Settings};

/// Schemas are compiled once for all cases.
static JUDGE: LazyLock<Judge> = LazyLock::new(Judge::new);

/// So many cases, or as many as `PROPTEST_CASES` says.
fn cases(usual: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok());
    let cases = asked.unwrap_or(usual);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

fn tool() -> Tool {
    Tool { name: "t".into(), version: "1".into() }
}

fn options<'c>(threads: usize, stop: Option<&'c AtomicBool>) -> Options<'c> {
    Options {
        contract: Some(Reference::parse("execra/event-stream").unwrap()),
        context: Context::default(),
        limits: Limits::default(),
        unique: false,
        stream: Settings { threads, stop, ..Settings::default() },
    }
}

fn judged(text: &[u8], start: usize, end: usize) -> (StreamSummary, Vec<Finding>) {
    let mut found = Vec::new();
    let mut input = std::io::Cursor::new(text.get(start..).unwrap_or_default());
    let range = Range { start: start as u64, length: (end - start) as u64 };
    let options = options(1, None);
    let ran = stream::run(&JUDGE, "s", &mut input, &options, Some(range), &mut |f| found.push(f));
    (stream::summary(&ran.unwrap(), &options, &tool()), found)
}

fn event(kind: u8, job: u8, at: i8, extra: u8) -> String {
    let phase = ["p", "q"][usize::from(extra % 2)];
    let mut event = json!({"kind": "", "job": format!("00000000-0000-4000-8000-0000000000{:02x}", job % 3),
        "at": {"secs_since_epoch": 1000 + i64::from(at), "nanos_since_epoch": 0}});
    let finding = json!({"severity": "info", "code": phase, "message": "m",
        "at": {"secs_since_epoch": 1, "nanos_since_epoch": 0}});
    let (name, more): (&str, Value) = match kind % 14 {
        0 | 1 => ("job_created", json!({"command": {"program": "p", "args": [], "env": []}})),
        2 | 3 => ("job_started", json!({"pid": 1})),
        4 => ("phase_entered", json!({"phase": phase, "name": "n"})),
        5 => ("phase_exited", json!({"phase": phase})),
        6 => ("output_appended", json!({"stream": "stdout", "line": "x"})),
        7 => ("label_updated", json!({"label": "l"})),
        8 => ("known_error_detected", json!({"code": phase, "message": "m"})),
        9 => ("finding_emitted", json!({"finding": finding})),
        10 => ("exited", json!({"code": {"code": extra % 2}})),
        11 => ("cancelled", json!({})),
        12 => (
            "finalized",
            json!({"outcome": {"kind": (["succeeded", "cancelled"][usize::from(extra % 2)]),
            "findings": if extra.is_multiple_of(4) { vec![finding] } else { vec![] }}}),
        ),
        _ => ("phase_updated", json!({"phase": phase, "label": "l"})),
    };
    event["kind"] = json!(name);
    for (name, value) in more.as_object().unwrap() {
        event[name] = value.clone();
    }
    if extra == 77 { "{broken".to_owned() } else { event.to_string() }
}

fn text(events: &[(u8, u8, i8, u8)]) -> String {
    events.iter().map(|(kind, job, at, extra)| event(*kind, *job, *at, *extra) + "\n").collect()
}

/// What of a finding does not depend on where its range began.
fn shown(finding: &Finding, before: u64) -> String {
    let line = finding.location.line.unwrap_or_default() + before;
    let Finding { code, severity, message, .. } = finding;
    format!("{line} {code} {severity} {} {message}", finding.location.pointer)
}

proptest! {
    #![proptest_config(cases(120))]

    #[test]
    fn any_split_in_any_order_is_one_run(
        events in prop::collection::vec((any::<u8>(), any::<u8>(), -3_i8..4, any::<u8>()), 0..40),
        cuts in prop::collection::vec(0_usize..8000, 0..5),
        order in any::<u64>(),
    ) {
        let text = text(&events);
        let whole = judged(text.as_bytes(), 0, text.len() + 1);
        let mut cuts: Vec<usize> = cuts
            .into_iter()
            .map(|cut| cut % (text.len() + 1))
            // A range starts at the next line.
            .map(|cut| text[..cut].rfind('\n').map_or(0, |at| at + 1))
            .collect();
        cuts.extend([0, text.len()]);
        cuts.sort_unstable();
        let mut parts = Vec::new();
        let mut findings = Vec::new();
        for pair in cuts.windows(2) {
            let end = if pair[1] == text.len() { text.len() + 1 } else { pair[1] };
            let (summary, found) = judged(text.as_bytes(), pair[0], end.max(pair[0]));
            let before = text[..pair[0]].matches('\n').count() as u64;
            findings.extend(found.iter().map(|finding| shown(finding, before)));
            parts.push(summary);
        }
        // Some order, and some of them merged beforehand.
        let count = parts.len();
        let mut shuffled = parts;
        for at in 0..count {
            shuffled.swap(at, (order as usize).wrapping_mul(at + 7) % count);
        }
        let merged = stream::merge(shuffled, &Settings::default()).unwrap();
        findings.extend(merged.findings.iter().map(|finding| shown(finding, 0)));
        let mut expected: Vec<String> = whole.1.iter().map(|finding| shown(finding, 0)).collect();
        findings.sort();
        expected.sort();
        prop_assert_eq!(findings, expected);
        let (mut one, mut many) = (whole.0, merged.summary);
        // The digests are of other pieces.
        one.ranges.clear();
        many.ranges.clear();
        prop_assert_eq!(one, many);
    }

    #[test]
    fn merging_neighbours_first_changes_nothing(
        events in prop::collection::vec((any::<u8>(), any::<u8>(), -3_i8..4, any::<u8>()), 3..30),
        a in 1_usize..10, b in 1_usize..10,
    ) {
        let text = text(&events);
        let line = |n: usize| text.match_indices('\n').nth(n).map_or(text.len(), |(at, _)| at + 1);
        let (first, second) = (line(a), line(a + b).max(line(a)));
        let part = |from: usize, to: usize| judged(text.as_bytes(), from, to).0;
        let parts = [part(0, first), part(first, second), part(second, text.len() + 1)];
        let merge = |parts: Vec<StreamSummary>| stream::merge(parts, &Settings::default()).unwrap();
        let flat = merge(parts.to_vec());
        let right = merge(vec![parts[1].clone(), parts[2].clone()]);
        let nested = merge(vec![right.summary, parts[0].clone()]);
        prop_assert_eq!(&flat.summary, &nested.summary);
        let left = merge(vec![parts[1].clone(), parts[0].clone()]);
        let nested = merge(vec![parts[2].clone(), left.summary.clone()]);
        prop_assert_eq!(&flat.summary, &nested.summary);
        // What a merge carries on is what one run over both would have carried.
        let one = part(0, second);
        prop_assert_eq!(left.summary.carry, one.carry);
        let middle = part(first, line(a + b + 2).max(second));
        let joined = merge(vec![part(second, line(a + b + 2).max(second)), part(first, second)]);
        prop_assert_eq!(joined.summary.carry, middle.carry);
    }

}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn threads_change_nothing(
        events in prop::collection::vec((any::<u8>(), any::<u8>(), -3_i8..4, any::<u8>()), 1..30),
    ) {
        // Long enough for several blocks.
        let text = text(&events).repeat(100);
        let run = |threads| {
            let mut found = Vec::new();
            let mut input = std::io::Cursor::new(text.as_bytes());
            let ran = stream::run(&JUDGE, "s", &mut input, &options(threads, None), None, &mut |f| {
                if found.len() < 3000 { found.push(f) }
            })
            .unwrap();
            (found, format!("{:?}", ran.tally), ran.lives.open())
        };
        prop_assert_eq!(run(1), run(3));
    }
}

#[test]
fn what_does_not_lie_side_by_side_is_refused() {
    let text = text(&[(0, 0, 0, 0), (2, 0, 0, 0), (10, 0, 0, 0), (12, 0, 0, 2)]);
    let ends: Vec<usize> = text.match_indices('\n').map(|(at, _)| at + 1).collect();
    let part = |from: usize, to: usize| judged(text.as_bytes(), from, to).0;
    let (one, two, three) = (part(0, ends[0]), part(ends[0], ends[1]), part(ends[1], text.len()));
    let merge = |parts: Vec<StreamSummary>| {
        stream::merge(parts, &Settings { remember_jobs: 9, ..Settings::default() }).map_err(|e| e.0)
    };
    assert!(merge(vec![one.clone(), three.clone()]).unwrap_err().contains("judged by nobody"));
    assert!(merge(vec![one.clone(), one.clone()]).unwrap_err().contains("judged twice"));
    let mut foreign = two.clone();
    foreign.rule_set = "0".repeat(64);
    assert!(merge(vec![one.clone(), foreign]).unwrap_err().contains("different rule sets"));
    let mut partial = one.clone();
    partial.complete = false;
    assert!(merge(vec![partial, two.clone()]).unwrap_err().contains("interrupted"));
    let mut bad = two.clone();
    bad.carry = Some("[".to_owned());
    assert!(merge(vec![one.clone(), bad]).is_err());
    assert!(merge(Vec::new()).is_err());
    assert!(merge(vec![three, one, two]).is_ok());
}

#[test]
fn a_run_that_is_stopped_says_so() {
    let stop = AtomicBool::new(true);
    let options = options(1, Some(&stop));
    let mut input = std::io::Cursor::new(b"{}\n".as_slice());
    let ran = stream::run(&JUDGE, "s", &mut input, &options, None, &mut |_| {}).unwrap();
    assert!(ran.stopped);
    assert!(!stream::summary(&ran, &options, &tool()).complete);
}

/// Fails after some bytes, as a file does that is cut on a broken disk.
struct Breaks(std::io::Cursor<Vec<u8>>);

impl std::io::Read for Breaks {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        match self.0.read(buffer)? {
            0 => Err(std::io::Error::other("the disk is gone")),
            read => Ok(read),
        }
    }
}

#[test]
fn what_was_judged_before_a_failure_counts() {
    let text = text(&[(0, 0, 0, 0), (77, 0, 0, 77)]).repeat(3000);
    let lines = text.lines().count() as u64;
    let mut input = Breaks(std::io::Cursor::new(text.into_bytes()));
    let ran = stream::run(&JUDGE, "s", &mut input, &options(2, None), None, &mut |_| {});
    let ran = ran.unwrap();
    assert_eq!(ran.failed.as_deref(), Some("the disk is gone"));
    assert!(ran.tally.lines > 0 && ran.tally.lines <= lines);
    assert_eq!(ran.tally.lines, ran.line_ends, "whole lines only");
}

#[test]
fn hostile_bytes_are_findings() {
    let good = event(0, 0, 0, 0);
    let mut text = format!("{good}\n\0\0\0\n").into_bytes();
    text.extend_from_slice(b"\xC3\n\xEF\xBB\xBF{}\n");
    // Half a character where a block may end, and no newline at the end.
    text.extend(format!("{{\"a\":\"{}\"}}\n", "\u{e9}".repeat(201)).repeat(2_000).into_bytes());
    text.extend_from_slice(good.as_bytes());
    let mut errors = 0;
    let mut input = std::io::Cursor::new(&text);
    let ran = stream::run(&JUDGE, "s", &mut input, &options(2, None), None, &mut |_| errors += 1);
    let ran = ran.unwrap();
    assert_eq!(ran.tally.lines, 2_005);
    assert_eq!(ran.tally.bad, 2_003);
    assert!(errors > 2_000);
}
