//! A history for people at a terminal.

use std::io::{self, Write};

use contracts::toolkit::{CompatHistory, HistoryState};
use report::visible::{MESSAGE_LIMIT, visible_within};
use serde_json::Value;

use super::group::groups;
use super::table::{LEGEND, rows, short, word, world};

/// Writes the table, and below it every cause with its witness.
///
/// # Errors
/// When the writer fails.
pub fn text(history: &CompatHistory<Value>, out: &mut dyn Write) -> io::Result<()> {
    let width = history.versions.iter().map(|name| short(name).chars().count()).max().unwrap_or(0);
    let width = width.max("misreads".len());
    writeln!(
        out,
        "{}: which reader (a row each) reads which writer (a column each)",
        shown(&history.contract)
    )?;
    writeln!(out, "{}\n", world(history.world))?;
    write!(out, "{:width$}", "")?;
    for name in &history.versions {
        write!(out, "  {:width$}", shown(short(name)))?;
    }
    writeln!(out)?;
    for (row, name) in rows(history).zip(&history.versions) {
        write!(out, "{:width$}", shown(short(name)))?;
        for cell in row {
            let word = if cell.state == HistoryState::Compatible { "·" } else { word(cell.state) };
            write!(out, "  {word:width$}")?;
        }
        writeln!(out)?;
    }
    writeln!(out)?;
    for (state, means) in LEGEND {
        let sign = if state == HistoryState::Compatible { "·" } else { word(state) };
        writeln!(out, "{sign:width$}  {means}")?;
    }
    causes(history, out)?;
    let counts = history.counts;
    writeln!(
        out,
        "\n{} cells: {} read, {} refused, {} misread, {} unknown",
        history.cells.len(),
        counts.compatible,
        counts.breaking,
        counts.semantic,
        counts.unknown
    )
}

fn causes(history: &CompatHistory<Value>, out: &mut dyn Write) -> io::Result<()> {
    for group in groups(history) {
        writeln!(
            out,
            "\n{}[{}]: {}",
            word(group.state),
            shown(&group.name),
            shown(&group.message)
        )?;
        writeln!(out, "  = {}", shown(&group.who(history)))?;
        if let Some(witness) = &group.witness {
            writeln!(out, "  = witness: {}", shown(&witness.to_string()))?;
        }
        if !group.remedy.is_empty() {
            writeln!(out, "  = help: {}", shown(&group.remedy))?;
        }
    }
    Ok(())
}

fn shown(text: &str) -> String {
    visible_within(text, MESSAGE_LIMIT).into_owned()
}
