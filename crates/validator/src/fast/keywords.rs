//! What each keyword demands of a value.

use serde_json::Value;

use super::keys::{Key, Keys};
use super::pattern::Automaton;
use super::program::{Node, Text, types};

/// Keywords that demand nothing, or are looked at elsewhere.
const SILENT: [&str; 13] = [
    "$schema",
    "$id",
    "$comment",
    "$defs",
    "title",
    "description",
    "default",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
    "$ref",
    "allOf",
];

/// Adds one keyword; `None` when it is not modelled.
pub(super) fn restrict(node: &mut Node, name: &str, value: &Value) -> Option<()> {
    match name {
        "type" => node.types &= type_bits(value)?,
        "const" => only(node, std::slice::from_ref(value))?,
        "enum" => only(node, value.as_array()?)?,
        "minimum" | "exclusiveMinimum" => {
            let (int, float) = least(value, name != "minimum", false)?;
            (node.ints.0, node.floats.0) = (node.ints.0.max(int), node.floats.0.max(float));
        }
        "maximum" | "exclusiveMaximum" => {
            // As below zero, so above it.
            let (int, float) = least(value, name != "maximum", true)?;
            (node.ints.1, node.floats.1) = (node.ints.1.min(-int), node.floats.1.min(-float));
        }
        "multipleOf" if node.multiple().is_none() => {
            let divisor = divisor(value)?;
            node.set(|rare| rare.multiple = Some(divisor));
        }
        "minLength" | "maxLength" | "pattern" | "format" => {
            node.texts.push(text_demand(name, value)?);
        }
        "minItems" => node.item_count.0 = node.item_count.0.max(value.as_u64()?),
        "maxItems" => node.item_count.1 = node.item_count.1.min(value.as_u64()?),
        "not" => excluded(node, value)?,
        "uniqueItems" => node.unique |= value.as_bool()?,
        "minProperties" | "maxProperties" => drop(value.as_u64()?),
        "oneOf"
        | "anyOf"
        | "properties"
        | "required"
        | "additionalProperties"
        | "patternProperties"
        | "propertyNames"
        | "items"
        | "prefixItems"
        | "minContains"
        | "maxContains" => {}
        name if is_silent(name) => {}
        _ => return None,
    }
    Some(())
}

/// Whether a keyword demands nothing.
pub(super) fn is_silent(name: &str) -> bool {
    SILENT.contains(&name) || name.starts_with("x-")
}

/// What a keyword demands of a string.
pub(super) fn text_demand(name: &str, value: &Value) -> Option<Text> {
    let length = || usize::try_from(value.as_u64()?).ok();
    Some(match name {
        "minLength" => Text::AtLeast(length()?),
        "maxLength" => Text::AtMost(length()?),
        "pattern" => Text::Pattern(Automaton::shared(value.as_str()?)?, true),
        "format" => match value.as_str()? {
            "uuid" => Text::Pattern(Automaton::uuid()?, true),
            "date-time" => Text::DateTime,
            "date" => Text::Date,
            "uri" => Text::Uri,
            "json-pointer" => Text::Pointer,
            _ => return None,
        },
        _ => return None,
    })
}

pub(super) fn type_bits(value: &Value) -> Option<u8> {
    let one = |name: &Value| {
        Some(match name.as_str()? {
            "null" => types::NULL,
            "boolean" => types::BOOL,
            // A zero fraction is an integer too; the program leaves it to the explaining path.
            "integer" => types::INT,
            "number" => types::NUMBER,
            "string" => types::STRING,
            "array" => types::ARRAY,
            "object" => types::OBJECT,
            _ => return None,
        })
    };
    match value {
        Value::Array(names) => names.iter().try_fold(0, |bits, name| Some(bits | one(name)?)),
        name => one(name),
    }
}

/// `const` and `enum`: strings, or one integer.
fn only(node: &mut Node, values: &[Value]) -> Option<()> {
    if let Some(texts) = values.iter().map(Value::as_str).collect::<Option<Vec<_>>>() {
        node.types &= types::STRING;
        let keys = Keys::of(texts.iter().filter_map(|text| Key::of(text)).collect());
        node.texts.push(Text::OneOf(texts.into_iter().map(Box::from).collect(), keys));
        return Some(());
    }
    let [Value::Number(number)] = values else { return None };
    let int = i128::from(number.as_i64()?);
    node.types &= types::INT;
    node.ints = (node.ints.0.max(int), node.ints.1.min(int));
    Some(())
}

/// The least integer and the least other number that a lower bound, or one of the other sign,
/// allows. Beyond 2^53 a float near the bound could be judged wrongly: only integers are proven.
fn least(bound: &Value, exclusive: bool, negated: bool) -> Option<(i128, f64)> {
    let number = bound.as_number()?;
    let next = |float: f64| if exclusive { float.next_up() } else { float };
    let int = number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from));
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)] // exact, or no float
    match int.map(|int| if negated { -int } else { int }) {
        Some(int) if int.unsigned_abs() <= 1 << 53 => {
            Some((int + i128::from(exclusive), next(int as f64)))
        }
        Some(int) => Some((int + i128::from(exclusive), f64::INFINITY)),
        None => {
            let float = number.as_f64().filter(|it| it.fract() != 0.0 && it.abs() < 1e15)?;
            let float = if negated { -float } else { float };
            Some((float.ceil() as i128, next(float)))
        }
    }
}

/// A divisor that divides exactly, whoever reads the number.
pub(super) fn divisor(value: &Value) -> Option<u64> {
    value.as_u64().filter(|divisor| (1..=1 << 53).contains(divisor))
}

/// `not` of one integer constant, or of one pattern.
fn excluded(node: &mut Node, value: &Value) -> Option<()> {
    let keywords = value.as_object()?;
    let mut asserting = keywords.iter().filter(|(name, _)| !SILENT.contains(&name.as_str()));
    let (Some((name, value)), None) = (asserting.next(), asserting.next()) else { return None };
    if keywords.contains_key("$ref") || keywords.contains_key("allOf") {
        return None;
    }
    match name.as_str() {
        "const" if node.not_int.is_none() => {
            node.not_int = Some(value.as_i64()?.into());
            // Of other types every value is allowed, and `0.0` is the integer: no float is proven.
            node.types &= !types::FLOAT;
        }
        // What is no string matches every pattern, and so is excluded.
        "pattern" => {
            node.types &= types::STRING;
            node.texts.push(Text::Pattern(Automaton::shared(value.as_str()?)?, false));
        }
        _ => return None,
    }
    Some(())
}
