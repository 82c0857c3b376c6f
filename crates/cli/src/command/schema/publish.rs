//! `schema publish`: freeze one schema.

use std::path::Path;

use catalog::{Reference, pins};
use clap::Args;
use report::Exit;

use super::drift_of;
use crate::groups::RootArgs;
use crate::io::Io;
use crate::{reference, root, tree};

/// Freeze a schema: from then on neither its file nor its pin is rewritten.
#[derive(Debug, Args)]
pub struct PublishArgs {
    /// `ID`, `ID@vN`, `ID@vN.REV` or `ID@REV`; several may be given.
    #[arg(value_name = "ID[@REV]", required = true)]
    ids: Vec<String>,
    #[command(flatten)]
    root: RootArgs,
}

impl PublishArgs {
    /// Marks the entries and writes the catalog; nothing else changes.
    pub fn run(&self, io: &mut Io<'_>) -> Exit {
        let root = match root::find(self.root.root.as_deref()) {
            Ok(root) => root,
            Err(why) => {
                io.complain(why);
                return Exit::Usage;
            }
        };
        let mut references = Vec::new();
        for id in &self.ids {
            match reference::parse(id) {
                Ok(reference) => references.push(reference),
                Err(error) => {
                    io.complain(error);
                    return Exit::Usage;
                }
            }
        }
        match drift_of(&root) {
            Ok((_, drifts, problems)) if drifts.is_empty() && problems.is_empty() => {}
            Ok(_) => {
                io.complain(
                    "types, files and pins differ; only what `schema check` accepts is published",
                );
                return Exit::Findings;
            }
            Err(error) => {
                io.complain(format_args!("cannot read the tree: {error}"));
                return Exit::Io;
            }
        }
        publish(&root, &references, io)
    }
}

fn publish(root: &Path, references: &[Reference], io: &mut Io<'_>) -> Exit {
    let marked = tree::read_specs(root).map_err(|error| error.to_string()).and_then(|old| {
        let mut catalog = pins::read(&old, &tree::reader)?;
        for reference in references {
            pins::publish(&mut catalog, reference)?;
        }
        pins::text(&catalog)
    });
    let text = match marked {
        Ok(text) => text,
        Err(why) => {
            io.complain(why);
            return Exit::Usage;
        }
    };
    match report::write::atomic_bytes(&root.join(catalog::tree::CATALOG_PATH), text.as_bytes()) {
        Ok(()) => {
            for reference in references {
                io.say(format_args!("published {reference}"));
            }
            Exit::Clean
        }
        Err(error) => {
            io.complain(error);
            Exit::Io
        }
    }
}
