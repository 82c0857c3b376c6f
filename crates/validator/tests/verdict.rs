//! What the fuzzer runs, without a fuzzer: the fixtures, and what is left of them after a few cuts,
//! through every judge.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

// A crate of its own for the fuzzer, a module here.
#[allow(unreachable_pub)]
#[path = "../../../fuzz/src/lib.rs"]
mod fuzz;

use std::path::Path;

use proptest::prelude::*;
use walkdir::WalkDir;

/// A seed: the byte that picks the contract, then the document on one line. The same seeds as
/// `scripts/fuzz.sh` makes.
fn seeds() -> Vec<Vec<u8>> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/contracts");
    let mut seeds = Vec::new();
    for (pick, contract) in fuzz::CONTRACTS.iter().enumerate() {
        let folder = fixtures.join(contract.replace('@', "/"));
        for entry in WalkDir::new(&folder).sort_by_file_name() {
            let entry = entry.unwrap();
            let name = entry.file_name().to_string_lossy();
            if name.ends_with(".json") && !name.ends_with(".findings.json") {
                let mut seed = vec![u8::try_from(pick).unwrap()];
                seed.extend(std::fs::read(entry.path()).unwrap());
                seed.retain(|byte| *byte != b'\n');
                seeds.push(seed);
            }
        }
    }
    seeds
}

#[test]
fn every_fixture_has_one_verdict() {
    let seeds = seeds();
    for pick in 0..fuzz::CONTRACTS.len() {
        let of_contract = seeds.iter().filter(|seed| usize::from(seed[0]) == pick);
        assert!(of_contract.count() > 5, "{} has fixtures", fuzz::CONTRACTS[pick]);
    }
    seeds.iter().for_each(|seed| fuzz::verdict(seed));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_left_of_a_fixture_has_one_verdict(
        which: prop::sample::Index,
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..4_u8), 1..4),
    ) {
        let mut seed = which.get(&seeds()).clone();
        for (at, byte, how) in edits {
            let at = at.index(seed.len());
            match how {
                0 => seed[at] = byte,
                1 => seed.insert(at, byte),
                // The byte that picks the contract stays.
                2 if seed.len() > 1 => drop(seed.remove(at.max(1))),
                2 => {}
                _ => seed.truncate(at.max(2)),
            }
        }
        fuzz::verdict(&seed);
    }

    #[test]
    fn any_bytes_have_one_verdict(bytes: Vec<u8>) {
        fuzz::verdict(&bytes);
    }
}
