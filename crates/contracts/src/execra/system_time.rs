//! Instants and spans as Execra writes them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An instant, as time since 1970-01-01T00:00:00Z (the encoding of `SystemTime`).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
pub struct SystemTime {
    /// Whole seconds since 1970-01-01T00:00:00Z.
    pub secs_since_epoch: u64,
    /// Nanoseconds within the second, below 1,000,000,000.
    #[schemars(range(max = 999_999_999))]
    pub nanos_since_epoch: u32,
}

/// A span of time (the encoding of `Duration`).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
pub struct Duration {
    /// Whole seconds.
    pub secs: u64,
    /// Nanoseconds within the second, below 1,000,000,000.
    #[schemars(range(max = 999_999_999))]
    pub nanos: u32,
}
