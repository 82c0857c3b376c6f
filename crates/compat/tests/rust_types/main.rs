//! Schemas as they come from Rust types, with random edits: every question has an answer, no
//! document refutes a proof, and every break has a witness. A second validator is the judge.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod dense;
mod document;
mod edit;
mod random;
mod types;

use compat::{FormatMode, Options, Verdict, World, compare};
use proptest::prelude::*;
use random::Random;
use serde_json::{Map, Value};

/// Documents that attack each proof; `DOCUMENTS` asks for more.
const DOCUMENTS: usize = 150;

/// Steps a direction may take here: a twentieth of what it has elsewhere, so that a question that
/// nearly spends the budget is seen before one does.
const BUDGET: usize = 10_000;

/// The same for types that nearly all hold one another: what a direction has elsewhere, of which
/// one case in some thousands takes more than half.
const DENSE_BUDGET: usize = 200_000;

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

/// The schema of what a writer emits: objects that declare members have no others.
fn emitted(schema: &Value) -> Value {
    match schema {
        Value::Object(members) => {
            let mut closed: Map<_, _> =
                members.iter().map(|(name, inner)| (name.clone(), emitted(inner))).collect();
            // Of an object that declares nothing nothing is known.
            let declared = members.get("properties").and_then(Value::as_object);
            if declared.is_some_and(|declared| !declared.is_empty()) {
                closed.entry("additionalProperties").or_insert(false.into());
            }
            closed.into()
        }
        Value::Array(items) => items.iter().map(emitted).collect(),
        other => other.clone(),
    }
}

fn attack(
    (writer, reader): (&Value, &Value),
    verdict: &Verdict,
    world: World,
    random: &mut Random,
) -> Result<(), TestCaseError> {
    let writes = match world {
        World::EmittedOnly => Second::of(&emitted(writer)),
        _ => Second::of(writer),
    };
    let reads = Second::of(reader);
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

/// Cases that once spent the budget, or nearly so, each of types that all refer to one another.
const SPENT: [u64; 12] = [
    0xa8b9_f91e_e951_3e1f,
    0x70fe_5ddf_89c4_a4af,
    0xa049_5939_a6fc_775b,
    0x6ff9_9c3a_7649_492f,
    0xbfe6_6715_da8d_fea0,
    0xe3c5_15ff_b014_708e,
    0x0e7a_a01d_267a_9f29,
    0xa437_2f04_913c_9a27,
    0x07b6_6723_3698_1cd1,
    0xb655_171f_44b4_c9e5,
    0xce86_46bb_c96c_e50e,
    0xc5dd_c515_6946_9366,
];

/// The same of types that nearly all hold one another.
const SPENT_DENSELY: [u64; 3] =
    [0x2ada_c9a6_7e4c_b5df, 0x23cc_1684_8851_1315, 0x082c_78f9_b719_a31e];

fn is_answered(seed: u64) -> Result<(), TestCaseError> {
    let random = &mut Random::new(seed);
    let old = types::schema(random);
    is_answered_within(BUDGET, old, random)
}

/// The same of types that nearly all hold one another.
fn is_answered_densely(seed: u64) -> Result<(), TestCaseError> {
    let random = &mut Random::new(seed);
    let mut old = types::schema(random);
    dense::denser(&mut old, random);
    is_answered_within(DENSE_BUDGET, old, random)
}

fn is_answered_within(budget: usize, old: Value, random: &mut Random) -> Result<(), TestCaseError> {
    let mut new = old.clone();
    for _ in 0..random.upto(3) {
        edit::once(&mut new, random);
    }
    let budget = asked("BUDGET", budget) as u64;
    for world in [World::Open, World::EmittedOnly] {
        let options = Options { formats: FormatMode::Assert, world, budget, ..Options::default() };
        let found = compare(&old, &new, &options).unwrap();
        attack((&old, &new), &found.backward, world, random)?;
        attack((&new, &old), &found.forward, world, random)?;
    }
    Ok(())
}

#[test]
fn what_once_spent_the_budget_is_answered() {
    for seed in SPENT {
        is_answered(seed).unwrap_or_else(|fault| panic!("{seed:#x}: {fault}"));
    }
}

#[test]
fn what_once_spent_the_budget_densely_is_answered() {
    for seed in SPENT_DENSELY {
        is_answered_densely(seed).unwrap_or_else(|fault| panic!("{seed:#x}: {fault}"));
    }
}

/// Other cases in every run; what fails is one number, which belongs into `SPENT` (or
/// `SPENT_DENSELY`) then.
fn config(share: usize) -> ProptestConfig {
    let cases = u32::try_from(asked("PROPTEST_CASES", 200) / share).unwrap();
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(1))]

    #[test]
    fn every_question_about_rust_types_is_answered(seed in any::<u64>()) {
        is_answered(seed)?;
    }
}

proptest! {
    #![proptest_config(config(5))]

    #[test]
    fn every_question_about_types_that_all_hold_one_another_is_answered(seed in any::<u64>()) {
        is_answered_densely(seed)?;
    }
}
