//! `specs/03_conformance/`: the golden fixtures as portable cases, for judges in any language.

use std::collections::BTreeMap;

use catalog::tree::{CONFORMANCE_FOLDER, FIXTURE_FOLDER, Reader, Tree};
use contracts::toolkit::{
    ConformanceCase, ConformanceSet, Expected, ExpectedVerdict, Notation, Severity,
};
use serde_json::Value;

use crate::fixtures::{self, Case, CaseOptions};
use crate::read::Format;
use crate::rules;

/// The conformance files that the fixtures make, by their path. A case that cannot be told
/// without a repository or a second document stays a fixture only, and so does one about the version
/// that a document names: a portable case says by which version it is judged.
#[must_use]
pub fn files(tree: &Tree, reader: Reader<'_>) -> Tree {
    let mut sets: BTreeMap<&str, ConformanceSet<Value>> = BTreeMap::new();
    let (cases, _) = fixtures::discover(tree);
    for case in &cases {
        let family = case.reference.contract.family();
        if let Some(portable) = portable(case, tree, reader) {
            let empty = || ConformanceSet { version: 1, family: family.to_owned(), cases: vec![] };
            sets.entry(family).or_insert_with(empty).cases.push(portable);
        }
    }
    sets.into_iter().filter_map(|(family, set)| Some((path(family), text(&set)?))).collect()
}

/// Where the cases of a family stand.
#[must_use]
pub fn path(family: &str) -> String {
    format!("{CONFORMANCE_FOLDER}cases/{}.yaml", family.replace('-', "_"))
}

fn text(set: &ConformanceSet<Value>) -> Option<Vec<u8>> {
    let value = serde_json::to_value(set).ok()?;
    let yaml = catalog::canonical::yaml(&value).ok()?;
    Some(
        format!("# Generated from tests/fixtures by `data-contracts schema generate`.\n{yaml}")
            .into_bytes(),
    )
}

fn portable(case: &Case, tree: &Tree, reader: Reader<'_>) -> Option<ConformanceCase<Value>> {
    if case.after.is_some() || case.names_its_version() {
        return None;
    }
    let options = CaseOptions::of(case, tree).ok()?;
    let options = if options.is_plain() { None } else { Some(options.portable()?) };
    let bytes = tree.get(&case.path)?;
    let format = Format::detect(&case.path, bytes);
    let document = match format {
        Format::Ndjson => None,
        Format::Json | Format::Yaml if about_text(case) => None,
        Format::Json | Format::Yaml => reader(&case.path, bytes).ok(),
    };
    let text = match &document {
        Some(_) => None,
        // What is not even UTF-8 cannot be told in a portable file.
        None => Some(std::str::from_utf8(bytes).ok()?.to_owned()),
    };
    let notation = text.as_ref().and_then(|_| notation(format));
    let version = case.reference.to_string();
    let version = version.split_once('@').map_or("", |(_, version)| version).to_owned();
    Some(ConformanceCase {
        id: id(case),
        contract: case.reference.contract.id.to_owned(),
        version,
        document,
        text,
        notation,
        options,
        expected: expected(case, tree),
    })
}

/// Whether the case is about how a document is written, which its tree no longer tells.
fn about_text(case: &Case) -> bool {
    let code = match &case.expected {
        fixtures::Expected::Found { code } => Some(code),
        fixtures::Expected::Accepted { near } => near.as_ref(),
    };
    code.is_some_and(|code| code.starts_with("json/") || code.starts_with("yaml/"))
}

fn notation(format: Format) -> Option<Notation> {
    match format {
        Format::Json => None,
        Format::Yaml => Some(Notation::Yaml),
        Format::Ndjson => Some(Notation::Ndjson),
    }
}

/// `execution-report.v1.reject.cron.status-derived`: unique within the family.
#[must_use]
pub fn id(case: &Case) -> String {
    let stem = case.stem();
    let rest = stem.strip_prefix(FIXTURE_FOLDER).unwrap_or(stem);
    let rest = rest.split_once('/').map_or(rest, |(_, rest)| rest);
    rest.replace('/', ".")
}

fn expected(case: &Case, tree: &Tree) -> Expected {
    let fixtures::Expected::Found { code } = &case.expected else {
        return Expected { verdict: ExpectedVerdict::Accept, rule: None, level: None };
    };
    let level = found_level(case, code, tree);
    let verdict = match level {
        Some(Severity::Error) | None => ExpectedVerdict::Reject,
        Some(_) => ExpectedVerdict::Accept,
    };
    Expected { verdict, rule: Some(code.clone()), level }
}

/// The level at which the golden says that the rule was found; a rule may be an error here and a
/// warning there, so its own level would not do.
fn found_level(case: &Case, code: &str, tree: &Tree) -> Option<Severity> {
    let golden = tree.get(&fixtures::golden_path(case));
    let findings: Option<Value> = golden.and_then(|bytes| serde_json::from_slice(bytes).ok());
    let levels = findings.as_ref().and_then(Value::as_array).into_iter().flatten();
    let levels = levels.filter(|finding| finding.get("code").is_some_and(|c| c == code));
    let levels =
        levels.filter_map(|finding| serde_json::from_value(finding.get("severity")?.clone()).ok());
    levels.max().or_else(|| rules::meta(code).map(|meta| meta.level))
}
