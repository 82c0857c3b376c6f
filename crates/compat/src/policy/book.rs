//! Where policies stand, and reading one.

use catalog::Contract;
use contracts::toolkit::Policy;
use serde_json::Value;

/// Where the policies stand, below `specs/`.
pub const FOLDER: &str = "02_contracts/policies/";

/// A policy that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyFault {
    /// The file, below `specs/` or as the user named it.
    pub path: String,
    /// What is wrong with it.
    pub why: String,
}

impl std::fmt::Display for PolicyFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: no usable policy: {}", self.path, self.why)
    }
}

impl std::error::Error for PolicyFault {}

/// The path below `specs/` of a contract's policy.
#[must_use]
pub fn file_name(contract: &Contract) -> String {
    format!("{FOLDER}{}.yaml", catalog::generate::stem(contract))
}

/// The policy of a contract as it is embedded; `None` where it has none.
///
/// # Errors
/// When the file is there and is no policy of this contract.
pub fn embedded(contract: &Contract) -> Result<Option<Policy>, PolicyFault> {
    let path = file_name(contract);
    let Some(file) = specs::file(&path) else { return Ok(None) };
    let fault = |why: String| PolicyFault { path: path.clone(), why };
    let text = file.json.ok_or_else(|| fault("it is no YAML".to_owned()))?;
    let value = serde_json::from_str(text).map_err(|error| fault(error.to_string()))?;
    of_value(contract, value).map(Some).map_err(fault)
}

/// The policy that a document is.
///
/// # Errors
/// When it does not have the form of a policy, or is that of another contract; the text says what
/// is wrong. Whoever reads a file judges it by `toolkit/policy` first, which knows lines.
pub fn of_value(contract: &Contract, document: Value) -> Result<Policy, String> {
    let policy: Policy = serde_json::from_value(document).map_err(|error| error.to_string())?;
    if policy.contract == contract.id {
        Ok(policy)
    } else {
        Err(format!("it is the policy of `{}`, not of `{}`", policy.contract, contract.id))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{embedded, of_value};

    #[test]
    fn a_policy_is_found_by_its_contract() {
        let cron = catalog::contracts::find("cron/execution-report").unwrap();
        let policy = embedded(cron).unwrap().unwrap();
        let document = serde_json::to_value(&policy).unwrap();
        let other = catalog::contracts::find("kanade/command").unwrap();
        assert!(of_value(cron, document.clone()).is_ok());
        assert!(of_value(other, document).unwrap_err().contains("cron/execution-report"));
        assert!(of_value(cron, json!({"version": 1})).is_err());
    }
}
