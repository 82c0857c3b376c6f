//! The step `semantic` of `check`: every semantic break of the tree, held against its witness.

use std::path::Path;

use compat::history::{FOLDER, SemanticBook, SemanticFault};
use report::Exit;
use validator::judge::Judge;

use crate::io::Io;
use crate::operator_files::{Fault, OperatorFiles};
use crate::tree;

const CODE: &str = "semantic/break";

/// Reads and checks what the tree holds.
pub fn check(root: &Path, io: &mut Io<'_>) -> Exit {
    let files = match tree::read_folders(root, &[FOLDER.trim_end_matches('/')]) {
        Ok(files) => files,
        Err(error) => {
            io.complain(format_args!("cannot read the tree: {error}"));
            return Exit::Io;
        }
    };
    let judge = Judge::new();
    let mut read = OperatorFiles::read(&files, FOLDER, "toolkit/semantic-breaks", &judge);
    let (book, mut faults) = SemanticBook::of(std::mem::take(&mut read.values));
    match book.check(&judge) {
        Ok(found) => faults.extend(found),
        Err(error) => {
            io.complain(error);
            return Exit::Bug;
        }
    }
    for SemanticFault { path, pointer, message } in faults {
        read.fault(CODE, Fault { path, pointer, message });
    }
    io.say(format_args!("{} semantic breaks", book.len()));
    read.tell(io)
}
