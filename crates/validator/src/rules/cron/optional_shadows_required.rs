//! `cron/optional-shadows-required`: a second spelling of a required member says something else.

use contracts::toolkit::Severity;

use super::facts::{REQUIRED, Report, ReportFacts};
use crate::facts::Fact;
use crate::phrase::short;
use crate::rule::{Meta, Rule, Sink, UNNAMED};
use crate::union::join;

const META: Meta = Meta {
    code: "cron/optional-shadows-required",
    level: Severity::Error,
    consumer: None,
    says: "No optional or unknown member repeats a required one under another spelling with \
           another value.",
    why: "Optional members must not change what required ones mean: a reader that knows \
          `exitCode` and a reader that knows `exit_code` would see two different runs.",
    remedy: "Leave the second spelling out; if it means something else, give it a name of its own.",
};

/// The rule.
pub(super) const RULE: Rule<Report> = Rule::<Report>::judged(&META, check).about(&[UNNAMED]);

fn check(report: &ReportFacts<'_>, sink: &mut Sink<'_>) {
    for (other, fact) in &report.others {
        let required = REQUIRED.into_iter().zip(report.required());
        let shadowed = required.into_iter().find(|(name, _)| same_name(name, other));
        let Some((name, own)) = shadowed.filter(|(_, own)| own.is_present()) else { continue };
        if own != fact {
            sink.report(
                join("", other),
                format!(
                    "`{}` repeats `{name}` with another value: {} against {}",
                    short(other),
                    shown(fact),
                    shown(own)
                ),
            );
        }
    }
}

/// The same letters in the same order; case, `_` and `-` do not count.
fn same_name(one: &str, other: &str) -> bool {
    fn letters(name: &str) -> impl Iterator<Item = char> + '_ {
        name.chars().filter(|c| !matches!(c, '_' | '-')).flat_map(char::to_lowercase)
    }
    letters(one).eq(letters(other))
}

fn shown(fact: &Fact<'_>) -> String {
    match fact {
        Fact::Text(text) => format!("`\"{}\"`", short(text)),
        Fact::Int(number) => format!("`{number}`"),
        Fact::Float(number) => format!("`{number}`"),
        Fact::Bool(truth) => format!("`{truth}`"),
        Fact::Null => "`null`".to_owned(),
        Fact::Array(_) => "an array".to_owned(),
        Fact::Object(_) => "an object".to_owned(),
        Fact::Absent => "nothing".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::rules::cron::judged;

    #[test]
    fn another_spelling_with_another_value_is_told_where_it_stands() {
        let report = json!({"exit_code": 0, "exitCode": 3, "Host": "b", "host": "a",
            "execution-id": null, "execution_id": "x"});
        let found = judged(&super::RULE, &report);
        let places: Vec<_> = found.iter().map(|f| f.location.pointer.as_str()).collect();
        assert_eq!(places, ["/exitCode", "/Host", "/execution-id"]);
        assert_eq!(
            found[0].message,
            "`exitCode` repeats `exit_code` with another value: `3` against `0`"
        );
    }

    #[test]
    fn the_same_value_or_another_name_is_fine() {
        let report = json!({"exit_code": 0, "exitCode": 0.0, "exit_codes": [1], "hostname": "b",
            "host": "a"});
        assert!(judged(&super::RULE, &report).is_empty());
    }

    #[test]
    fn a_second_spelling_without_the_first_is_the_schemas_fault() {
        assert!(judged(&super::RULE, &json!({"exitCode": 1})).is_empty());
    }
}
