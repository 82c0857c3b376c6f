//! Lines of a schema with keywords that the fast path's program does not model, and with some that it
//! does, whole processes on one thread beside a parser that judges nothing (`parse-only sonic-rs`).
//!
//! `cargo bench -p data-contracts-benches --bench validate_unmodelled -- [--rounds N] [--instructions]`
//!
//! The schemas are the cron report's with one keyword more; kanade's, whose conditions the program
//! models, is given a stream of its own. Each line is proven as a line of a
//! stream is, rules and duplicate keys included; a line that is not proven ends the run.

use std::error::Error;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use benches::process::{self, Contestant};
use benches::random::Random;
use benches::{document, folder, peers};
use serde_json::{Value, json};

mod proving;

/// Bytes of the stream; a tenth of it under callgrind.
const BYTES: usize = 64 << 20;

/// What is added to the schema, by name. The schema engine is asked about one member in the second,
/// and in the last two about a name when it comes first; the others are the program's own.
const MORE: [&str; 11] = [
    "nothing",
    "one member",
    "every name",
    "every member",
    "names of a branch",
    "the rest",
    "the rest of a branch",
    "the rest of 40 branches",
    "names, looks at the ends",
    "names by the engine",
    "names, a look inside",
];

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [judge, more, file, ..] = arguments.as_slice()
        && judge == "judge"
    {
        return run(more, Path::new(file));
    }
    let rounds =
        arguments.iter().position(|a| a == "--rounds").and_then(|at| arguments.get(at + 1));
    let rounds = rounds.map_or(Ok(10), |count| count.parse())?;
    let counted = arguments.iter().any(|a| a == "--instructions");
    let scratch = tempfile::tempdir()?;
    let bytes = if counted { BYTES / 10 } else { BYTES };
    for (name, more) in [("cron reports", &MORE[..]), ("kanade commands", &["kanade"])] {
        let file = scratch.path().join("lines.ndjson");
        let lines = write(&file, name, bytes)?;
        writeln!(io::stdout(), "{name}, {lines} lines of {bytes} bytes")?;
        compare(&contestants(&file, more)?, rounds, counted)?;
    }
    Ok(())
}

fn write(file: &Path, name: &str, bytes: usize) -> Result<usize, Box<dyn Error>> {
    let mut out = io::BufWriter::new(File::create(file)?);
    let (mut random, mut written, mut lines) = (Random::new(folder::SEED), 0, 0);
    while written < bytes {
        let line = match name {
            "cron reports" => document::cron_report(&mut random).to_string(),
            _ => document::kanade_command(&mut random).to_string(),
        };
        (written, lines) = (written + line.len() + 1, lines + 1);
        writeln!(out, "{line}")?;
    }
    out.flush()?;
    Ok(lines)
}

fn contestants(file: &Path, more: &[&str]) -> Result<Vec<Contestant>, Box<dyn Error>> {
    let file = process::argument(file);
    let parser = peers::folder().join("bin/parse-only");
    if !parser.exists() {
        return Err("no parse-only: run benches/peers/install.sh".into());
    }
    let parser = process::argument(&parser);
    let mut all =
        vec![Contestant::new("sonic-rs, parse only", parser, ["sonic-rs".into(), file.clone()])];
    let own = process::argument(&std::env::current_exe()?);
    for more in more {
        let arguments = ["judge".into(), (*more).into(), file.clone()];
        all.push(Contestant::new(*more, &own, arguments));
    }
    Ok(all)
}

fn compare(all: &[Contestant], rounds: usize, counted: bool) -> Result<(), Box<dyn Error>> {
    let mut out = io::stdout().lock();
    let taken = proving::taken(all, rounds, counted)?;
    let parser = taken.first().copied().unwrap_or(f64::NAN);
    for (contestant, took) in all.iter().zip(&taken) {
        writeln!(out, "  {:<24} {took:>14.1} {:>6.2} x", contestant.name, parser / took)?;
    }
    Ok(())
}

/// The cron report's schema, and something that is not modelled.
fn schema(more: &str) -> Result<Value, Box<dyn Error>> {
    let kanade = "01_schema/kanade_command_v0.yaml";
    let cron = "01_schema/cron_execution_report_v1.yaml";
    let file = specs::file(if more == "kanade" { kanade } else { cron });
    let mut schema: Value = serde_json::from_str(file.and_then(|it| it.json).ok_or("no schema")?)?;
    if more == "one member" {
        schema["properties"]["host"]["pattern"] = json!("^\\w(?!-)[\\w.-]*$");
    }
    if let (Some(schema), Value::Object(added)) = (schema.as_object_mut(), added(more)) {
        schema.extend(added);
    }
    Ok(schema)
}

/// The keywords that are added to it.
fn added(more: &str) -> Value {
    let names = |pattern: &str| json!({"anyOf": [{"propertyNames": {"pattern": pattern}}, {"required": ["nobody"]}]});
    match more {
        "every name" => json!({"propertyNames": {"pattern": "^[a-z_]+$"}}),
        "every member" => json!({
            "patternProperties": {"^[a-z]": {"anyOf": [{"type": "object"}, {"not": {"const": "?"}}]}},
            "maxProperties": 64}),
        "names of a branch" => names("^\\w+$"),
        "names, looks at the ends" => names("^(?!-)\\w+(?<!-)$"),
        "names by the engine" => names("^\\p{L}+(_\\p{L}+)*$"),
        "names, a look inside" => names("^\\w(?!-)\\w*$"),
        "the rest" => json!({
            "patternProperties": {"^nobody$": true},
            "unevaluatedProperties": {"not": {"const": "?"}}}),
        "the rest of a branch" => json!({
            "if": {"properties": {"exit_code": {"const": 0}}},
            "then": {"patternProperties": {"^no": true}},
            "else": {"properties": {"nobody": {}}},
            "unevaluatedProperties": {"not": {"const": "?"}}}),
        "the rest of 40 branches" => {
            let branch = |least: u8| json!({"properties": {"nobody": {"minimum": least}}});
            json!({
                "anyOf": (0..40).map(branch).collect::<Vec<_>>(),
                "patternProperties": {"^no": true},
                "unevaluatedProperties": {"not": {"const": "?"}}})
        }
        _ => json!({}),
    }
}

fn run(more: &str, file: &Path) -> Result<(), Box<dyn Error>> {
    let kanade = more == "kanade";
    let contract = if kanade { "kanade/command" } else { "cron/execution-report" };
    let rules = validator::rules::find(contract).ok_or("no rules")?;
    proving::lines(rules, &schema(more)?, file)
}
