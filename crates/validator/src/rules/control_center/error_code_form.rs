//! `control/error-code-form`.

use contracts::toolkit::Severity;

use super::error_catalog_facts::ErrorCatalog;
use super::error_facts::Error;
use crate::facts::Fact;
use crate::read::quote;
use crate::rule::{Meta, Rule, Sink};

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "control/error-code-form",
    level: Severity::Warning,
    consumer: None,
    says: "`code` is not empty and has a form for programs: `UPPER_SNAKE`, `kebab-case` or `dotted.lower`.",
    why: "Clients branch on the code and teams search for it; a sentence there changes with its \
          wording.",
    remedy: "Name the error once, `CRON_JOB_NOT_FOUND` for example, and say the rest in `message`.",
};

/// The rule for `control-center/error`.
pub const ERROR: Rule<Error> =
    Rule::<Error>::judged(&META, |error, sink| judge(&error.code, "/code", sink));
/// The rule for `control-center/error-catalog`.
pub const CATALOG: Rule<ErrorCatalog> = Rule::<ErrorCatalog>::judged(&META, |catalog, sink| {
    for (index, error) in catalog.errors.iter().enumerate() {
        judge(&error.code, &format!("/errors/{index}/code"), sink);
    }
});

fn judge(code: &Fact<'_>, pointer: &str, sink: &mut Sink<'_>) {
    match code.text() {
        Some("") => sink.report_as(Severity::Error, pointer, "`code` is empty"),
        Some(code) if !(upper_snake(code) || kebab(code) || dotted(code)) => {
            let message = format!("{} is in none of the stable forms", quote(code));
            sink.report(pointer, message);
        }
        _ => {}
    }
}

fn upper_snake(code: &str) -> bool {
    words(code, '_', |c| c.is_ascii_uppercase() || c.is_ascii_digit())
        && code.starts_with(|c: char| c.is_ascii_uppercase())
}

fn kebab(code: &str) -> bool {
    words(code, '-', lower) && code.starts_with(|c: char| c.is_ascii_lowercase())
}

/// Two words or more; a word may hold `_` and `-` between letters.
fn dotted(code: &str) -> bool {
    code.contains('.')
        && code.split('.').all(|word| {
            word.starts_with(|c: char| c.is_ascii_lowercase())
                && word.split(['_', '-']).all(|part| !part.is_empty() && part.chars().all(lower))
        })
}

fn words(code: &str, glue: char, of: fn(char) -> bool) -> bool {
    code.split(glue).all(|word| !word.is_empty() && word.chars().all(of))
}

fn lower(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::probe::places;
    use serde_json::json;

    #[test]
    fn the_three_forms_pass() {
        for code in ["E404", "NOT_FOUND", "not-found", "notfound", "cron.job.not_found", "a.b"] {
            assert!(places(&ERROR, &json!({"code": code})).is_empty(), "{code}");
        }
    }

    #[test]
    fn other_forms_are_advised_against() {
        for code in ["Not found", "notFound", "not_found", "NOT__FOUND", "a..b", "-a", "4", "É"] {
            assert_eq!(places(&ERROR, &json!({"code": code})), ["warning /code"], "{code}");
        }
        assert_eq!(places(&ERROR, &json!({"code": ""})), ["error /code"]);
        assert!(places(&ERROR, &json!({"code": 4})).is_empty());
    }

    #[test]
    fn every_code_of_a_catalog_is_judged() {
        let catalog = json!({"errors": [{"code": "OK"}, {"code": "no good"}]});
        assert_eq!(places(&CATALOG, &catalog), ["warning /errors/1/code"]);
    }
}
