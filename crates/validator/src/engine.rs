//! The schema engine: compiles one published schema and explains every fault of an instance.
//!
//! This file, with what stands in its folder, and `narrow.rs` are the only ones of the crate that know the jsonschema
//! crate. Formats always assert. A fault below a tagged union is told of the variant that the instance's tag names, never
//! of all.

mod member;
mod spans;
mod tape;

use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use catalog::Reference;
pub(crate) use jsonschema::Validator;
use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use jsonschema::json::{self, cmp::equal};
use jsonschema::{JsonType, ValidationError};
use member::Members;
use serde_json::Value;

use crate::clauses::{Clause, Clauses};
use crate::fault::Fault;
use crate::known::Known;
use crate::lazy::Lazy;
use crate::narrow::{Narrow, Variants};
use crate::phrase;
use crate::union::{self, Meant, Union};

pub(crate) use tape::ByText;

/// One compiled schema.
pub struct Engine {
    validator: Validator,
    schema: Arc<Value>,
    variants: Option<Variants>,
    known: Lazy<Known>,
    clauses: Clauses,
    members: Members,
    name: OnceLock<String>,
    /// Whether the last instance had faults, so that the next one is likely to have some.
    faulty: AtomicBool,
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine").field("id", &self.schema.get("$id")).finish_non_exhaustive()
    }
}

impl Engine {
    /// Compiles a schema of ours. Nothing is fetched: a reference that leaves the schema is an error.
    ///
    /// # Errors
    /// When the value is no valid schema; the text says where.
    pub fn compile(schema: impl Into<Arc<Value>>) -> Result<Self, String> {
        let schema = schema.into();
        let validator = build(&schema)?;
        let variants = Variants::of(&schema);
        let (known, faulty) = (Lazy::default(), AtomicBool::default());
        let (clauses, members, name) = (Clauses::default(), Members::default(), OnceLock::new());
        Ok(Engine { validator, schema, variants, known, clauses, members, name, faulty })
    }

    /// The schema it was compiled from.
    #[must_use]
    pub fn schema(&self) -> &Value {
        &self.schema
    }

    /// What findings call the reference that the schema belongs to, made once.
    pub(crate) fn name_of(&self, reference: &Reference) -> &str {
        self.name.get_or_init(|| reference.to_string())
    }

    /// The schema in so far as it applies to the instance: narrowed to one variant where that is
    /// at hand.
    #[must_use]
    pub fn schema_for(&self, instance: &Value) -> &Value {
        let narrow = self.narrowed(instance).filter(|narrow| narrow.variant);
        narrow.map_or(&self.schema, |narrow| &narrow.schema)
    }

    /// Whether the schema surely names every member of the instance.
    #[must_use]
    pub fn names_all(&self, instance: &Value) -> bool {
        let narrow = self.narrowed(instance);
        let known = match narrow {
            Some(narrow) => &narrow.known,
            None => &self.known,
        };
        let make = || match narrow {
            None => Known::of(&self.schema, None),
            Some(narrow) if narrow.variant => Known::of(&narrow.schema, None),
            // What names no variant may have the members of each.
            Some(narrow) => Known::of(&self.schema, self.schema.pointer(&narrow.union)),
        };
        known.get(make).is_some_and(|known| known.names_all(instance))
    }

    fn narrowed(&self, instance: &Value) -> Option<&Narrow> {
        self.variants.as_ref()?.narrowed(&self.schema, instance)
    }

    /// Whether the instance is valid, without saying why.
    #[must_use]
    pub fn is_valid(&self, instance: &Value) -> bool {
        self.validator.is_valid(instance)
    }

    /// Every fault of the instance, in the order in which the schema states its clauses.
    #[must_use]
    pub fn faults(&self, instance: &Value) -> Vec<Fault> {
        let narrow = self.narrowed(instance);
        let validator = narrow.map_or(&self.validator, |narrow| &narrow.validator);
        let mut faults = Vec::new();
        // Where faults are many, whether there are any is not asked.
        let likely = narrow.is_some() || self.faulty.load(Ordering::Relaxed);
        if !likely && validator.is_valid(instance) {
            return faults;
        }
        let explainer = Explainer { engine: self, narrow };
        for error in validator.iter_errors(instance) {
            explainer.explain(&error, &mut faults);
        }
        self.faulty.store(!faults.is_empty(), Ordering::Relaxed);
        if let Some(variants) = self.variants.as_ref().filter(|_| !faults.is_empty()) {
            variants.faulty();
        }
        faults
    }
}

/// Compiles a schema with formats asserted, and nothing fetched.
pub(crate) fn build(schema: &Value) -> Result<Validator, String> {
    let built = jsonschema::options().should_validate_formats(true).offline().build(schema);
    built.map_err(|error| format!("{error} (at {})", error.instance_path()))
}

/// The same for another representation of what is judged.
fn build_for<F: json::Json>(schema: &Value) -> Result<Validator<F>, String> {
    let options = jsonschema::options_for::<F>().should_validate_formats(true).offline();
    options.build(schema).map_err(|error| error.to_string())
}

/// Errors of a validator as faults of the whole schema.
struct Explainer<'e> {
    engine: &'e Engine,
    /// What the errors come from, when that is not the whole schema.
    narrow: Option<&'e Narrow>,
}

impl Explainer<'_> {
    /// The clause of the whole schema that an error is about.
    fn clause(&self, error: &ValidationError<'_>) -> Arc<Clause> {
        let here = error.schema_path().as_str();
        let pointer = self.narrow.map_or(Cow::Borrowed(here), |narrow| narrow.whole(here));
        self.engine.clauses.at(&pointer, || {
            let options = match error.kind() {
                Kind::Enum { options } => phrase::options(options),
                _ => String::new(),
            };
            let rule = union::rule_at(&self.engine.schema, &pointer);
            Clause { rule, options, ..Clause::default() }
        })
    }

    /// What an instance means by its tag, of whose variants none stands in the narrow schema.
    fn no_variant(&self, clause: &str, found: &Value) -> Option<Meant<'_>> {
        self.narrow.filter(|narrow| !narrow.variant && narrow.union == clause)?;
        Some(self.engine.variants.as_ref()?.none_meant(found))
    }

    fn explain(&self, error: &ValidationError<'_>, out: &mut Vec<Fault>) {
        match error.kind() {
            Kind::OneOfNotValid { context } | Kind::AnyOf { context } => {
                self.explain_union(error, context, out);
            }
            Kind::AdditionalProperties { unexpected }
            | Kind::UnevaluatedProperties { unexpected } => {
                for name in unexpected {
                    let pointer = union::join(error.instance_path().as_str(), name);
                    let text = format!("`{}` is not a member of this version", phrase::short(name));
                    out.push(self.fault(error, &pointer, text).unknown_member());
                }
            }
            Kind::PropertyNames { error: inner } => {
                out.push(self.fault(error, error.instance_path().as_str(), inner.to_string()));
            }
            _ => {
                let clause = self.clause(error);
                let text = describe(error, &clause.options);
                let mut fault = self.fault(error, error.instance_path().as_str(), text);
                if let Kind::Enum { options } = error.kind() {
                    fault.near = phrase::nearest(error.instance().as_ref(), options);
                }
                out.push(fault);
            }
        }
    }

    /// A union fails as a whole only when no variant is meant; else the meant variant's faults count.
    fn explain_union(
        &self,
        error: &ValidationError<'_>,
        context: &[Vec<ValidationError<'static>>],
        out: &mut Vec<Fault>,
    ) {
        let at = error.instance_path().as_str();
        let clause = self.clause(error);
        if self.narrow.is_some_and(|narrow| narrow.variant && narrow.union == clause.pointer) {
            return context.iter().flatten().for_each(|inner| self.explain(inner, out));
        }
        let found = error.instance().as_ref();
        let meant = self.no_variant(&clause.pointer, found).unwrap_or_else(|| {
            let union = Union::at(&self.engine.schema, &clause.pointer);
            union.meant(found, clause.rule.is_some())
        });
        let (keyword, pointer, text, near) = match meant {
            Meant::Branch(branch) => {
                let inner = context.get(branch).into_iter().flatten();
                inner.for_each(|inner| self.explain(inner, out));
                return;
            }
            Meant::MissingTag { tag } => {
                let text = format!(
                    "the required member `{tag}` is missing: it says which variant this is"
                );
                ("required", at.to_owned(), text, None)
            }
            Meant::WrongType { expected } => {
                ("type", at.to_owned(), wrong_type(&expected, found), None)
            }
            Meant::UnknownTag { tag, found, known } => {
                let names = phrase::list(&known);
                let text =
                    format!("{found} is none of the variants that this version names: {names}");
                let near = phrase::near(found.trim_matches(['`', '"']), &known);
                ("enum", union::join(at, tag), text, near)
            }
            Meant::Unclear => {
                let text =
                    format!("{} fits none of the {} forms", phrase::value(found), context.len());
                (error.kind().keyword(), at.to_owned(), text, None)
            }
        };
        let mut fault = self.fault(error, &pointer, text);
        // What is missing or mistyped is a plain fault, whatever rule the union carries.
        fault.code = fault.code.filter(|_| !matches!(keyword, "required" | "type"));
        fault.keyword = keyword.to_owned();
        fault.near = near;
        out.push(fault);
    }

    fn fault(&self, error: &ValidationError<'_>, pointer: &str, text: String) -> Fault {
        let clause = self.clause(error);
        Fault {
            keyword: error.kind().keyword().to_owned(),
            code: clause.rule.clone(),
            pointer: pointer.to_owned(),
            schema_pointer: clause.pointer.clone(),
            message: text,
            near: None,
            unknown_member: false,
        }
    }
}

fn wrong_type(expected: &[&str], found: &Value) -> String {
    let names: Vec<String> = expected.iter().map(|name| phrase::with_article(name)).collect();
    format!("expected {}, found {}", names.join(" or "), phrase::value(found))
}

/// What is wrong, in words; the value is shown bounded.
fn describe(error: &ValidationError<'_>, options: &str) -> String {
    let value = phrase::value(error.instance().as_ref());
    match error.kind() {
        Kind::Type { kind } => ["expected ", &*type_names(kind), ", found ", &value].concat(),
        Kind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            ["the required member `", name, "` is missing"].concat()
        }
        Kind::Enum { .. } => [&value, " is not one of ", options].concat(),
        Kind::Constant { expected_value } => {
            format!("{value} is not {}", phrase::value(expected_value))
        }
        Kind::Format { format } => [&value, " is not ", &*phrase::format_name(format)].concat(),
        Kind::Pattern { pattern } => format!("{value} does not match `{}`", phrase::short(pattern)),
        Kind::Minimum { limit } => format!("{value} is below the least value {limit}"),
        Kind::Maximum { limit } => format!("{value} is above the greatest value {limit}"),
        Kind::ExclusiveMinimum { limit } => format!("{value} is not above {limit}"),
        Kind::ExclusiveMaximum { limit } => format!("{value} is not below {limit}"),
        Kind::MinLength { limit: 1 } => "an empty string is not allowed here".to_owned(),
        Kind::MinLength { limit } => format!("{value} has fewer than {limit} characters"),
        Kind::MaxLength { limit } => format!("{value} has more than {limit} characters"),
        Kind::MinItems { limit } => format!("the array has fewer than {limit} items"),
        Kind::MaxItems { limit } => format!("the array has more than {limit} items"),
        Kind::UniqueItems => "the array holds the same item twice".to_owned(),
        Kind::Not { .. } => "this is what the contract excludes".to_owned(),
        Kind::FalseSchema => "nothing is allowed here".to_owned(),
        _ => phrase::short(&error.to_string()),
    }
}

fn type_names(kind: &TypeKind) -> String {
    match kind {
        TypeKind::Single(one) => phrase::with_article(&one.to_string()),
        TypeKind::Multiple(many) => {
            let names: Vec<String> = many.iter().map(|one| one.to_string()).collect();
            names.join(" or ")
        }
    }
}
