//! Every migration there is, read from its files and checked against the catalogue.

use catalog::{Contract, Reference};
use contracts::toolkit::{Migration, MigrationStep};
use serde_json::Value;

use super::run::Course;

/// Where the files stand, from the repository's root on.
pub const FOLDER: &str = "specs/02_contracts/migrations/";

/// One migration.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The file, from the repository's root on.
    pub path: String,
    /// The version before.
    pub from: Reference,
    /// The version afterwards.
    pub to: Reference,
    migration: Migration<Value>,
}

/// What is wrong with one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookFault {
    /// The file.
    pub path: String,
    /// Where in it.
    pub pointer: String,
    /// What is wrong, in one sentence.
    pub message: String,
}

/// Every migration, in the order of their files.
#[derive(Debug, Clone, Default)]
pub struct Book {
    entries: Vec<Entry>,
}

impl Entry {
    /// The contract.
    #[must_use]
    pub fn contract(&self) -> &'static Contract {
        self.from.contract
    }

    /// The migration from the version before to the version afterwards.
    #[must_use]
    pub fn forth(&self) -> Course<'_> {
        Course { refuses: &self.migration.refuses, steps: &self.migration.steps }
    }

    /// The way back, where one is declared.
    #[must_use]
    pub fn back(&self) -> Option<Course<'_>> {
        let inverse = self.migration.inverse.as_ref()?;
        Some(Course { refuses: &inverse.refuses, steps: &inverse.steps })
    }

    /// What the migration says of itself.
    #[must_use]
    pub fn says(&self) -> &str {
        &self.migration.says
    }
}

impl Book {
    /// The migrations that the program carries.
    ///
    /// # Errors
    /// When one of them is broken; only a build from a broken tree holds such a one.
    pub fn embedded() -> Result<Self, Vec<BookFault>> {
        let within = FOLDER.strip_prefix("specs/").unwrap_or(FOLDER);
        let files = specs::files().iter().filter(|file| file.path.starts_with(within));
        let read = files.map(|file| {
            let value = file.json.and_then(|json| serde_json::from_str(json).ok());
            (format!("specs/{}", file.path), value.unwrap_or(Value::Null))
        });
        let (book, faults) = Book::of(read);
        if faults.is_empty() { Ok(book) } else { Err(faults) }
    }

    /// The migrations of these files (each its path from the repository's root on), and what is
    /// wrong with the others.
    pub fn of(files: impl IntoIterator<Item = (String, Value)>) -> (Self, Vec<BookFault>) {
        let mut book = Book::default();
        let mut faults = Vec::new();
        for (path, value) in files {
            let added = entry(&path, value).and_then(|entry| book.add(entry));
            if let Err((pointer, message)) = added {
                faults.push(BookFault { path, pointer, message });
            }
        }
        (book, faults)
    }

    /// Every migration.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    fn add(&mut self, new: Entry) -> Result<(), (String, String)> {
        let other = self.entries.iter().find(|old| clash(old, &new));
        if let Some(other) = other {
            let message = format!("{} says how to get there already", other.path);
            return Err(("/to".to_owned(), message));
        }
        self.entries.push(new);
        Ok(())
    }
}

/// Whether two migrations lead from one version to one other.
fn clash(old: &Entry, new: &Entry) -> bool {
    let key = |r: &Reference| (r.contract.id, r.version().name, r.revision());
    let ways = |entry: &Entry| {
        let (from, to) = (key(&entry.from), key(&entry.to));
        [Some((from, to)), entry.back().map(|_| (to, from))]
    };
    let new = ways(new);
    ways(old).into_iter().flatten().any(|way| new.contains(&Some(way)))
}

type Fault = (String, String);

fn entry(path: &str, value: Value) -> Result<Entry, Fault> {
    let migration: Migration<Value> = serde_json::from_value(value)
        .map_err(|error| (String::new(), format!("it is no migration: {error}")))?;
    let contract = catalog::contracts::find(&migration.contract).ok_or_else(|| {
        let message = format!("no contract is called `{}`", migration.contract);
        ("/contract".to_owned(), message)
    })?;
    let (from, to) = (&migration.from, &migration.to);
    let (from, to) = (named(contract, "/from", from)?, named(contract, "/to", to)?);
    if from.to_string() == to.to_string() {
        return Err(("/to".to_owned(), "it is the version that documents have before".to_owned()));
    }
    let stem = catalog::generate::stem(contract);
    let wanted = format!("{FOLDER}{stem}/{}-to-{}.yaml", migration.from, migration.to);
    if path != wanted {
        return Err((String::new(), format!("by what it says it has to be {wanted}")));
    }
    unambiguous("/steps", &migration.steps)?;
    if let Some(inverse) = &migration.inverse {
        unambiguous("/inverse/steps", &inverse.steps)?;
    }
    Ok(Entry { path: path.to_owned(), from, to, migration })
}

fn named(contract: &'static Contract, pointer: &str, name: &str) -> Result<Reference, Fault> {
    let found = Reference::within(contract, name)
        .ok_or_else(|| (pointer.to_owned(), format!("{} has no version `{name}`", contract.id)))?;
    if found.revision.is_none() && found.version().revisions.len() > 1 {
        let message = format!("{} has revisions; name one of them", found.version().name);
        return Err((pointer.to_owned(), message));
    }
    Ok(found)
}

/// A value stands in a map once.
fn unambiguous(pointer: &str, steps: &[MigrationStep<Value>]) -> Result<(), Fault> {
    for (at, step) in steps.iter().enumerate() {
        let MigrationStep::MapValues { values, .. } = step else { continue };
        for (place, mapped) in values.iter().enumerate() {
            if values.iter().take(place).any(|other| other.from == mapped.from) {
                let pointer = format!("{pointer}/{at}/values/{place}/from");
                return Err((pointer, "the map says two things of this value".to_owned()));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const PATH: &str = "specs/02_contracts/migrations/runner_execution_certificate/v2-to-v1.yaml";

    fn certificate() -> Value {
        json!({"version": 1, "contract": "runner/execution-certificate", "from": "v2", "to": "v1",
            "says": "x", "steps": [{"kind": "constant", "at": "/version", "value": 1, "was": 2}]})
    }

    fn fault(path: &str, change: impl FnOnce(&mut Value)) -> String {
        let mut document = certificate();
        change(&mut document);
        let (_, faults) = Book::of([(path.to_owned(), document)]);
        faults.first().map(|fault| fault.pointer.clone()).unwrap_or_else(|| "none".to_owned())
    }

    #[test]
    fn a_file_says_what_its_name_says_and_names_versions_that_there_are() {
        assert_eq!(fault(PATH, |_| {}), "none");
        assert_eq!(fault("specs/02_contracts/migrations/x.yaml", |_| {}), "");
        assert_eq!(fault(PATH, |d| d["contract"] = json!("runner/none")), "/contract");
        assert_eq!(fault(PATH, |d| d["from"] = json!("v9")), "/from");
        assert_eq!(fault(PATH, |d| d["to"] = json!("v2")), "/to");
        assert_eq!(fault(PATH, |d| d["until"] = json!(1)), "");
        let kanade = "specs/02_contracts/migrations/kanade_command/v0-to-0.29.yaml";
        let whole = |d: &mut Value| {
            (d["contract"], d["from"], d["to"]) =
                (json!("kanade/command"), json!("v0"), json!("0.29"));
        };
        assert_eq!(fault(kanade, whole), "/from");
    }

    #[test]
    fn a_map_says_one_thing_of_a_value() {
        let twice = |d: &mut Value| {
            d["steps"] = json!([{"kind": "map_values", "at": "/a", "otherwise": "keep",
                "values": [{"from": 1, "to": 2}, {"from": 1, "to": 3}]}]);
        };
        assert_eq!(fault(PATH, twice), "/steps/0/values/1/from");
    }

    #[test]
    fn there_is_one_way_between_two_versions() {
        let mut back = certificate();
        (back["from"], back["to"]) = (json!("v1"), json!("v2"));
        let other = PATH.replace("v2-to-v1", "v1-to-v2");
        let mut forth = certificate();
        let files =
            |forth: &Value| [(PATH.to_owned(), forth.clone()), (other.clone(), back.clone())];
        assert!(Book::of(files(&forth)).1.is_empty());
        forth["inverse"] = json!({"steps": forth["steps"].clone()});
        assert_eq!(Book::of(files(&forth)).1.len(), 1);
    }

    #[test]
    fn the_migrations_that_the_program_carries_are_in_order() {
        let book = Book::embedded().unwrap();
        assert!(!book.entries().is_empty());
    }
}
