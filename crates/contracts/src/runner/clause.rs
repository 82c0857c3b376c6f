//! Schema clauses that carry a rule by themselves; each names its rule in `$comment`.

use schemars::{Schema, json_schema};

/// RFC 3339 in UTC: `Z` or `+00:00`; `-00:00` means "offset unknown" and is refused.
pub(super) fn utc_timestamp() -> Schema {
    json_schema!({
        "$comment": "rule runner/utc-timestamp",
        "format": "date-time",
        "pattern": r"([Zz]|\+00:00)$",
    })
}

/// A full git object name: SHA-1 or SHA-256.
pub(super) fn commit_sha() -> Schema {
    json_schema!({
        "$comment": "rule runner/commit-sha",
        "pattern": "^([0-9A-Fa-f]{40}|[0-9A-Fa-f]{64})$",
    })
}

/// Empty, or 64 lower-case hex digits.
pub(super) fn artifact_digest() -> Schema {
    json_schema!({
        "$comment": "rule runner/artifact-digest",
        "pattern": "^([0-9a-f]{64})?$",
    })
}

/// The part of the immutability rule that a pattern can say: https, a host, printable ASCII.
pub(super) fn artifact_url() -> Schema {
    json_schema!({
        "$comment": "rule runner/artifact-url-immutable",
        "pattern": r"^[Hh][Tt][Tt][Pp][Ss]://[0-9A-Za-z\[][!-~]*$",
    })
}

/// The form of a runner id in the registry.
pub(super) fn registry_runner_id() -> Schema {
    json_schema!({
        "$comment": "rule registry/runner-unique",
        "pattern": super::RUNNER_ID_PATTERN,
    })
}

/// Exactly this output path, so that no two lanes share a file.
pub(super) fn output_path(path: &str) -> Schema {
    json_schema!({
        "$comment": "rule registry/output-path",
        "const": path,
    })
}

/// A list of exit codes that is given is not empty.
pub(super) fn expect_exit() -> Schema {
    json_schema!({
        "$comment": "rule registry/command",
        "minItems": 1,
    })
}

/// A whole number of hours, at least one.
pub(super) fn freshness_slo() -> Schema {
    json_schema!({
        "$comment": "rule registry/freshness-slo",
        "minimum": 1,
    })
}

/// The role in the matrix follows the class of the lane; an unknown class or role is the
/// business of its own `enum`.
pub(super) fn class_role(class: &str, other_role: &str) -> Schema {
    json_schema!({
        "$comment": "rule registry/class-role",
        "if": {"properties": {"class": {"const": class}}, "required": ["class"]},
        "then": {
            "properties": {
                "status_exchange": {
                    "properties": {"matrix_role": {"not": {"const": other_role}}},
                },
            },
        },
    })
}
