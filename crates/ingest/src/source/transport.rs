//! One request, one answer: what the network file does and everything above it asks for.

use std::time::Duration;

use sha2::{Digest as _, Sha256};
use url::Url;

use super::origin::Token;
use super::trouble::Trouble;
use crate::digest::hex;

/// What of an answer that is not 200 is read at most: enough for its message.
pub const MESSAGE_LIMIT: u64 = 64 * 1024;

/// One GET request.
#[derive(Debug)]
pub struct Ask<'a> {
    /// Where to; already admitted.
    pub url: &'a Url,
    /// The Accept header.
    pub accept: &'a str,
    /// The token for the Authorization header.
    pub token: Option<&'a Token>,
    /// The entity tag of the body that we hold.
    pub if_none_match: Option<&'a str>,
    /// Whether the operator lifted the address ban for this origin.
    pub any_address: bool,
    /// When everything must be over, as the pace counts.
    pub deadline: Duration,
}

/// Status and headers of an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Head {
    /// The status code.
    pub status: u16,
    /// Name (lower case) and value of each header that is text.
    pub headers: Vec<(String, String)>,
}

impl Head {
    /// The first header of that name, given in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}

/// Does one exchange, without following, retrying or waiting.
pub trait Transport: Send + Sync {
    /// Sends the request and reads the answer into `intake`.
    ///
    /// # Errors
    /// The cause, when no whole answer came.
    fn exchange(&self, ask: &Ask<'_>, intake: &mut Intake) -> Result<Head, Trouble>;
}

/// Takes a body in, up to a limit, hashing on the way; keeps the bytes only when asked to.
#[derive(Debug, Clone)]
pub struct Intake {
    limit: u64,
    keep: bool,
    length: u64,
    hasher: Sha256,
    bytes: Vec<u8>,
}

impl Intake {
    /// An empty intake of at most `limit` bytes.
    #[must_use]
    pub fn new(limit: u64, keep: bool) -> Self {
        Intake { limit, keep, length: 0, hasher: Sha256::new(), bytes: Vec::new() }
    }

    /// The most bytes it takes.
    #[must_use]
    pub fn limit(&self) -> u64 {
        self.limit
    }

    /// Whether the bytes are kept.
    #[must_use]
    pub fn keeps(&self) -> bool {
        self.keep
    }

    /// Takes a piece; `false` when it goes beyond the limit.
    pub fn take(&mut self, piece: &[u8]) -> bool {
        self.length = self.length.saturating_add(piece.len() as u64);
        if self.length > self.limit {
            return false;
        }
        self.hasher.update(piece);
        if self.keep {
            self.bytes.extend_from_slice(piece);
        }
        true
    }

    /// Everything that came.
    #[must_use]
    pub fn finish(self) -> Payload {
        Payload { sha256: hex(&self.hasher.finalize()), length: self.length, bytes: self.bytes }
    }
}

/// A body that came whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payload {
    /// The bytes; empty when only the digest was asked for.
    pub bytes: Vec<u8>,
    /// SHA-256 over the whole body, 64 lower-case hex digits.
    pub sha256: String,
    /// How many bytes came.
    pub length: u64,
}

impl Payload {
    /// The payload of bytes at hand.
    #[must_use]
    pub fn of(bytes: Vec<u8>) -> Self {
        let sha256 = hex(&Sha256::digest(&bytes));
        Payload { sha256, length: bytes.len() as u64, bytes }
    }
}
