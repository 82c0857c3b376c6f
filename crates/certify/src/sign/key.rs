//! Ed25519 keys: the one file that touches key material.
//!
//! Private keys are PKCS#8 PEM or OpenSSH files without a passphrase; public keys are PEM or an
//! `ssh-ed25519 …` line. Signatures are checked strictly (RFC 8032 with canonical encodings and
//! without keys of small order), so that no two readers disagree about one.

use std::fmt;

use ed25519_dalek::pkcs8::spki::der::pem::LineEnding as PemLineEnding;
use ed25519_dalek::pkcs8::{
    DecodePrivateKey, DecodePublicKey, EncodePrivateKey, EncodePublicKey, KeypairBytes,
};
use ed25519_dalek::{Signature, Signer};
use validator::proof::digest;

pub use super::key_fault::KeyFault;

/// The longest key file that is looked at; real ones are below one kilobyte.
pub const MAX_KEY_FILE: usize = 16 * 1024;

/// The length of a signature in bytes.
pub const SIGNATURE_BYTES: usize = 64;

/// A private key.
pub struct SigningKey(ed25519_dalek::SigningKey);

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SigningKey").field(&self.public().keyid()).finish()
    }
}

impl SigningKey {
    /// The key of a seed of 32 random bytes.
    #[must_use]
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        SigningKey(ed25519_dalek::SigningKey::from_bytes(seed))
    }

    /// Reads a private key file, in either form.
    ///
    /// # Errors
    /// [`KeyFault`] says why the file cannot be used.
    pub fn from_file_text(text: &str) -> Result<Self, KeyFault> {
        if text.len() > MAX_KEY_FILE {
            return Err(KeyFault::TooLarge);
        }
        let text = text.trim();
        if text.starts_with("-----BEGIN OPENSSH PRIVATE KEY-----") {
            return from_openssh(text);
        }
        if text.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----") {
            return Err(KeyFault::Encrypted);
        }
        // A file that carries a public half of another key is refused here too.
        ed25519_dalek::SigningKey::from_pkcs8_pem(text).map(SigningKey).map_err(malformed)
    }

    /// The PKCS#8 file of this key, in the form that OpenSSL writes.
    ///
    /// # Errors
    /// Only when the encoder fails, which it does not for a key of 32 bytes.
    pub fn to_pkcs8_pem(&self) -> Result<String, KeyFault> {
        // Version 1, without the public half: OpenSSL 3.0 does not read the other one.
        let bytes = KeypairBytes { secret_key: self.0.to_bytes(), public_key: None };
        let pem = bytes.to_pkcs8_pem(PemLineEnding::LF).map_err(malformed)?;
        Ok(pem.as_str().to_owned())
    }

    /// The OpenSSH file of this key.
    ///
    /// # Errors
    /// Only when the comment cannot stand in such a file.
    pub fn to_openssh(&self, comment: &str) -> Result<String, KeyFault> {
        let pair = ssh_key::private::Ed25519Keypair {
            public: ssh_key::public::Ed25519PublicKey(self.0.verifying_key().to_bytes()),
            private: ssh_key::private::Ed25519PrivateKey::from_bytes(self.0.as_bytes()),
        };
        let key = ssh_key::PrivateKey::new(pair.into(), comment).map_err(malformed)?;
        let text = key.to_openssh(ssh_key::LineEnding::LF).map_err(malformed)?;
        Ok(text.as_str().to_owned())
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    /// Signs a message.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> [u8; SIGNATURE_BYTES] {
        self.0.sign(message).to_bytes()
    }
}

fn from_openssh(text: &str) -> Result<SigningKey, KeyFault> {
    let key = ssh_key::PrivateKey::from_openssh(text).map_err(malformed)?;
    if key.is_encrypted() {
        return Err(KeyFault::Encrypted);
    }
    let Some(pair) = key.key_data().ed25519() else {
        return Err(KeyFault::OtherAlgorithm(key.algorithm().as_str().to_owned()));
    };
    let signing = SigningKey::from_seed(&pair.private.to_bytes());
    // The file carries the public half twice: in clear, and beside the private one.
    let stated = key.public_key().key_data().ed25519().map(|public| public.0);
    let derived = signing.0.verifying_key().to_bytes();
    if pair.public.0 != derived || stated != Some(derived) {
        return Err(KeyFault::HalvesDiffer);
    }
    Ok(signing)
}

/// A public key that is not of small order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(ed25519_dalek::VerifyingKey);

impl PublicKey {
    /// The key of 32 bytes.
    ///
    /// # Errors
    /// [`KeyFault::Malformed`] when they are no point of the curve, [`KeyFault::Weak`] when they
    /// are one of small order.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, KeyFault> {
        let key = ed25519_dalek::VerifyingKey::from_bytes(bytes).map_err(malformed)?;
        if key.is_weak() { Err(KeyFault::Weak) } else { Ok(PublicKey(key)) }
    }

    /// Reads a public key: PEM (`-----BEGIN PUBLIC KEY-----`) or an `ssh-ed25519 …` line.
    ///
    /// # Errors
    /// [`KeyFault`] says why the text cannot be used.
    pub fn from_text(text: &str) -> Result<Self, KeyFault> {
        if text.len() > MAX_KEY_FILE {
            return Err(KeyFault::TooLarge);
        }
        let text = text.trim();
        if text.starts_with("-----BEGIN") {
            if text.contains("PRIVATE KEY-----") {
                return Err(KeyFault::Private);
            }
            let key = ed25519_dalek::VerifyingKey::from_public_key_pem(text).map_err(malformed)?;
            return PublicKey::from_bytes(&key.to_bytes());
        }
        let key = ssh_key::PublicKey::from_openssh(text).map_err(malformed)?;
        let Some(public) = key.key_data().ed25519() else {
            return Err(KeyFault::OtherAlgorithm(key.algorithm().as_str().to_owned()));
        };
        PublicKey::from_bytes(&public.0)
    }

    /// The PEM file of this key.
    ///
    /// # Errors
    /// Only when the encoder fails, which it does not for a key of 32 bytes.
    pub fn to_pem(&self) -> Result<String, KeyFault> {
        self.0.to_public_key_pem(PemLineEnding::LF).map_err(malformed)
    }

    /// The `ssh-ed25519 …` line of this key.
    ///
    /// # Errors
    /// Only when the comment cannot stand in such a line.
    pub fn to_openssh(&self, comment: &str) -> Result<String, KeyFault> {
        let public = ssh_key::public::Ed25519PublicKey(self.0.to_bytes());
        ssh_key::PublicKey::new(public.into(), comment).to_openssh().map_err(malformed)
    }

    /// The key's name: SHA-256 over its DER form, as
    /// `openssl pkey -pubin -outform DER | sha256sum` prints it.
    #[must_use]
    pub fn keyid(&self) -> String {
        // SubjectPublicKeyInfo of id-Ed25519 is these twelve bytes and the key (RFC 8410).
        let mut der = vec![0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
        der.extend_from_slice(self.0.as_bytes());
        digest::of_bytes(&der)
    }

    /// Whether the signature is this key's over exactly this message, by the strict rules.
    #[must_use]
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        Signature::from_slice(signature)
            .is_ok_and(|signature| self.0.verify_strict(message, &signature).is_ok())
    }
}

fn malformed(error: impl fmt::Display) -> KeyFault {
    KeyFault::Malformed(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> SigningKey {
        SigningKey::from_seed(&[7; 32])
    }

    #[test]
    fn both_private_forms_come_back_as_the_same_key() {
        for text in [key().to_pkcs8_pem().unwrap(), key().to_openssh("ci").unwrap()] {
            let back = SigningKey::from_file_text(&text).unwrap();
            assert_eq!(back.public(), key().public(), "{text}");
        }
    }

    #[test]
    fn both_public_forms_come_back_as_the_same_key() {
        let public = key().public();
        for text in [public.to_pem().unwrap(), public.to_openssh("ci").unwrap()] {
            assert_eq!(PublicKey::from_text(&text), Ok(public), "{text}");
        }
    }

    #[test]
    fn the_keyid_is_the_digest_of_the_der_form() {
        let der = key().public().0.to_public_key_der().unwrap();
        assert_eq!(key().public().keyid(), digest::of_bytes(der.as_bytes()));
    }

    #[test]
    fn files_that_are_no_usable_key_are_told_apart() {
        let private = key().to_pkcs8_pem().unwrap();
        let public = key().public().to_pem().unwrap();
        assert_eq!(PublicKey::from_text(&private), Err(KeyFault::Private));
        assert_eq!(PublicKey::from_text(&"x".repeat(MAX_KEY_FILE + 1)), Err(KeyFault::TooLarge));
        assert!(matches!(PublicKey::from_text("ssh-ed25519 AAAA"), Err(KeyFault::Malformed(_))));
        assert!(matches!(SigningKey::from_file_text(&public), Err(KeyFault::Malformed(_))));
        assert!(matches!(SigningKey::from_file_text(""), Err(KeyFault::Malformed(_))));
        let encrypted =
            "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----";
        assert!(matches!(SigningKey::from_file_text(encrypted), Err(KeyFault::Encrypted)));
    }

    #[test]
    fn a_file_whose_halves_belong_to_two_keys_is_refused() {
        let other = SigningKey::from_seed(&[8; 32]);
        let pair = ssh_key::private::Ed25519Keypair {
            public: ssh_key::public::Ed25519PublicKey(other.0.verifying_key().to_bytes()),
            private: ssh_key::private::Ed25519PrivateKey::from_bytes(&[7; 32]),
        };
        let file = ssh_key::PrivateKey::new(pair.into(), "").unwrap();
        let text = file.to_openssh(ssh_key::LineEnding::LF).unwrap();
        assert_eq!(SigningKey::from_file_text(&text).unwrap_err(), KeyFault::HalvesDiffer);
    }

    #[test]
    fn a_key_of_small_order_is_no_key() {
        let mut identity = [0; 32];
        identity[0] = 1;
        assert_eq!(PublicKey::from_bytes(&identity), Err(KeyFault::Weak));
    }

    #[test]
    fn debug_output_never_shows_the_private_half() {
        let seed = digest::hex(&[7; 32]);
        assert!(!format!("{:?}", key()).contains(&seed));
    }
}
