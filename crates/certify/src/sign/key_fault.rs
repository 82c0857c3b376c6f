//! Why a key cannot be used.

use std::fmt;

/// Why a key cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyFault {
    /// Larger than any key file is.
    TooLarge,
    /// Neither of the two forms, or damaged; what the decoder says.
    Malformed(String),
    /// A key of another algorithm, named where the file says so.
    OtherAlgorithm(String),
    /// The file is protected by a passphrase.
    Encrypted,
    /// The file's public half does not belong to its private half.
    HalvesDiffer,
    /// A public key of small order, under which anything verifies.
    Weak,
    /// A private key where a public one is expected.
    Private,
}

impl fmt::Display for KeyFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            KeyFault::TooLarge => f.write_str("larger than any key file is"),
            KeyFault::Malformed(why) => write!(f, "no Ed25519 key in PEM or OpenSSH form: {why}"),
            KeyFault::OtherAlgorithm(name) => write!(f, "a key for {name}, not for Ed25519"),
            KeyFault::Encrypted => {
                f.write_str("protected by a passphrase: hand over a key without one")
            }
            KeyFault::HalvesDiffer => f.write_str("its public half belongs to another key"),
            KeyFault::Weak => f.write_str("a public key of small order, which proves nothing"),
            KeyFault::Private => f.write_str("a private key, where a public one is expected"),
        }
    }
}

impl std::error::Error for KeyFault {}
