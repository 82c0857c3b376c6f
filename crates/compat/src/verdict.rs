//! What a comparison says: a verdict a direction, and for each break what, where and why.

use serde_json::Value;

use crate::schema::Dialect;

/// Both directions of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// A new reader reads old data: every document of the old schema is one of the new.
    pub backward: Verdict,
    /// An old reader reads new data: every document of the new schema is one of the old.
    pub forward: Verdict,
}

/// What is known of one direction.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// Proved: every document of the writer's schema is one of the reader's.
    Compatible,
    /// Refuted: at least one document that the writer may write and the reader refuses.
    Breaking(Vec<Break>),
    /// Neither. A gate treats it as breaking.
    Unknown(Doubt),
}

/// One cause of a break, with the smallest document found that shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Break {
    /// The kind of change, `property-removed` say.
    pub rule: &'static str,
    /// What changed, in one sentence.
    pub message: String,
    /// A document that the writer's schema accepts and the reader's refuses.
    pub witness: Value,
    /// Pointer into the old schema; `None` where the old schema says nothing there.
    pub old_pointer: Option<String>,
    /// Pointer into the new schema; `None` where the new schema says nothing there.
    pub new_pointer: Option<String>,
    /// Pointer into the witness, to what the reader refuses.
    pub instance_pointer: String,
    /// The member or value in question, where the pointers alone do not tell.
    pub part: Option<String>,
    /// What to do instead.
    pub remedy: &'static str,
}

/// Why a direction is undecided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// The reason, in one sentence.
    pub reason: String,
    /// Which schema holds the place, when there is one.
    pub side: Option<Side>,
    /// Pointer into that schema.
    pub pointer: Option<String>,
}

/// One of the two schemas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// The older one.
    Old,
    /// The newer one.
    New,
}

/// A schema that cannot be compared at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaFault {
    /// What is wrong with it, in one sentence.
    pub message: String,
    /// The dialect it was read in.
    pub dialect: Dialect,
    /// Which of the two it is.
    pub side: Side,
}

impl Comparison {
    /// Cuts every pointer that leads past what a schema says to the part that exists.
    pub(crate) fn trim_pointers(&mut self, old: &Value, new: &Value) {
        for verdict in [&mut self.backward, &mut self.forward] {
            let Verdict::Breaking(breaks) = verdict else { continue };
            for cause in breaks {
                trim(&mut cause.old_pointer, old);
                trim(&mut cause.new_pointer, new);
            }
        }
    }
}

fn trim(pointer: &mut Option<String>, schema: &Value) {
    let Some(pointer) = pointer else { return };
    while schema.pointer(pointer).is_none() {
        let Some((shorter, _)) = pointer.rsplit_once('/') else { break };
        *pointer = shorter.to_owned();
    }
}

impl std::fmt::Display for SchemaFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "it cannot be read as a {} schema: {}", self.dialect.name(), self.message)
    }
}

impl std::error::Error for SchemaFault {}

impl Break {
    /// Whether two breaks have one cause: the same kind at the same places.
    pub(crate) fn same_cause(&self, other: &Break) -> bool {
        let key =
            |b: &Break| (b.rule, b.message.clone(), b.old_pointer.clone(), b.new_pointer.clone());
        key(self) == key(other)
    }
}

impl Verdict {
    /// `compatible`, `breaking` or `unknown`.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Verdict::Compatible => "compatible",
            Verdict::Breaking(_) => "breaking",
            Verdict::Unknown(_) => "unknown",
        }
    }

    /// The breaks that were found.
    #[must_use]
    pub fn breaks(&self) -> &[Break] {
        match self {
            Verdict::Breaking(breaks) => breaks,
            _ => &[],
        }
    }
}
