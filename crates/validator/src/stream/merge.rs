//! The merge of the closing records of ranges.

use contracts::toolkit::{Finding, LevelCounts, StreamSummary};
use report::Counts;

use super::Settings;
use super::lives::Lives;
use super::summary::{ACROSS, across, fill, jobs};
use super::tally::{OUTCOMES, Tally};
use crate::rules::execra::step::Kind;

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
    if merged_any && first.contract.as_deref().is_some_and(|id| id.starts_with("cron/")) {
        first.not_judged = vec![ACROSS.to_owned()];
    }
    close(&mut first, &tally, lives, from_start);
    Ok(Merged { summary: first, findings })
}

/// Writes what the jobs came to.
fn close(first: &mut StreamSummary, tally: &Tally, lives: Option<Lives>, from_start: bool) {
    if let Some(lives) = lives.filter(|_| first.jobs.is_some()) {
        jobs(first, tally, &lives);
        let whole = from_start && first.ended;
        first.carry = (!whole || lives.open() > 0).then(|| lives.carry(whole));
        first.not_judged.extend(across(&lives));
    }
    first.not_judged.sort_unstable();
    first.not_judged.dedup();
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
