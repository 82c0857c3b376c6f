//! The DSSE envelope, in exactly one form: one line, one signature, nothing else.
//!
//! DSSE itself allows more (several signatures, other base64 alphabets, unknown members). Every
//! freedom is a byte that can change without the signature noticing, so we take none of them.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use super::key::{PublicKey, SIGNATURE_BYTES, SigningKey};
use super::pae;

/// The payload type of in-toto statements.
pub const PAYLOAD_TYPE: &str = "application/vnd.in-toto+json";

/// The largest envelope that is read.
pub const MAX_ENVELOPE: usize = 16 * 1024 * 1024;

/// A payload and who signed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// The signed bytes: an in-toto statement.
    pub payload: Vec<u8>,
    /// The name of the key, as the envelope states it.
    pub keyid: String,
    /// The signature over the pre-authentication encoding.
    pub signature: [u8; SIGNATURE_BYTES],
}

/// Why some bytes are not an envelope of our form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EnvelopeFault {
    /// The payload type is another one.
    PayloadType(String),
    /// None, or more than one, signature.
    Signatures(usize),
    /// Anything else; what it is.
    Malformed(String),
}

impl fmt::Display for EnvelopeFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EnvelopeFault::PayloadType(found) => write!(
                f,
                "its payload type is `{}`, not `{PAYLOAD_TYPE}`",
                found.escape_debug().take(80).collect::<String>()
            ),
            EnvelopeFault::Signatures(count) => {
                write!(f, "it carries {count} signatures, not exactly one")
            }
            EnvelopeFault::Malformed(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for EnvelopeFault {}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    payload: String,
    #[serde(rename = "payloadType")]
    payload_type: String,
    signatures: Vec<FormSignature>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FormSignature {
    keyid: String,
    sig: String,
}

impl Envelope {
    /// Signs a statement's bytes.
    #[must_use]
    pub fn sign(payload: Vec<u8>, key: &SigningKey) -> Self {
        let signature = key.sign(&pae::encode(PAYLOAD_TYPE, &payload));
        Envelope { payload, keyid: key.public().keyid(), signature }
    }

    /// Whether the key signed exactly this payload under our payload type.
    #[must_use]
    pub fn is_signed_by(&self, key: &PublicKey) -> bool {
        key.verifies(&pae::encode(PAYLOAD_TYPE, &self.payload), &self.signature)
    }

    /// The one form of this envelope, with the line's end.
    #[must_use]
    pub fn to_line(&self) -> String {
        // Base64 and hex digits need no escape, so this is the JSON text already.
        format!(
            "{{\"payload\":\"{}\",\"payloadType\":\"{PAYLOAD_TYPE}\",\"signatures\":[{{\"keyid\":{},\"sig\":\"{}\"}}]}}\n",
            STANDARD.encode(&self.payload),
            serde_json::Value::from(self.keyid.as_str()),
            STANDARD.encode(self.signature),
        )
    }

    /// Reads an envelope.
    ///
    /// # Errors
    /// [`EnvelopeFault`] for anything that is not, byte for byte, what [`Envelope::to_line`]
    /// writes for the same content.
    pub fn parse(bytes: &[u8]) -> Result<Self, EnvelopeFault> {
        if bytes.len() > MAX_ENVELOPE {
            return Err(malformed("it is larger than any envelope of ours"));
        }
        let form: Form = serde_json::from_slice(bytes)
            .map_err(|error| EnvelopeFault::Malformed(format!("it is no envelope: {error}")))?;
        if form.payload_type != PAYLOAD_TYPE {
            return Err(EnvelopeFault::PayloadType(form.payload_type));
        }
        let [signature] = form.signatures.as_slice() else {
            return Err(EnvelopeFault::Signatures(form.signatures.len()));
        };
        let envelope = Envelope {
            payload: decode(&form.payload, "payload")?,
            signature: decode(&signature.sig, "sig")?
                .try_into()
                .map_err(|_| malformed("its signature is not 64 bytes long"))?,
            keyid: signature.keyid.clone(),
        };
        // One form: whatever JSON and base64 let vary (spaces, escapes, order) is settled here.
        if envelope.to_line().as_bytes() != bytes {
            return Err(malformed(
                "it is not in the one form that is signed: one line, members in order, no white space, a line feed at the end",
            ));
        }
        Ok(envelope)
    }
}

fn decode(text: &str, member: &str) -> Result<Vec<u8>, EnvelopeFault> {
    STANDARD.decode(text).map_err(|error| {
        EnvelopeFault::Malformed(format!("its `{member}` is not strict base64: {error}"))
    })
}

fn malformed(why: &str) -> EnvelopeFault {
    EnvelopeFault::Malformed(why.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> SigningKey {
        SigningKey::from_seed(&[1; 32])
    }

    fn line() -> String {
        Envelope::sign(b"{\"a\":1}x".to_vec(), &key()).to_line()
    }

    #[test]
    fn what_is_written_is_read_and_is_json() {
        let envelope = Envelope::parse(line().as_bytes()).unwrap();
        assert_eq!(envelope.to_line(), line());
        assert!(envelope.is_signed_by(&key().public()));
        assert!(!envelope.is_signed_by(&SigningKey::from_seed(&[2; 32]).public()));
        let tree: serde_json::Value = serde_json::from_str(&line()).unwrap();
        assert_eq!(tree["payloadType"], PAYLOAD_TYPE);
    }

    #[test]
    fn every_other_way_to_write_it_is_refused() {
        let good = line();
        for (what, other) in [
            ("no line end", good.trim_end().to_owned()),
            ("two line ends", format!("{good}\n")),
            ("carriage return", good.replace('\n', "\r\n")),
            ("a space", good.replacen(':', ": ", 1)),
            ("an escape", good.replacen("payload", "pa\\u0079load", 1)),
            ("an unknown member", good.replacen('{', "{\"x\":1,", 1)),
            (
                "an unknown member of a signature",
                good.replacen("{\"keyid\"", "{\"x\":1,\"keyid\"", 1),
            ),
            ("a member twice", good.replacen("{\"payload\"", "{\"payload\":\"\",\"payload\"", 1)),
            ("no padding", good.replacen("=\"", "\"", 1)),
            ("spare bits", good.replacen("eA==", "eB==", 1)),
            ("url alphabet", good.replace('+', "-").replace('/', "_")),
            ("a byte order mark", format!("\u{feff}{good}")),
            ("two envelopes", format!("{good}{good}")),
            ("nothing", String::new()),
        ] {
            if other != good {
                assert!(Envelope::parse(other.as_bytes()).is_err(), "{what}: {other}");
            }
        }
    }

    #[test]
    fn payload_type_and_number_of_signatures_have_their_own_fault() {
        let other = line().replace(PAYLOAD_TYPE, "application/json");
        assert_eq!(
            Envelope::parse(other.as_bytes()),
            Err(EnvelopeFault::PayloadType("application/json".to_owned()))
        );
        let line = line();
        let from = line.find("{\"keyid\"").unwrap();
        let to = line.find("]}").unwrap();
        let none = line.replace(&line[from..to], "");
        let twice = line.replace(&line[from..to], &format!("{0},{0}", &line[from..to]));
        assert_eq!(Envelope::parse(none.as_bytes()), Err(EnvelopeFault::Signatures(0)));
        assert_eq!(Envelope::parse(twice.as_bytes()), Err(EnvelopeFault::Signatures(2)));
    }
}
