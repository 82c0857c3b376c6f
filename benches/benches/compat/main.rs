//! Comparing schemas: every pair of a settled corpus, and every pair of our own revisions.
//!
//! `cargo bench -p data-contracts-benches --bench compat -- CASES.jsonl` (or `COMPAT_CASES`): each
//! line holds `id`, `dialect`, `original_schema`, `updated_schema` and the settled truth in
//! `semantic.{backward,forward}.verdict`. Without it only our own revisions are measured. The
//! corpus was settled with formats off; ours assert them. `covers` is the algebra of the
//! `jsonschema` crate alone on the same pairs.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used)]

mod edits;

use std::time::{Duration, Instant};

use catalog::reference::schema_path;
use compat::{Dialect, FormatMode, Job, Options, Verdict, Workers, World, compare};
use jsonschema::Draft;
use jsonschema::canonical::{self, CanonicalSchema, Containment};
use serde_json::Value;

fn main() {
    let given = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    match given.or_else(|| std::env::var("COMPAT_CASES").ok()) {
        Some(path) => corpus(&std::fs::read_to_string(path).expect("the corpus is readable")),
        None => println!("no corpus was given: only our own revisions are measured"),
    }
    revisions();
}

/// What one contestant made of the corpus.
#[derive(Default)]
struct Score {
    wrong: Vec<String>,
    unknown: usize,
    times: Vec<Duration>,
}

impl Score {
    fn count(&mut self, id: &str, truth: &str, word: &str) {
        match word {
            "unknown" => self.unknown += 1,
            word if word != truth => self.wrong.push(format!("{id}: {word}, but {truth}")),
            _ => {}
        }
    }

    fn print(mut self, name: &str, settled: usize) {
        self.times.sort_unstable();
        let share = 100.0 * self.unknown as f64 / settled as f64;
        let (median, most) = (middle(&self.times), self.times.last().copied().unwrap_or_default());
        println!(
            "{name}: {} wrong, {} unknown ({share:.2} %) of {settled} settled directions; \
             a pair {:.3} ms median, {:.1} ms at most",
            self.wrong.len(),
            self.unknown,
            1e3 * median.as_secs_f64(),
            1e3 * most.as_secs_f64(),
        );
        self.wrong.iter().for_each(|case| println!("  {case}"));
    }
}

fn middle<T: Copy + Default>(sorted: &[T]) -> T {
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

fn corpus(text: &str) {
    let (mut ours, mut algebra) = (Score::default(), Score::default());
    let (mut lengths, mut settled, mut all_unknown, mut all) = (Vec::new(), 0, 0, 0);
    for line in text.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let (old, new) = (&case["original_schema"], &case["updated_schema"]);
        let dialect = Dialect::of_name(case["dialect"].as_str().unwrap()).unwrap();
        let options =
            Options { dialect: Some(dialect), formats: FormatMode::Ignore, ..Options::default() };
        let start = Instant::now();
        let Ok(found) = compare(old, new, &options) else { continue };
        ours.times.push(start.elapsed());
        let start = Instant::now();
        let peer = [covers(old, new, dialect), covers(new, old, dialect)];
        algebra.times.push(start.elapsed());
        for (index, verdict) in [&found.backward, &found.forward].into_iter().enumerate() {
            let way = ["backward", "forward"][index];
            lengths.extend(verdict.breaks().iter().map(|b| b.witness.to_string().len()));
            all += 1;
            all_unknown += usize::from(matches!(verdict, Verdict::Unknown(_)));
            let truth = case["semantic"][way]["verdict"].as_str().unwrap();
            if matches!(truth, "compatible" | "breaking") {
                settled += 1;
                let id = format!("{} {way}", case["id"].as_str().unwrap());
                ours.count(&id, truth, verdict.word());
                algebra.count(&id, truth, peer[index]);
            }
        }
    }
    lengths.sort_unstable();
    ours.print("ours", settled);
    println!("  {all_unknown} unknown of all {all} directions, settled or not");
    println!("  {} witnesses, median {} characters", lengths.len(), middle(&lengths));
    algebra.print("covers alone", settled);
}

/// The algebra's own word: whether every document of `inner` is one of `outer`.
fn covers(inner: &Value, outer: &Value, dialect: Dialect) -> &'static str {
    let draft = match dialect {
        Dialect::Draft4 => Draft::Draft4,
        Dialect::Draft6 => Draft::Draft6,
        Dialect::Draft7 => Draft::Draft7,
        Dialect::Draft201909 => Draft::Draft201909,
        Dialect::Draft202012 => Draft::Draft202012,
    };
    let of = |schema: &Value| -> Option<CanonicalSchema> {
        canonical::options()
            .with_draft(draft)
            .offline()
            .should_validate_formats(false)
            .canonicalize(schema)
            .ok()
    };
    match (of(outer), of(inner)) {
        (Some(outer), Some(inner)) => match outer.covers(&inner) {
            Ok(Containment::Yes) => "compatible",
            Ok(Containment::No) => "breaking",
            _ => "unknown",
        },
        _ => "unknown",
    }
}

/// Every revision of a contract with every other, as it stands and with every edit, in the world
/// that these contracts mean and in the open one.
fn revisions() {
    for world in [World::Open, World::EmittedOnly] {
        let options = Options { formats: FormatMode::Assert, world, ..Options::default() };
        let mut edited = Edited::default();
        for contract in catalog::contracts::all() {
            let mut schemas = Vec::new();
            for version in contract.versions {
                for revision in version.revisions {
                    let path = schema_path(contract, version, Some(revision));
                    let json =
                        specs::file(&path).and_then(|file| file.json).expect("it is embedded");
                    schemas.push(serde_json::from_str::<Value>(json).unwrap());
                }
            }
            if schemas.len() > 1 {
                matrix(contract.id, &schemas, &options);
            }
            edited.measure(contract.id, &schemas, &options);
        }
        edited.print(world);
    }
}

/// All cells in one go, as `compat history` computes them, and one after the other.
fn matrix(id: &str, schemas: &[Value], options: &Options) {
    let cells = || schemas.iter().flat_map(|old| schemas.iter().map(move |new| (old, new)));
    let start = Instant::now();
    for (old, new) in cells() {
        std::hint::black_box(compare(old, new, options).unwrap());
    }
    let alone = start.elapsed();
    let jobs: Vec<Job<'_>> =
        cells().map(|(old, new)| Job { old, new, options: options.clone() }).collect();
    let start = Instant::now();
    let found = Workers::new().compare(&jobs);
    let took = start.elapsed();
    let count = |word: &str| {
        let verdicts = found.iter().flatten().flat_map(|c| [&c.backward, &c.forward]);
        verdicts.filter(|verdict| verdict.word() == word).count()
    };
    println!(
        "{id}, {0} × {0}, {1:?}: {2:.3} s in one go, {3:.3} s pair by pair on one core; \
         {4} compatible, {5} breaking, {6} unknown",
        schemas.len(),
        options.world,
        took.as_secs_f64(),
        alone.as_secs_f64(),
        count("compatible"),
        count("breaking"),
        count("unknown"),
    );
}

/// Pairs of our own revisions, the newer one edited.
#[derive(Default)]
struct Edited {
    times: Vec<(Duration, String)>,
    unknown: Vec<String>,
}

impl Edited {
    fn measure(&mut self, id: &str, schemas: &[Value], options: &Options) {
        for (at, new) in schemas.iter().enumerate() {
            for (what, edited) in edits::all(new) {
                for (from, old) in schemas.iter().enumerate().take(at + 1) {
                    let name = format!("{id}, {from} to {at}, {what}");
                    let start = Instant::now();
                    let Ok(found) = compare(old, &edited, options) else { continue };
                    self.times.push((start.elapsed(), name.clone()));
                    for verdict in [found.backward, found.forward] {
                        if let Verdict::Unknown(doubt) = verdict {
                            self.unknown.push(format!("{name}: {}", doubt.reason));
                        }
                    }
                }
            }
        }
    }

    fn print(mut self, world: World) {
        self.times.sort_unstable();
        let middle = self.times.get(self.times.len() / 2).map(|(time, _)| *time);
        println!(
            "{} pairs with one edit, {world:?}: {} unknown; a pair {:.2} ms median",
            self.times.len(),
            self.unknown.len(),
            1e3 * middle.unwrap_or_default().as_secs_f64(),
        );
        for (time, name) in self.times.iter().rev().take(3) {
            println!("  {:.1} ms: {name}", 1e3 * time.as_secs_f64());
        }
        self.unknown.iter().take(20).for_each(|name| println!("  unknown: {name}"));
    }
}
