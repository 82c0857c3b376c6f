//! How values are shown in messages: bounded, typed, never the whole of a hostile document.

use std::borrow::Cow;

use serde_json::Value;

use crate::edits::{can_be_near, edits, letters};

const SHOWN: usize = 60;

/// The text, cut to a bounded length with an ellipsis.
#[must_use]
pub fn short(text: &str) -> String {
    cut(text).into_owned()
}

fn cut(text: &str) -> Cow<'_, str> {
    if text.len() <= SHOWN {
        return Cow::Borrowed(text);
    }
    let Some((end, _)) = text.char_indices().nth(SHOWN) else { return Cow::Borrowed(text) };
    Cow::Owned([text.get(..end).unwrap_or_default(), "…"].concat())
}

/// The value as a person wants to see it in a sentence.
#[must_use]
pub fn value(value: &Value) -> String {
    match value {
        Value::String(text) => ["`\"", &cut(text), "\"`"].concat(),
        Value::Array(items) => format!("an array of {}", items.len()),
        Value::Object(_) => "an object".to_owned(),
        other => format!("`{}`", cut(&other.to_string())),
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
pub fn list<S: AsRef<str>>(names: &[S]) -> String {
    let shown = names.len().min(20);
    let more = names.len() - shown;
    let mut out = String::with_capacity(16 * shown);
    for (at, name) in names.iter().take(shown).enumerate() {
        out.push_str(match at {
            0 => "",
            at if at + 1 == shown && more == 0 => " or ",
            _ => ", ",
        });
        out.push('`');
        out.push_str(&cut(name.as_ref()));
        out.push('`');
    }
    match (shown, more) {
        (0, _) => "nothing".to_owned(),
        (_, 0) => out,
        _ => format!("{out} or {more} more"),
    }
}

/// The options of an `enum`.
#[must_use]
pub fn options(options: &Value) -> String {
    list(&names(options))
}

fn names(options: &Value) -> Vec<Cow<'_, str>> {
    let all = options.as_array().into_iter().flatten();
    all.map(name).collect()
}

fn name(option: &Value) -> Cow<'_, str> {
    match option.as_str() {
        Some(text) => Cow::Borrowed(text),
        None => Cow::Owned(option.to_string()),
    }
}

/// The option that the author of a value probably meant.
#[must_use]
pub fn nearest(value: &Value, options: &Value) -> Option<String> {
    near(value.as_str()?, &names(options))
}

/// The name that is near a given one: the same but for case and separators, or few edits away.
#[must_use]
pub fn near<S: AsRef<str>>(given: &str, names: &[S]) -> Option<String> {
    let characters = given.chars().count();
    if characters > 100 {
        return None;
    }
    let names = || names.iter().map(AsRef::as_ref);
    if let Some(same) = names().find(|name| alike(name, given)) {
        return Some(same.to_owned());
    }
    let allowed = match characters {
        0..=2 => 0,
        3..=5 => 1,
        _ => 2,
    };
    let letters = letters(given);
    let scored = names()
        .filter(|name| can_be_near(name, characters, letters, allowed))
        .filter_map(|name| Some((edits(given, name, allowed)?, name)));
    scored.min_by_key(|(edits, _)| *edits).map(|(_, best)| best.to_owned())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_listed_as_people_list_them() {
        let names = |count: usize| (0..count).map(|n| n.to_string()).collect::<Vec<_>>();
        let listed: Vec<String> = (0..4).map(|count| list(&names(count))).collect();
        assert_eq!(listed, ["nothing", "`0`", "`0` or `1`", "`0`, `1` or `2`"]);
        assert!(list(&names(20)).ends_with("`18` or `19`"));
        assert!(list(&names(22)).ends_with("`18`, `19` or 2 more"));
    }

    #[test]
    fn a_name_is_near_but_for_case_separators_or_few_edits() {
        let names = ["exit_code".to_owned(), "straße".to_owned(), "host".to_owned()];
        assert_eq!(near("exitCode", &names).as_deref(), Some("exit_code"));
        assert_eq!(near("STRASSE", &names), None);
        assert_eq!(near("Straße", &names).as_deref(), Some("straße"));
        assert_eq!(near("hsot", &names).as_deref(), Some("host"));
        assert_eq!(near("port", &names), None);
    }
}
