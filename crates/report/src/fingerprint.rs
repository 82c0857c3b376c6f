//! Names for findings that outlive a run: the same fault has the same name tomorrow, wherever
//! its line has moved to and whatever words the message has then.

use contracts::toolkit::Finding;
use sha2::{Digest, Sha256};

/// The fingerprint of an ordered list of texts: 32 lower-case hex digits. Each text counts with
/// its length, so that no two lists run together.
#[must_use]
pub fn of_parts(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// The fingerprint of a finding: of its rule, its input and its place in the document. Line,
/// column and wording do not count.
#[must_use]
pub fn of_finding(finding: &Finding) -> String {
    let at = &finding.location;
    of_parts(&[&finding.code, at.source.trim_start_matches("./"), &at.pointer])
}

#[cfg(test)]
mod tests {
    use contracts::toolkit::{Finding, Severity};

    use super::{of_finding, of_parts};

    #[test]
    fn it_is_32_hex_digits_and_never_changes() {
        assert_eq!(of_parts(&["a", "b"]), "3c9d591045bc8876f9d0399bbfb05c6a");
        assert_ne!(of_parts(&["ab", ""]), of_parts(&["a", "b"]));
    }

    #[test]
    fn moving_and_rewording_keep_it() {
        let mut one = Finding::new("cron/empty-text", Severity::Warning, "empty").at("/host");
        one.location.source = "./a.json".into();
        let mut other = one.clone();
        other.location.source = "a.json".into();
        other.location.line = Some(7);
        other.message = "reworded".into();
        assert_eq!(of_finding(&one), of_finding(&other));
        other.location.pointer = "/command".into();
        assert_ne!(of_finding(&one), of_finding(&other));
    }
}
