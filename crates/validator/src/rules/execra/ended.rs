//! A written outcome, as far as it is held against the evidence.

use std::borrow::Cow;

use super::finding_digest::digest;
use super::{OutcomeFacts, ReasonFacts};
use crate::facts::{Fact, Part};

/// A written outcome, as far as it is held against the evidence.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ended<'e> {
    /// The outcome's kind.
    pub kind: &'e str,
    /// The kind of its reason.
    pub reason: Option<&'e str>,
    /// The reason's code, where it is a text.
    pub code_text: Option<&'e str>,
    /// The reason's code, where it is a number.
    pub code: Option<i64>,
    /// The reason's signal.
    pub signal: Option<i64>,
    /// The digests of its findings; `None` when they cannot be read.
    pub findings: Option<Vec<[u8; 16]>>,
    /// How many more findings it has than are held here.
    pub more: u64,
}

impl<'e> Ended<'e> {
    /// The outcome of an event.
    #[must_use]
    pub fn of(outcome: &'e OutcomeFacts<'_>) -> Self {
        let reason = &outcome.reason;
        let int = |fact: &Fact<'_>| fact.int().and_then(|int| i64::try_from(int).ok());
        let readable = matches!(outcome.findings.is, Fact::Array(_));
        let digests = || outcome.findings.iter().map(|finding| digest(finding)).collect();
        Ended {
            kind: outcome.kind.text().unwrap_or_default(),
            reason: reason.kind.text(),
            code_text: reason.code.text(),
            code: int(&reason.code),
            signal: int(&reason.signal),
            findings: readable.then(digests),
            more: 0,
        }
    }

    /// How many findings it has.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.findings.as_ref().map_or(0, |held| held.len() as u64).saturating_add(self.more)
    }

    /// The outcome as the oracle takes it.
    #[must_use]
    pub fn facts(&self) -> OutcomeFacts<'e> {
        let text = |text: Option<&'e str>| match text {
            Some(text) => Fact::Text(Cow::Borrowed(text)),
            None => Fact::Absent,
        };
        let int = |int: Option<i64>| int.map_or(Fact::Absent, |int| Fact::Int(int.into()));
        let code = if self.code_text.is_some() { text(self.code_text) } else { int(self.code) };
        let of = ReasonFacts {
            kind: text(self.reason),
            code,
            signal: int(self.signal),
            ..ReasonFacts::default()
        };
        OutcomeFacts {
            kind: Fact::Text(Cow::Borrowed(self.kind)),
            reason: Part { is: Fact::Object(1), of },
            ..OutcomeFacts::default()
        }
    }
}
