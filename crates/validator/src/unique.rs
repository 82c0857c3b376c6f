//! `--check-unique`: one execution id on different contents, across the documents of one run.

use contracts::toolkit::{Finding, Location};
use serde_json::Value;

use crate::rules::cron::{self, ContentDigest, ExecutionIds, Seen};

/// The contract whose documents carry such an id.
pub const CONTRACT: &str = "cron/execution-report";

/// One document's id and what it stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The execution id as written.
    pub id: String,
    /// A digest of what the document says.
    pub content: ContentDigest,
    /// Where the id stands.
    pub location: Location,
}

impl Identity {
    /// The identity of a document, when it has one.
    #[must_use]
    pub fn of(document: &Value, location: Location) -> Option<Self> {
        let id = document.get("execution_id")?.as_str()?.to_owned();
        Some(Identity { id, content: ContentDigest::of(document), location })
    }
}

/// What was seen in the run so far.
#[derive(Debug)]
pub struct Unique {
    ids: ExecutionIds,
    places: Vec<Location>,
}

impl Unique {
    /// Remembers at most that many ids.
    #[must_use]
    pub fn new(remember: usize) -> Self {
        Unique { ids: ExecutionIds::new(remember), places: Vec::new() }
    }

    /// Takes note of a document; says when its id stands on another content already.
    pub fn observe(&mut self, identity: Identity) -> Option<Finding> {
        let place = u64::try_from(self.places.len()).unwrap_or(u64::MAX);
        match self.ids.observe(&identity.id, identity.content, place) {
            Seen::NoId | Seen::Again => None,
            Seen::First => {
                self.places.push(identity.location);
                None
            }
            Seen::Conflict { first } => {
                let first = usize::try_from(first).ok().and_then(|at| self.places.get(at));
                let mut finding =
                    cron::repeated(&identity.id, &first.map(shown).unwrap_or_default());
                finding.location = identity.location;
                Some(finding)
            }
        }
    }

    /// How many ids were forgotten: from then on a repetition can go unseen.
    #[must_use]
    pub fn forgotten(&self) -> u64 {
        self.ids.forgotten()
    }
}

fn shown(location: &Location) -> String {
    match location.line {
        Some(line) => format!("{}:{line}", location.source),
        None => location.source.clone(),
    }
}
