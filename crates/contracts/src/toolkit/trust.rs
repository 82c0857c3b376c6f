//! `toolkit/trust` v1: whose signature over a certificate is believed, for which runners, when.
//!
//! Written by operators, so strict: a member that the version does not name is an error.

use schemars::{JsonSchema, json_schema};
use serde::{Deserialize, Serialize};

use crate::runner::RUNNER_ID_PATTERN;

/// The keys that may sign certificates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Trust {
    /// The version of this form.
    #[schemars(extend("const" = 1))]
    pub version: u32,
    /// Every key that is believed.
    #[schemars(length(min = 1))]
    pub keys: Vec<TrustedKey>,
}

/// One key, what it may sign, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TrustedKey {
    /// Who holds it, as reports name them.
    #[schemars(length(min = 1, max = 200))]
    pub name: String,
    /// The public key: PEM (`-----BEGIN PUBLIC KEY-----`) or an `ssh-ed25519 …` line.
    #[schemars(length(min = 1, max = 16384))]
    pub key: String,
    /// The runners whose certificates it may sign; there is no way to say "all".
    #[schemars(length(min = 1), inner(regex(pattern = RUNNER_ID_PATTERN)))]
    pub runners: Vec<String>,
    /// From when on it is believed: RFC 3339, in UTC.
    #[schemars(extend("allOf" = [utc()]))]
    pub valid_from: String,
    /// Until when it is believed, this instant not included: RFC 3339, in UTC.
    #[schemars(extend("allOf" = [utc()]))]
    pub valid_until: String,
}

fn utc() -> schemars::Schema {
    json_schema!({"format": "date-time", "pattern": r"([Zz]|\+00:00)$"})
}
