//! How values are shown in messages: bounded, typed, never the whole of a hostile document.

use serde_json::Value;

const SHOWN: usize = 60;

/// The text, cut to a bounded length with an ellipsis.
#[must_use]
pub fn short(text: &str) -> String {
    if text.len() <= SHOWN {
        return text.to_owned();
    }
    let mut chars = text.chars();
    let head: String = chars.by_ref().take(SHOWN).collect();
    if chars.next().is_none() { head } else { format!("{head}…") }
}

/// The value as a person wants to see it in a sentence.
#[must_use]
pub fn value(value: &Value) -> String {
    match value {
        Value::String(text) => format!("`\"{}\"`", short(text)),
        Value::Array(items) => format!("an array of {}", items.len()),
        Value::Object(_) => "an object".to_owned(),
        other => format!("`{}`", short(&other.to_string())),
    }
}

/// The JSON Schema type of a value; a number with a zero fraction is an integer.
#[must_use]
pub fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(n) if n.is_f64() && n.as_f64().is_some_and(|f| f.fract() != 0.0) => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// `an integer`, `a string`, `null`.
#[must_use]
pub fn with_article(kind: &str) -> String {
    match kind {
        "null" => kind.to_owned(),
        "integer" | "array" | "object" => format!("an {kind}"),
        _ => format!("a {kind}"),
    }
}

/// `a, b or c`, at most twenty of them.
#[must_use]
pub fn list(names: &[String]) -> String {
    let shown: Vec<String> =
        names.iter().take(20).map(|name| format!("`{}`", short(name))).collect();
    let more = names.len().saturating_sub(20);
    match (shown.split_last(), more) {
        (Some((last, [])), 0) => last.clone(),
        (Some((last, rest)), 0) => format!("{} or {last}", rest.join(", ")),
        (Some(_), _) => format!("{} or {more} more", shown.join(", ")),
        (None, _) => "nothing".to_owned(),
    }
}

/// The options of an `enum`.
#[must_use]
pub fn options(options: &Value) -> String {
    list(&names(options))
}

fn names(options: &Value) -> Vec<String> {
    let all = options.as_array().into_iter().flatten();
    all.map(|option| option.as_str().map_or_else(|| option.to_string(), str::to_owned)).collect()
}

/// The option that the author of a value probably meant.
#[must_use]
pub fn nearest(value: &Value, options: &Value) -> Option<String> {
    near(value.as_str()?, &names(options))
}

/// The name that is near a given one: the same but for case and separators, or few edits away.
#[must_use]
pub fn near(given: &str, names: &[String]) -> Option<String> {
    if given.chars().count() > 100 {
        return None;
    }
    if let Some(same) = names.iter().find(|name| alike(name, given)) {
        return Some(same.clone());
    }
    let scored = names.iter().map(|name| (strsim::osa_distance(given, name), name));
    let (distance, best) = scored.min_by_key(|(distance, _)| *distance)?;
    let allowed = match given.chars().count() {
        0..=2 => 0,
        3..=5 => 1,
        _ => 2,
    };
    (distance <= allowed).then(|| best.clone())
}

/// Whether two names are the same but for case and separators.
fn alike(one: &str, other: &str) -> bool {
    if one.is_ascii() && other.is_ascii() {
        let bare = |byte: &u8| !matches!(byte, b'_' | b'-' | b' ');
        let letters = one.bytes().filter(bare).map(|byte| byte.to_ascii_lowercase());
        return letters.eq(other.bytes().filter(bare).map(|byte| byte.to_ascii_lowercase()));
    }
    // A letter's lower case can depend on what stands around it.
    let plain = |text: &str| text.replace(['_', '-', ' '], "").to_lowercase();
    plain(one) == plain(other)
}

/// What a format demands, in words.
#[must_use]
pub fn format_name(format: &str) -> String {
    match format {
        "date-time" => "an RFC 3339 date and time with its offset".to_owned(),
        "uuid" => "a UUID".to_owned(),
        "uri" => "an absolute URI".to_owned(),
        "date" => "a date (YYYY-MM-DD)".to_owned(),
        other => format!("a valid `{}`", short(other)),
    }
}
