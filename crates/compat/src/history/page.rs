//! A history as one self-contained page: no script, no outside request, a policy that forbids
//! both.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use contracts::toolkit::{CompatHistory, HistoryCell, HistoryCounts, HistoryState};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment};
use report::visible::{MESSAGE_LIMIT, visible_within};
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::group::{Group, groups};
use super::table::{LEGEND, rows, short, word, world};

const TEMPLATE: &str = include_str!("../../templates/history.html");
const STYLE: &str = include_str!("../../templates/history.css");

#[derive(Serialize)]
struct Page {
    style: &'static str,
    style_hash: String,
    contract: String,
    world: &'static str,
    writers: Vec<String>,
    rows: Vec<Row>,
    legend: Vec<Meaning>,
    causes: Vec<Cause>,
    counts: HistoryCounts,
    tool: String,
}

#[derive(Serialize)]
struct Row {
    reader: String,
    cells: Vec<Cell>,
}

#[derive(Serialize)]
struct Cell {
    state: &'static str,
    word: &'static str,
    /// The cause that the cell leads to, from 1; 0 where there is none.
    cause: usize,
    title: String,
}

#[derive(Serialize)]
struct Meaning {
    state: &'static str,
    word: &'static str,
    means: &'static str,
}

#[derive(Serialize)]
struct Cause {
    number: usize,
    state: &'static str,
    word: &'static str,
    name: String,
    message: String,
    remedy: String,
    who: String,
    witness: Option<String>,
}

/// The page.
///
/// # Errors
/// Never by what the history holds; the template engine is fallible by type.
pub fn html(history: &CompatHistory<Value>) -> Result<String, minijinja::Error> {
    let mut env = Environment::new();
    env.set_auto_escape_callback(|_| AutoEscape::Html);
    env.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    env.render_str(TEMPLATE, Serde(page(history)))
}

fn page(history: &CompatHistory<Value>) -> Page {
    let groups = groups(history);
    let width = history.versions.len().max(1);
    let row = |(place, (cells, name)): (usize, (&[HistoryCell<Value>], &String))| Row {
        reader: shown(short(name)),
        cells: cells
            .iter()
            .enumerate()
            .map(|(at, one)| cell(one, place * width + at, &groups))
            .collect(),
    };
    Page {
        style: STYLE,
        style_hash: STANDARD.encode(Sha256::digest(STYLE.as_bytes())),
        contract: shown(&history.contract),
        world: world(history.world),
        writers: history.versions.iter().map(|name| shown(short(name))).collect(),
        rows: rows(history).zip(&history.versions).enumerate().map(row).collect(),
        legend: LEGEND
            .into_iter()
            .map(|(state, means)| Meaning { state: state.as_str(), word: word(state), means })
            .collect(),
        causes: groups
            .iter()
            .enumerate()
            .map(|(at, group)| cause(group, at + 1, history))
            .collect(),
        counts: history.counts,
        tool: shown(&format!("{} {}", history.tool.name, history.tool.version)),
    }
}

fn cell(cell: &HistoryCell<Value>, at: usize, groups: &[Group]) -> Cell {
    // The causes stand with the heaviest first, so that the first one found is the cell's own.
    let cause = groups.iter().position(|group| group.cells.contains(&at)).map_or(0, |at| at + 1);
    let (reader, writer) = (short(&cell.reader), short(&cell.writer));
    let what = match cell.state {
        HistoryState::Compatible => "reads every document of",
        HistoryState::Breaking => "refuses documents of",
        HistoryState::Semantic => "misreads documents of",
        HistoryState::Unknown => "is not known to read",
    };
    let title = shown(&format!("a reader of {reader} {what} a writer of {writer}"));
    Cell { state: cell.state.as_str(), word: word(cell.state), cause, title }
}

fn cause(group: &Group, number: usize, history: &CompatHistory<Value>) -> Cause {
    let pretty = |witness: &Value| {
        let text = serde_json::to_string_pretty(witness).unwrap_or_default();
        let lines = text.lines().take(200).map(shown);
        lines.collect::<Vec<_>>().join("\n")
    };
    Cause {
        number,
        state: group.state.as_str(),
        word: word(group.state),
        name: shown(&group.name),
        message: shown(&group.message),
        remedy: shown(&group.remedy),
        who: shown(&group.who(history)),
        witness: group.witness.as_ref().map(pretty),
    }
}

fn shown(text: &str) -> String {
    visible_within(text, MESSAGE_LIMIT).into_owned()
}
