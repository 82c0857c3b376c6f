//! `fixtures check`: the golden fixtures, judged.

use std::path::Path;

use catalog::tree::{FIXTURE_FOLDER, Tree};
use clap::{Args, Subcommand};
use report::Exit;
use report::diff::{Sides, unified};
use validator::fixtures;
use validator::judge::Judge;

use crate::entry::output_failed;
use crate::groups::RootArgs;
use crate::io::Io;
use crate::{root, tree};

/// Judge the golden fixtures.
#[derive(Debug, Subcommand)]
pub enum FixturesCommand {
    /// Every accepted case accepted, every rejected one by exactly the rule it is named after,
    /// goldens compared (`UPDATE_GOLDEN=1` rewrites them).
    Check(CheckArgs),
}

impl FixturesCommand {
    /// Runs the command.
    pub fn run(&self, io: &mut Io<'_>) -> Exit {
        match self {
            FixturesCommand::Check(args) => args.run(io),
        }
    }
}

/// Judge the golden fixtures.
#[derive(Debug, Args)]
pub struct CheckArgs {
    #[command(flatten)]
    root: RootArgs,
}

impl CheckArgs {
    /// Judges, compares, and rewrites goldens where asked.
    pub fn run(&self, io: &mut Io<'_>) -> Exit {
        let root = match root::find(self.root.root.as_deref()) {
            Ok(root) => root,
            Err(why) => {
                io.complain(why);
                return Exit::Usage;
            }
        };
        let update = std::env::var_os("UPDATE_GOLDEN").is_some_and(|value| value == "1");
        check(&root, update, io)
    }
}

/// The check of the tree below a root.
pub fn check(root: &Path, update: bool, io: &mut Io<'_>) -> Exit {
    let files = match tree::read_folders(root, &["tests/fixtures"]) {
        Ok(files) => files,
        Err(error) => {
            io.complain(format_args!("cannot read the fixtures: {error}"));
            return Exit::Io;
        }
    };
    let result = fixtures::check(&files, &Judge::new());
    let stale = if update { Ok(0) } else { compare(&files, &result.goldens, io) };
    let stale = match stale {
        Ok(stale) => stale,
        Err(error) => return output_failed(&error, io),
    };
    for fault in &result.faults {
        if let Err(error) = writeln!(io.out, "{}: {}", fault.path, fault.message) {
            return output_failed(&error, io);
        }
    }
    let written = if update { rewrite(root, &files, &result.goldens, io) } else { Ok(()) };
    if let Err(error) = written {
        io.complain(format_args!("cannot write goldens: {error}"));
        return Exit::Io;
    }
    io.say(format_args!(
        "{} cases, {} faults, {stale} goldens differ",
        result.cases,
        result.faults.len()
    ));
    match (result.cases, result.faults.len() + stale) {
        (0, _) => Exit::Usage,
        (_, 0) => Exit::Clean,
        _ => Exit::Findings,
    }
}

fn is_golden(path: &str) -> bool {
    path.starts_with(FIXTURE_FOLDER) && path.ends_with(".findings.json")
}

/// Shows every golden that differs or belongs to no case; gives their number.
fn compare(files: &Tree, goldens: &Tree, io: &mut Io<'_>) -> std::io::Result<usize> {
    let mut stale = 0;
    let palette = io.palette();
    let text = |bytes: Option<&Vec<u8>>| {
        bytes.map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default()
    };
    let orphans = files.keys().filter(|path| is_golden(path) && !goldens.contains_key(*path));
    for path in goldens.keys().chain(orphans) {
        let (old, new) = (files.get(path), goldens.get(path));
        if old != new {
            stale += 1;
            let (old, new) = (text(old), text(new));
            let sides = Sides { old_name: path, new_name: path, old: &old, new: &new };
            unified(&sides, 60, &palette, io.out)?;
        }
    }
    Ok(stale)
}

fn rewrite(root: &Path, files: &Tree, goldens: &Tree, io: &mut Io<'_>) -> std::io::Result<()> {
    let written = tree::write_changed(root, files, goldens)?;
    for path in files.keys().filter(|path| is_golden(path) && !goldens.contains_key(*path)) {
        std::fs::remove_file(root.join(path))?;
    }
    io.say(format_args!("{} goldens written", written.len()));
    Ok(())
}
