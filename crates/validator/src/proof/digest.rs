//! SHA-256 in the one spelling that every contract uses: 64 lower-case hex digits.

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::c14n;

/// The digest of some bytes.
#[must_use]
pub fn of_bytes(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The digest of a value's canonical text (`json-c14n-v1`).
#[must_use]
pub fn of_value(value: &Value) -> String {
    of_bytes(c14n::text(value).as_bytes())
}

/// The digest of a certificate's payload: the whole document with `proof.payload_sha256` set to
/// the empty string. `None` when the document has no such string to blank.
#[must_use]
pub fn of_payload(certificate: &Value) -> Option<String> {
    let mut blanked = certificate.clone();
    let stored = blanked.get_mut("proof")?.get_mut("payload_sha256")?;
    if !stored.is_string() {
        return None;
    }
    *stored = Value::String(String::new());
    Some(of_value(&blanked))
}

/// Bytes as lower-case hex digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    bytes
        .iter()
        .flat_map(|byte| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_digest_of_nothing_is_the_known_one() {
        assert_eq!(
            of_bytes(b""),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
    }

    #[test]
    fn the_stored_digest_does_not_count_and_everything_else_does() {
        let certificate = json!({"a": 1, "proof": {"payload_sha256": "x"}});
        let other = json!({"proof": {"payload_sha256": "y"}, "a": 1});
        let changed = json!({"a": 2, "proof": {"payload_sha256": "x"}});
        assert_eq!(of_payload(&certificate), of_payload(&other));
        assert_ne!(of_payload(&certificate), of_payload(&changed));
        assert_eq!(
            of_payload(&certificate),
            Some(of_bytes(br#"{"a":1,"proof":{"payload_sha256":""}}"#))
        );
    }

    #[test]
    fn without_a_place_for_it_there_is_no_payload_digest() {
        assert_eq!(of_payload(&json!({"proof": {}})), None);
        assert_eq!(of_payload(&json!({"proof": {"payload_sha256": 1}})), None);
        assert_eq!(of_payload(&json!([])), None);
    }
}
