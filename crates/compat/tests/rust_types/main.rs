//! Schemas as they come from Rust types, with random edits: every question has an answer, no
//! document refutes a proof, and every break has a witness. A second validator is the judge.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod document;
mod edit;
mod random;
mod types;

use compat::{FormatMode, Options, Verdict, World, compare};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use random::Random;
use serde_json::Value;

/// Documents that attack each proof; `DOCUMENTS` asks for more.
const DOCUMENTS: usize = 150;

fn asked(name: &str, otherwise: usize) -> usize {
    std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(otherwise)
}

struct Second(boon::Schemas, boon::SchemaIndex);

impl Second {
    fn of(schema: &Value) -> Self {
        let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
        compiler.enable_format_assertions();
        compiler.add_resource("https://example.invalid/s.json", schema.clone()).unwrap();
        let index = compiler.compile("https://example.invalid/s.json", &mut schemas).unwrap();
        Second(schemas, index)
    }

    fn accepts(&self, document: &Value) -> bool {
        self.0.validate(document, self.1).is_ok()
    }
}

fn attack(
    (writer, reader): (&Value, &Value),
    verdict: &Verdict,
    world: World,
    random: &mut Random,
) -> Result<(), TestCaseError> {
    let (writes, reads) = (Second::of(writer), Second::of(reader));
    match verdict {
        Verdict::Unknown(doubt) => {
            prop_assert!(false, "{} at {:?}\n{writer}\n{reader}", doubt.reason, doubt.pointer);
        }
        Verdict::Breaking(breaks) => {
            prop_assert!(!breaks.is_empty());
            for found in breaks {
                let witness = &found.witness;
                prop_assert!(writes.accepts(witness), "{witness} is not of {writer}");
                prop_assert!(!reads.accepts(witness), "{witness} is of {reader}");
            }
        }
        Verdict::Compatible => {
            let mut valid = 0;
            for _ in 0..asked("DOCUMENTS", DOCUMENTS) {
                let document = document::of(writer, world == World::Open, random);
                if writes.accepts(&document) {
                    valid += 1;
                    prop_assert!(reads.accepts(&document), "{document}\n{writer}\n{reader}");
                }
            }
            // A generator that misses its own schema would prove nothing.
            prop_assert!(valid > 0, "no document of {writer} was made");
        }
    }
    Ok(())
}

/// The same cases in every run, unless `PROPTEST_CASES` and `PROPTEST_RNG_SEED` ask for others:
/// about one in a thousand, of types that all refer to one another, is known to spend the budget,
/// and is then unknown. A gate that fails by chance guards nothing.
fn config() -> ProptestConfig {
    let asked_for = ProptestConfig::default();
    let rng_seed = match asked_for.rng_seed {
        RngSeed::Random => RngSeed::Fixed(1),
        fixed => fixed,
    };
    let cases = u32::try_from(asked("PROPTEST_CASES", 200)).unwrap();
    ProptestConfig { cases, rng_seed, failure_persistence: None, ..asked_for }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_question_about_rust_types_is_answered(seed in any::<u64>()) {
        let random = &mut Random::new(seed);
        let old = types::schema(random);
        let mut new = old.clone();
        for _ in 0..random.upto(3) {
            edit::once(&mut new, random);
        }
        for world in [World::Open, World::EmittedOnly] {
            let options = Options { formats: FormatMode::Assert, world, ..Options::default() };
            let found = compare(&old, &new, &options).unwrap();
            attack((&old, &new), &found.backward, world, random)?;
            attack((&new, &old), &found.forward, world, random)?;
        }
    }
}
