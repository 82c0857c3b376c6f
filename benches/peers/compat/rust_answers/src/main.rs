//! `rust-answers json-schema-diff|covers`, asked by `ask.py`: a question a line, an answer a line.
//!
//! `json-schema-diff` lists changes and calls some of them breaking; one such change that is not
//! about a format, and the verdict is `breaking`. It knows no dialect. `covers` is the algebra of the `jsonschema` crate
//! alone, formats off, the dialect told.

use std::io::{self, BufRead, Write};

use cpu_time::ProcessTime;
use json_schema_diff::ChangeKind;
use jsonschema::Draft;
use jsonschema::canonical::{self, CanonicalSchema, Containment};
use serde_json::{Value, json};

fn main() -> io::Result<()> {
    let within = match std::env::args().nth(1).as_deref() {
        Some("json-schema-diff") => changes,
        Some("covers") => covers,
        other => panic!("no peer {other:?}"),
    };
    let mut out = io::stdout().lock();
    writeln!(out, "{}", json!({"ready": true}))?;
    for line in io::stdin().lock().lines() {
        let mut question: Value = serde_json::from_str(&line?)?;
        let (inner, outer) = (question["inner"].take(), question["outer"].take());
        let draft = draft(question["dialect"].as_str().unwrap_or_default());
        let started = ProcessTime::now();
        let mut said = match within(inner, outer, draft) {
            Ok(true) => json!({"verdict": "compatible"}),
            Ok(false) => json!({"verdict": "breaking"}),
            Err(why) => json!({"verdict": "unknown", "why": why}),
        };
        said["ms"] = json!(1e3 * started.elapsed().as_secs_f64());
        writeln!(out, "{said}")?;
    }
    Ok(())
}

fn draft(name: &str) -> Draft {
    match name {
        "draft-04" => Draft::Draft4,
        "draft-06" => Draft::Draft6,
        "draft-07" => Draft::Draft7,
        "2019-09" => Draft::Draft201909,
        "2020-12" => Draft::Draft202012,
        other => panic!("no dialect {other}"),
    }
}

/// Whether no change from the one to the other is breaking, in that crate's own words. It has no
/// switch for formats, but leaves it to its callers which kinds of changes they count.
fn changes(inner: Value, outer: Value, _: Draft) -> Result<bool, String> {
    let found = json_schema_diff::diff(inner, outer).map_err(|error| error.to_string())?;
    let format = |kind: &ChangeKind| {
        matches!(kind, ChangeKind::FormatAdd { .. } | ChangeKind::FormatChange { .. })
    };
    Ok(!found.iter().any(|change| change.change.is_breaking() && !format(&change.change)))
}

fn covers(inner: Value, outer: Value, draft: Draft) -> Result<bool, String> {
    let of = |schema: &Value| -> Result<CanonicalSchema, String> {
        let options = canonical::options().with_draft(draft).offline();
        let options = options.should_validate_formats(false);
        options.canonicalize(schema).map_err(|error| error.to_string())
    };
    match of(&outer)?.covers(&of(&inner)?) {
        Ok(Containment::Yes) => Ok(true),
        Ok(Containment::No) => Ok(false),
        Ok(_) => Err("it does not tell".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}
