//! `markdown`: a comment on a pull request.

use std::io::{self, Write};

use contracts::toolkit::{ComparedPair, CompatFinding, CompatReport, CompatVerdict};
use report::format::markdown::{code, inline};
use report::visible::visible_within;
use serde_json::Value;

use super::{Way, policy, title, ways};

/// Hosts take comments of up to 65,536 characters; headings and the closing line fit in the rest.
const ROWS_LIMIT: usize = 50_000;
/// The longest message in a cell, in characters.
const CELL: usize = 500;

/// Writes a heading with the verdict, for each pair its directions and causes, and which schemas
/// are new.
///
/// # Errors
/// When the writer fails.
pub fn render(report: &CompatReport<Value>, new: &[String], out: &mut dyn Write) -> io::Result<()> {
    let tool = inline(&report.tool.name);
    writeln!(out, "### {tool}: {} {}\n", sign(report.verdict), report.verdict.as_str())?;
    writeln!(out, "Asked for: {} compatibility.", report.mode.as_str())?;
    let mut budget = Budget { left: ROWS_LIMIT, dropped: 0 };
    for pair in report.pairs() {
        write_pair(pair, report, &mut budget, out)?;
    }
    if report.pairs().is_empty() {
        let old = if new.is_empty() { "Nothing" } else { "No schema that was there" };
        writeln!(out, "\n{old} differs.")?;
    }
    added(new, &mut budget, out)?;
    if budget.dropped > 0 {
        writeln!(out, "\n… and {} more than fit here.", budget.dropped)?;
    }
    Ok(())
}

/// What may still be written.
struct Budget {
    left: usize,
    dropped: usize,
}

impl Budget {
    fn takes(&mut self, text: &str) -> bool {
        let length = text.chars().count();
        let fits = length <= self.left;
        if fits {
            self.left -= length
        } else {
            self.dropped += 1
        }
        fits
    }
}

/// New schemas break nobody; they are named, so that nobody takes them for compared.
fn added(new: &[String], budget: &mut Budget, out: &mut dyn Write) -> io::Result<()> {
    if new.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nNew, compared with nothing:\n")?;
    for path in new {
        let row = format!("- {}", code(path));
        if budget.takes(&row) {
            writeln!(out, "{row}")?;
        }
    }
    Ok(())
}

fn sign(verdict: CompatVerdict) -> &'static str {
    match verdict {
        CompatVerdict::Compatible => "✅",
        CompatVerdict::Unknown => "❓",
        CompatVerdict::Breaking => "❌",
    }
}

fn write_pair(
    pair: &ComparedPair<Value>,
    report: &CompatReport<Value>,
    budget: &mut Budget,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (old, new) = title(pair);
    let contract = pair.contract.as_deref().map(|id| format!("{}: ", code(id)));
    let head = format!("#### {}{} → {}", contract.unwrap_or_default(), code(&old), code(&new));
    if !budget.takes(&head) {
        return Ok(());
    }
    writeln!(out, "\n{head}\n\n| direction | verdict |\n|---|---|")?;
    let ways = ways(pair, report.mode);
    for way in &ways {
        let aside = if way.asked { "" } else { " (not asked for)" };
        let verdict = format!("{} {}", sign(way.direction.verdict), way.verdict());
        writeln!(out, "| {}: {}{aside} | {verdict} |", way.name, way.says)?;
    }
    for way in ways {
        causes(&way, budget, out)?;
    }
    if let Some(verdict) = &pair.policy {
        policy::markdown(verdict, out)?;
    }
    Ok(())
}

fn causes(way: &Way<'_>, budget: &mut Budget, out: &mut dyn Write) -> io::Result<()> {
    if let Some(reason) = &way.direction.reason {
        let place = way.direction.pointer.as_deref().map(|at| format!(" at {}", code(at)));
        let reason = inline(&visible_within(reason, CELL));
        writeln!(out, "\n{} is unknown: {reason}{}.", way.name, place.unwrap_or_default())?;
    }
    if way.direction.findings.is_empty() {
        return Ok(());
    }
    if !way.asked {
        writeln!(out, "\n<details><summary>What breaks {}, not asked for</summary>", way.name)?;
    }
    writeln!(out, "\n| what breaks {} | where | document that shows it | instead |", way.name)?;
    writeln!(out, "|---|---|---|---|")?;
    for cause in &way.direction.findings {
        let row = row(cause);
        if budget.takes(&row) {
            writeln!(out, "{row}")?;
        }
    }
    if !way.asked {
        writeln!(out, "\n</details>")?;
    }
    Ok(())
}

fn row(cause: &CompatFinding<Value>) -> String {
    let place = |pointer: Option<&str>| match pointer {
        Some("") => "the whole schema".to_owned(),
        Some(pointer) => code(pointer),
        None => "nothing".to_owned(),
    };
    let (old, new) = (place(cause.old_pointer.as_deref()), place(cause.new_pointer.as_deref()));
    let field = cause.field.as_deref().map(|field| format!("<br>{}", code(field)));
    format!(
        "| {}<br>{} | old {old}<br>new {new}{} | {} | {} |",
        code(&cause.rule),
        inline(&visible_within(&cause.message, CELL)),
        field.unwrap_or_default(),
        code(&cause.witness.to_string()),
        inline(&visible_within(&cause.remedy, CELL)),
    )
}
