//! From a Rust type to the published schema of one revision.

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

use crate::reference::file_stem;
use crate::{Contract, Version, canonical, fold, projection, widths};

/// The dialect of every schema we publish.
pub const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema of a revision (the newest, when none is given) as canonical JSON.
///
/// `examples` are accepted documents, from the fixtures; they are published as they are.
#[must_use]
pub fn schema(
    contract: &Contract,
    version: &Version,
    revision: Option<&str>,
    examples: &[Value],
) -> Value {
    let rank = revision.and_then(|name| version.rank(name));
    let rank = rank.unwrap_or(version.revisions.len().saturating_sub(1));
    let mut root = type_schema(version);
    projection::project(&mut root, version, rank);
    fold::unit_variants(&mut root);
    widths::to_bounds(&mut root);
    projection::drop_unused_definitions(&mut root);
    projection::strip_marks(&mut root);
    canonical::ordered(&with_head(contract, version, revision, examples, root))
}

/// What schemars makes of the type, definitions included.
fn type_schema(version: &Version) -> Value {
    let settings = SchemaSettings::draft2020_12().with(|s| s.meta_schema = None);
    let mut generator = settings.into_generator();
    let schema = (version.schema)(&mut generator);
    let definitions = generator.take_definitions(true);
    let mut root = schema.to_value();
    if let (Value::Object(members), false) = (&mut root, definitions.is_empty()) {
        members.insert("$defs".to_owned(), Value::Object(definitions));
    }
    root
}

fn with_head(
    contract: &Contract,
    version: &Version,
    revision: Option<&str>,
    examples: &[Value],
    root: Value,
) -> Value {
    let mut members = Map::new();
    members.insert("$schema".to_owned(), DIALECT.into());
    members.insert("$id".to_owned(), urn(contract, version, revision).into());
    let named = revision.filter(|name| !name.is_empty());
    let title = match named {
        Some(name) => format!("{} {}, revision {name}", contract.title, version.name),
        None => format!("{} {}", contract.title, version.name),
    };
    members.insert("title".to_owned(), title.into());
    if let Value::Object(rest) = root {
        members.extend(rest.into_iter().filter(|(key, _)| key != "title" && key != "$schema"));
    }
    if !examples.is_empty() {
        members.insert("examples".to_owned(), Value::Array(examples.to_vec()));
    }
    Value::Object(members)
}

/// `urn:data-contracts:family:name:vN[.REV]`: a name, not a place; no host is promised.
#[must_use]
pub fn urn(contract: &Contract, version: &Version, revision: Option<&str>) -> String {
    let name = contract.id.replace('/', ":");
    match revision {
        Some(revision) if !revision.is_empty() => {
            format!("urn:data-contracts:{name}:{}.{revision}", version.name)
        }
        _ => format!("urn:data-contracts:{name}:{}", version.name),
    }
}

/// The folder below `tests/fixtures/contracts/` whose accepted documents serve as examples.
#[must_use]
pub fn fixture_folder(contract: &Contract, version: &Version, revision: Option<&str>) -> String {
    let revision = revision.or_else(|| version.revisions.last().copied()).unwrap_or("");
    let folder = format!("{}/{}", contract.id, version.name);
    if revision.is_empty() { folder } else { format!("{folder}/{revision}") }
}

/// Every schema file the catalogue demands: path below `specs/`, version, revision.
pub fn wanted() -> impl Iterator<Item = (&'static Contract, &'static Version, Option<&'static str>)>
{
    crate::contracts::all().flat_map(|contract| {
        contract.versions.iter().flat_map(move |version| {
            let revisions = version.revisions.iter().filter(|name| !name.is_empty());
            std::iter::once((contract, version, None))
                .chain(revisions.map(move |name| (contract, version, Some(*name))))
        })
    })
}

/// The stem of a contract's page and files.
#[must_use]
pub fn stem(contract: &Contract) -> String {
    file_stem(contract)
}
