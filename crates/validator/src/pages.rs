//! The generated part of the contract pages: the table of the rules that a contract has.

use std::fmt::Write as _;

use catalog::tree::Tree;
use catalog::{Contract, contracts};

use crate::rule::Meta;
use crate::rules;

/// Where the pages stand.
pub const PAGE_FOLDER: &str = "specs/02_contracts/";

const BEGIN: &str = "<!-- rules:begin -->";
const END: &str = "<!-- rules:end -->";

/// Every page as it should be, its rule table renewed; and what is wrong with the others.
#[must_use]
pub fn pages(tree: &Tree) -> (Tree, Vec<String>) {
    let mut pages = Tree::new();
    let mut faults = Vec::new();
    for contract in contracts::all() {
        let path = format!("{PAGE_FOLDER}{}", contract.page);
        let text = tree.get(&path).and_then(|bytes| std::str::from_utf8(bytes).ok());
        match text.and_then(|text| renewed(text, contract)) {
            Some(text) => {
                pages.insert(path, text.into_bytes());
            }
            None => faults.push(format!(
                "{path}: the page of {} is missing, or lacks the lines `{BEGIN}` and `{END}`",
                contract.id
            )),
        }
    }
    (pages, faults)
}

fn renewed(text: &str, contract: &Contract) -> Option<String> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n{}{END}{after}", table(contract)))
}

fn table(contract: &Contract) -> String {
    let metas = rules::find(contract.id).map(|rules| rules.metas()).unwrap_or_default();
    if metas.is_empty() {
        return "What its schema says is all it demands; the rules of any document hold too.\n"
            .to_owned();
    }
    let mut text = String::from("| rule | level | what it says |\n|---|---|---|\n");
    for meta in metas {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "| `{}` | {} | {} |", meta.code, level(meta), cell(meta.says));
    }
    text
}

fn level(meta: &Meta) -> String {
    match meta.consumer {
        Some(consumer) => format!("{} ({consumer} for a consumer)", meta.level),
        None => meta.level.to_string(),
    }
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
