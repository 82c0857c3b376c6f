//! DSSE's pre-authentication encoding: the bytes that are signed.

/// `DSSEv1 <len> <type> <len> <body>`, lengths in bytes: type and body cannot be shifted into
/// one another, so a signature over one pair never fits another pair.
#[must_use]
pub fn encode(payload_type: &str, body: &[u8]) -> Vec<u8> {
    let mut out =
        format!("DSSEv1 {} {payload_type} {} ", payload_type.len(), body.len()).into_bytes();
    out.extend_from_slice(body);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_count_bytes_not_characters() {
        assert_eq!(encode("é", "€".as_bytes()), "DSSEv1 2 é 3 €".as_bytes());
        assert_eq!(encode("", b""), b"DSSEv1 0  0 ");
    }
}
