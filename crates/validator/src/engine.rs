//! The schema engine: compiles one published schema and explains every fault of an instance.
//!
//! This file, with what stands in its folder, and `narrow.rs` are the only ones of the crate that know the jsonschema
//! crate. Formats always assert. A fault below a tagged union is told of the variant that the instance's tag names, never
//! of all.

mod tape;

use std::sync::Arc;

pub(crate) use jsonschema::Validator;
use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use jsonschema::json::{self, cmp::equal};
use jsonschema::{JsonType, ValidationError};
use serde_json::Value;

use crate::fault::Fault;
use crate::narrow::{Narrow, Variants};
use crate::phrase;
use crate::union::{self, Meant, Union};

pub(crate) use tape::ByText;

/// One compiled schema.
pub struct Engine {
    validator: Validator,
    schema: Arc<Value>,
    variants: Option<Variants>,
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
        Ok(Engine { validator, schema, variants })
    }

    /// The schema it was compiled from.
    #[must_use]
    pub fn schema(&self) -> &Value {
        &self.schema
    }

    /// The schema in so far as it applies to the instance: narrowed to one variant where that is
    /// at hand.
    #[must_use]
    pub fn schema_for(&self, instance: &Value) -> &Value {
        self.narrowed(instance).map_or(&self.schema, |narrow| &narrow.schema)
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
        // A narrow schema is at hand where faults are many: whether there are any is not asked then.
        if narrow.is_none() && validator.is_valid(instance) {
            return faults;
        }
        let explainer = Explainer { schema: &self.schema, narrow };
        for error in validator.iter_errors(instance) {
            explainer.explain(&error, &mut faults);
        }
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
    schema: &'e Value,
    /// What the errors come from, when that is not the whole schema.
    narrow: Option<&'e Narrow>,
}

impl Explainer<'_> {
    /// Where in the whole schema the clause stands that an error is about.
    fn clause(&self, error: &ValidationError<'_>) -> String {
        let pointer = error.schema_path().as_str();
        self.narrow.map_or_else(|| pointer.to_owned(), |narrow| narrow.whole(pointer))
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
                let text = describe(error);
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
        if self.narrow.is_some_and(|narrow| narrow.union == clause) {
            return context.iter().flatten().for_each(|inner| self.explain(inner, out));
        }
        let union = Union::at(self.schema, &clause);
        let coded = union::rule_at(self.schema, &clause).is_some();
        let found = error.instance().as_ref();
        let (keyword, pointer, text, near) = match union.meant(found, coded) {
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
        let schema_pointer = self.clause(error);
        Fault {
            keyword: error.kind().keyword().to_owned(),
            code: union::rule_at(self.schema, &schema_pointer),
            pointer: pointer.to_owned(),
            schema_pointer,
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
fn describe(error: &ValidationError<'_>) -> String {
    let value = phrase::value(error.instance().as_ref());
    match error.kind() {
        Kind::Type { kind } => format!("expected {}, found {value}", type_names(kind)),
        Kind::Required { property } => {
            format!("the required member `{}` is missing", property.as_str().unwrap_or_default())
        }
        Kind::Enum { options } => format!("{value} is not one of {}", phrase::options(options)),
        Kind::Constant { expected_value } => {
            format!("{value} is not {}", phrase::value(expected_value))
        }
        Kind::Format { format } => format!("{value} is not {}", phrase::format_name(format)),
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
