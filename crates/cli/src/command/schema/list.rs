//! `schema list`: every contract, version and revision.

use catalog::pins;
use catalog::tree::Tree;
use clap::Args;
use contracts::runner::{SchemaCatalog, SchemaState};
use report::Exit;

use crate::entry::output_failed;
use crate::io::Io;
use crate::tree::reader;

/// List every contract, version and revision.
#[derive(Debug, Args)]
pub struct ListArgs {}

impl ListArgs {
    /// One line a schema: name, state, path, title.
    pub fn run(&self, io: &mut Io<'_>) -> Exit {
        let pins = embedded_pins();
        for contract in catalog::contracts::all() {
            for version in contract.versions {
                let revisions = version.revisions.iter().filter(|name| !name.is_empty());
                let names = std::iter::once(None).chain(revisions.map(|name| Some(*name)));
                for revision in names {
                    let path = pins::root_path(contract, version, revision);
                    let state = pins::find(&pins, &path).map_or("new", |entry| match entry.state {
                        SchemaState::Draft => "draft",
                        SchemaState::Published => "published",
                    });
                    let dot = revision.map(|name| format!(".{name}")).unwrap_or_default();
                    let name = format!("{}@{}{dot}", contract.id, version.name);
                    if let Err(error) = writeln!(io.out, "{name:<40} {state:<9} {path}") {
                        return output_failed(&error, io);
                    }
                }
            }
        }
        Exit::Clean
    }
}

/// The pins of the embedded catalog.
fn embedded_pins() -> SchemaCatalog {
    let name = catalog::tree::CATALOG_PATH.trim_start_matches("specs/");
    let mut tree = Tree::new();
    if let Some(file) = specs::file(name) {
        tree.insert(catalog::tree::CATALOG_PATH.to_owned(), file.text.as_bytes().to_vec());
    }
    pins::read(&tree, &reader).unwrap_or(SchemaCatalog {
        version: 1,
        schemas: Vec::new(),
        conformance: Vec::new(),
    })
}
