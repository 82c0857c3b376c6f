//! The proof that a migration does what it says, on golden and on generated documents.

use catalog::Reference;
use contracts::toolkit::{Finding, Severity};
use serde_json::Value;
use validator::context::Context;
use validator::judge::{Judge, JudgeError};
use validator::phrase;

use super::book::Entry;
use super::run::{Course, MigrationError};
use super::sample::Sampler;

/// The golden documents of both versions, each with its name.
#[derive(Debug, Clone, Default)]
pub struct Subjects {
    /// Accepted documents of the version before.
    pub before: Vec<(String, Value)>,
    /// Accepted documents of the version afterwards.
    pub after: Vec<(String, Value)>,
}

/// What was tried of one migration, and what failed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proof {
    /// Golden documents that were migrated.
    pub golden: usize,
    /// Generated documents that the version before accepts, and that were migrated.
    pub generated: usize,
    /// Documents that the migration refuses, as it says.
    pub refused: usize,
    /// Documents that went back by the inverse and are the same again.
    pub returned: usize,
    /// What failed.
    pub faults: Vec<ProofFault>,
}

/// One document that a migration does wrong, or what is missing for a proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofFault {
    /// The document, or what the proof lacks.
    pub subject: String,
    /// What is wrong, in one sentence.
    pub message: String,
}

/// How many attempts a generated document that is accepted may take.
const PATIENCE: usize = 60;
/// How many faults are listed; one cause shows itself in many documents.
const MOST_FAULTS: usize = 8;

/// Tries a migration on every golden document of the version before, and on `generated` ones; its
/// inverse on what comes out, and on documents of the version afterwards.
///
/// # Errors
/// When a published schema is missing or broken.
pub fn prove(
    entry: &Entry,
    subjects: &Subjects,
    generated: usize,
    judge: &Judge,
) -> Result<Proof, JudgeError> {
    let mut trial = Trial { entry, judge, proof: Proof::default(), met: Vec::new() };
    let (forth, back) = (Way::Forth, Way::Back);
    trial.golden(forth, &subjects.before)?;
    trial.generated(forth, &subjects.before, generated)?;
    if entry.back().is_some() {
        trial.golden(back, &subjects.after)?;
        trial.generated(back, &subjects.after, generated)?;
    }
    trial.unmet();
    Ok(trial.proof)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Forth,
    Back,
}

struct Trial<'t> {
    entry: &'t Entry,
    judge: &'t Judge,
    proof: Proof,
    /// Refusals that some document met.
    met: Vec<(Way, usize)>,
}

impl Trial<'_> {
    fn golden(&mut self, way: Way, documents: &[(String, Value)]) -> Result<(), JudgeError> {
        if documents.is_empty() {
            let version = self.ends(way).0;
            self.fault(&version.to_string(), "it has no golden document to try".to_owned());
        }
        for (name, document) in documents {
            if self.document(way, name, document)? && way == Way::Forth {
                self.proof.golden += 1;
            }
        }
        Ok(())
    }

    fn generated(
        &mut self,
        way: Way,
        golden: &[(String, Value)],
        wanted: usize,
    ) -> Result<(), JudgeError> {
        let (from, to) = self.ends(way);
        let (engine, other) = (self.judge.engine(&from)?, self.judge.engine(&to)?);
        let golden: Vec<&Value> = golden.iter().map(|(_, document)| document).collect();
        let name = format!("{} {way:?}", self.entry.path);
        let mut sampler = Sampler::new(engine.schema(), other.schema(), &golden, &name);
        let mut accepted = 0;
        for _ in 0..wanted.saturating_mul(PATIENCE) {
            if accepted == wanted {
                break;
            }
            let document = sampler.next();
            if self.error(&document, &from)?.is_some() {
                continue;
            }
            accepted += 1;
            let shown = format!("the generated document {}", phrase::short(&document.to_string()));
            if self.document(way, &shown, &document)? && way == Way::Forth {
                self.proof.generated += 1;
            }
        }
        if accepted < wanted {
            let message =
                format!("only {accepted} of the {wanted} documents wanted could be generated");
            self.fault(&from.to_string(), message);
        }
        Ok(())
    }

    /// Migrates one document and looks at what comes out; false where the migration refuses it.
    fn document(&mut self, way: Way, name: &str, document: &Value) -> Result<bool, JudgeError> {
        let (_, to) = self.ends(way);
        let Some(course) = self.course(way) else { return Ok(false) };
        let migrated = match course.run(document) {
            Ok(migrated) => migrated,
            Err(MigrationError::Refused { refusal, .. }) => {
                self.proof.refused += 1;
                self.met.push((way, refusal));
                return Ok(false);
            }
            Err(error) => {
                let at = error.pointer().to_owned();
                self.fault(name, format!("at `{at}`: {error}"));
                return Ok(true);
            }
        };
        if let Some(found) = self.error(&migrated, &to)? {
            let at = &found.location.pointer;
            let message = format!(
                "it becomes one that {to} rejects: {} at `{at}`: {}",
                found.code, found.message
            );
            self.fault(name, message);
        } else if way == Way::Forth {
            self.returns(name, document, &migrated);
        }
        Ok(true)
    }

    fn returns(&mut self, name: &str, document: &Value, migrated: &Value) {
        let Some(back) = self.course(Way::Back) else { return };
        match back.run(migrated) {
            Ok(returned) if returned == *document => self.proof.returned += 1,
            Ok(returned) => {
                let returned = phrase::short(&returned.to_string());
                self.fault(name, format!("the inverse does not restore it, but gives {returned}"));
            }
            Err(error) => {
                let at = error.pointer().to_owned();
                self.fault(name, format!("the inverse stops at `{at}`: {error}"));
            }
        }
    }

    /// A refusal that no document meets was not tried.
    fn unmet(&mut self) {
        for way in [Way::Forth, Way::Back] {
            let refusals = self.course(way).map_or(0, |course| course.refuses.len());
            let unmet: Vec<_> =
                (0..refusals).filter(|at| !self.met.contains(&(way, *at))).collect();
            for refusal in unmet {
                let place = if way == Way::Forth { "refuses" } else { "inverse/refuses" };
                let message = "no document that was tried meets this refusal".to_owned();
                self.fault(&format!("/{place}/{refusal}"), message);
            }
        }
    }

    fn ends(&self, way: Way) -> (Reference, Reference) {
        match way {
            Way::Forth => (self.entry.from, self.entry.to),
            Way::Back => (self.entry.to, self.entry.from),
        }
    }

    fn course(&self, way: Way) -> Option<Course<'_>> {
        match way {
            Way::Forth => Some(self.entry.forth()),
            Way::Back => self.entry.back(),
        }
    }

    /// The first error that a version has to say of a document.
    fn error(&self, document: &Value, by: &Reference) -> Result<Option<Finding>, JudgeError> {
        let judged = self.judge.value(document, by, &Context::default())?;
        Ok(judged.findings.into_iter().find(|finding| finding.severity == Severity::Error))
    }

    fn fault(&mut self, subject: &str, message: String) {
        if self.proof.faults.len() < MOST_FAULTS {
            self.proof.faults.push(ProofFault { subject: subject.to_owned(), message });
        }
    }
}
