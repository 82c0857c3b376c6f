//! `control/http-status`.

use contracts::toolkit::Severity;

use super::error_catalog_facts::ErrorCatalog;
use super::error_facts::Error;
use crate::facts::Fact;
use crate::rule::{Meta, Rule, Sink};

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "control/http-status",
    level: Severity::Error,
    consumer: None,
    says: "`httpStatus` is 0 or a status of HTTP, 100 to 599.",
    why: "Clients choose by its first digit; 0 says that no answer came over HTTP.",
    remedy: "Write the status that the answer had, or 0.",
};

/// The rule for `control-center/error`.
pub const ERROR: Rule<Error> =
    Rule::<Error>::judged(&META, |error, sink| judge(&error.http_status, "/httpStatus", sink));
/// The rule for `control-center/error-catalog`.
pub const CATALOG: Rule<ErrorCatalog> = Rule::<ErrorCatalog>::judged(&META, |catalog, sink| {
    for (index, error) in catalog.errors.iter().enumerate() {
        judge(&error.http_status, &format!("/errors/{index}/httpStatus"), sink);
    }
});

fn judge(status: &Fact<'_>, pointer: &str, sink: &mut Sink<'_>) {
    if let Some(status) = status.int().filter(|s| *s != 0 && !(100..=599).contains(s)) {
        sink.report(pointer, format!("{status} is no status of HTTP"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::probe::places;
    use serde_json::json;

    #[test]
    fn the_range_is_closed_and_zero_is_in() {
        for status in [0, 100, 404, 599] {
            assert!(places(&ERROR, &json!({"httpStatus": status})).is_empty(), "{status}");
        }
        for status in [-1, 1, 99, 600, 4040] {
            assert_eq!(places(&ERROR, &json!({"httpStatus": status})), ["error /httpStatus"]);
        }
        assert_eq!(
            places(&CATALOG, &json!({"errors": [{"httpStatus": 42}]})),
            ["error /errors/0/httpStatus"]
        );
    }
}
