//! A folder of small documents: ours on one core and on all of them, and the fastest published
//! peer on the same files. Prints times and ratios.
//!
//! `cargo bench -p data-contracts-benches --bench validate_folder -- [--documents N] [--rounds N]`

use std::error::Error;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use benches::folder::{self, Mix};
use benches::peers;
use benches::process::{self, Contestant};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |name: &str, default: usize| {
        let given = arguments.iter().position(|a| a == name).and_then(|at| arguments.get(at + 1));
        given.map_or(Ok(default), |count| count.parse())
    };
    let (documents, rounds) = (number("--documents", 20_000)?, number("--rounds", 10)?);
    let scratch = tempfile::tempdir()?;
    for (name, mix) in [("cron reports", Mix::Cron), ("cron and kanade", Mix::Both)] {
        let below = scratch.path().join(name.replace(' ', "-"));
        let paths = folder::generate(&below, documents, mix)?;
        let mut contestants = ours(&below)?;
        if mix == Mix::Cron {
            contestants.extend(peer(scratch.path(), &paths)?);
        }
        let mut out = io::stdout().lock();
        writeln!(out, "{documents} documents, {name}, {rounds} rounds")?;
        let taken = process::rounds(&contestants, rounds)?;
        for (contestant, own) in contestants.iter().zip(&taken) {
            writeln!(
                out,
                "  {:<16} least {:>6.0} ms  median {:>6.0} ms  {:>5.2} x faster than one core \
                 (least)  {:>5.2} x (median)",
                contestant.name,
                own.least().as_secs_f64() * 1e3,
                own.median().as_secs_f64() * 1e3,
                process::ratio(taken[0].least(), own.least()),
                process::ratio(taken[0].median(), own.median()),
            )?;
        }
    }
    Ok(())
}

fn ours(folder: &Path) -> Result<Vec<Contestant>, String> {
    let program = peers::ours()?;
    let arguments = [OsString::from("validate"), process::argument(folder)];
    let all = Contestant::new("ours, all cores", program, arguments);
    let mut one = all.clone().with("RAYON_NUM_THREADS", "1");
    one.name = "ours, one core".to_owned();
    Ok(vec![one, all])
}

fn peer(scratch: &Path, paths: &[PathBuf]) -> Result<Option<Contestant>, Box<dyn Error>> {
    let Some(program) = peers::program("jsonschema-cli") else {
        writeln!(io::stderr(), "no jsonschema-cli: run benches/peers/install.sh")?;
        return Ok(None);
    };
    let json = specs::file("01_schema/cron_execution_report_v1.yaml").and_then(|file| file.json);
    let schema = scratch.join("cron.schema.json");
    fs::write(&schema, json.ok_or("the schema is not embedded")?)?;
    let mut arguments: Vec<OsString> =
        vec!["validate".into(), process::argument(&schema), "--assert-format".into()];
    for path in paths {
        arguments.extend(["--instance".into(), process::argument(path)]);
    }
    Ok(Some(Contestant::new("jsonschema-cli", program, arguments)))
}
