//! The closing record of a stream or a range.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use contracts::toolkit::{JobCounts, JudgedRange, LevelCounts, StreamSummary, Tool};
use report::Counts;
use sha2::{Digest as _, Sha256};

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
pub(super) const ACROSS: &str = "cron/execution-id-repeated";

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
        summary.carry = (!whole || ran.lives.open() > 0).then(|| ran.lives.carry(whole));
    }
    summary
}

pub(super) fn fill(summary: &mut StreamSummary, tally: &Tally) {
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
pub(super) fn across(lives: &Lives) -> Vec<String> {
    if lives.let_go() == 0 {
        return Vec::new();
    }
    let metas = STREAM_RULES.iter().map(|rule| rule.meta);
    let metas = metas.chain([&time_order::META, &not_finalized::META]);
    let codes: BTreeSet<&str> = metas.map(|meta| meta.code).collect();
    codes.into_iter().map(str::to_owned).collect()
}

/// Whether a summary of a whole stream names rules over a job's events among those that were not
/// judged: nobody knows then whether the stream is in order.
#[must_use]
pub fn undecided(summary: &StreamSummary) -> bool {
    let whole = summary.ended && summary.ranges.first().is_some_and(|range| range.start == 0);
    whole && summary.not_judged.iter().any(|code| code == not_finalized::META.code)
}

pub(super) fn jobs(summary: &mut StreamSummary, tally: &Tally, lives: &Lives) {
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
