//! Files that operators write for us: read by our own reader, judged by their published schema
//! and rules, and only then taken as values.

use std::fmt;

use catalog::Reference;
use contracts::toolkit::{Finding, Severity};
use serde::de::DeserializeOwned;
use validator::context::{Context, RootFiles};
use validator::judge::Judge;
use validator::read::{Format, Limits, read, typed};

/// Why an operator's file cannot be used.
#[derive(Debug, Clone, PartialEq)]
pub enum OperatorFault {
    /// It breaks its contract; every error, with its place.
    Findings(Vec<Finding>),
    /// It cannot be taken as a value; why.
    Shape(String),
    /// Our own data is not in order; why.
    Bug(String),
}

impl fmt::Display for OperatorFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OperatorFault::Findings(findings) => {
                for (index, finding) in findings.iter().enumerate() {
                    let line = finding.location.line.unwrap_or(1);
                    let end = if index + 1 < findings.len() { "\n" } else { "" };
                    write!(f, "line {line}: {} ({}){end}", finding.message, finding.code)?;
                }
                Ok(())
            }
            OperatorFault::Shape(why) | OperatorFault::Bug(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for OperatorFault {}

/// Reads an operator's file of that contract. `name` tells the format by its ending.
///
/// # Errors
/// [`OperatorFault`]; warnings do not count.
pub fn load<T: DeserializeOwned>(
    name: &str,
    bytes: &[u8],
    contract: &str,
    root: Option<&dyn RootFiles>,
    judge: &Judge,
) -> Result<T, OperatorFault> {
    let mut document = read(bytes, Format::detect(name, bytes), &Limits::default());
    let mut findings = std::mem::take(&mut document.findings);
    if let Some(tree) = &document.value {
        let reference = Reference::parse(contract).map_err(bug)?;
        let context = Context { root, ..Context::default() };
        findings.extend(judge.value(tree, &reference, &context).map_err(bug)?.findings);
    }
    findings.retain(|finding| finding.severity == Severity::Error || is_unknown_member(finding));
    if !findings.is_empty() {
        findings.iter_mut().for_each(|finding| document.place(finding));
        return Err(OperatorFault::Findings(findings));
    }
    typed(&document).map_err(|error| OperatorFault::Shape(error.to_string()))
}

/// Operator-written files are strict.
fn is_unknown_member(finding: &Finding) -> bool {
    finding.code == validator::unknown::CODE
}

fn bug(error: impl fmt::Display) -> OperatorFault {
    OperatorFault::Bug(error.to_string())
}
