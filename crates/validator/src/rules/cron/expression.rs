//! The one reader of cron expressions, for every contract that carries one.
//!
//! Five fields (minute, hour, day of month, month, day of week) of `*`, values, ranges, steps and
//! lists, names for months and weekdays, and the macros. What only some cron programs know (a
//! field for seconds or years, `L`, `W`, `#`, `?`, a step on a single value, a range that runs
//! backwards) is refused: where readers disagree, a contract cannot allow it. Nothing is allocated
//! for an expression that is fine; most are seen to be by one look at their bytes (`expression_quick.rs`).

use std::fmt;

use super::expression_quick::{self as quick, Letters};
use crate::phrase::short;

/// The macros that stand for a whole expression; cron programs compare them letter by letter.
pub const MACROS: [&str; 8] =
    ["@reboot", "@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"];

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/// The greatest step taken: no field holds more values by far.
const MAX_STEP: u16 = 999;

/// One of the five fields.
#[derive(Debug, PartialEq, Eq)]
pub struct Field {
    /// What people call it.
    pub name: &'static str,
    pub(super) least: u16,
    pub(super) most: u16,
    pub(super) names: &'static [&'static str],
    /// The same, each found by one look.
    pub(super) letters: Letters,
}

/// The five fields in their order. Sunday is 0 and 7.
pub const FIELDS: [Field; 5] = [
    Field { name: "minute", least: 0, most: 59, names: &[], letters: Letters::NONE },
    Field { name: "hour", least: 0, most: 23, names: &[], letters: Letters::NONE },
    Field { name: "day of month", least: 1, most: 31, names: &[], letters: Letters::NONE },
    Field { name: "month", least: 1, most: 12, names: &MONTHS, letters: Letters::of(&MONTHS) },
    Field {
        name: "day of week",
        least: 0,
        most: 7,
        names: &WEEKDAYS,
        letters: Letters::of(&WEEKDAYS),
    },
];

/// Why a text is no cron expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The field that is wrong, `minute` say; none where the text as a whole is.
    pub field: Option<&'static str>,
    /// What is wrong, as the rest of a sentence; foreign text in it is bounded.
    pub reason: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.field {
            Some(field) => write!(f, "the {field} field: {}", self.reason),
            None => f.write_str(&self.reason),
        }
    }
}

/// Judges a cron expression. Blanks around it and more than one between fields are fine.
///
/// # Errors
/// What is wrong with it, and in which field.
#[inline]
pub fn check(expression: &str) -> Result<(), Refusal> {
    if quick::is_fine(expression.as_bytes()) { Ok(()) } else { read(expression) }
}

#[cold]
fn read(expression: &str) -> Result<(), Refusal> {
    let trimmed = expression.trim_matches(BLANKS);
    if trimmed.starts_with('@') {
        return check_macro(trimmed);
    }
    let parts = || trimmed.split(BLANKS).filter(|part| !part.is_empty());
    match parts().count() {
        5 => FIELDS.iter().zip(parts()).try_for_each(|(field, part)| {
            let judged = field.check(part);
            judged.map_err(|reason| Refusal { field: Some(field.name), reason })
        }),
        found => Err(wrong_count(found)),
    }
}

const BLANKS: [char; 2] = [' ', '\t'];

fn check_macro(text: &str) -> Result<(), Refusal> {
    if MACROS.contains(&text) {
        return Ok(());
    }
    let lower = text.to_ascii_lowercase();
    let reason = match MACROS.iter().find(|known| **known == lower) {
        Some(known) => format!("`{}` is written `{known}`", short(text)),
        None => format!("`{}` is no macro; there are {}", short(text), MACROS.join(", ")),
    };
    Err(Refusal { field: None, reason })
}

fn wrong_count(found: usize) -> Refusal {
    let reason = match found {
        0 => "the expression is empty".to_owned(),
        1 => "1 field where five are needed".to_owned(),
        6 | 7 => format!("{found} fields where five are needed: seconds and years have none"),
        _ => format!("{found} fields where five are needed"),
    };
    Refusal { field: None, reason }
}

impl Field {
    fn check(&self, text: &str) -> Result<(), String> {
        text.split(',').try_for_each(|item| self.check_item(item, text))
    }

    fn check_item(&self, item: &str, text: &str) -> Result<(), String> {
        if item.is_empty() {
            return Err(format!("`{}` has an empty place in its list", short(text)));
        }
        let (base, step) = match item.split_once('/') {
            Some((base, step)) => (base, Some(step)),
            None => (item, None),
        };
        if base == "*" {
            return step.map_or(Ok(()), |step| check_step(step, item));
        }
        match (base.split_once('-'), step) {
            (Some((from, to)), step) => {
                self.check_range(from, to, base)?;
                step.map_or(Ok(()), |step| check_step(step, item))
            }
            (None, Some(_)) => Err(self.lone_step(base, item)),
            (None, None) => self.value(base).map(|_| ()),
        }
    }

    fn check_range(&self, from: &str, to: &str, range: &str) -> Result<(), String> {
        let (first, last) = (self.value(from)?, self.value(to)?);
        if first <= last {
            return Ok(());
        }
        let hint = if self.most == 7 && last == 0 { "; Sunday at the end is 7" } else { "" };
        Err(format!("the range `{}` runs backwards{hint}", short(range)))
    }

    /// Some programs read `5/10` as `5-59/10`, some as `5`, some refuse it.
    fn lone_step(&self, base: &str, item: &str) -> String {
        let shown = short(item);
        match self.value(base) {
            Ok(value) => format!(
                "`{shown}` has a step on a single value, which cron programs read differently; \
                 write `{value}-{}/…`",
                self.most
            ),
            Err(reason) => reason,
        }
    }

    /// A number within bounds, or a name the field knows.
    fn value(&self, text: &str) -> Result<u16, String> {
        if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
            let number = text.parse::<u16>().ok();
            let within = number.filter(|number| (self.least..=self.most).contains(number));
            return within.ok_or_else(|| {
                format!("`{}` is not within {}-{}", short(text), self.least, self.most)
            });
        }
        let place = self.names.iter().position(|name| name.eq_ignore_ascii_case(text));
        let place = place.and_then(|place| u16::try_from(place).ok());
        place.map(|place| place + self.least).ok_or_else(|| self.no_value(text))
    }

    fn no_value(&self, text: &str) -> String {
        let shown = short(text);
        let is_name = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(text));
        if text.is_empty() {
            return "a value is missing beside `-` or `/`".to_owned();
        }
        if is_name(&MONTHS) || is_name(&WEEKDAYS) {
            return format!("the name `{shown}` belongs to another field");
        }
        if text.contains(['L', 'W', '#', '?']) {
            return format!("`{shown}` is an extension that only some cron programs know");
        }
        let named = if self.names.is_empty() { "" } else { " nor a three-letter name" };
        format!("`{shown}` is not a number{named}")
    }
}

fn check_step(step: &str, item: &str) -> Result<(), String> {
    let digits = !step.is_empty() && step.bytes().all(|byte| byte.is_ascii_digit());
    match step.parse::<u16>() {
        Ok(1..=MAX_STEP) if digits => Ok(()),
        _ => Err(format!("the step in `{}` is not a number from 1 to {MAX_STEP}", short(item))),
    }
}

#[cfg(test)]
#[path = "expression_tests.rs"]
mod tests;
