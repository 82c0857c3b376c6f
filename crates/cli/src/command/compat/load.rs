//! A schema as it is named on the command line: a file, standard input, or a contract's version.

use std::fs::File;
use std::path::Path;

use catalog::Reference;
use compat::Dialect;
use contracts::toolkit::ComparedSchema;
use report::Exit;
use report::visible::visible;
use serde_json::Value;
use validator::read::{self, Document, Format, Limits, compressed};

use super::args::{is_path, names_contract};
use crate::io::Io;
use crate::reference;

/// What our own schemas are called: `urn:data-contracts:family:name:vN[.REV]`.
pub(super) const OURS: &str = "urn:data-contracts:";

/// A schema that can be compared, and where it came from.
#[derive(Debug)]
pub struct Loaded {
    /// What it is called in reports.
    pub source: String,
    /// The schema.
    pub value: Value,
    /// Its text, where it has one that a report may point into.
    document: Option<Document<'static>>,
}

/// Why there is no schema, and what the run ends with for it.
pub type Unloaded = (Exit, String);

/// Reads what an argument names.
///
/// # Errors
/// It cannot be read (exit 3), or what it names is no schema (exit 2); the text says which.
pub fn load(name: &str, limits: &Limits, io: &mut Io<'_>) -> Result<Loaded, Unloaded> {
    if !is_path(name) && names_contract(name) {
        let reference = reference::parse(name).map_err(|why| (Exit::Usage, why))?;
        return embedded(&reference);
    }
    let unread = |error: std::io::Error| (Exit::Io, format!("{}: {error}", visible(name)));
    let bytes = if name == "-" {
        compressed::load(&mut *io.input, limits).map_err(unread)?
    } else {
        if Path::new(name).is_dir() {
            let why = "is a folder; name two schema files, or use --against git:REF";
            return Err((Exit::Usage, format!("{} {why}", visible(name))));
        }
        compressed::load(File::open(name).map_err(unread)?, limits).map_err(unread)?
    };
    Loaded::of_bytes(name, bytes, limits)
}

/// The embedded schema of a version.
///
/// # Errors
/// When this program was built without it.
pub fn embedded(reference: &Reference) -> Result<Loaded, Unloaded> {
    let path = reference.schema_path();
    let json = specs::file(&path).and_then(|file| file.json);
    let value = json.and_then(|json| serde_json::from_str(json).ok()).ok_or_else(|| {
        let why = "is not embedded; run `data-contracts schema generate` and build again";
        (Exit::Io, format!("specs/{path} {why}"))
    })?;
    Ok(Loaded { source: reference.to_string(), value, document: None })
}

impl Loaded {
    /// Reads the text of a schema.
    ///
    /// # Errors
    /// When it is no JSON or YAML, or no schema.
    pub fn of_bytes(name: &str, bytes: Vec<u8>, limits: &Limits) -> Result<Self, Unloaded> {
        let shown = visible(name).into_owned();
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Err((Exit::Usage, format!("{shown}: it is empty")));
        }
        let format = match Format::detect(name, &bytes) {
            Format::Ndjson => Format::Json,
            format => format,
        };
        let mut document = read::read(bytes, format, limits);
        if let Some(fault) = document.first_error() {
            let line = fault.location.line.unwrap_or(1);
            let why = format!("{shown}:{line}: {} ({})", fault.message, fault.code);
            return Err((Exit::Usage, why));
        }
        let value = document.value.take().unwrap_or_default();
        if !value.is_object() && !value.is_boolean() {
            let kind = validator::phrase::type_name(&value);
            let kind = validator::phrase::with_article(kind);
            let why = format!("{shown}: it is {kind}; a schema is an object or a truth value");
            return Err((Exit::Usage, why));
        }
        Ok(Loaded { source: name.to_owned(), value, document: Some(document) })
    }

    /// A schema that was made here and has no text.
    #[must_use]
    pub fn of_value(name: &str, value: Value) -> Self {
        Loaded { source: name.to_owned(), value, document: None }
    }

    /// Whether it is a schema of this toolkit, in which formats assert.
    #[must_use]
    pub fn is_ours(&self) -> bool {
        self.id().is_some()
    }

    /// The contract that it is a version of, by its own `$id`.
    #[must_use]
    pub fn contract(&self) -> Option<String> {
        let (name, _version) = self.id()?.rsplit_once(":v")?;
        Some(name.replacen(':', "/", 1))
    }

    /// The version that it is, by its own `$id`.
    #[must_use]
    pub fn reference(&self) -> Option<Reference> {
        let (name, version) = self.id()?.rsplit_once(":v")?;
        let contract = catalog::contracts::find(&name.replacen(':', "/", 1))?;
        Reference::within(contract, &format!("v{version}"))
    }

    fn id(&self) -> Option<&str> {
        self.value.get("$id").and_then(Value::as_str).and_then(|id| id.strip_prefix(OURS))
    }

    /// Its name and dialect, as the report has them.
    #[must_use]
    pub fn compared(&self, dialect: Dialect) -> ComparedSchema {
        let (source, dialect) = (self.source.clone(), dialect.name().to_owned());
        ComparedSchema { source, dialect, absent: false }
    }

    /// Line and column of what stands at a pointer.
    #[must_use]
    pub fn position(&self, pointer: &str) -> Option<(u64, u64)> {
        let document = self.document.as_ref()?;
        let span = document.positions.locate(&self.value, pointer)?;
        Some(document.source.place(span.value.start))
    }
}
