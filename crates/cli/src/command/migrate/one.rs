//! One document: told, judged, migrated, judged again.

use std::collections::BTreeSet;

use catalog::Reference;
use compat::migration::{Book, Entry, Leg, MigrationError, Way};
use contracts::toolkit::{Finding, Severity};
use report::Exit;
use serde_json::Value;
use validator::context::Context;
use validator::judge::Judge;
use validator::read::Document;
use validator::recognise::{self, Recognised};

use crate::reference;

/// What is wanted of every document.
pub(super) struct Wanted<'w> {
    pub(super) book: &'w Book,
    pub(super) judge: &'w Judge,
    /// What the documents are, where the user said so.
    pub(super) contract: Option<Reference>,
    /// The version that they are to have.
    pub(super) to: &'w str,
}

/// A document that was migrated.
pub(super) struct Migrated {
    pub(super) value: Value,
    pub(super) to: Reference,
    /// The files of the migrations that were run.
    pub(super) by: BTreeSet<String>,
}

/// Why a document was not migrated.
pub(super) enum Stopped {
    /// What is wrong with it; and what it was judged by, where that is known.
    Findings(Option<Reference>, Vec<Finding>),
    /// What is wrong with the request.
    Cannot(Exit, String),
}

impl Wanted<'_> {
    /// Migrates one document that was read.
    pub(super) fn document(&self, document: &Document<'_>) -> Result<Migrated, Stopped> {
        let errors = errors(document.findings.clone());
        let Some(value) = document.value.as_ref().filter(|_| errors.is_empty()) else {
            return Err(Stopped::Findings(self.contract, errors));
        };
        let from = self.version(value)?;
        let to = self.target(&from)?;
        let by = self.accepted(value, &from, document, None)?;
        let way = self.book.way(&by, &to).map_err(|none| usage(none.to_string()))?;
        let migrated = way.run(value).map_err(|(leg, error)| {
            let mut finding = stopped(&leg, &error);
            document.place(&mut finding);
            Stopped::Findings(Some(by), vec![finding])
        })?;
        self.accepted(&migrated, &to, document, Some(&to))?;
        Ok(Migrated { value: migrated, to, by: files(&way) })
    }

    /// The contract and, where it is known without judging, the version that a document has.
    fn version(&self, value: &Value) -> Result<Reference, Stopped> {
        let reference = match (self.contract, recognise::contract(value)) {
            (Some(reference), _) => reference,
            (None, Recognised::One(contract)) => {
                Reference { contract, version: None, revision: None }
            }
            (None, Recognised::Ambiguous(candidates)) => {
                let names = recognise::names(&candidates);
                return Err(usage(format!("it could be {names}; say which with --contract")));
            }
            (None, Recognised::Unknown) => {
                return Err(usage(
                    "it is like no contract of the catalogue; name its contract with --contract"
                        .to_owned(),
                ));
            }
        };
        let contract = reference.contract;
        let revised = contract.versions.iter().any(|version| version.revisions.len() > 1);
        if reference.version.is_none() && (contract.version_member.is_none() || revised) {
            return Err(usage(format!(
                "documents of {id} do not say which version they have; name it, as in \
                 --contract {id}@{}",
                contract.newest().newest_revision(),
                id = contract.id,
            )));
        }
        Ok(reference)
    }

    fn target(&self, from: &Reference) -> Result<Reference, Stopped> {
        let to = format!("{}@{}", from.contract.id, self.to);
        reference::parse(&to).map_err(|why| usage(format!("--to {}: {why}", self.to)))
    }

    /// The version that accepts the document. Findings about a migrated document have no place in
    /// the text that was read.
    fn accepted(
        &self,
        value: &Value,
        by: &Reference,
        document: &Document<'_>,
        migrated: Option<&Reference>,
    ) -> Result<Reference, Stopped> {
        let judged = self.judge.value(value, by, &Context::default());
        let judged = judged.map_err(|error| Stopped::Cannot(Exit::Bug, error.to_string()))?;
        let mut errors = errors(judged.findings);
        if errors.is_empty() {
            return Ok(judged.reference);
        }
        for finding in &mut errors {
            match migrated {
                None => document.place(finding),
                Some(to) => {
                    finding.message = format!("as {to} would have it: {}", finding.message);
                }
            }
        }
        Err(Stopped::Findings(Some(judged.reference), errors))
    }
}

fn usage(why: String) -> Stopped {
    Stopped::Cannot(Exit::Usage, why)
}

fn errors(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.retain(|finding| finding.severity == Severity::Error);
    findings
}

fn stopped(leg: &Leg<'_>, error: &MigrationError) -> Finding {
    let code = match error {
        MigrationError::Refused { .. } => "migration/refused",
        MigrationError::Step { .. } => "migration/step",
    };
    let message = format!("from {} to {}: {error}", leg.from(), leg.to());
    let finding = Finding::new(code, Severity::Error, message).at(error.pointer());
    match validator::rules::meta(code) {
        Some(meta) => finding.with_remedy(meta.remedy),
        None => finding,
    }
}

fn files(way: &Way<'_>) -> BTreeSet<String> {
    let entries = way.legs.iter().filter_map(|leg| match leg {
        Leg::Forth(entry) | Leg::Back(entry) => Some(*entry),
        Leg::Step(..) => None,
    });
    entries.map(|entry: &Entry| entry.path.clone()).collect()
}
