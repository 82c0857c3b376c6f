//! `control-center/error-catalog` v1: the error codes that a service promises (section 8 and 9 of
//! the contract document). Operator-written, hence strict.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::HttpStatus;

/// Every error code of a service with what clients may rely on (sections 8 and 9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ErrorCatalog {
    /// The version of this form, 1.
    #[schemars(extend("const" = 1))]
    pub version: u32,
    /// The codes; each stands once.
    pub errors: Vec<CatalogedError>,
}

/// One error code and its promise (section 9: a code keeps its meaning).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CatalogedError {
    /// The code as it stands in error bodies (section 8, `code`).
    #[schemars(length(min = 1))]
    pub code: String,
    /// The status of HTTP that goes with it, or 0 (section 8, `httpStatus`).
    pub http_status: HttpStatus,
    /// Whether clients may try again (section 8, `retryable`).
    pub retryable: bool,
    /// What it means, in a sentence; this does not change while the code lives (section 9).
    #[schemars(length(min = 1))]
    pub meaning: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_full_catalog_comes_back_as_it_was() {
        let document = json!({"version": 1, "errors": [
            {"code": "CRON_JOB_NOT_FOUND", "httpStatus": 404, "retryable": false, "meaning": "No such job."},
            {"code": "GATEWAY_BUSY", "httpStatus": 503, "retryable": true, "meaning": "Try later."}
        ]});
        super::super::round_trip::<ErrorCatalog>(&document);
    }

    #[test]
    fn a_member_that_is_not_named_is_refused() {
        let document = json!({"version": 1, "errors": [], "owner": "x"});
        assert!(serde_json::from_value::<ErrorCatalog>(document).is_err());
    }
}
