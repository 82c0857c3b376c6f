//! From a comparison to what is written of it: `toolkit/compat-report`, and findings for every
//! format that renders findings. The only place that knows both forms.

use contracts::toolkit::{
    Compared, ComparedPair, ComparedPairs, ComparedSchema, CompatDirection, CompatFinding,
    CompatMode, CompatReport, CompatSide, CompatVerdict, Finding, Severity, Tool,
};
use report::fingerprint;
use serde_json::Value;

use crate::compare;
use crate::field::field_of;
use crate::kinds::{REMOVED, UNKNOWN};
use crate::options::{Options, World};
use crate::verdict::{Break, Comparison, SchemaFault, Side, Verdict};

/// The longest witness in a message, in characters; the report's JSON form holds it whole.
const WITNESS_LIMIT: usize = 300;

/// What a pair is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    /// The contract that both schemas are versions of.
    pub contract: Option<String>,
    /// The older schema.
    pub old: ComparedSchema,
    /// The newer schema.
    pub new: ComparedSchema,
}

/// A comparison under its names.
#[must_use]
pub fn pair(names: Names, comparison: &Comparison) -> ComparedPair<Value> {
    let contract = names.contract.as_deref().unwrap_or("");
    ComparedPair {
        backward: direction(&comparison.backward, contract),
        forward: direction(&comparison.forward, contract),
        contract: names.contract,
        old: names.old,
        new: names.new,
        policy: None,
    }
}

/// One direction. `contract` goes into the fingerprints, so that a waiver holds for one contract;
/// it is empty for schemas that are no versions of one.
#[must_use]
pub fn direction(verdict: &Verdict, contract: &str) -> CompatDirection<Value> {
    let (word, findings, doubt) = match verdict {
        Verdict::Compatible => (CompatVerdict::Compatible, Vec::new(), None),
        Verdict::Breaking(breaks) => {
            let findings = breaks.iter().map(|cause| finding(cause, contract)).collect();
            (CompatVerdict::Breaking, findings, None)
        }
        Verdict::Unknown(doubt) => (CompatVerdict::Unknown, Vec::new(), Some(doubt)),
    };
    CompatDirection {
        verdict: word,
        findings,
        reason: doubt.map(|doubt| doubt.reason.clone()),
        pointer: doubt.and_then(|doubt| doubt.pointer.clone()),
        side: doubt.and_then(|doubt| doubt.side).map(|side| match side {
            Side::Old => CompatSide::Old,
            Side::New => CompatSide::New,
        }),
    }
}

fn finding(cause: &Break, contract: &str) -> CompatFinding<Value> {
    let pointer = cause.new_pointer.as_deref().or(cause.old_pointer.as_deref());
    let rule = format!("compat/{}", cause.rule);
    CompatFinding {
        fingerprint: fingerprint::of_parts(&[
            &rule,
            contract,
            cause.old_pointer.as_deref().unwrap_or("-"),
            cause.new_pointer.as_deref().unwrap_or("-"),
            cause.part.as_deref().unwrap_or(""),
        ]),
        rule,
        message: cause.message.clone(),
        witness: cause.witness.clone(),
        instance_pointer: cause.instance_pointer.clone(),
        old_pointer: cause.old_pointer.clone(),
        new_pointer: cause.new_pointer.clone(),
        field: pointer.and_then(|pointer| field_of(pointer, cause.part.as_deref())),
        remedy: cause.remedy.to_owned(),
        waived: false,
    }
}

/// The report of one pair.
#[must_use]
pub fn of_pair(
    pair: ComparedPair<Value>,
    mode: CompatMode,
    world: World,
    tool: Tool,
) -> CompatReport<Value> {
    let verdict = pair.verdict(mode);
    let compared = Compared::Pair(Box::new(pair));
    CompatReport { version: 1, tool, mode, world: world.into(), verdict, compared }
}

/// The report of several pairs; of none it is `compatible`.
#[must_use]
pub fn of_pairs(
    comparisons: Vec<ComparedPair<Value>>,
    mode: CompatMode,
    world: World,
    tool: Tool,
) -> CompatReport<Value> {
    let verdicts = comparisons.iter().map(|pair| pair.verdict(mode));
    let verdict = verdicts.max().unwrap_or(CompatVerdict::Compatible);
    let compared = Compared::Several(ComparedPairs { comparisons });
    CompatReport { version: 1, tool, mode, world: world.into(), verdict, compared }
}

/// The findings of a pair, for the formats that render findings: errors in the directions that
/// the mode asks for, notes in the other. A finding points into the new schema, where that has a
/// place for it, else into the old one.
#[must_use]
pub fn findings(pair: &ComparedPair<Value>, mode: CompatMode) -> Vec<Finding> {
    let backward = (&pair.backward, mode.asks_backward(), "old data, new reader");
    let forward = (&pair.forward, mode.asks_forward(), "new data, old reader");
    let mut found = Vec::new();
    for (direction, asked, way) in [backward, forward] {
        let level = if asked { Severity::Error } else { Severity::Note };
        let standing = direction.findings.iter().filter(|cause| !cause.waived);
        found.extend(standing.map(|cause| as_finding(cause, pair, level, way)));
        found.extend(as_doubt(direction, pair, level, way));
    }
    found
}

fn as_finding(
    cause: &CompatFinding<Value>,
    pair: &ComparedPair<Value>,
    level: Severity,
    way: &str,
) -> Finding {
    let witness = shortened(&cause.witness.to_string());
    let message = format!("{} ({way}; witness: {witness})", cause.message);
    let mut finding = Finding::new(cause.rule.clone(), level, message);
    finding.remedy = Some(cause.remedy.clone());
    place(&mut finding, pair, cause.old_pointer.as_deref(), cause.new_pointer.as_deref());
    finding
}

fn as_doubt(
    direction: &CompatDirection<Value>,
    pair: &ComparedPair<Value>,
    level: Severity,
    way: &str,
) -> Option<Finding> {
    let reason = direction.reason.as_deref()?;
    let mut finding =
        Finding::new(UNKNOWN.code, level, format!("nothing is proved: {reason} ({way})"));
    finding.remedy = Some(UNKNOWN.remedy.to_owned());
    let (old, new) = match direction.side {
        Some(CompatSide::Old) => (direction.pointer.as_deref(), None),
        _ => (None, Some(direction.pointer.as_deref().unwrap_or(""))),
    };
    place(&mut finding, pair, old, new);
    Some(finding)
}

fn place(finding: &mut Finding, pair: &ComparedPair<Value>, old: Option<&str>, new: Option<&str>) {
    let new = new.filter(|_| !pair.new.absent);
    let (schema, pointer) = match (new, old) {
        (Some(pointer), _) => (&pair.new, pointer),
        (None, Some(pointer)) => (&pair.old, pointer),
        (None, None) if pair.new.absent => (&pair.old, ""),
        (None, None) => (&pair.new, ""),
    };
    finding.location.source.clone_from(&schema.source);
    finding.location.pointer = pointer.to_owned();
    finding.contract.clone_from(&pair.contract);
}

/// A witness as a sentence shows it.
pub(crate) fn shortened(text: &str) -> String {
    match text.char_indices().nth(WITNESS_LIMIT) {
        Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// A schema that is there no more: whatever was written by it, nobody reads now.
///
/// # Errors
/// When it was no valid schema.
pub fn removed(
    names: Names,
    old: &Value,
    options: &Options,
) -> Result<ComparedPair<Value>, SchemaFault> {
    let found = compare(old, &Value::Bool(false), options)?;
    let mut pair = pair(names, &found);
    pair.backward.findings.truncate(1);
    for finding in &mut pair.backward.findings {
        let contract = pair.contract.as_deref().unwrap_or("");
        REMOVED.code.clone_into(&mut finding.rule);
        finding.fingerprint = fingerprint::of_parts(&[REMOVED.code, contract, &pair.new.source]);
        "there is no such schema any more".clone_into(&mut finding.message);
        REMOVED.remedy.clone_into(&mut finding.remedy);
        finding.old_pointer = Some(String::new());
        (finding.new_pointer, finding.field) = (None, None);
    }
    Ok(pair)
}
