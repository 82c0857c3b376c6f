//! Lines of a file proven by a schema and rules, as lines of a stream are, and what it takes.

use std::error::Error;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use benches::process::{self, Contestant};
use serde_json::Value;
use validator::context::Context;
use validator::fast::{Scratch, Whole};
use validator::rule::{Judged, Line, Sink};

const BLOCK: usize = 512 << 10;

/// Proves every line; one that is not proven ends the run.
pub(crate) fn lines(rules: &dyn Judged, schema: &Value, file: &Path) -> Result<(), Box<dyn Error>> {
    let program = rules.compile(schema).ok_or("no program")?;
    // The newest revision.
    let context = Context { revision: usize::MAX, ..Context::default() };
    let (mut scratch, mut sink) = (Scratch::new(&program), Sink::new(context));
    let mut file = File::open(file)?;
    let (mut block, mut kept) = (vec![0_u8; 2 * BLOCK], 0);
    loop {
        let read = file.read(&mut block[kept..kept + BLOCK])?;
        let filled = kept + read;
        let end = block[..filled].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let text = std::str::from_utf8(&block[..end])?;
        let (mut prover, mut at) = (rules.prover(), 0);
        while at < text.len() {
            let line = Line { program: &program, text, at, depth: 128, whole: Whole::Line };
            sink.clear();
            let proof =
                prover.prove(&line, &mut scratch, &mut sink).ok_or("a line is not proven")?;
            at = proof.end + 1;
        }
        drop(prover);
        if read == 0 {
            return Ok(());
        }
        block.copy_within(end..filled, 0);
        kept = filled - end;
    }
}

/// What each process takes: instructions, or the least milliseconds of so many rounds.
pub(crate) fn taken(
    all: &[Contestant],
    rounds: usize,
    counted: bool,
) -> Result<Vec<f64>, Box<dyn Error>> {
    #[allow(clippy::cast_precision_loss)] // a count far below 2^53
    if counted {
        return all
            .iter()
            .map(|one| Ok(one.instructions()?.ok_or("no valgrind")? as f64))
            .collect();
    }
    let taken = process::rounds(all, rounds)?;
    Ok(taken.iter().map(|one| one.least().as_secs_f64() * 1e3).collect())
}
