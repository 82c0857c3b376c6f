//! Verifying a certificate: numbered steps, the first that fails names the cause.
//!
//! Steps in their order: first whether the bytes are somebody's (envelope, key, signature,
//! statement), then whether they say what they prove (digests, coverage, summary), last whether
//! that is what the caller wants (runner, registry, artifacts, age, outcome). Nothing is believed
//! before the step that proves it; nothing of a refused certificate is.

mod cause;
mod demands;
mod document;
mod report;
mod signed;
mod state;
mod steps;
mod text;
mod wanted;

pub use cause::{exit_of, says};
pub use demands::{Demands, Subject};
pub use report::{Verification, verify};
pub use state::state_of;
pub use text::text;
