//! Breaks that no comparison of schemas shows: read from their files, and checked by their
//! witnesses.

use catalog::{Contract, Reference, contracts as catalogue};
use contracts::toolkit::{ReaderSchema, SemanticBreak, SemanticBreaks, Severity, VersionRange};
use serde_json::Value;
use validator::context::Context;
use validator::judge::{Judge, JudgeError};

use super::versions;

/// Where the files stand, from the repository's root on.
pub const FOLDER: &str = "specs/02_contracts/semantic/";

/// What is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SemanticFault {
    /// The file.
    pub path: String,
    /// Where in it.
    pub pointer: String,
    /// What is wrong, in one sentence.
    pub message: String,
}

/// The breaks of every file.
#[derive(Debug, Clone, Default)]
pub struct SemanticBook {
    entries: Vec<Entry>,
}

#[derive(Debug, Clone)]
struct Entry {
    path: String,
    pointer: String,
    contract: &'static Contract,
    /// The places of the readers and writers in the contract's order, both ends included.
    readers: (usize, usize),
    writers: (usize, usize),
    this: SemanticBreak<Value>,
}

type Wrong = (String, String);

impl SemanticBook {
    /// The breaks that the program carries.
    ///
    /// # Errors
    /// When a file is broken; only a build from a broken tree holds such a one.
    pub fn embedded() -> Result<Self, Vec<SemanticFault>> {
        let within = FOLDER.strip_prefix("specs/").unwrap_or(FOLDER);
        let files = specs::files().iter().filter(|file| file.path.starts_with(within));
        let read = files.map(|file| {
            let value = file.json.and_then(|json| serde_json::from_str(json).ok());
            (format!("specs/{}", file.path), value.unwrap_or(Value::Null))
        });
        let (book, faults) = SemanticBook::of(read);
        if faults.is_empty() { Ok(book) } else { Err(faults) }
    }

    /// The breaks of these files (each its path from the repository's root on), and what is wrong
    /// with the others.
    pub fn of(files: impl IntoIterator<Item = (String, Value)>) -> (Self, Vec<SemanticFault>) {
        let mut book = SemanticBook::default();
        let mut faults = Vec::new();
        for (path, value) in files {
            match entries(&path, value) {
                Ok(entries) => book.entries.extend(entries),
                Err((pointer, message)) => faults.push(SemanticFault { path, pointer, message }),
            }
        }
        (book, faults)
    }

    /// How many breaks there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The breaks between a reader and a writer, each by its place in the contract's order.
    pub(super) fn of_pair(
        &self,
        contract: &str,
        (reader, writer): (usize, usize),
    ) -> impl Iterator<Item = &SemanticBreak<Value>> {
        let within = |(from, until): (usize, usize), at: usize| (from..=until).contains(&at);
        self.entries
            .iter()
            .filter(move |entry| entry.contract.id == contract)
            .filter(move |entry| within(entry.readers, reader) && within(entry.writers, writer))
            .map(|entry| &entry.this)
    }

    /// Holds every witness against every version that it speaks of.
    ///
    /// # Errors
    /// When a published schema is missing or broken.
    pub fn check(&self, judge: &Judge) -> Result<Vec<SemanticFault>, JudgeError> {
        let mut faults = Vec::new();
        for entry in &self.entries {
            let versions = versions(entry.contract);
            let part =
                |(from, until): (usize, usize)| versions.get(from..=until).unwrap_or_default();
            for writer in part(entry.writers) {
                let judged = judge.value(&entry.this.witness, writer, &Context::default())?;
                let error = judged.findings.iter().find(|f| f.severity == Severity::Error);
                if let Some(error) = error {
                    let why = format!(
                        "no writer of {writer} may write it: {} at `{}`: {}",
                        error.code, error.location.pointer, error.message
                    );
                    faults.push(entry.fault("/witness", why));
                }
            }
            for reader in part(entry.readers) {
                let accepts = judge.engine(reader)?.is_valid(&entry.this.witness);
                if accepts != (entry.this.reader_schema == ReaderSchema::Accepts) {
                    let does = if accepts { "accepts" } else { "refuses" };
                    faults.push(
                        entry.fault("/reader_schema", format!("{reader} {does} the witness")),
                    );
                }
            }
        }
        Ok(faults)
    }
}

impl Entry {
    fn fault(&self, below: &str, message: String) -> SemanticFault {
        let pointer = format!("{}{below}", self.pointer);
        SemanticFault { path: self.path.clone(), pointer, message }
    }
}

fn entries(path: &str, value: Value) -> Result<Vec<Entry>, Wrong> {
    let file: SemanticBreaks<Value> = serde_json::from_value(value)
        .map_err(|error| (String::new(), format!("it holds no semantic breaks: {error}")))?;
    let contract = catalogue::find(&file.contract).ok_or_else(|| {
        ("/contract".to_owned(), format!("no contract is called `{}`", file.contract))
    })?;
    let wanted = format!("{FOLDER}{}.yaml", catalog::generate::stem(contract));
    if path != wanted {
        return Err((String::new(), format!("by what it says it has to be {wanted}")));
    }
    let mut entries: Vec<Entry> = Vec::new();
    for (at, this) in file.breaks.into_iter().enumerate() {
        let pointer = format!("/breaks/{at}");
        let readers = range(contract, &this.readers, &format!("{pointer}/readers"))?;
        let writers = range(contract, &this.writers, &format!("{pointer}/writers"))?;
        if entries.iter().any(|other| other.this.id == this.id) {
            return Err((format!("{pointer}/id"), "another break has this name".to_owned()));
        }
        if readers.0 <= writers.1 && writers.0 <= readers.1 {
            let message = "a version that reads and writes would misread itself".to_owned();
            return Err((format!("{pointer}/readers"), message));
        }
        entries.push(Entry { path: path.to_owned(), pointer, contract, readers, writers, this });
    }
    Ok(entries)
}

fn range(
    contract: &'static Contract,
    range: &VersionRange,
    pointer: &str,
) -> Result<(usize, usize), Wrong> {
    let versions = versions(contract);
    let place = |name: &Option<String>, member: &str, open: usize| {
        let Some(name) = name else { return Ok(open) };
        let named = Reference::within(contract, name).map(|found| found.to_string());
        let at = versions.iter().position(|version| Some(version.to_string()) == named);
        at.ok_or_else(|| {
            (format!("{pointer}/{member}"), format!("{} has no version `{name}`", contract.id))
        })
    };
    let from = place(&range.from, "from", 0)?;
    let until = place(&range.until, "until", versions.len().saturating_sub(1))?;
    if until < from {
        return Err((pointer.to_owned(), "it ends before it begins".to_owned()));
    }
    Ok((from, until))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const PATH: &str = "specs/02_contracts/semantic/kanade_command.yaml";

    fn file() -> Value {
        json!({"version": 1, "contract": "kanade/command", "breaks": [{
            "id": "a", "readers": {"until": "0.26"}, "writers": {"from": "0.29"},
            "reader_schema": "accepts", "reason": "r", "remedy": "m",
            "witness": {"id": "j", "version": "1", "request_id": "r", "shell": "cmd",
                "script": "ver", "timeout_secs": 1, "exec_id": "e"},
        }]})
    }

    fn wrong(change: impl FnOnce(&mut Value)) -> String {
        let mut document = file();
        change(&mut document);
        let (book, faults) = SemanticBook::of([(PATH.to_owned(), document)]);
        let faults = if faults.is_empty() { book.check(&Judge::new()).unwrap() } else { faults };
        faults.first().map_or_else(|| "none".to_owned(), |fault| fault.pointer.clone())
    }

    #[test]
    fn an_entry_is_held_against_every_version_that_it_speaks_of() {
        assert_eq!(wrong(|_| {}), "none");
        assert_eq!(
            wrong(|f| f["breaks"][0]["witness"]["shell"] = json!("sh")),
            "/breaks/0/witness"
        );
        let refuses = |f: &mut Value| f["breaks"][0]["reader_schema"] = json!("refuses");
        assert_eq!(wrong(refuses), "/breaks/0/reader_schema");
        let later = |f: &mut Value| f["breaks"][0]["writers"]["from"] = json!("0.43");
        assert_eq!(wrong(later), "none");
    }

    #[test]
    fn ranges_name_versions_in_order_and_do_not_meet() {
        let reader = |name: &'static str| {
            move |f: &mut Value| f["breaks"][0]["readers"]["until"] = json!(name)
        };
        assert_eq!(wrong(reader("0.99")), "/breaks/0/readers/until");
        assert_eq!(wrong(reader("0.29")), "/breaks/0/readers");
        let backwards = |f: &mut Value| {
            f["breaks"][0]["writers"] = json!({"from": "0.43", "until": "0.29"});
        };
        assert_eq!(wrong(backwards), "/breaks/0/writers");
        let twice = |f: &mut Value| {
            let again = f["breaks"][0].clone();
            f["breaks"].as_array_mut().unwrap().push(again);
        };
        assert_eq!(wrong(twice), "/breaks/1/id");
    }

    #[test]
    fn what_the_program_carries_is_in_order() {
        let book = SemanticBook::embedded().unwrap();
        assert!(!book.is_empty());
        assert_eq!(book.check(&Judge::new()).unwrap(), []);
    }
}
