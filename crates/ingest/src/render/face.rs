//! How a state looks: a word, a sign and a class of its own, so that no state is told by colour
//! alone.

use contracts::runner::{
    CertificateState, DigestState, FreshnessState, LaneClass, LaneStatus, MatrixRow, PolicyEffect,
    RunnerStatus,
};

/// Word and sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Face {
    /// The word.
    pub word: &'static str,
    /// A sign of one column.
    pub sign: &'static str,
    /// The name of shape and colour on pages.
    pub shape: &'static str,
}

const fn face(word: &'static str, sign: &'static str, shape: &'static str) -> Face {
    Face { word, sign, shape }
}

/// How recent a report is.
#[must_use]
pub fn freshness(state: FreshnessState) -> Face {
    match state {
        FreshnessState::Fresh => face("fresh", "●", "good"),
        FreshnessState::Stale => face("stale", "◐", "poor"),
        FreshnessState::Missing => face("missing", "○", "none"),
    }
}

/// What a runner reports.
#[must_use]
pub fn status(status: RunnerStatus) -> Face {
    match status {
        RunnerStatus::Pass => face("pass", "✔", "good"),
        RunnerStatus::Fail => face("fail", "✖", "bad"),
        RunnerStatus::Degraded => face("degraded", "▲", "poor"),
        RunnerStatus::Unknown => face("unknown", "?", "none"),
    }
}

/// What follows from a row, in one word.
#[must_use]
pub fn verdict(row: &MatrixRow) -> Face {
    let active = row.lane_status.is_none_or(|status| status == LaneStatus::Active);
    match row.policy_effect {
        PolicyEffect::BlockingFail => face("blocks", "✖", "bad"),
        PolicyEffect::NonBlockingFail => face("overdue", "▲", "poor"),
        PolicyEffect::NonBlockingWarn if !active => face("not run", "–", "off"),
        PolicyEffect::NonBlockingWarn if is_fine(row) => face("fine", "✔", "good"),
        PolicyEffect::NonBlockingWarn => face("warns", "▲", "poor"),
    }
}

fn is_fine(row: &MatrixRow) -> bool {
    row.freshness_state == FreshnessState::Fresh && row.runner_status == RunnerStatus::Pass
}

/// The class of a lane, short.
#[must_use]
pub fn class(class: LaneClass) -> &'static str {
    match class {
        LaneClass::Required => "required",
        LaneClass::CompatibilityNonBlocking => "compatibility",
    }
}

/// The state of a certificate; absent where nobody looked.
#[must_use]
pub fn certificate(state: Option<CertificateState>) -> Face {
    match state {
        Some(CertificateState::Verified) => face("verified", "✔", "good"),
        Some(CertificateState::DigestOnly) => face("digest-only", "◐", "poor"),
        Some(CertificateState::Bad) => face("bad", "✖", "bad"),
        Some(CertificateState::None) => face("none", "○", "none"),
        None => face("not looked at", "–", "off"),
    }
}

/// Whether the report's bytes are those that the release names.
#[must_use]
pub fn digest(state: Option<DigestState>) -> &'static str {
    match state {
        Some(DigestState::Verified) => "digest verified",
        Some(DigestState::Unverified) => "unverified: the release states no digest",
        Some(DigestState::Mismatch) => "digest differs",
        None => "",
    }
}
