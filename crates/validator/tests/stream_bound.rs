//! What is remembered of a job is bounded: beyond the bound a job is not judged, says so once, and
//! ranges still merge to what one run says.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::ops::Range;

use contracts::toolkit::{Finding, Severity};
use proptest::prelude::*;
use serde_json::{Value, json};
use validator::facts::fill_from_tree;
use validator::rules::execra::EventFacts;
use validator::rules::execra::step::Step;
use validator::stream::Lives;

/// As many finished jobs as any test has.
const REMEMBER: usize = 1000;

fn cases(usual: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok());
    let cases = asked.unwrap_or(usual);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

fn take(lives: &mut Lives, job: &str, event: &Value, line: u64, out: &mut Vec<Finding>) {
    let mut facts = EventFacts::default();
    fill_from_tree(&mut facts, event);
    lives.take(job, &Step::of(&facts, line), out);
}

fn end(lives: &Lives) -> Vec<Finding> {
    let mut told = Vec::new();
    lives.end(false, &mut |finding| told.push(finding));
    told
}

fn finding(code: &str) -> Value {
    json!({"severity": "info", "code": code, "message": "m"})
}

/// An event that a rule across lines may turn on; a beginning and an end are rare, so that lives
/// grow heavy.
fn event(kind: u8, extra: u8, at: u8) -> Value {
    let long = "long".repeat(40);
    let name = ["p", "q", "r", &long][usize::from(extra % 4)];
    let findings: Vec<Value> = (0..extra % 6).map(|_| finding("p")).collect();
    let mut event = match kind % 20 {
        0 => json!({"kind": "job_created"}),
        1 => json!({"kind": "finalized", "outcome": {"kind": "succeeded", "findings": findings}}),
        2 => json!({"kind": "finalized", "outcome": {"kind": "failed", "findings": findings,
            "reason": {"kind": "known_error", "code": name}}}),
        3 | 4 => json!({"kind": "job_started"}),
        5..=7 => json!({"kind": "phase_entered", "phase": name}),
        8 | 9 => json!({"kind": "phase_exited", "phase": name}),
        10 => json!({"kind": "phase_updated", "phase": name}),
        11 => json!({"kind": "output_appended"}),
        12 => json!({"kind": "label_updated"}),
        13 => json!({"kind": "unheard_of"}),
        14 => json!({"kind": "known_error_detected", "code": name}),
        15..=17 => json!({"kind": "finding_emitted", "finding": finding("p")}),
        18 => json!({"kind": "exited", "code": {"code": extra % 2}}),
        _ => json!({"kind": "cancelled"}),
    };
    let secs = 1000 + u64::from(at % 3);
    event["at"] = json!({"secs_since_epoch": secs, "nanos_since_epoch": 0});
    event
}

type Events = Vec<(u8, u8, u8, u8)>;

fn events() -> impl Strategy<Value = Events> {
    prop::collection::vec((any::<u8>(), 0..2_u8, any::<u8>(), any::<u8>()), 0..60)
}

/// A part of the stream that is not its beginning: the events from one line to another.
fn part(events: &Events, most: u64, lines: Range<usize>, out: &mut Vec<Finding>) -> Lives {
    taken(Lives::new(false, REMEMBER).bounded(most), events, lines, out)
}

/// The part with which the stream begins.
fn start(events: &Events, most: u64, to: usize, out: &mut Vec<Finding>) -> Lives {
    taken(Lives::new(true, REMEMBER).bounded(most), events, 0..to, out)
}

fn taken(mut lives: Lives, events: &Events, lines: Range<usize>, out: &mut Vec<Finding>) -> Lives {
    for (at, (kind, job, extra, time)) in
        events.iter().enumerate().take(lines.end).skip(lines.start)
    {
        let event = event(*kind, *extra, *time);
        take(&mut lives, &format!("job {job}"), &event, at as u64 + 1, out);
    }
    lives
}

/// A part as a summary carries it.
fn carried(lives: &Lives, from_start: bool, most: u64) -> Lives {
    Lives::read(&lives.carry(false), from_start, REMEMBER).unwrap().bounded(most)
}

fn shown(findings: &[Finding]) -> Vec<String> {
    let show = |finding: &Finding| {
        let (line, at) = (finding.location.line.unwrap(), &finding.location.pointer);
        format!("{line} {} {} {at} {}", finding.code, finding.severity, finding.message)
    };
    let mut shown: Vec<String> = findings.iter().map(show).collect();
    shown.sort();
    shown
}

fn gives_up(finding: &Finding) -> bool {
    finding.code == "execra/not-finalized" && finding.message.contains("too many events")
}

proptest! {
    #![proptest_config(cases(600))]

    #[test]
    fn parts_say_what_one_run_says_whatever_the_bound(
        events in events(), most in 0..9_u64, a in 0..60_usize, b in 0..60_usize, right: bool,
    ) {
        let (a, b) = (a.min(b).min(events.len()), a.max(b).min(events.len()));
        let mut told = Vec::new();
        let one = start(&events, most, events.len(), &mut told);
        let mut found = Vec::new();
        let mut first = carried(&start(&events, most, a, &mut found), true, most);
        let mut middle = carried(&part(&events, most, a..b, &mut found), false, most);
        let last = carried(&part(&events, most, b..events.len(), &mut found), false, most);
        if right {
            middle.join(last, &mut found);
            first.join(carried(&middle, false, most), &mut found);
        } else {
            first.join(middle, &mut found);
            first = carried(&first, true, most);
            first.join(last, &mut found);
        }
        prop_assert_eq!(shown(&found), shown(&told));
        prop_assert_eq!(first.carry(false), one.carry(false));
        prop_assert_eq!(shown(&end(&first)), shown(&end(&one)));
    }

    #[test]
    fn joined_parts_carry_what_one_part_carries(
        events in events(), most in 0..9_u64, a in 0..20_usize, b in 0..60_usize,
    ) {
        let (a, b) = (a.min(events.len()), (a + b).min(events.len()));
        let (mut told, mut found) = (Vec::new(), Vec::new());
        let one = part(&events, most, a..events.len(), &mut told);
        let mut joined = part(&events, most, a..b, &mut found);
        joined.join(part(&events, most, b..events.len(), &mut found), &mut found);
        prop_assert_eq!(joined.carry(false), one.carry(false));
        prop_assert_eq!(shown(&found), shown(&told));
    }

    #[test]
    fn a_bound_takes_findings_away_and_makes_none(events in events(), most in 0..9_u64) {
        let (mut bounded, mut all) = (Vec::new(), Vec::new());
        start(&events, most, events.len(), &mut bounded);
        start(&events, u64::MAX, events.len(), &mut all);
        let said: Vec<Finding> = bounded.iter().filter(|it| gives_up(it)).cloned().collect();
        bounded.retain(|finding| !gives_up(finding));
        let (bounded, mut left) = (shown(&bounded), shown(&all));
        for finding in &bounded {
            let at = left.iter().position(|other| other == finding);
            prop_assert!(at.is_some(), "only the bound makes this finding: {}", finding);
            left.remove(at.unwrap());
        }
        prop_assert!(left.is_empty() || !said.is_empty(), "silently not judged: {:?}", left);
        prop_assert!(said.iter().all(|finding| finding.severity == Severity::Note));
    }
}

/// The events of a stream in which many jobs are open at a time.
fn crowd() -> impl Strategy<Value = Events> {
    prop::collection::vec((any::<u8>(), 0..6_u8, any::<u8>(), any::<u8>()), 0..80)
}

fn lets_go(finding: &Finding) -> bool {
    let told = &finding.message;
    told.contains("was let go") || told.contains("were let go")
}

/// A part with bounds to the events of all open jobs and to the finished jobs.
fn narrow(
    events: &Events,
    budget: u64,
    remember: usize,
    lines: Range<usize>,
    out: &mut Vec<Finding>,
) -> Lives {
    let lives = Lives::new(lines.start == 0, remember).within(budget);
    taken(lives, events, lines, out)
}

/// Carried to another machine, as a summary is.
fn moved(lives: &Lives, from_start: bool, budget: u64, remember: usize) -> Lives {
    let moved = Lives::read(&lives.carry(false), from_start, remember).unwrap().within(budget);
    assert_eq!(moved.carry(false), lives.carry(false));
    moved
}

proptest! {
    #![proptest_config(cases(1500))]

    #[test]
    fn jobs_that_are_let_go_are_never_accused_and_never_silently_fine(
        events in crowd(), budget in 8..120_u64, remember in prop_oneof![Just(0_usize), 1..4_usize, Just(REMEMBER)],
        cuts in prop::collection::vec(0..80_usize, 0..4), right: bool,
    ) {
        let mut all = Vec::new();
        let one = start(&events, u64::MAX, events.len(), &mut all);
        all.extend(end(&one));
        let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(events.len())).collect();
        cuts.extend([0, events.len()]);
        cuts.sort_unstable();
        cuts.dedup();
        let mut found = Vec::new();
        let mut parts: Vec<(bool, Lives)> = Vec::new();
        for pair in cuts.windows(2) {
            let part = narrow(&events, budget, remember, pair[0]..pair[1], &mut found);
            parts.push((pair[0] == 0, moved(&part, pair[0] == 0, budget, remember)));
        }
        while parts.len() > 1 {
            let at = if right { parts.len() - 2 } else { 0 };
            let (_, later) = parts.remove(at + 1);
            let (from_start, first) = &mut parts[at];
            first.join(later, &mut found);
            *first = moved(first, *from_start, budget, remember);
        }
        let Some((_, merged)) = parts.pop() else { return Ok(()) };
        found.extend(end(&merged));
        if merged.forgotten() > 0 {
            // What of a finished job was forgotten is told as documented; only the bound matters.
            prop_assert!(merged.carry(false).len() < 400 + 40 * budget as usize);
            return Ok(());
        }
        let (said, mut found): (Vec<Finding>, Vec<Finding>) =
            found.into_iter().partition(lets_go);
        prop_assert!(said.is_empty() || merged.let_go() > 0);
        if merged.let_go() == 0 {
            prop_assert_eq!(shown(&found), shown(&all));
            return Ok(());
        }
        // A job that is lost is told as unfinished with others, or from another line.
        let ends = |finding: &Finding| finding.code == "execra/not-finalized";
        let open = found.iter().filter(|it| ends(it)).count() > 0
            || said.iter().any(|finding| finding.severity == Severity::Error);
        prop_assert_eq!(open, all.iter().any(ends), "what is open at the end is told");
        found.retain(|finding| !ends(finding));
        let mut left = shown(&all);
        for finding in shown(&found) {
            let at = left.iter().position(|other| *other == finding);
            prop_assert!(at.is_some(), "only the bound makes this finding: {}", finding);
            left.remove(at.unwrap());
        }
    }
}

#[test]
fn hundreds_of_thousands_of_open_jobs_stay_small() {
    let (mut lives, mut told) = (Lives::new(true, REMEMBER).within(20_000), Vec::new());
    let created =
        json!({"kind": "job_created", "at": {"secs_since_epoch": 1, "nanos_since_epoch": 0}});
    let mut facts = EventFacts::default();
    fill_from_tree(&mut facts, &created);
    for number in 1..=200_000_u64 {
        let job = format!("{number:08x}-0000-4000-8000-000000000000");
        lives.take(&job, &Step::of(&facts, number), &mut told);
    }
    assert!(told.is_empty());
    assert_eq!(lives.open(), 200_000);
    assert!(lives.let_go() >= 200_000 - 20_000 / 8);
    assert!(lives.carry(false).len() < 200_000, "{}", lives.carry(false).len());
    let ends = end(&lives);
    assert!(ends.len() <= 20_000 / 8 + 1 && ends.len() > 2_000, "{}", ends.len());
    assert!(ends.last().unwrap().message.contains("more jobs"), "{:?}", ends.last());
}

#[test]
fn an_endless_job_stays_small_and_says_once_that_it_is_not_judged() {
    for from_start in [true, false] {
        let mut lives = Lives::new(from_start, REMEMBER);
        let mut told = Vec::new();
        let emitted = json!({"kind": "finding_emitted", "finding": finding("p")});
        let mut take = |event: &Value, line| take(&mut lives, "j", event, line, &mut told);
        take(&json!({"kind": "job_created"}), 1);
        take(&json!({"kind": "job_started"}), 2);
        (3..100_000).for_each(|line| take(&emitted, line));
        assert_eq!(told.len(), 1, "{from_start}");
        assert!(gives_up(&told[0]));
        // The start and 65,535 findings are what is remembered.
        assert_eq!(told[0].location.line, Some(2 + 65_536));
        assert!(lives.carry(false).len() < 1000, "what was remembered is let go");
        assert_eq!(end(&lives)[0].location.line, Some(1));
    }
}

#[test]
fn a_head_stays_small() {
    let most = 50;
    let mut lives = Lives::new(false, REMEMBER).bounded(most);
    let mut told = Vec::new();
    for line in 1..20_000_u64 {
        let event = event((line % 19) as u8 + 1, (line % 251) as u8, 0);
        take(&mut lives, "j", &event, line, &mut told);
    }
    let light_heavy = lives.carry(false).len();
    assert!(light_heavy < 200 * 4 * most as usize, "{light_heavy}");
    let mut lives = Lives::new(false, REMEMBER).bounded(most);
    let huge = json!({"kind": "finalized", "outcome": {"kind": "succeeded",
        "findings": (0..5000).map(|_| finding("p")).collect::<Vec<_>>()}});
    (1..50).for_each(|line| take(&mut lives, "j", &huge, line, &mut told));
    assert!(lives.carry(false).len() < 100 * most as usize, "{}", lives.carry(false).len());
}
