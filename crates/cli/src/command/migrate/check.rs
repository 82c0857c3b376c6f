//! `migrate check`: every migration of the tree, read strictly and proved.

use std::path::Path;

use catalog::Reference;
use catalog::tree::{FIXTURE_FOLDER, Tree};
use clap::Args;
use compat::migration::{Book, BookFault, Entry, FOLDER, Subjects, prove};
use report::Exit;
use serde_json::Value;
use validator::fixtures::{self, Case, Expected};
use validator::judge::Judge;
use validator::read::Format;

use crate::entry::output_failed;
use crate::groups::RootArgs;
use crate::io::Io;
use crate::operator_files::{Fault, OperatorFiles, value};
use crate::{root, tree};

/// Prove every migration on golden and on generated documents.
#[derive(Debug, Args)]
pub struct CheckArgs {
    #[command(flatten)]
    root: RootArgs,
    /// How many generated documents each direction is tried on.
    #[arg(long, value_name = "N", default_value_t = GENERATED, value_parser = clap::value_parser!(u32).range(1..))]
    generated: u32,
}

const GENERATED: u32 = 200;

impl CheckArgs {
    /// Reads and proves what the tree holds.
    pub fn run(&self, io: &mut Io<'_>) -> Exit {
        match root::find(self.root.root.as_deref()) {
            Ok(root) => proved(&root, self.generated, io),
            Err(why) => {
                io.complain(why);
                Exit::Usage
            }
        }
    }
}

/// The step `migrations` of `check`.
pub fn check(root: &Path, io: &mut Io<'_>) -> Exit {
    proved(root, GENERATED, io)
}

fn proved(root: &Path, generated: u32, io: &mut Io<'_>) -> Exit {
    let folders = [FOLDER.trim_end_matches('/'), FIXTURE_FOLDER.trim_end_matches('/')];
    let files = match tree::read_folders(root, &folders) {
        Ok(files) => files,
        Err(error) => {
            io.complain(format_args!("cannot read the tree: {error}"));
            return Exit::Io;
        }
    };
    let judge = Judge::new();
    let (book, broken) = read_book(&files, &judge, io);
    if book.entries().is_empty() && broken == Exit::Clean {
        io.complain(format_args!("there is no migration below {FOLDER}"));
        return Exit::Usage;
    }
    let cases = fixtures::discover(&files).0;
    let mut exit = broken;
    for entry in book.entries() {
        let subjects = Subjects {
            before: accepted(&entry.from, &cases, &files),
            after: accepted(&entry.to, &cases, &files),
        };
        exit = exit.combine(one(entry, &subjects, generated, &judge, io));
    }
    exit
}

/// The migrations of the tree. What is wrong with a file is told at its place.
fn read_book(files: &Tree, judge: &Judge, io: &mut Io<'_>) -> (Book, Exit) {
    let mut read = OperatorFiles::read(files, FOLDER, "toolkit/migration", judge);
    let (book, faults) = Book::of(std::mem::take(&mut read.values));
    for BookFault { path, pointer, message } in faults {
        read.fault("migration/file", Fault { path, pointer, message });
    }
    (book, read.tell(io))
}

/// The golden documents that a version accepts. Streams and pairs are no documents of their own.
fn accepted(version: &Reference, cases: &[Case], files: &Tree) -> Vec<(String, Value)> {
    let of_version = |case: &&Case| {
        matches!(case.expected, Expected::Accepted { .. })
            && case.after.is_none()
            && !case.names_its_version()
            && case.reference.to_string() == version.to_string()
    };
    let read = |case: &Case| {
        let bytes = files.get(&case.path)?;
        let single = Format::detect(&case.path, bytes) != Format::Ndjson;
        Some((case.path.clone(), value(&case.path, bytes).filter(|_| single)?))
    };
    cases.iter().filter(of_version).filter_map(read).collect()
}

fn one(entry: &Entry, subjects: &Subjects, generated: u32, judge: &Judge, io: &mut Io<'_>) -> Exit {
    let generated = usize::try_from(generated).unwrap_or(usize::MAX);
    let proof = match prove(entry, subjects, generated, judge) {
        Ok(proof) => proof,
        Err(error) => {
            io.complain(format_args!("{}: {error}", entry.path));
            return Exit::Bug;
        }
    };
    let back = match (entry.back(), proof.returned) {
        (Some(_), returned) => format!(", {returned} the same again by the inverse"),
        (None, _) => ", no inverse declared".to_owned(),
    };
    let mut lines = vec![format!(
        "{}: {} golden and {} generated documents migrated, {} refused as it says{back}",
        entry.path, proof.golden, proof.generated, proof.refused
    )];
    for fault in &proof.faults {
        let subject = report::visible::visible(&fault.subject);
        lines.push(format!("  {subject}: {}", report::visible::visible(&fault.message)));
    }
    for line in lines {
        if let Err(error) = writeln!(io.out, "{line}") {
            return output_failed(&error, io);
        }
    }
    if proof.faults.is_empty() { Exit::Clean } else { Exit::Findings }
}
