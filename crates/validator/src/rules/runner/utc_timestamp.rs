//! `runner/utc-timestamp`: times of the exchange are RFC 3339, in UTC.

use contracts::toolkit::Severity;

use crate::rule::Meta;

/// Carried by a clause of the schema.
pub const META: Meta = Meta {
    code: "runner/utc-timestamp",
    level: Severity::Error,
    consumer: None,
    says: "Timestamps are RFC 3339 in UTC: they end in `Z` or `+00:00`.",
    why: "Freshness is counted to the second across machines and time zones; an offset, or `-00:00` (\"offset unknown\"), leaves room for hours of error.",
    remedy: "Write the time in UTC, as in `2026-02-20T09:30:00Z`.",
};
