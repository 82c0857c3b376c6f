//! A history as Markdown.

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
pub fn markdown(history: &CompatHistory<Value>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "## {}: which reader reads which writer\n", escaped(&history.contract))?;
    writeln!(out, "{} A row a reader, a column a writer.\n", world(history.world))?;
    write!(out, "| |")?;
    for name in &history.versions {
        write!(out, " {} |", escaped(short(name)))?;
    }
    writeln!(out, "\n|---|{}", "---|".repeat(history.versions.len()))?;
    for (row, name) in rows(history).zip(&history.versions) {
        write!(out, "| **{}** |", escaped(short(name)))?;
        for cell in row {
            write!(out, " {} |", sign(cell.state))?;
        }
        writeln!(out)?;
    }
    writeln!(out)?;
    for (state, means) in LEGEND {
        writeln!(out, "- {}: {means}", sign(state))?;
    }
    for group in groups(history) {
        writeln!(out, "\n### {} `{}`\n", sign(group.state), escaped(&group.name))?;
        writeln!(out, "{}\n\n*{}*", escaped(&group.message), escaped(&group.who(history)))?;
        if let Some(witness) = &group.witness {
            writeln!(out, "\n{}", fenced(witness))?;
        }
        if !group.remedy.is_empty() {
            writeln!(out, "\n{}", escaped(&group.remedy))?;
        }
    }
    Ok(())
}

fn sign(state: HistoryState) -> String {
    match state {
        HistoryState::Compatible => "·".to_owned(),
        HistoryState::Breaking => format!("✖ {}", word(state)),
        HistoryState::Semantic => format!("▲ {}", word(state)),
        HistoryState::Unknown => format!("? {}", word(state)),
    }
}

/// Text that Markdown shows as it is.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in visible_within(text, MESSAGE_LIMIT).chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '@' | '!' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

/// A block of code whose fence is longer than any run of back-ticks inside.
fn fenced(witness: &Value) -> String {
    let text = visible_within(&witness.to_string(), MESSAGE_LIMIT).into_owned();
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}json\n{text}\n{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_stays_text() {
        assert_eq!(escaped("<b>|*x*\n"), "&lt;b&gt;\\|\\*x\\*\\\\n");
        assert!(fenced(&Value::String("a````b".to_owned())).starts_with("`````json\n"));
    }
}
