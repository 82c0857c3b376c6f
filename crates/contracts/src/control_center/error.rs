//! `control-center/error` v1: the body of every error answer (section 8 of the contract document).

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::AnyObject;
use crate::present::present;

/// An error as clients get it (section 8).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Error {
    /// What went wrong, for programs: a stable name without spaces (section 8, `code`).
    #[schemars(schema_with = "code")]
    pub code: String,
    /// What went wrong, for people: safe to show as it is (section 8, `message`).
    #[schemars(schema_with = "message")]
    pub message: String,
    /// More about it; left out where it would tell too much (section 8, `details`).
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "AnyObject")]
    pub details: Option<AnyObject>,
    /// Whether the client may try again under its own policy (section 8, `retryable`).
    pub retryable: bool,
    /// What ties the answer to its request: demanded after a mutation, advised elsewhere (section 8,
    /// `correlationId`).
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub correlation_id: Option<String>,
    /// The status of the HTTP answer, or 0 where there was none (section 8, `httpStatus`).
    pub http_status: HttpStatus,
}

/// A status of HTTP, 100 to 599, or 0 where no answer came over HTTP (section 8, `httpStatus`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct HttpStatus(pub u16);

impl JsonSchema for HttpStatus {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "HttpStatus".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "integer",
            "allOf": [{
                "$comment": "rule control/http-status",
                "anyOf": [{ "const": 0 }, { "minimum": 100, "maximum": 599 }]
            }]
        })
    }
}

fn code(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "string",
        "allOf": [{ "$comment": "rule control/error-code-form", "minLength": 1 }]
    })
}

fn message(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "string",
        "allOf": [{ "$comment": "rule control/error-message", "minLength": 1 }]
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_full_error_comes_back_as_it_was() {
        let document = json!({
            "code": "CRON_JOB_NOT_FOUND", "message": "There is no such job.",
            "details": {"jobId": "job-9"}, "retryable": false, "correlationId": "req-9", "httpStatus": 404
        });
        super::super::round_trip::<Error>(&document);
    }

    #[test]
    fn what_may_be_left_out_may_not_be_null() {
        let body = json!({"code": "X", "message": "x", "retryable": true, "httpStatus": 0});
        super::super::round_trip::<Error>(&body);
        let mut with_null = body;
        with_null["correlationId"] = json!(null);
        assert!(serde_json::from_value::<Error>(with_null).is_err());
    }

    #[test]
    fn optional_members_are_not_required_by_the_schema() {
        let schema = schemars::schema_for!(Error);
        assert_eq!(
            schema.get("required"),
            Some(&json!(["code", "message", "retryable", "httpStatus"]))
        );
    }
}
