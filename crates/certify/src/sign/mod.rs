//! Who answers for a certificate: keys, the in-toto statement, the DSSE envelope.

pub mod envelope;
mod file_digest;
pub mod jcs;
pub mod key;
mod key_fault;
pub mod key_file;
pub mod pae;
pub mod statement;
mod statement_fault;
pub mod trust;
