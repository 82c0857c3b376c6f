//! Judging one document: version, schema, rules, unknown members; one finding a fault.

use std::sync::Arc;

use catalog::Reference;
use contracts::toolkit::{Finding, Severity};
use serde_json::Value;

use crate::accept::{self, Accepted};
use crate::context::{Context, Role};
use crate::engine::Engine;
use crate::fast::Program;
use crate::fault::Fault;
use crate::rule::{Judged as Rules, Meta, Sink};
use crate::rules::execra::persisted;
use crate::schemas::Schemas;
use crate::version::{self, Dispatch};
use crate::{rules, unknown};

/// Compiles schemas when they are first asked for, and judges documents by them.
#[derive(Debug, Default)]
pub struct Judge {
    schemas: Schemas,
}

/// A document's findings and the version it was judged by.
#[derive(Debug, Clone)]
pub struct Judged {
    /// Contract, version and revision.
    pub reference: Reference,
    /// Findings without places in the text; pointers only.
    pub findings: Vec<Finding>,
}

/// Why no judgement was possible: our own data is not in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JudgeError {
    /// The schema is not among the embedded files.
    NoSchema(String),
    /// The schema does not compile.
    BadSchema(String, String),
}

impl std::fmt::Display for JudgeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            JudgeError::NoSchema(path) => {
                write!(
                    f,
                    "specs/{path} is not embedded; run `data-contracts schema generate` and build again"
                )
            }
            JudgeError::BadSchema(path, why) => write!(f, "specs/{path} does not compile: {why}"),
        }
    }
}

impl std::error::Error for JudgeError {}

impl Judge {
    /// A judge that has compiled nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Judge::default()
    }

    /// Judges a document by the version asked for, else by the one it names, else by the newest.
    /// Under `--persisted` a store's row is judged by the event inside.
    ///
    /// # Errors
    /// When the published schema is missing or broken; never because of the document.
    pub fn value(
        &self,
        document: &Value,
        wanted: &Reference,
        context: &Context<'_>,
    ) -> Result<Judged, JudgeError> {
        if !(context.persisted && persisted::is_row_of(wanted.contract.id, document)) {
            return self.document(document, wanted, context);
        }
        let record = persisted::unwrap(document.clone());
        let mut judged = self.document(&record.event, wanted, context)?;
        for finding in &mut judged.findings {
            finding.location.pointer = record.pointer(&finding.code, &finding.location.pointer);
        }
        Ok(judged)
    }

    fn document(
        &self,
        document: &Value,
        wanted: &Reference,
        context: &Context<'_>,
    ) -> Result<Judged, JudgeError> {
        let refused = |mut finding: Finding| {
            finding.contract = Some(wanted.contract.id.to_owned());
            Ok(Judged { reference: *wanted, findings: vec![finding] })
        };
        let reference = match version::dispatch(document, wanted) {
            Dispatch::Judge(reference) => reference,
            Dispatch::Refuse(finding) => return refused(*finding),
        };
        match accept::choose(document, &reference, context.accepted) {
            Accepted::By(reference) => {
                let findings = self.by_version(document, &reference, context)?;
                Ok(Judged { reference, findings })
            }
            Accepted::ByOneOf(candidates) => {
                self.by_one_of(document, &reference, &candidates, context)
            }
            Accepted::Not(finding) => refused(*finding),
        }
    }

    /// A document that does not say its version: the first candidate that has no error to report
    /// judges it, else the first one.
    fn by_one_of(
        &self,
        document: &Value,
        named: &Reference,
        candidates: &[Reference],
        context: &Context<'_>,
    ) -> Result<Judged, JudgeError> {
        let mut first = None;
        for reference in candidates {
            let findings = self.by_version(document, reference, context)?;
            let judged = Judged { reference: *reference, findings };
            if judged.findings.iter().all(|finding| finding.severity < Severity::Error) {
                return Ok(judged);
            }
            first.get_or_insert(judged);
        }
        match first {
            Some(first) => Ok(first),
            None => {
                let findings = self.by_version(document, named, context)?;
                Ok(Judged { reference: *named, findings })
            }
        }
    }

    /// The compiled schema of a reference.
    ///
    /// # Errors
    /// When it is not embedded or does not compile.
    pub fn engine(&self, reference: &Reference) -> Result<Arc<Engine>, JudgeError> {
        self.schemas.engine(reference)
    }

    /// The program that proves documents of a reference for the rules of its contract; `None`
    /// when there is none.
    #[must_use]
    pub fn program(&self, reference: &Reference) -> Option<Arc<Program>> {
        self.schemas.program(reference)
    }

    /// The same for documents that come one by one: none for the first of a contract whose program
    /// would take longer to compile than that document is explained.
    pub(crate) fn document_program(&self, reference: &Reference) -> Option<Arc<Program>> {
        self.schemas.document_program(reference)
    }

    fn by_version(
        &self,
        document: &Value,
        reference: &Reference,
        context: &Context<'_>,
    ) -> Result<Vec<Finding>, JudgeError> {
        let engine = self.engine(reference)?;
        let mut context = *context;
        context.revision = reference.version().rank(reference.revision()).unwrap_or_default();
        let judged = rules::find(reference.contract.id);

        let faults = engine.faults(document);
        let said = judged.map(|rules| {
            let mut sink = Sink::new(context);
            rules.judge_tree(document, &mut sink);
            sink.into_findings()
        });
        let mut findings = together(faults, said.unwrap_or_default(), judged, context.role);
        let level = if context.strict { Severity::Error } else { Severity::Note };
        if !engine.names_all(document) {
            let mut unknown = unknown::fields(engine.schema_for(document), document);
            unknown.iter_mut().for_each(|finding| finding.severity = level);
            findings.extend(unknown);
        }
        supersede(&mut findings);
        name_all(&mut findings, engine.name_of(reference));
        Ok(findings)
    }

    /// The findings of a document of which all is proven but the faults given here, and of which
    /// the rules say this. Every member is named.
    pub(crate) fn of_faults(
        &self,
        faults: Vec<Fault>,
        said: Vec<Finding>,
        reference: &Reference,
        role: Role,
    ) -> Option<Vec<Finding>> {
        let judged = rules::find(reference.contract.id);
        let mut findings = together(faults, said, judged, role);
        supersede(&mut findings);
        name_all(&mut findings, self.engine(reference).ok()?.name_of(reference));
        Some(findings)
    }
}

/// What the schema and the rules say, one finding a fault.
fn together(
    faults: Vec<Fault>,
    said: Vec<Finding>,
    rules: Option<&'static dyn Rules>,
    role: Role,
) -> Vec<Finding> {
    let faults = one_fault_a_value(faults);
    let carries = faults.iter().any(|fault| fault.code.is_some());
    let metas = rules.filter(|_| carries).map(|rules| rules.metas()).unwrap_or_default();
    let mut findings: Vec<Finding> =
        faults.into_iter().map(|fault| from_fault(fault, &metas, role)).collect();
    merge(&mut findings, said);
    findings
}

fn name_all(findings: &mut [Finding], name: &str) {
    findings.iter_mut().for_each(|finding| finding.contract = Some(name.to_owned()));
}

/// A value of the wrong type breaks every other clause too; the type is what is wrong with it.
fn one_fault_a_value(mut faults: Vec<Fault>) -> Vec<Fault> {
    let is_type = |fault: &Fault| fault.keyword == "type" && fault.code.is_none();
    if faults.len() < 2 {
        return faults;
    }
    let mistyped: Vec<String> =
        faults.iter().filter(|fault| is_type(fault)).map(|fault| fault.pointer.clone()).collect();
    faults.retain(|fault| is_type(fault) || !mistyped.contains(&fault.pointer));
    faults
}

/// A schema fault as a finding: the rule that its clause carries lends level, reason and remedy.
fn from_fault(fault: Fault, metas: &[&'static Meta], role: Role) -> Finding {
    let code = fault.finding_code();
    let meta = fault.code.as_deref().and_then(|code| metas.iter().find(|meta| meta.code == code));
    let near = fault.near.map(|near| ["did you mean `", &near, "`?"].concat());
    let (severity, message, remedy) = match meta {
        Some(meta) => (
            meta.level_for(role),
            [&fault.message, ": ", &*uncapitalised(meta.says)].concat(),
            near.or_else(|| Some(meta.remedy.to_owned())),
        ),
        None => (Severity::Error, fault.message, near.or_else(|| remedy(&fault.keyword))),
    };
    let mut finding = Finding::new(code, severity, message).at(fault.pointer);
    finding.remedy = remedy;
    finding.schema_pointer = Some(fault.schema_pointer);
    finding
}

fn remedy(keyword: &str) -> Option<String> {
    let meta = rules::document::schema::of_keyword(keyword)?;
    Some(meta.remedy.to_owned())
}

fn uncapitalised(sentence: &str) -> String {
    let sentence = sentence.trim_end_matches('.');
    let mut chars = sentence.chars();
    match (chars.next(), chars.clone().next()) {
        // `RFC 3339 …` keeps its capitals.
        (Some(first), Some(second)) if second.is_lowercase() => {
            let mut plain: String = first.to_lowercase().collect();
            plain.push_str(chars.as_str());
            plain
        }
        _ => sentence.to_owned(),
    }
}

/// One fault, one finding: what a clause and a rule both say at one place is said once. The rule
/// knows more than the clause, so its words stay.
fn merge(findings: &mut Vec<Finding>, judged: Vec<Finding>) {
    let said = |finding: &Finding| {
        let at = &finding.location.pointer;
        judged.iter().any(|other| other.code == finding.code && other.location.pointer == *at)
    };
    findings.retain(|finding| !said(finding));
    findings.extend(judged);
}

/// A rule that recognises another format altogether speaks for the whole document.
fn supersede(findings: &mut Vec<Finding>) {
    let whole = |finding: &Finding| rules::SUPERSEDES_SCHEMA.contains(&&*finding.code);
    if findings.len() > 1 && findings.iter().any(whole) {
        findings.retain(|finding| whole(finding) || !finding.code.starts_with("schema/"));
    }
}
