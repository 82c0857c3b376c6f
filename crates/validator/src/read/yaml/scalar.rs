//! What a scalar stands for: the core schema of YAML 1.2.

use serde_json::{Number, Value};

use crate::read::number::{self, Problem};

/// What a plain scalar resolves to.
#[derive(Debug, PartialEq)]
pub(super) enum Plain {
    Null,
    Bool(bool),
    Number(Number, Option<Problem>),
    /// `.inf`, `-.inf`, `.nan`; the value is the nearest number that there is.
    NotFinite(Number),
    Text,
}

/// Resolves a plain scalar.
pub(super) fn resolve(text: &str) -> Plain {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Plain::Null,
        "true" | "True" | "TRUE" => Plain::Bool(true),
        "false" | "False" | "FALSE" => Plain::Bool(false),
        ".nan" | ".NaN" | ".NAN" => Plain::NotFinite(0.into()),
        _ => integer(text).or_else(|| float(text)).unwrap_or(Plain::Text),
    }
}

/// `[-+]?[0-9]+`, `0o[0-7]+`, `0x[0-9a-fA-F]+`.
pub(super) fn integer(text: &str) -> Option<Plain> {
    for (prefix, radix) in [("0o", 8), ("0x", 16)] {
        if let Some(digits) = text.strip_prefix(prefix) {
            return radix_integer(digits, radix);
        }
    }
    let (sign, digits) = split_sign(text);
    if !all_digits(digits) {
        return None;
    }
    // The same literal as JSON would write it.
    let significant = digits.trim_start_matches('0');
    let significant = if significant.is_empty() { "0" } else { significant };
    let minus = if sign == "-" { "-" } else { "" };
    let (number, problem) = number::value(&format!("{minus}{significant}"), true);
    Some(Plain::Number(number, problem))
}

fn radix_integer(digits: &str, radix: u32) -> Option<Plain> {
    if digits.is_empty() || !digits.chars().all(|c| c.is_digit(radix)) {
        return None;
    }
    if let Ok(number) = u64::from_str_radix(digits, radix) {
        return Some(Plain::Number(number.into(), None));
    }
    let float = digits
        .chars()
        .filter_map(|c| c.to_digit(radix))
        .fold(0.0, |sum, digit| sum * f64::from(radix) + f64::from(digit));
    let number = Number::from_f64(float.min(f64::MAX)).unwrap_or(0.into());
    Some(Plain::Number(number, Some(Problem::Integer)))
}

/// `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?` and the infinities.
pub(super) fn float(text: &str) -> Option<Plain> {
    let (sign, rest) = split_sign(text);
    if matches!(rest, ".inf" | ".Inf" | ".INF") {
        let bound = if sign == "-" { f64::MIN } else { f64::MAX };
        return Some(Plain::NotFinite(Number::from_f64(bound).unwrap_or(0.into())));
    }
    let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (rest, None),
    };
    if !exponent.is_none_or(|exponent| all_digits(split_sign(exponent).1)) {
        return None;
    }
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let only_fraction = whole.is_empty() && mantissa.starts_with('.') && all_digits(fraction);
    let with_whole = all_digits(whole) && (fraction.is_empty() || all_digits(fraction));
    if !only_fraction && !with_whole {
        return None;
    }
    let (number, problem) = number::value(text, false);
    Some(Plain::Number(number, problem))
}

fn split_sign(text: &str) -> (&str, &str) {
    match text.as_bytes().first() {
        Some(b'-' | b'+') => text.split_at(1),
        _ => ("", text),
    }
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What a core tag makes of a scalar; `None` when the text cannot be that.
pub(super) fn tagged(tag: &str, text: &str) -> Option<Plain> {
    match (tag, resolve(text)) {
        ("str", _) => Some(Plain::Text),
        ("null", Plain::Null) => Some(Plain::Null),
        ("bool", Plain::Bool(is)) => Some(Plain::Bool(is)),
        ("int", _) => integer(text),
        ("float", _) if text == ".nan" => Some(resolve(text)),
        ("float", _) => float(text).or(match resolve(text) {
            not_finite @ Plain::NotFinite(_) => Some(not_finite),
            _ => None,
        }),
        _ => None,
    }
}

impl Plain {
    /// The value, given the text it was resolved from.
    pub(super) fn into_value(self, text: &str) -> Value {
        match self {
            Plain::Null => Value::Null,
            Plain::Bool(is) => Value::Bool(is),
            Plain::Number(number, _) | Plain::NotFinite(number) => Value::Number(number),
            Plain::Text => Value::String(text.to_owned()),
        }
    }
}
