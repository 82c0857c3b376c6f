//! One line, three judges: whatever the fast path proves, the explaining path accepts without an
//! error or a warning, serde_json reads, and the schema engine calls valid. And a stream of the line
//! counts what the explaining path alone finds.
//!
//! The first byte picks the contract; the rest is the line. The fuzzer runs this, and so does a plain
//! test of the validator, so that it cannot rot where no fuzzer is.

use std::sync::LazyLock;

use catalog::Reference;
use contracts::toolkit::Severity;
use validator::context::Context;
use validator::examine::{self, Examined, Options};
use validator::fast::{Scratch, Whole};
use validator::judge::Judge;
use validator::read::{Format, Limits};
use validator::rule::{Line, Sink};
use validator::stream::{self, Settings};

static JUDGE: LazyLock<Judge> = LazyLock::new(Judge::new);

/// The contracts, by the number of the first byte.
pub const CONTRACTS: [&str; 4] =
    ["cron/execution-report@v1", "execra/event@v0", "execra/job@v0", "kanade/command@v0"];

/// Judges one input in every way.
///
/// # Panics
/// When the judges disagree.
pub fn verdict(bytes: &[u8]) {
    let Some((pick, line)) = bytes.split_first() else { return };
    // A line end would make two lines of it; a stream skips blank lines.
    let blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r');
    if line.contains(&b'\n') || line.iter().all(blank) {
        return;
    }
    let contract = CONTRACTS[usize::from(*pick) % CONTRACTS.len()];
    let reference = Reference::parse(contract).expect("it is in the catalogue");
    let options = Options {
        contract: Some(reference),
        context: Context::default(),
        limits: Limits::default(),
        unique: false,
        stream: Settings::default(),
    };
    let (fine, findings) = explained(line, &options);
    if proven(line, &reference) {
        assert!(fine, "{contract}: proven, and refused by the explaining path");
        match serde_json::from_slice(line) {
            Ok(document) => {
                let engine = JUDGE.engine(&reference).expect("the schema compiles");
                assert!(engine.is_valid(&document), "{contract}: proven, invalid for the engine");
            }
            // It nests one level less than we do.
            Err(error) => assert!(error.to_string().starts_with("recursion limit"), "{error}"),
        }
    }
    let mut input = std::io::Cursor::new([line, b"\n", line].concat());
    let ran = stream::run(&JUDGE, "s", &mut input, &options, None, &mut |_| {});
    let counts = ran.expect("the contract is given").tally.counts();
    assert_eq!(counts.errors + counts.warnings + counts.notes, 2 * findings, "{contract}");
}

fn proven(line: &[u8], reference: &Reference) -> bool {
    let Ok(text) = std::str::from_utf8(line) else { return false };
    let Some(program) = JUDGE.program(reference) else { return false };
    let Some(rules) = validator::rules::find(reference.contract.id) else { return false };
    // Rules speak for clauses of the schema, each from its revision on.
    let revision = reference.version().rank(reference.revision()).unwrap_or_default();
    let mut sink = Sink::new(Context { revision, ..Context::default() });
    let line = Line {
        program: &program,
        text,
        at: 0,
        depth: Limits::default().depth(),
        whole: Whole::Line,
    };
    let proof = rules.prove(&line, &mut Scratch::new(&program), &mut sink);
    proof.is_some() && sink.findings().iter().all(|found| found.severity == Severity::Note)
}

/// Whether the explaining path finds nothing of weight, and how much it finds.
fn explained(line: &[u8], options: &Options<'_>) -> (bool, u64) {
    match examine::document(&JUDGE, "s", line, Format::Ndjson, options) {
        Examined::Judged(judgement, _) => {
            let findings = report::merged(judgement.findings);
            let fine = findings.iter().all(|finding| finding.severity == Severity::Note);
            (fine, findings.len() as u64)
        }
        Examined::NotJudged(_, why) => panic!("{why}"),
    }
}
