//! The steps of one verification, as they are taken.

use contracts::toolkit::{RefusalCause, StepOutcome, VerifyStep};

/// The names of all steps, in their order.
const NAMES: [&str; 16] = [
    "envelope",
    "key",
    "signature",
    "statement",
    "certificate bytes",
    "document",
    "payload digest",
    "intent digest",
    "coverage",
    "summary",
    "statement against certificate",
    "runner",
    "registry",
    "key's scope",
    "subjects",
    "time and outcome",
];

/// What a step found: that it holds, or that there was nothing to check it with.
pub(super) enum Found {
    /// It holds; what was seen.
    Holds(String),
    /// Nothing was given to check it with; what was not.
    NotChecked(String),
}

/// Why a step failed.
pub(super) type Refusal = (RefusalCause, String);

/// The steps so far.
#[derive(Default)]
pub(super) struct Steps {
    taken: Vec<VerifyStep>,
}

impl Steps {
    /// Takes the next step.
    ///
    /// # Errors
    /// The refusal, when it fails; it is written down before.
    pub(super) fn take<T>(&mut self, step: Result<(T, Found), Refusal>) -> Result<T, Refusal> {
        let (outcome, detail, result) = match step {
            Ok((value, Found::Holds(detail))) => (StepOutcome::Passed, detail, Ok(value)),
            Ok((value, Found::NotChecked(detail))) => (StepOutcome::NotChecked, detail, Ok(value)),
            Err((cause, why)) => (StepOutcome::Failed, why.clone(), Err((cause, why))),
        };
        self.push(outcome, detail);
        result
    }

    /// All steps, those that were not reached included.
    pub(super) fn finish(mut self) -> Vec<VerifyStep> {
        while self.taken.len() < NAMES.len() {
            self.push(StepOutcome::NotReached, String::new());
        }
        self.taken
    }

    fn push(&mut self, outcome: StepOutcome, detail: String) {
        let index = self.taken.len();
        self.taken.push(VerifyStep {
            number: u32::try_from(index + 1).unwrap_or(u32::MAX),
            name: NAMES.get(index).copied().unwrap_or("further").to_owned(),
            outcome,
            detail,
        });
    }
}
