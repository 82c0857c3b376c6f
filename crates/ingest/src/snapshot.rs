//! Reading a matrix back: our own or a foreign one, judged before anything is taken from it.

use catalog::Reference;
use contracts::runner::StatusMatrix;
use contracts::toolkit::{Finding, Severity};
use validator::context::Context;
use validator::judge::Judge;
use validator::read::{Format, Limits, read, typed};

/// The contract that matrices are judged by.
const MATRIX: &str = "runner/status-matrix";

/// Why bytes give no matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoMatrix {
    /// The errors, each in one clause; never empty.
    pub errors: Vec<String>,
    /// Whether it is a matrix whose states were changed by hand, by the rules that derive them.
    pub edited: bool,
}

impl std::fmt::Display for NoMatrix {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.errors.join("; "))
    }
}

/// Reads and judges a matrix, its derived states included.
///
/// # Errors
/// Text, version, shape or a derived state is wrong.
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
    if !errors.is_empty() || document.value.is_none() {
        let mut told: Vec<String> =
            errors.iter().take(5).map(|finding| crate::report_check::told(finding)).collect();
        if told.is_empty() {
            told.push("it cannot be read".to_owned());
        }
        let edited = errors.iter().any(|finding| finding.code.ends_with("-derived"));
        return Err(NoMatrix { errors: told, edited });
    }
    typed(&document).map_err(|error| none(vec![error.to_string()]))
}
