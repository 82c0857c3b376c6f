//! `explain`: what a rule says, why, and an example of each side.

use std::io;

use clap::Args;
use compat::kinds::{explained, explained_all};
use report::Exit;
use serde_json::Value;
use validator::phrase;
use validator::rule::Meta;
use validator::rules;

use super::explain_change;
use crate::entry::output_failed;
use crate::io::Io;

/// What a rule says, why, and an example of each side.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// The rule's code, `family/rule`; without it every code is listed.
    code: Option<String>,
}

impl ExplainArgs {
    /// Prints the explanation.
    pub fn run(&self, io: &mut Io<'_>) -> Exit {
        let written = match &self.code {
            None => list(io),
            Some(code) => match (rules::meta(code), explained(code), apart(code)) {
                (Some(meta), ..) => explain(meta, io),
                (None, Some(known), _) => explain_change::explain(&known, io),
                (None, None, Some(meta)) => explain(&meta, io),
                (None, None, None) => return unknown(code, io),
            },
        };
        written.map_or_else(|error| output_failed(&error, io), |()| Exit::Clean)
    }
}

fn unknown(code: &str, io: &mut Io<'_>) -> Exit {
    let mut codes: Vec<String> =
        rules::explained().iter().map(|meta| meta.code.to_owned()).collect();
    codes.extend(explained_all().into_iter().map(|known| known.code));
    codes.extend(all_apart().map(|meta| meta.code.to_owned()));
    match phrase::near(code, &codes) {
        Some(near) => {
            io.complain(format_args!("no rule is called `{code}`; did you mean `{near}`?"))
        }
        None => io.complain(format_args!(
            "no rule is called `{code}`; `data-contracts explain` lists every code"
        )),
    }
    Exit::Usage
}

/// The codes about waivers and policies: they are about runs and versions, so that no single
/// document could be an example.
fn all_apart() -> impl Iterator<Item = Meta> {
    let waivers = report::waiver::RULES.into_iter().map(|rule| Meta {
        code: rule.code,
        level: rule.level,
        consumer: None,
        says: rule.says,
        why: rule.why,
        remedy: rule.remedy,
    });
    let policies = compat::policy::RULES.iter().map(|rule| Meta { ..**rule });
    waivers.chain(policies)
}

fn apart(code: &str) -> Option<Meta> {
    all_apart().find(|meta| meta.code == code)
}

fn list(io: &mut Io<'_>) -> io::Result<()> {
    let metas = rules::explained();
    let rules = metas.iter().map(|meta| (meta.code.to_owned(), meta.level.as_str(), meta.says));
    let changes = explained_all().into_iter().map(|known| (known.code, "error", known.says));
    let others = all_apart().map(|meta| (meta.code.to_owned(), meta.level.as_str(), meta.says));
    let mut rows: Vec<_> = rules.chain(changes).chain(others).collect();
    rows.sort();
    for (code, level, says) in rows {
        writeln!(io.out, "{code:<34} {level:<8} {says}")?;
    }
    Ok(())
}

fn explain(meta: &Meta, io: &mut Io<'_>) -> io::Result<()> {
    writeln!(io.out, "{} ({})", meta.code, level(meta))?;
    writeln!(io.out, "\n{}\n\nWhy: {}\n\nWhat to do: {}", meta.says, meta.why, meta.remedy)?;
    let cases = cases();
    let rejected = cases.iter().find(|case| rejects(case, meta.code));
    let name = meta.code.replacen('/', ".", 1);
    let near = cases.iter().find(|case| {
        let id = case.get("id").and_then(Value::as_str).unwrap_or_default();
        id.split_once(".accept.near.").is_some_and(|(_, rest)| {
            rest.strip_prefix(name.as_str()).is_some_and(|r| r.is_empty() || r.starts_with('.'))
        })
    });
    for (title, case) in [("Found in", rejected), ("Accepted, although near", near)] {
        if let Some(case) = case {
            example(title, case, io)?;
        }
    }
    Ok(())
}

fn level(meta: &Meta) -> String {
    match meta.consumer {
        Some(consumer) => format!("{}; for a consumer {consumer}", meta.level),
        None => meta.level.to_string(),
    }
}

/// Every embedded conformance case.
fn cases() -> Vec<Value> {
    let files = specs::files().iter().filter(|file| file.path.starts_with("03_conformance/cases/"));
    let sets = files.filter_map(|file| serde_json::from_str::<Value>(file.json?).ok());
    sets.filter_map(|mut set| set.get_mut("cases").map(Value::take))
        .flat_map(|cases| match cases {
            Value::Array(cases) => cases,
            _ => Vec::new(),
        })
        .collect()
}

fn rejects(case: &Value, code: &str) -> bool {
    case.pointer("/expected/rule").is_some_and(|rule| rule == code)
}

fn example(title: &str, case: &Value, io: &mut Io<'_>) -> io::Result<()> {
    let contract = case.get("contract").and_then(Value::as_str).unwrap_or_default();
    let version = case.get("version").and_then(Value::as_str).unwrap_or_default();
    writeln!(io.out, "\n{title} ({contract}@{version}):\n")?;
    let text = match (case.get("document"), case.get("text").and_then(Value::as_str)) {
        (Some(document), _) => format!("{document:#}"),
        (None, Some(text)) => text.to_owned(),
        _ => return Ok(()),
    };
    if let Some(options) = case.get("options") {
        writeln!(io.out, "    (judged with {options})")?;
    }
    for line in text.lines().take(60) {
        writeln!(io.out, "    {}", report::visible::visible(line))?;
    }
    Ok(())
}
