//! Reading a matrix back: our own or a foreign one, judged before anything is taken from it.

use catalog::Reference;
use contracts::runner::StatusMatrix;
use contracts::toolkit::{Finding, Severity};
use validator::context::Context;
use validator::judge::Judge;
use validator::read::{Format, Limits, read, typed};

use crate::report_check::told;
use crate::seal::{self, Seal};

/// The contract that matrices are judged by.
const MATRIX: &str = "runner/status-matrix";
/// Errors that are told at most; one is enough to refuse it.
const ERRORS_TOLD: usize = 5;

/// Why bytes give no matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoMatrix {
    /// The errors, each in one clause; never empty.
    pub errors: Vec<String>,
    /// Whether it is a matrix that was changed by hand: its seal is broken, or its states are not
    /// those that its own times give.
    pub edited: bool,
}

impl std::fmt::Display for NoMatrix {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.errors.join("; "))
    }
}

/// Reads and judges a matrix, its derived states and its seal included.
///
/// # Errors
/// Text, version, shape or a derived state is wrong, or the content is not what was sealed.
pub fn matrix(bytes: &[u8], judge: &Judge) -> Result<StatusMatrix, NoMatrix> {
    let none = |errors| NoMatrix { errors, edited: false };
    let document = read(bytes, Format::Json, &Limits::default());
    let mut findings = document.findings.clone();
    if let Some(tree) = &document.value {
        let reference = Reference::parse(MATRIX).map_err(|error| none(vec![error.to_string()]))?;
        let judged = judge
            .value(tree, &reference, &Context::default())
            .map_err(|error| none(vec![error.to_string()]))?;
        findings.extend(judged.findings);
    }
    let errors: Vec<&Finding> =
        findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
    let mut edited = errors.iter().any(|finding| finding.code.ends_with("-derived"));
    let mut errors: Vec<String> = errors.into_iter().take(ERRORS_TOLD).map(told).collect();
    match document.value.as_ref().map(seal::check) {
        Some(Seal::Broken) => {
            edited = true;
            errors.push("its content is not what `content_sha256` sealed".to_owned());
        }
        Some(Seal::Whole | Seal::None) => {}
        None if errors.is_empty() => errors.push("it cannot be read".to_owned()),
        None => {}
    }
    if !errors.is_empty() {
        return Err(NoMatrix { errors, edited });
    }
    typed(&document).map_err(|error| none(vec![error.to_string()]))
}
