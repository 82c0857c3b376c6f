//! A conformance case: from its reference in the registry to the document that is judged.

use std::collections::BTreeMap;
use std::fmt;

use contracts::toolkit::{
    CaseContext, CaseOptions, CaseRole, ConformanceCase, ConformanceSet, Expected, Notation,
};
use serde_json::Value;
use validator::context::RootFiles;
use validator::read::{Format, Limits, read, typed};

/// A case that was found and can be put to a runner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Contract and version to judge by, `family/name@vN`.
    pub contract: String,
    /// What the runner is told beside the document, as command-line arguments.
    pub options: Vec<String>,
    /// The bytes on standard input.
    pub document: Vec<u8>,
    /// What judging it must come to.
    pub expected: Expected,
}

/// Why a reference leads to no case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseFault {
    /// Not of the form `/path/file#ID`.
    Reference,
    /// A link on the way leads out of the repository.
    Escapes,
    /// No such file.
    NoFile,
    /// The file is no set of portable cases; why.
    NoCases(String),
    /// The file has no case of that id.
    NoCase,
    /// The case cannot be written to a runner; why.
    Unusable(String),
}

impl fmt::Display for CaseFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CaseFault::Reference => f.write_str("the reference is not of the form /path/file#ID"),
            CaseFault::Escapes => f.write_str("a link in its path leads out of the repository"),
            CaseFault::NoFile => f.write_str("the case file does not exist"),
            CaseFault::NoCases(why) => {
                write!(f, "the file holds no portable cases (toolkit/conformance-case): {why}")
            }
            CaseFault::NoCase => f.write_str("the case file has no case of that id"),
            CaseFault::Unusable(why) => write!(f, "the case cannot be put to a runner: {why}"),
        }
    }
}

impl std::error::Error for CaseFault {}

/// The case files of a repository, each read once however many references lead into it.
pub struct CaseFiles<'f> {
    files: &'f dyn RootFiles,
    sets: BTreeMap<String, Result<BTreeMap<String, ConformanceCase<Value>>, CaseFault>>,
}

impl<'f> CaseFiles<'f> {
    /// The files below a root; none is read yet.
    #[must_use]
    pub fn new(files: &'f dyn RootFiles) -> Self {
        CaseFiles { files, sets: BTreeMap::new() }
    }

    /// Follows a reference `/path/file#ID`.
    ///
    /// # Errors
    /// [`CaseFault`] says where the way ended. A case that merely exists is not a pass, and one
    /// that does not is a failed check, never an error of the run.
    pub fn resolve(&mut self, reference: &str) -> Result<Case, CaseFault> {
        let (path, id) = reference.split_once('#').ok_or(CaseFault::Reference)?;
        if !path.starts_with('/') || id.is_empty() || path.split('/').any(|part| part == "..") {
            return Err(CaseFault::Reference);
        }
        let files = self.files;
        let set = self.sets.entry(path.to_owned()).or_insert_with(|| load(path, files));
        let set = set.as_ref().map_err(Clone::clone)?;
        set.get(id).ok_or(CaseFault::NoCase).cloned().and_then(case_of)
    }
}

fn load(
    path: &str,
    files: &dyn RootFiles,
) -> Result<BTreeMap<String, ConformanceCase<Value>>, CaseFault> {
    if files.escapes(path) {
        return Err(CaseFault::Escapes);
    }
    let bytes = files.read(path).ok_or(CaseFault::NoFile)?;
    let document = read(bytes, Format::of_name(path).unwrap_or(Format::Yaml), &Limits::default());
    let set: ConformanceSet<Value> =
        typed(&document).map_err(|error| CaseFault::NoCases(error.to_string()))?;
    if set.version != 1 {
        return Err(CaseFault::NoCases(format!("version {} is unknown", set.version)));
    }
    let mut cases = BTreeMap::new();
    for case in set.cases {
        if let Some(twice) = cases.insert(case.id.clone(), case) {
            return Err(CaseFault::NoCases(format!("the id `{}` stands in it twice", twice.id)));
        }
    }
    Ok(cases)
}

fn case_of(case: ConformanceCase<Value>) -> Result<Case, CaseFault> {
    let mut options = case.options.as_ref().map(arguments).unwrap_or_default();
    if case.notation == Some(Notation::Ndjson) {
        options.push("--ndjson".to_owned());
    }
    let document = match (case.document, case.text) {
        (Some(document), None) => document.to_string().into_bytes(),
        (None, Some(text)) => text.into_bytes(),
        _ => {
            return Err(CaseFault::Unusable(
                "it must have one of `document` and `text`".to_owned(),
            ));
        }
    };
    Ok(Case {
        contract: format!("{}@{}", case.contract, case.version),
        options,
        document,
        expected: case.expected,
    })
}

fn arguments(options: &CaseOptions) -> Vec<String> {
    let mut arguments = Vec::new();
    let mut pair = |name: &str, value: &str| {
        arguments.push(name.to_owned());
        arguments.push(value.to_owned());
    };
    match options.role {
        Some(CaseRole::Consumer) => pair("--as", "consumer"),
        Some(CaseRole::Producer) => pair("--as", "producer"),
        None => {}
    }
    if options.context == Some(CaseContext::Mutation) {
        pair("--context", "mutation");
    }
    if let Some(now) = &options.now_utc {
        pair("--now-utc", now);
    }
    for origin in &options.allow_origin {
        pair("--allow-origin", origin);
    }
    let flags = [("--strict", options.strict), ("--persisted", options.persisted)];
    arguments.extend(flags.iter().filter(|(_, set)| *set).map(|(flag, _)| (*flag).to_owned()));
    arguments
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_bench::Files;

    const SET: &str = r#"{"version": 1, "family": "cron", "cases": [
        {"id": "a", "contract": "cron/execution-report", "version": "v1",
         "document": {"version": "1"}, "expected": {"verdict": "accept"},
         "options": {"role": "consumer", "now_utc": "2026-01-01T00:00:00Z", "strict": true}},
        {"id": "b", "contract": "cron/execution-report", "version": "v1",
         "text": "{", "expected": {"verdict": "reject", "rule": "json/syntax"}},
        {"id": "c", "contract": "cron/execution-report", "version": "v1",
         "expected": {"verdict": "accept"}}]}"#;

    fn find(reference: &str) -> Result<Case, CaseFault> {
        let twice = r#"{"version": 1, "family": "cron", "cases": [
            {"id": "a", "contract": "a/b", "version": "v1", "text": "", "expected": {"verdict": "accept"}},
            {"id": "a", "contract": "a/b", "version": "v1", "text": "", "expected": {"verdict": "reject"}}]}"#;
        let files =
            [("/cases/cron.json", SET), ("/cases/prose.json", "[1]"), ("/cases/twice.json", twice)];
        CaseFiles::new(&Files::of(&files)).resolve(reference)
    }

    #[test]
    fn a_case_becomes_a_document_and_arguments() {
        let case = find("/cases/cron.json#a").unwrap();
        assert_eq!(case.contract, "cron/execution-report@v1");
        assert_eq!(case.document, br#"{"version":"1"}"#);
        assert_eq!(
            case.options,
            ["--as", "consumer", "--now-utc", "2026-01-01T00:00:00Z", "--strict"]
        );
        assert_eq!(find("/cases/cron.json#b").unwrap().document, b"{");
    }

    #[test]
    fn every_way_to_no_case_is_told_apart() {
        assert_eq!(find("/cases/cron.json"), Err(CaseFault::Reference));
        assert_eq!(find("cases/cron.json#a"), Err(CaseFault::Reference));
        assert_eq!(find("/cases/../cron.json#a"), Err(CaseFault::Reference));
        assert_eq!(find("/cases/other.json#a"), Err(CaseFault::NoFile));
        assert_eq!(find("/cases/cron.json#z"), Err(CaseFault::NoCase));
        assert!(matches!(find("/cases/prose.json#a"), Err(CaseFault::NoCases(_))));
        assert!(matches!(find("/cases/twice.json#a"), Err(CaseFault::NoCases(_))));
        assert!(matches!(find("/cases/cron.json#c"), Err(CaseFault::Unusable(_))));
    }
}
