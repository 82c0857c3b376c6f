//! One small file from process start to verdict, whole processes against one another:
//! a bare start, the fastest published peer, ours. Prints times and ratios.
//!
//! `cargo bench -p data-contracts-benches --bench validate_start -- [--rounds N] [--instructions]`

use std::error::Error;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use benches::document::{self, CRON, KANADE};
use benches::process::{self, Contestant};
use benches::random::Random;
use benches::{folder, peers};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let rounds =
        arguments.iter().position(|a| a == "--rounds").and_then(|at| arguments.get(at + 1));
    let rounds = rounds.map_or(Ok(200), |count| count.parse())?;
    let counted = arguments.iter().any(|a| a == "--instructions");
    let scratch = tempfile::tempdir()?;
    let mut random = Random::new(folder::SEED);
    let documents = [
        (CRON, "01_schema/cron_execution_report_v1.yaml", document::cron_report(&mut random)),
        (KANADE, "01_schema/kanade_command_v0.yaml", document::kanade_command(&mut random)),
    ];
    for (contract, schema, value) in documents {
        let contestants = contestants(scratch.path(), contract, schema, &value)?;
        if counted {
            count(contract, &contestants)?;
        } else {
            time(contract, &contestants, rounds)?;
        }
    }
    Ok(())
}

/// The same document and, for the peer, the same schema as plain JSON.
fn contestants(
    scratch: &Path,
    contract: &str,
    schema: &str,
    value: &serde_json::Value,
) -> Result<Vec<Contestant>, Box<dyn Error>> {
    let name = contract.replace(['/', '@'], "-");
    let instance = scratch.join(format!("{name}.json"));
    fs::write(&instance, serde_json::to_vec_pretty(value)?)?;
    let json =
        specs::file(schema).and_then(|file| file.json).ok_or("the schema is not embedded")?;
    let schema = scratch.join(format!("{name}.schema.json"));
    fs::write(&schema, json)?;
    let (instance, schema) = (process::argument(&instance), process::argument(&schema));
    let ours = peers::ours()?;
    let mut contestants = vec![Contestant::new("bare start", "/bin/true", Vec::<String>::new())];
    match peers::program("jsonschema-cli") {
        Some(peer) => contestants.push(Contestant::new(
            "jsonschema-cli",
            peer,
            [
                "validate".into(),
                schema,
                "--instance".into(),
                instance.clone(),
                "--assert-format".into(),
            ],
        )),
        None => writeln!(io::stderr(), "no jsonschema-cli: run benches/peers/install.sh")?,
    }
    let validate = || vec!["validate".into(), instance.clone()];
    contestants.push(Contestant::new("ours, contract recognised", &ours, validate()));
    let mut named = validate();
    named.extend(["--contract".into(), contract.into()]);
    contestants.push(Contestant::new("ours, contract named", &ours, named));
    Ok(contestants)
}

fn time(contract: &str, contestants: &[Contestant], rounds: usize) -> Result<(), Box<dyn Error>> {
    let taken = process::rounds(contestants, rounds)?;
    let mut out = io::stdout().lock();
    writeln!(out, "{contract}, {rounds} rounds")?;
    let peer = contestants.iter().position(|c| c.name == "jsonschema-cli");
    for (contestant, own) in contestants.iter().zip(&taken) {
        write!(
            out,
            "  {:<26} least {:>7.2} ms  median {:>7.2} ms  {:>5.2} x bare start",
            contestant.name,
            own.least().as_secs_f64() * 1e3,
            own.median().as_secs_f64() * 1e3,
            process::ratio(own.median(), taken[0].median()),
        )?;
        if let Some(peer) = peer {
            let least = process::ratio(own.least(), taken[peer].least());
            let median = process::ratio(own.median(), taken[peer].median());
            write!(out, "  {least:>5.2} x peer (least)  {median:>5.2} x peer (median)")?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn count(contract: &str, contestants: &[Contestant]) -> Result<(), Box<dyn Error>> {
    let mut out = io::stdout().lock();
    writeln!(out, "{contract}, instructions in user space")?;
    for contestant in contestants {
        match contestant.instructions()? {
            Some(count) => writeln!(out, "  {:<26} {count:>12}", contestant.name)?,
            None => return Err("--instructions needs valgrind".into()),
        }
    }
    Ok(())
}
