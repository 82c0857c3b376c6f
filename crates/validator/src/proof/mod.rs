//! What a certificate is proved with: its canonical text, its digests, its normalised intent.
//!
//! The `cert/*` rules recompute all three, and `crates/certify` computes them when it issues a
//! certificate, so they stand here once.

pub mod c14n;
pub mod coverage;
pub mod demands;
pub mod digest;
pub mod intent;
