//! `judge-lines boon|jsonschema SCHEMA FILE`: every line judged on one thread, formats asserted.
//! Ends with 1 when a line is refused.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::process::ExitCode;

use boon::{Compiler, Schemas};
use serde_json::Value;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next().expect("boon|jsonschema SCHEMA FILE");
    let (engine, schema, path) = (next(), next(), next());
    let lines = BufReader::with_capacity(1 << 20, File::open(path).unwrap());
    let schema: Value = serde_json::from_reader(File::open(schema).unwrap()).unwrap();
    let bad = match engine.as_str() {
        "boon" => {
            let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
            compiler.enable_format_assertions();
            compiler.add_resource("urn:line", schema).unwrap();
            let compiled = compiler.compile("urn:line", &mut schemas).unwrap();
            refused(lines, |document| schemas.validate(document, compiled).is_ok())
        }
        "jsonschema" => {
            let options = jsonschema::options().should_validate_formats(true);
            let validator = options.build(&schema).unwrap();
            refused(lines, |document| validator.is_valid(document))
        }
        other => panic!("no engine {other}"),
    };
    ExitCode::from(u8::from(bad > 0))
}

/// How many lines are no JSON or are refused.
fn refused(mut lines: impl BufRead, accepts: impl Fn(&Value) -> bool) -> u64 {
    let (mut line, mut bad) = (Vec::new(), 0);
    while lines.read_until(b'\n', &mut line).unwrap() > 0 {
        let document = serde_json::from_slice::<Value>(&line);
        bad += u64::from(!document.is_ok_and(|document| accepts(&document)));
        line.clear();
    }
    bad
}
