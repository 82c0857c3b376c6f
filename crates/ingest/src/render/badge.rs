//! A badge a runner: SVG without script, font or outside reference.

use contracts::runner::MatrixRow;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment};
use report::visible::visible_within;
use serde::Serialize;

use super::face;

const TEMPLATE: &str = include_str!("../../templates/badge.svg");

#[derive(Serialize)]
struct Badge {
    label: String,
    value: String,
    left: usize,
    total: usize,
    right: usize,
    left_middle: usize,
    right_middle: usize,
    shape: &'static str,
}

/// The badge of a row.
///
/// # Errors
/// Never by what the row holds; the template engine is fallible by type.
pub fn svg(row: &MatrixRow) -> Result<String, minijinja::Error> {
    let mut env = Environment::new();
    env.set_auto_escape_callback(|_| AutoEscape::Html);
    env.render_str(TEMPLATE, Serde(badge(row)))
}

fn badge(row: &MatrixRow) -> Badge {
    let label = visible_within(&row.runner_id, 64).into_owned();
    let (verdict, fresh) = (face::verdict(row), face::freshness(row.freshness_state));
    let status = face::status(row.runner_status);
    let value = match fresh.shape {
        "good" => format!("{} {}", status.sign, status.word),
        _ => format!("{} {}", fresh.sign, fresh.word),
    };
    let (left, right) = (width(&label), width(&value));
    Badge {
        label,
        value,
        left,
        right,
        total: left + right,
        // The text is drawn ten times as large and scaled down.
        left_middle: left * 5,
        right_middle: left * 10 + right * 5,
        shape: verdict.shape,
    }
}

/// Room for a text of 11 pixels, a little generous.
fn width(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 7 } else { 12 }).sum::<usize>() + 12
}
