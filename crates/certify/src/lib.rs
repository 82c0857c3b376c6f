//! Execution certificates: run, prove, sign, verify.
//!
//! The way of a certificate: a registry's entry is a [`lane`], whose intent becomes a [`plan`] of
//! tasks; [`run`] (the only part that starts programs) turns them into observations
//! ([`observe`]); [`assemble`] computes the certificate from those, purely; [`sign`] lets somebody
//! answer for its bytes. Verifying goes the other way and believes nothing on the way.

pub mod assemble;
pub mod compare;
pub mod evidence;
pub mod issue;
pub mod lane;
pub mod observe;
pub mod operator;
pub mod plan;
pub mod render;
pub mod row;
pub mod run;
pub mod sign;
#[cfg(test)]
mod test_bench;
pub mod verify;
