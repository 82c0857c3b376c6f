//! Who answers for a certificate: keys, the in-toto statement, the DSSE envelope.

pub mod envelope;
pub mod jcs;
pub mod key;
pub mod key_file;
pub mod pae;
pub mod statement;
pub mod trust;
