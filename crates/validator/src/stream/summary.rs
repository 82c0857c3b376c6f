//! The closing record of a stream or a range, and the merge of such records.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use contracts::toolkit::{Finding, JobCounts, JudgedRange, LevelCounts, StreamSummary, Tool};
use report::Counts;
use sha2::{Digest as _, Sha256};

use super::Settings;
use super::lane::TOGETHER;
use super::lives::{self, Lives};
use super::run::Ran;
use super::tally::{OUTCOMES, Tally};
use crate::context::Role;
use crate::examine::Options;
use crate::rules;
use crate::rules::execra::step::Kind;
use crate::rules::execra::{STREAM_RULES, not_finalized, time_order};

/// What one range alone cannot judge.
const ACROSS: &str = "cron/execution-id-repeated";

/// SHA-256 over everything that decides what is found: the schema, the rules, the options, the
/// program's version.
#[must_use]
pub fn rule_set(options: &Options<'_>, tool: &Tool) -> String {
    let mut hash = Sha256::new();
    let context = &options.context;
    let contract = options.contract.map(|known| known.to_string()).unwrap_or_default();
    let schema = options.contract.and_then(|known| specs::file(&known.schema_path())?.json);
    let role = if context.role == Role::Consumer { "consumer" } else { "producer" };
    let now = context.now.map(|now| now.to_string()).unwrap_or_default();
    let switches = [context.strict, context.mutation, context.persisted, options.stream.live];
    let limits = [options.limits.line(), options.limits.depth(), options.stream.remember_jobs];
    let remembered = (lives::MOST, options.stream.remember_events);
    let text = format!(
        "{} {} {contract} {role} {now} {switches:?} {limits:?} {remembered:?}\n",
        tool.name, tool.version
    );
    hash.update(text.as_bytes());
    hash.update(schema.unwrap_or_default().as_bytes());
    for meta in rules::metas() {
        hash.update(format!("\n{} {} {:?}", meta.code, meta.level, meta.consumer).as_bytes());
    }
    hex(&hash.finalize())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The summary of a run over a range.
#[must_use]
pub fn summary(ran: &Ran, options: &Options<'_>, tool: &Tool) -> StreamSummary {
    let options = Options { contract: ran.contract, ..*options };
    let (start, end) = ran.bytes;
    let together = ran.contract.is_some_and(|known| known.contract.id == TOGETHER);
    let whole = start == 0 && ran.ended;
    let mut summary = StreamSummary {
        version: 1,
        tool: tool.clone(),
        contract: ran.contract.map(|known| known.to_string()),
        rule_set: rule_set(&options, tool),
        complete: !ran.stopped && ran.failed.is_none(),
        ended: ran.ended,
        lines: 0,
        ok: 0,
        bad: 0,
        bytes: end - start,
        line_ends: ran.line_ends,
        ranges: vec![JudgedRange { start, end, sha256: hex(&ran.digest.unwrap_or_default()) }],
        findings: BTreeMap::new(),
        events: BTreeMap::new(),
        outcomes: BTreeMap::new(),
        jobs: None,
        not_judged: if options.unique { vec![ACROSS.to_owned()] } else { Vec::new() },
        carry: None,
    };
    fill(&mut summary, &ran.tally);
    if together {
        jobs(&mut summary, &ran.tally, &ran.lives);
        summary.not_judged.extend(across(&ran.lives));
        summary.carry = (!whole || ran.lives.open() > 0).then(|| ran.lives.carry());
    }
    summary
}

fn fill(summary: &mut StreamSummary, tally: &Tally) {
    summary.lines = tally.lines;
    summary.bad = tally.bad;
    summary.ok = tally.lines.saturating_sub(tally.bad);
    let level = |counts: &Counts| LevelCounts {
        errors: counts.errors,
        warnings: counts.warnings,
        notes: counts.notes,
    };
    summary.findings =
        tally.findings.iter().map(|(code, counts)| (code.clone(), level(counts))).collect();
}

/// The rules over a job's events, where jobs were let go: what they say of the stream is true, but
/// not all that is to be said.
fn across(lives: &Lives) -> Vec<String> {
    if lives.let_go() == 0 {
        return Vec::new();
    }
    let metas = STREAM_RULES.iter().map(|rule| rule.meta);
    let metas = metas.chain([&time_order::META, &not_finalized::META]);
    let codes: BTreeSet<&str> = metas.map(|meta| meta.code).collect();
    codes.into_iter().map(str::to_owned).collect()
}

fn jobs(summary: &mut StreamSummary, tally: &Tally, lives: &Lives) {
    let counted = Kind::ALL.iter().map(|kind| (kind.name().to_owned(), tally.events_of(*kind)));
    summary.events = counted.filter(|(_, count)| *count > 0).collect();
    let named = OUTCOMES.iter().zip(tally.outcomes).filter(|(_, count)| *count > 0);
    summary.outcomes = named.map(|(kind, count)| ((*kind).to_owned(), count)).collect();
    summary.jobs = Some(JobCounts {
        created: tally.events_of(Kind::JobCreated),
        finalized: tally.events_of(Kind::Finalized),
        open: lives.open(),
        forgotten: lives.forgotten(),
    });
}

/// Summaries that cannot be merged, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergeError(pub String);

impl std::fmt::Display for MergeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for MergeError {}

/// What a merge gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The summary of everything.
    pub summary: StreamSummary,
    /// What no range could tell alone. Lines count from the start of the first range.
    pub findings: Vec<Finding>,
}

/// Merges summaries of ranges that lie side by side, in whatever order they are given.
///
/// # Errors
/// When there is none, when they were judged by different rule sets, or when bytes are missing
/// between them or judged twice.
pub fn merge(
    mut summaries: Vec<StreamSummary>,
    settings: &Settings<'_>,
) -> Result<Merged, MergeError> {
    summaries.sort_by(|a, b| a.ranges.cmp(&b.ranges));
    side_by_side(&summaries)?;
    // A range in which no line begins has nothing to add but that the input ends there.
    let ended = summaries.iter().any(|summary| summary.ended);
    if summaries.iter().any(|summary| summary.bytes > 0) {
        summaries.retain(|summary| summary.bytes > 0);
    }
    let mut all = summaries.into_iter();
    let mut first = all.next().ok_or_else(|| MergeError("there is no summary to merge".into()))?;
    let from_start = starts(&first) == 0;
    // A run over the whole stream has told its end itself.
    let told = from_start && first.ended && first.complete;
    let mut findings = Vec::new();
    let mut lives = carried(&first, from_start, settings)?;
    let mut tally = tally(&first);
    let mut merged_any = false;
    for next in all {
        merged_any = true;
        tally.add(&self::tally(&next));
        if let (Some(lives), Some(mut later)) = (&mut lives, carried(&next, false, settings)?) {
            later.shift(first.line_ends);
            lives.join(later, &mut findings);
        }
        extend(&mut first, next);
    }
    first.ended = ended;
    if from_start && first.ended && first.complete && !told {
        lives
            .iter()
            .for_each(|lives| lives.end(settings.live, &mut |finding| findings.push(finding)));
    }
    for finding in &mut findings {
        finding.contract.clone_from(&first.contract);
        tally.finding(finding);
    }
    findings.sort_by_key(|finding| finding.location.line);
    fill(&mut first, &tally);
    if let Some(lives) = lives.filter(|_| first.jobs.is_some()) {
        jobs(&mut first, &tally, &lives);
        let whole = from_start && first.ended;
        first.carry = (!whole || lives.open() > 0).then(|| lives.carry());
        first.not_judged.extend(across(&lives));
    }
    first.not_judged.sort_unstable();
    first.not_judged.dedup();
    if merged_any && first.contract.as_deref().is_some_and(|id| id.starts_with("cron/")) {
        first.not_judged = vec![ACROSS.to_owned()];
    }
    Ok(Merged { summary: first, findings })
}

fn starts(summary: &StreamSummary) -> u64 {
    summary.ranges.first().map_or(0, |range| range.start)
}

fn ends(summary: &StreamSummary) -> u64 {
    summary.ranges.last().map_or(0, |range| range.end)
}

/// Refuses what is no row of neighbours judged alike.
fn side_by_side(summaries: &[StreamSummary]) -> Result<(), MergeError> {
    for ranges in summaries.iter().map(|summary| &summary.ranges) {
        neighbours(ranges.iter().map(|range| (range.start, range.end)))?;
        if ranges.is_empty() {
            return Err(MergeError("a summary names no range".to_owned()));
        }
    }
    neighbours(summaries.iter().map(|summary| (starts(summary), ends(summary))))?;
    for pair in summaries.windows(2) {
        let [one, other] = pair else { continue };
        if (&one.rule_set, &one.contract) != (&other.rule_set, &other.contract) {
            let message = format!(
                "the ranges from {} and from {} were judged by different rule sets",
                starts(one),
                starts(other)
            );
            return Err(MergeError(message));
        }
    }
    if let Some(partial) = summaries.iter().find(|summary| !summary.complete) {
        let from = starts(partial);
        return Err(MergeError(format!("the range from {from} was interrupted: judge it again")));
    }
    Ok(())
}

fn neighbours(ranges: impl Iterator<Item = (u64, u64)>) -> Result<(), MergeError> {
    let mut before: Option<u64> = None;
    for (start, end) in ranges {
        if end < start {
            return Err(MergeError(format!("the range {start}-{end} ends before it starts")));
        }
        match before {
            Some(before) if start > before => {
                return Err(MergeError(format!(
                    "the bytes {before}-{start} were judged by nobody"
                )));
            }
            Some(before) if start < before => {
                return Err(MergeError(format!("the bytes {start}-{before} were judged twice")));
            }
            _ => before = Some(end),
        }
    }
    Ok(())
}

fn carried(
    summary: &StreamSummary,
    from_start: bool,
    settings: &Settings<'_>,
) -> Result<Option<Lives>, MergeError> {
    let remember = settings.remember_jobs;
    match (&summary.carry, &summary.jobs) {
        (Some(carry), _) => {
            let lives = Lives::read(carry, from_start, remember).map_err(MergeError)?;
            Ok(Some(lives.within(settings.remember_events)))
        }
        // The whole stream in one range: nothing is left open.
        (None, Some(_)) => {
            Ok(Some(Lives::new(from_start, remember).within(settings.remember_events)))
        }
        (None, None) => Ok(None),
    }
}

fn tally(summary: &StreamSummary) -> Tally {
    let mut tally = Tally { lines: summary.lines, bad: summary.bad, ..Tally::default() };
    let counts = |level: &LevelCounts| Counts {
        errors: level.errors,
        warnings: level.warnings,
        notes: level.notes,
    };
    tally.findings =
        summary.findings.iter().map(|(code, level)| (code.clone(), counts(level))).collect();
    for (count, kind) in tally.events.iter_mut().zip(Kind::ALL) {
        *count = summary.events.get(kind.name()).copied().unwrap_or_default();
    }
    for (count, kind) in tally.outcomes.iter_mut().zip(OUTCOMES) {
        *count = summary.outcomes.get(kind).copied().unwrap_or_default();
    }
    tally
}

fn extend(first: &mut StreamSummary, next: StreamSummary) {
    first.ended = next.ended;
    first.bytes = first.bytes.saturating_add(next.bytes);
    first.line_ends = first.line_ends.saturating_add(next.line_ends);
    first.ranges.extend(next.ranges);
    first.carry = first.carry.take().or(next.carry);
    first.not_judged.extend(next.not_judged);
}
