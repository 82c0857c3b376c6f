//! The history of a contract: which reader reads which writer, over all its versions, and what a
//! comparison of schemas does not tell of it.

mod group;
mod markdown;
mod page;
mod semantic;
mod table;
mod text;

use catalog::{Contract, Reference};
use contracts::toolkit::{
    CompatDirection, CompatHistory, CompatVerdict, HistoryCell, HistoryCounts, HistoryMisreading,
    HistoryState, Tool,
};
use serde_json::Value;
use validator::judge::{Judge, JudgeError};

use crate::options::{FormatMode, Options, World};
use crate::report::direction;
use crate::verdict::Verdict;
use crate::workers::{Job, JobFault, Workers};

pub use markdown::markdown;
pub use page::html;
pub use semantic::{FOLDER, SemanticBook, SemanticFault};
pub use text::text;

/// Why there is no history. None of these is a fault of the user's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HistoryError {
    /// A published schema is missing or does not compile.
    Schema(JudgeError),
    /// Two versions could not be compared.
    Comparison(String),
}

impl std::fmt::Display for HistoryError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            HistoryError::Schema(error) => write!(f, "{error}"),
            HistoryError::Comparison(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for HistoryError {}

impl From<JudgeError> for HistoryError {
    fn from(error: JudgeError) -> Self {
        HistoryError::Schema(error)
    }
}

/// Every version and revision of a contract, oldest first.
#[must_use]
pub fn versions(contract: &'static Contract) -> Vec<Reference> {
    let of = |version: &'static catalog::Version| {
        let named = version.revisions.iter().filter(|name| !name.is_empty());
        let revisions: Vec<_> = named
            .map(|name| Reference { contract, version: Some(version), revision: Some(name) })
            .collect();
        if revisions.is_empty() {
            vec![Reference { contract, version: Some(version), revision: None }]
        } else {
            revisions
        }
    };
    contract.versions.iter().flat_map(of).collect()
}

/// The history of a contract by its published schemas.
///
/// # Errors
/// When a published schema is missing or broken.
pub fn history(
    contract: &'static Contract,
    world: World,
    book: &SemanticBook,
    judge: &Judge,
    tool: Tool,
) -> Result<CompatHistory<Value>, HistoryError> {
    let versions = versions(contract);
    let engines: Result<Vec<_>, _> = versions.iter().map(|version| judge.engine(version)).collect();
    let engines = engines?;
    let schemas: Vec<&Value> = engines.iter().map(|engine| engine.schema()).collect();
    let verdicts = verdicts(&schemas, world, contract.id)?;
    let mut counts = HistoryCounts::default();
    let mut cells = Vec::new();
    for ((reader, row), read) in versions.iter().enumerate().zip(verdicts) {
        for ((writer, wrote), schema) in versions.iter().enumerate().zip(read) {
            let accepts = |witness: &Value| {
                engines.get(reader).is_some_and(|engine| engine.is_valid(witness))
            };
            let semantic = misreadings(book, contract, (reader, writer), accepts);
            let state = state(schema.verdict, &semantic);
            counts.add(state);
            cells.push(HistoryCell {
                reader: row.to_string(),
                writer: wrote.to_string(),
                state,
                schema,
                semantic,
            });
        }
    }
    Ok(CompatHistory {
        version: 1,
        tool,
        contract: contract.id.to_owned(),
        world: world.into(),
        versions: versions.iter().map(ToString::to_string).collect(),
        counts,
        cells,
    })
}

/// What every reader's schema says of every writer's: a row a reader.
fn verdicts(
    schemas: &[&Value],
    world: World,
    contract: &str,
) -> Result<Vec<Vec<CompatDirection<Value>>>, HistoryError> {
    let count = schemas.len();
    let options = Options { formats: FormatMode::Assert, world, ..Options::default() };
    let pairs: Vec<(usize, usize)> =
        (0..count).flat_map(|old| (old + 1..count).map(move |new| (old, new))).collect();
    let jobs: Vec<Job<'_>> = pairs
        .iter()
        .filter_map(|(old, new)| {
            let (old, new) = (schemas.get(*old)?, schemas.get(*new)?);
            Some(Job { old, new, options: options.clone() })
        })
        .collect();
    let same = direction(&Verdict::Compatible, contract);
    let mut rows = vec![vec![same; count]; count];
    for ((old, new), answer) in pairs.into_iter().zip(Workers::new().compare(&jobs)) {
        let comparison = answer.map_err(|fault| {
            HistoryError::Comparison(match fault {
                JobFault::Schema(fault) => fault.to_string(),
                JobFault::Bug => "a comparison failed".to_owned(),
            })
        })?;
        let mut set = |reader: usize, writer: usize, verdict: &Verdict| {
            if let Some(cell) = rows.get_mut(reader).and_then(|row| row.get_mut(writer)) {
                *cell = direction(verdict, contract);
            }
        };
        set(new, old, &comparison.backward);
        set(old, new, &comparison.forward);
    }
    Ok(rows)
}

fn misreadings(
    book: &SemanticBook,
    contract: &Contract,
    pair: (usize, usize),
    accepts: impl Fn(&Value) -> bool,
) -> Vec<HistoryMisreading<Value>> {
    let of_pair = book.of_pair(contract.id, pair);
    of_pair
        .map(|entry| HistoryMisreading {
            id: entry.id.clone(),
            reason: entry.reason.clone(),
            remedy: entry.remedy.clone(),
            refused_by_schema: !accepts(&entry.witness),
            witness: entry.witness.clone(),
        })
        .collect()
}

/// A misreading weighs more than a refusal: a refusal is seen.
fn state(schema: CompatVerdict, semantic: &[HistoryMisreading<Value>]) -> HistoryState {
    match schema {
        _ if !semantic.is_empty() => HistoryState::Semantic,
        CompatVerdict::Breaking => HistoryState::Breaking,
        CompatVerdict::Unknown => HistoryState::Unknown,
        CompatVerdict::Compatible => HistoryState::Compatible,
    }
}
