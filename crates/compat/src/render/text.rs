//! `text`: each cause with its places, its witness and what to do instead.

use std::io::{self, Write};

use contracts::toolkit::{
    ComparedPair, ComparedSchema, CompatFinding, CompatReport, CompatSide, CompatVerdict,
};
use report::visible::{MESSAGE_LIMIT, NAME_LIMIT, visible, visible_within};
use report::{Palette, paint};
use serde_json::Value;

use super::{Places, Way, policy, title, ways};
use crate::kinds::UNKNOWN;

/// How the text is written.
#[derive(Clone, Copy)]
pub struct TextOptions<'o> {
    /// The styles.
    pub palette: Palette,
    /// Whether the causes of a direction that was not asked for are listed too.
    pub list_unasked: bool,
    /// Schemas that are new: there is nothing to compare them with.
    pub new: &'o [String],
    /// Where pointers stand in their files.
    pub places: &'o Places<'o>,
}

impl std::fmt::Debug for TextOptions<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TextOptions")
            .field("list_unasked", &self.list_unasked)
            .finish_non_exhaustive()
    }
}

/// Writes every pair and the closing line.
///
/// # Errors
/// When the writer fails.
pub fn render(
    report: &CompatReport<Value>,
    out: &mut dyn Write,
    options: &TextOptions<'_>,
) -> io::Result<()> {
    for pair in report.pairs() {
        head(pair, out, &options.palette)?;
        for way in ways(pair, report.mode) {
            direction(&way, pair, out, options)?;
        }
        if let Some(verdict) = &pair.policy {
            policy::text(verdict, out, &options.palette)?;
        }
    }
    for path in options.new {
        writeln!(out, "new, compared with nothing: {}", visible_within(path, NAME_LIMIT))?;
    }
    closing(report, out, options)
}

fn head(pair: &ComparedPair<Value>, out: &mut dyn Write, palette: &Palette) -> io::Result<()> {
    let (old, new) = title(pair);
    let (old, new) = (visible_within(&old, NAME_LIMIT), visible_within(&new, NAME_LIMIT));
    let contract = pair.contract.as_deref().map(|id| format!("{}: ", visible(id)));
    let head = format!("{}{old} → {new}", contract.unwrap_or_default());
    writeln!(out, "{}\n", paint(palette.strong, &head))
}

fn direction(
    way: &Way<'_>,
    pair: &ComparedPair<Value>,
    out: &mut dyn Write,
    options: &TextOptions<'_>,
) -> io::Result<()> {
    let palette = &options.palette;
    let compatible = way.direction.verdict == CompatVerdict::Compatible;
    let style = match (compatible, way.asked) {
        (true, _) => palette.good,
        (false, true) => palette.error,
        (false, false) => palette.note,
    };
    let unasked = match (compatible || way.asked, options.list_unasked) {
        (true, _) => "",
        (false, true) => "; not asked for",
        (false, false) => "; not asked for, --notes lists what breaks",
    };
    let verdict = paint(style, &way.verdict());
    writeln!(out, "{}: {verdict} ({}{unasked})\n", way.name, way.says)?;
    if !way.asked && !options.list_unasked {
        return Ok(());
    }
    for cause in &way.direction.findings {
        finding(cause, way, pair, out, options)?;
    }
    doubt(way, pair, out, options)
}

fn finding(
    cause: &CompatFinding<Value>,
    way: &Way<'_>,
    pair: &ComparedPair<Value>,
    out: &mut dyn Write,
    options: &TextOptions<'_>,
) -> io::Result<()> {
    opening(&cause.rule, &cause.message, way, out, options)?;
    let palette = &options.palette;
    let old = at(&pair.old, cause.old_pointer.as_deref(), options);
    let new = at(&pair.new, cause.new_pointer.as_deref(), options);
    remark(out, palette, "old", &old)?;
    remark(out, palette, "new", &new)?;
    if let Some(field) = &cause.field {
        remark(out, palette, "field", &visible_within(field, MESSAGE_LIMIT))?;
    }
    remark(out, palette, "witness", &visible_within(&cause.witness.to_string(), MESSAGE_LIMIT))?;
    remark(out, palette, "help", &visible_within(&cause.remedy, MESSAGE_LIMIT))?;
    let waived = if cause.waived { " (waived)" } else { "" };
    let fingerprint = format!("{}{waived}", visible(&cause.fingerprint));
    remark(out, palette, "fingerprint", &fingerprint)?;
    writeln!(out)
}

fn doubt(
    way: &Way<'_>,
    pair: &ComparedPair<Value>,
    out: &mut dyn Write,
    options: &TextOptions<'_>,
) -> io::Result<()> {
    let Some(reason) = &way.direction.reason else { return Ok(()) };
    opening(UNKNOWN.code, &format!("nothing is proved: {reason}"), way, out, options)?;
    let (word, schema) = match way.direction.side {
        Some(CompatSide::Old) => ("old", Some(&pair.old)),
        Some(CompatSide::New) => ("new", Some(&pair.new)),
        None => ("at", None),
    };
    let pointer = way.direction.pointer.as_deref();
    let place = match (schema, pointer) {
        (Some(schema), pointer) => Some(at(schema, pointer.or(Some("")), options)),
        (None, pointer) => pointer.map(|at| visible_within(at, NAME_LIMIT).into_owned()),
    };
    if let Some(place) = place {
        remark(out, &options.palette, word, &place)?;
    }
    remark(out, &options.palette, "help", UNKNOWN.remedy)?;
    writeln!(out)
}

fn opening(
    rule: &str,
    message: &str,
    way: &Way<'_>,
    out: &mut dyn Write,
    options: &TextOptions<'_>,
) -> io::Result<()> {
    let palette = &options.palette;
    let (style, level) = if way.asked { (palette.error, "error") } else { (palette.note, "note") };
    let head = paint(style, &format!("{level}[{}]", visible(rule)));
    let message = format!(": {}", visible_within(message, MESSAGE_LIMIT));
    writeln!(out, "{head}{}", paint(palette.strong, &message))
}

/// A place in a schema: the pointer, and the position where the text is known.
fn at(schema: &ComparedSchema, pointer: Option<&str>, options: &TextOptions<'_>) -> String {
    if schema.absent {
        return "there is no such schema any more".to_owned();
    }
    let Some(pointer) = pointer else { return "says nothing of it".to_owned() };
    let shown = match pointer {
        "" => "the whole schema".into(),
        pointer => visible_within(pointer, NAME_LIMIT),
    };
    match (options.places)(schema, pointer) {
        Some((line, column)) => {
            let source = visible_within(&schema.source, NAME_LIMIT);
            format!("{shown} ({source}:{line}:{column})")
        }
        None => shown.into_owned(),
    }
}

fn remark(out: &mut dyn Write, palette: &Palette, word: &str, text: &str) -> io::Result<()> {
    let sign = paint(palette.frame, "=");
    writeln!(out, "  {sign} {}: {text}", paint(palette.strong, word))
}

fn closing(
    report: &CompatReport<Value>,
    out: &mut dyn Write,
    options: &TextOptions<'_>,
) -> io::Result<()> {
    let (palette, mode) = (&options.palette, report.mode.as_str());
    let count =
        |verdict| report.pairs().iter().filter(|pair| pair.verdict(report.mode) == verdict).count();
    let counts = match report.pairs() {
        [] if !options.new.is_empty() => "no schema that was there differs".to_owned(),
        [] => "nothing differs".to_owned(),
        [_] => report.verdict.as_str().to_owned(),
        _ => [CompatVerdict::Compatible, CompatVerdict::Breaking, CompatVerdict::Unknown]
            .map(|verdict| format!("{} {}", count(verdict), verdict.as_str()))
            .join(", "),
    };
    let (style, word) = match (report.verdict, report.fails()) {
        (_, true) => (palette.error, "failed"),
        (CompatVerdict::Compatible, false) => (palette.good, "ok"),
        (_, false) => (palette.good, "ok, all of it waived"),
    };
    writeln!(out, "{}: {counts} ({mode})", paint(style, word))
}
