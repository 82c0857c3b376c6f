//! Evidence: what a check printed and how it ended, in files named by their content.

use serde_json::json;
use validator::proof::{c14n, digest};

use crate::observe::Observation;

/// The folder of all evidence, as a repository path.
pub const FOLDER: &str = "/.artifacts/evidence";

/// The longest part of an id that a folder's name keeps.
const READABLE: usize = 60;

/// One file of evidence, below the folder of its runner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceFile {
    /// Its path below `<runner>/`: `<check>/<sha256>.<what>`.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The record of an observation: what names the outputs and is itself named in `evidence_ref`.
#[must_use]
pub fn record(seen: &Observation) -> EvidenceFile {
    let record = json!({
        "check": seen.id,
        "argv": seen.argv,
        "ending": seen.ending,
        "duration_ms": seen.duration_ms,
        "stdout": seen.stdout,
        "stderr": seen.stderr,
    });
    let bytes = format!("{}\n", c14n::text(&record)).into_bytes();
    let path = format!("{}/{}.json", folder(&seen.id), digest::of_bytes(&bytes));
    EvidenceFile { path, bytes }
}

/// One output of a check.
#[must_use]
pub fn output(check: &str, what: &str, bytes: &[u8]) -> EvidenceFile {
    let path = format!("{}/{}.{what}", folder(check), digest::of_bytes(bytes));
    EvidenceFile { path, bytes: bytes.to_vec() }
}

/// What `evidence_ref` says of a record.
#[must_use]
pub fn reference(runner_id: &str, record: &EvidenceFile) -> String {
    format!("{FOLDER}/{runner_id}/{}", record.path)
}

/// The folder of a check: its id as far as it can stand in a file name, and where that loses
/// something, enough of its digest that no two checks share a folder.
#[must_use]
pub fn folder(check: &str) -> String {
    let safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let plain = !check.is_empty()
        && check.len() <= READABLE
        && check.chars().all(safe)
        && check.bytes().any(|b| b != b'.')
        // Some file systems fold case.
        && !check.bytes().any(|b| b.is_ascii_uppercase());
    if plain {
        return check.to_owned();
    }
    let readable: String = check
        .chars()
        .map(|c| if safe(c) { c.to_ascii_lowercase() } else { '_' })
        .take(READABLE)
        .collect();
    let digest = digest::of_bytes(check.as_bytes());
    format!("{}-{}", readable.trim_start_matches('.'), digest.get(..12).unwrap_or(&digest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ordinary_ids_stay_readable() {
        assert_eq!(folder("command.lint"), "command.lint");
        let case = folder("spec./specs/a.yaml#reject.x");
        assert!(case.starts_with("spec._specs_a.yaml_reject.x-"), "{case}");
        assert_ne!(folder("a/b"), folder("a_b"));
        assert_ne!(folder("A"), folder("a"));
    }

    proptest! {
        #[test]
        fn a_folder_is_one_harmless_path_component(id in any::<String>(), other in any::<String>()) {
            let name = folder(&id);
            prop_assert!(!name.is_empty() && name.len() < 100);
            prop_assert!(!name.starts_with('.') || name.bytes().any(|b| b != b'.'));
            prop_assert!(name != "." && name != "..");
            prop_assert!(name.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_".contains(&b)));
            prop_assert_eq!(id == other, name == folder(&other));
        }
    }
}
