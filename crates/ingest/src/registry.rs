//! The registry, read strictly: a bad row is reported, the others run.

use std::collections::BTreeMap;

use catalog::Reference;
use contracts::runner::{
    LaneClass, LaneFinding, LaneStatus, RUNNER_ID_PATTERN, RegistryRef, RegistryRunner,
};
use contracts::toolkit::{Finding, Severity};
use report::visible::visible_within;
use serde_json::Value;
use validator::context::Context;
use validator::judge::{Judge, JudgeError};
use validator::read::{Document, Format, Limits, read};

use crate::lane::Lane;
use crate::report_check::told;

/// The contract that registries are judged by, in the version that each names.
const REGISTRY: &str = "runner/certification-registry";
/// Findings about the registry that are told at most.
const MOST_FINDINGS: usize = 100;

/// A registry as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Registry {
    /// Path and version, when the version is one that we know.
    pub reference: Option<RegistryRef>,
    /// Every lane that the registry tells of, in its order, each once.
    pub lanes: Vec<Lane>,
    /// What was found, errors and warnings.
    pub findings: Vec<LaneFinding>,
}

impl Registry {
    /// Whether the registry is not in order.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }
}

/// Reads and judges a registry. `path` is what documents call it.
///
/// # Errors
/// Only when our own schema of registries is not in order.
pub fn registry(
    bytes: &[u8],
    path: &str,
    judge: &Judge,
    context: &Context<'_>,
) -> Result<Registry, JudgeError> {
    let document = read(bytes, Format::Yaml, &Limits::default());
    let findings = judged(&document, judge, context)?;
    let mut registry = Registry { findings: told_of(&findings), ..Registry::default() };
    let Some(tree) = &document.value else { return Ok(registry) };
    // A version that we do not know is refused as a whole, never guessed at.
    if findings.iter().any(|finding| finding.code.starts_with("version/")) {
        return Ok(registry);
    }
    registry.reference = tree
        .get("version")
        .and_then(Value::as_u64)
        .and_then(|version| u32::try_from(version).ok())
        .filter(|version| matches!(version, 1 | 2) && !path.is_empty())
        .map(|version| RegistryRef { path: path.to_owned(), version });
    registry.lanes = lanes(tree, &findings);
    Ok(registry)
}

fn judged(
    document: &Document<'_>,
    judge: &Judge,
    context: &Context<'_>,
) -> Result<Vec<Finding>, JudgeError> {
    let mut findings = document.findings.clone();
    if let Some(tree) = &document.value {
        let reference = Reference::parse(REGISTRY)
            .map_err(|error| JudgeError::NoSchema(format!("{REGISTRY} ({error})")))?;
        let context = Context { strict: true, ..*context };
        for mut finding in judge.value(tree, &reference, &context)?.findings {
            document.place(&mut finding);
            findings.push(finding);
        }
    }
    Ok(findings)
}

fn told_of(findings: &[Finding]) -> Vec<LaneFinding> {
    findings
        .iter()
        .filter(|finding| finding.severity != Severity::Note)
        .take(MOST_FINDINGS)
        .map(|finding| LaneFinding {
            code: finding.code.to_string(),
            severity: finding.severity,
            message: visible_within(&told(finding), 500).into_owned(),
        })
        .collect()
}

fn lanes(tree: &Value, findings: &[Finding]) -> Vec<Lane> {
    let rows = tree.get("runners").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let mut faults = faults_by_row(findings);
    let mut lanes: Vec<Lane> = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        let Some(lane) = lane(row, faults.remove(&place)) else { continue };
        // Of a runner that stands there twice the first row counts; the second is a finding.
        if lanes.iter().all(|known| known.runner_id != lane.runner_id) {
            lanes.push(lane);
        }
    }
    lanes
}

fn faults_by_row(findings: &[Finding]) -> BTreeMap<usize, Vec<&Finding>> {
    let mut rows: BTreeMap<usize, Vec<&Finding>> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.severity == Severity::Error) {
        let place = finding.location.pointer.strip_prefix("/runners/");
        let place = place.and_then(|rest| rest.split('/').next()?.parse().ok());
        if let Some(place) = place {
            rows.entry(place).or_default().push(finding);
        }
    }
    rows
}

/// The lane of a row: whole when the row is in order, broken when it says at least who it is.
fn lane(row: &Value, faults: Option<Vec<&Finding>>) -> Option<Lane> {
    let duplicate_only =
        faults.iter().flatten().all(|finding| finding.code == "registry/runner-unique");
    let typed = serde_json::from_value::<RegistryRunner>(row.clone());
    if let (Ok(runner), true) = (&typed, duplicate_only) {
        return is_runner_id(&runner.runner_id).then(|| Lane::of(runner.clone(), row));
    }
    let id = row.get("runner_id").and_then(Value::as_str).filter(|id| is_runner_id(id))?;
    let class = member::<LaneClass>(row, "class")?;
    // A row that does not say is taken for one that counts.
    let status = member::<LaneStatus>(row, "status").unwrap_or(LaneStatus::Active);
    let why = match (faults.and_then(|faults| faults.first().map(|f| told(f))), typed) {
        (Some(why), _) => why,
        (None, Err(error)) => error.to_string(),
        (None, Ok(_)) => "unknown".to_owned(),
    };
    Some(Lane::broken(id, class, status, why))
}

fn member<T: serde::de::DeserializeOwned>(row: &Value, name: &str) -> Option<T> {
    serde_json::from_value(row.get(name)?.clone()).ok()
}

/// Whether the text is a runner id: it becomes part of file names.
#[must_use]
pub fn is_runner_id(text: &str) -> bool {
    debug_assert_eq!(RUNNER_ID_PATTERN, "^[a-z0-9][a-z0-9._-]{0,63}$");
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    text.len() <= 64
        && text.bytes().next().is_some_and(fits)
        && text.bytes().all(|b| fits(b) || b"._-".contains(&b))
}
