//! One input from its bytes to its findings: read, recognise, judge, place.

use catalog::Reference;
use contracts::toolkit::{Finding, Severity};
use report::{Exit, Judgement};
use serde_json::Value;

use crate::context::Context;
use crate::judge::{Judge, JudgeError};
use crate::read::{Document, Format, Limits, read};
use crate::recognise::{self, Recognised};
use crate::unique::{self, Identity};
use crate::{proven, stream, unknown};

/// How inputs are judged.
#[derive(Debug, Clone, Copy)]
pub struct Options<'c> {
    /// `--contract`: what every input is, instead of what its signature tells.
    pub contract: Option<Reference>,
    /// Role, clock, root.
    pub context: Context<'c>,
    /// The reading limits.
    pub limits: Limits,
    /// `--check-unique`: documents give their identities for a check across the run.
    pub unique: bool,
    /// What holds for streams alone.
    pub stream: stream::Settings<'c>,
}

/// What became of one input.
#[derive(Debug)]
pub enum Examined {
    /// It was judged. The identities are those of its documents, where they were asked for.
    Judged(Judgement, Vec<Identity>),
    /// It could not be; what that alone would end with, and why.
    NotJudged(Exit, String),
}

/// One document and what it was judged by.
#[derive(Debug)]
pub struct Examination {
    /// The contract, unless none could be told.
    pub reference: Option<Reference>,
    /// Whether the signature told it.
    pub recognised: bool,
    /// Findings with their places.
    pub findings: Vec<Finding>,
    /// The document's identity, where it was asked for and there is one.
    pub identity: Option<Identity>,
    /// The document's tree, when its text has one.
    pub tree: Option<Value>,
}

/// Why a document could not be judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotJudged {
    /// No contract could be told; the candidates are named.
    Contract(String),
    /// Our own data is not in order.
    Bug(JudgeError),
}

impl NotJudged {
    /// What that alone would end with.
    #[must_use]
    pub fn exit(&self) -> Exit {
        match self {
            NotJudged::Contract(_) => Exit::Usage,
            NotJudged::Bug(_) => Exit::Bug,
        }
    }
}

impl std::fmt::Display for NotJudged {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            NotJudged::Contract(why) => f.write_str(why),
            NotJudged::Bug(error) => write!(f, "{error}"),
        }
    }
}

/// Judges bytes in the format that their name and content tell.
#[must_use]
pub fn named(judge: &Judge, name: &str, bytes: &[u8], options: &Options<'_>) -> Examined {
    match Format::detect(name, bytes) {
        Format::Ndjson => stream::lines(judge, name, bytes, options),
        format => document(judge, name, bytes, format, options),
    }
}

/// Judges the bytes of one document (JSON or YAML) under the name the user gave it. Of JSON a
/// proof is tried first that there is nothing to say.
#[must_use]
pub fn document(
    judge: &Judge,
    name: &str,
    bytes: &[u8],
    format: Format,
    options: &Options<'_>,
) -> Examined {
    let json = format == Format::Json;
    match json.then(|| proven(judge, name, bytes, options)).flatten() {
        Some(judgement) => Examined::Judged(judgement, Vec::new()),
        None => by_tree(judge, name, bytes, format, options),
    }
}

/// The judgement of a JSON document of which a proof holds that nothing is to be said, not even a
/// note. `None` when there is no such proof: the document may be perfect nevertheless.
#[must_use]
pub fn proven(judge: &Judge, name: &str, bytes: &[u8], options: &Options<'_>) -> Option<Judgement> {
    proven::judgement(judge, name, bytes, options)
}

/// The same as [`document`] by the document's tree, whatever can be proven without.
#[must_use]
pub fn by_tree(
    judge: &Judge,
    name: &str,
    bytes: &[u8],
    format: Format,
    options: &Options<'_>,
) -> Examined {
    match examine(judge, name, read(bytes, format, &options.limits), options) {
        Ok(examined) => {
            let judgement = Judgement {
                source: name.to_owned(),
                contract: examined.reference.map(|reference| reference.to_string()),
                recognised: examined.recognised,
                instances: 1,
                findings: examined.findings,
                ..Judgement::default()
            };
            Examined::Judged(judgement, examined.identity.into_iter().collect())
        }
        Err(why) => Examined::NotJudged(why.exit(), why.to_string()),
    }
}

/// Recognises, judges and places one document that was read.
///
/// # Errors
/// When no contract could be told, or our own schema is broken.
pub fn examine(
    judge: &Judge,
    name: &str,
    mut read: Document<'_>,
    options: &Options<'_>,
) -> Result<Examination, NotJudged> {
    let stand_ins = read.stand_ins();
    let mut findings = std::mem::take(&mut read.findings);
    let (reference, recognised) = match options.contract {
        Some(reference) => (Some(reference), false),
        None => match told(&read) {
            Ok(reference) => (Some(reference), true),
            // A text that does not even parse is rejected for that, whatever it was meant to be.
            Err(_) if read.value.is_none() => (None, false),
            Err(why) => return Err(NotJudged::Contract(why)),
        },
    };
    let mut shown = reference;
    if let (Some(value), Some(reference)) = (&read.value, reference) {
        let judged = judge.value(value, &reference, &options.context).map_err(NotJudged::Bug)?;
        shown = Some(judged.reference);
        // What stands in for a number that cannot be held is not the document's own.
        let own = |finding: &Finding| !stand_ins.contains(&finding.location.pointer);
        findings.extend(judged.findings.into_iter().filter(own));
    }
    for finding in &mut findings {
        place(&read, finding);
        name.clone_into(&mut finding.location.source);
    }
    let identity = shown
        .filter(|reference| options.unique && reference.contract.id == unique::CONTRACT)
        .and_then(|_| identity(&read, name));
    Ok(Examination { reference: shown, recognised, findings, identity, tree: read.value })
}

/// The identity of a document, with the place where its id stands.
fn identity(read: &Document<'_>, name: &str) -> Option<Identity> {
    let mut place = Finding::new("", Severity::Note, "").at("/execution_id");
    read.place(&mut place);
    name.clone_into(&mut place.location.source);
    Identity::of(read.value.as_ref()?, place.location)
}

/// The contract that the document's signature tells.
fn told(read: &Document<'_>) -> Result<Reference, String> {
    let found = match &read.value {
        Some(value) => recognise::contract(value),
        None => recognise::broken_text(&String::from_utf8_lossy(
            read.source.bytes().get(..64 << 10).unwrap_or(read.source.bytes()),
        )),
    };
    match found {
        Recognised::One(contract) => Ok(Reference { contract, version: None, revision: None }),
        Recognised::Ambiguous(candidates) => Err(format!(
            "it could be any of {}; say which with --contract",
            recognise::names(&candidates)
        )),
        Recognised::Unknown => Err(
            "it has the signature of no contract; say which it is with --contract (`data-contracts schema list` names them)"
                .to_owned(),
        ),
    }
}

fn place(read: &Document<'_>, finding: &mut Finding) {
    if finding.code == unknown::CODE {
        read.place_key(finding);
    } else {
        read.place(finding);
    }
}

/// Whether a document with these findings is accepted at that level of failure.
#[must_use]
pub fn accepted(findings: &[Finding], fails: Severity) -> bool {
    findings.iter().all(|finding| finding.severity < fails)
}
