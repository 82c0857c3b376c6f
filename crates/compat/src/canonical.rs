//! The one place that knows the `jsonschema` crate: its validator, which confirms every witness
//! against the schemas as they were given, and its canonical algebra, a second opinion.

use std::cell::RefCell;
use std::collections::HashMap;

use jsonschema::error::ValidationErrorKind as Kind;
use jsonschema::{Draft, ValidationError, Validator};
use serde_json::Value;

use crate::schema::Dialect;
use crate::solve::FormatCheck;

/// The judge of documents: a schema as it was given, compiled.
#[derive(Debug)]
pub(crate) struct Judge {
    validator: Validator,
}

/// One reason why a document is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// The keyword; `falseSchema` for the schema `false`.
    pub(crate) keyword: String,
    /// Pointer of the keyword (or of the schema `false`), references followed.
    pub(crate) schema_pointer: String,
    /// Pointer of the part of the document.
    pub(crate) instance_pointer: String,
    /// The members or items that are missing or too many.
    pub(crate) names: Vec<String>,
    /// For a union: why each of its branches refuses.
    pub(crate) ways: Vec<Vec<Refusal>>,
}

impl Refusal {
    fn of(error: &ValidationError<'_>) -> Self {
        let (mut names, mut ways) = (Vec::new(), Vec::new());
        match error.kind() {
            Kind::AdditionalProperties { unexpected }
            | Kind::UnevaluatedProperties { unexpected }
            | Kind::UnevaluatedItems { unexpected } => names.clone_from(unexpected),
            Kind::Required { property } => names.extend(property.as_str().map(str::to_owned)),
            Kind::AnyOf { context } | Kind::OneOfNotValid { context } => {
                let way =
                    |errors: &Vec<ValidationError<'_>>| errors.iter().map(Refusal::of).collect();
                ways.extend(context.iter().map(way));
            }
            _ => {}
        }
        let schema_pointer = error.schema_path().to_string();
        let mut keyword = error.kind().keyword();
        if keyword == "required" {
            // Of a dependency, too, a member is missing; there the keyword is another.
            let depends = ["dependentRequired", "dependencies"].into_iter();
            let mut depends = depends.filter(|k| schema_pointer.ends_with(&format!("/{k}")));
            keyword = depends.next().unwrap_or(keyword);
        }
        let instance_pointer = error.instance_path().to_string();
        let keyword = keyword.to_owned();
        Refusal { keyword, schema_pointer, instance_pointer, names, ways }.of_the_object()
    }

    /// A member refused by `additionalProperties: false` may be reported at the member; the cause
    /// is the object's.
    fn of_the_object(mut self) -> Self {
        let last = self.schema_pointer.rsplit('/').next().unwrap_or_default();
        let closed = matches!(last, "additionalProperties" | "unevaluatedProperties");
        if self.keyword == "falseSchema" && closed {
            self.keyword = last.to_owned();
            if let Some((object, member)) = self.instance_pointer.rsplit_once('/') {
                self.names = vec![member.replace("~1", "/").replace("~0", "~")];
                self.instance_pointer = object.to_owned();
            }
        }
        self
    }
}

fn draft(dialect: Dialect) -> Draft {
    match dialect {
        Dialect::Draft4 => Draft::Draft4,
        Dialect::Draft6 => Draft::Draft6,
        Dialect::Draft7 => Draft::Draft7,
        Dialect::Draft201909 => Draft::Draft201909,
        Dialect::Draft202012 => Draft::Draft202012,
    }
}

/// Why a schema does not compile, in a sentence of ours.
fn fault(error: &ValidationError<'_>) -> String {
    let text = error.to_string();
    if let Kind::Referencing(_) = error.kind() {
        return match text.rsplit_once("cannot fetch ") {
            Some((_, place)) => format!(
                "it refers to {place}, and nothing is fetched: put what it refers to into the schema itself"
            ),
            None => format!("a reference does not resolve: {text}"),
        };
    }
    match error.instance_path().as_str() {
        "" => text,
        place => format!("{text} (at {place})"),
    }
}

impl Judge {
    /// Compiles a schema; nothing is fetched.
    ///
    /// # Errors
    /// The schema is not valid in its dialect, or a reference does not resolve.
    pub(crate) fn new(schema: &Value, dialect: Dialect, formats: bool) -> Result<Self, String> {
        let options = jsonschema::options().with_draft(draft(dialect));
        let validator = options.offline().should_validate_formats(formats).build(schema);
        validator.map(|validator| Judge { validator }).map_err(|error| fault(&error))
    }

    /// Whether the document is accepted.
    pub(crate) fn accepts(&self, document: &Value) -> bool {
        self.validator.is_valid(document)
    }

    /// Every reason why the document is refused, in the order of the schema.
    pub(crate) fn refusals(&self, document: &Value) -> Vec<Refusal> {
        self.validator.iter_errors(document).map(|error| Refusal::of(&error)).collect()
    }
}

/// Formats as the validator checks them.
#[derive(Debug)]
pub(crate) struct Formats {
    dialect: Dialect,
    known: RefCell<HashMap<String, Option<Judge>>>,
}

impl Formats {
    /// The formats of a dialect.
    pub(crate) fn of(dialect: Dialect) -> Self {
        Formats { dialect, known: RefCell::new(HashMap::new()) }
    }
}

impl FormatCheck for Formats {
    fn has(&self, format: &str, text: &str) -> Option<bool> {
        let mut known = self.known.borrow_mut();
        let judge = known.entry(format.to_owned()).or_insert_with(|| {
            Judge::new(&serde_json::json!({ "format": format }), self.dialect, true).ok()
        });
        judge.as_ref().map(|judge| judge.accepts(&Value::from(text)))
    }
}
