//! What the rules of documents cost beside the schema alone: lines proven with both, and with the
//! schema only, whole processes on one thread.
//!
//! `cargo bench -p data-contracts-benches --bench validate_rules -- [--rounds N] [--instructions]`
//!
//! With instructions, the difference between a stream and a third of it is told, so that starting
//! and compiling the schema do not count.

use std::error::Error;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use benches::process::{self, Contestant};
use benches::{folder, streams};

mod proving;

/// Bytes of the stream; a fortieth of it under callgrind.
const BYTES: u64 = 240 << 20;

/// Streams, by the contract of their lines.
const STREAMS: [(&str, &str); 2] = [
    ("cron/execution-report", "01_schema/cron_execution_report_v1.yaml"),
    ("execra/event", "01_schema/execra_event_v0.yaml"),
];

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [judge, contract, by, file, ..] = arguments.as_slice()
        && judge == "judge"
    {
        return run(contract, by, Path::new(file));
    }
    let rounds =
        arguments.iter().position(|a| a == "--rounds").and_then(|at| arguments.get(at + 1));
    let rounds = rounds.map_or(Ok(15), |count| count.parse())?;
    let counted = arguments.iter().any(|a| a == "--instructions");
    let scratch = tempfile::tempdir()?;
    for (contract, _) in STREAMS {
        let file = scratch.path().join("lines.ndjson");
        let sizes = if counted { vec![BYTES / 40, BYTES / 120] } else { vec![BYTES] };
        let mut taken = [0.0, 0.0];
        for (size, sign) in sizes.into_iter().zip([1.0, -1.0]) {
            write(&file, contract, size)?;
            let part = proving::taken(&contestants(&file, contract)?, rounds, counted)?;
            taken.iter_mut().zip(part).for_each(|(sum, part)| *sum += sign * part);
        }
        let (alone, with) = (taken[0], taken[1]);
        let cost = 100.0 * (with / alone - 1.0);
        writeln!(io::stdout(), "{contract}: {alone:.1} alone, {with:.1} with rules: {cost:.0} %")?;
    }
    Ok(())
}

fn write(file: &Path, contract: &str, bytes: u64) -> io::Result<()> {
    let mut out = io::BufWriter::new(File::create(file)?);
    match contract {
        "execra/event" => streams::execra_events(folder::SEED, bytes, 0, &mut out)?,
        _ => streams::cron_reports(folder::SEED, bytes, 0, &mut out)?,
    }
    out.flush()
}

fn contestants(file: &Path, contract: &str) -> Result<Vec<Contestant>, Box<dyn Error>> {
    let own = process::argument(&std::env::current_exe()?);
    let of = |by: &str| {
        let arguments = ["judge".into(), contract.into(), by.into(), process::argument(file)];
        Contestant::new(by, &own, arguments)
    };
    Ok(vec![of("schema"), of("rules")])
}

fn run(contract: &str, by: &str, file: &Path) -> Result<(), Box<dyn Error>> {
    let (_, schema) = STREAMS.iter().find(|(known, _)| *known == contract).ok_or("no stream")?;
    let schema = specs::file(schema).and_then(|it| it.json).ok_or("no schema")?;
    let rules = match by {
        "rules" => validator::rules::find(contract).ok_or("no rules")?,
        _ => validator::rules::schema_alone(),
    };
    proving::lines(rules, &serde_json::from_str(schema)?, file)
}
