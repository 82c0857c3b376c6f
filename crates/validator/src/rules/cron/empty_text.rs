//! `cron/empty-text`: an empty command or host says nothing.

use contracts::toolkit::Severity;

use super::facts::{Report, ReportFacts};
use crate::rule::{Meta, Rule, Sink};

const META: Meta = Meta {
    code: "cron/empty-text",
    level: Severity::Warning,
    consumer: None,
    says: "`command` and `host` are not empty.",
    why: "The contract asks for a string and sets no length, but a report that names neither what \
          ran nor where cannot be acted upon.",
    remedy: "Fill in the command line as the crontab has it, and the machine's or container's \
             name.",
};

/// The rule.
pub(super) const RULE: Rule<Report> = Rule::<Report>::judged(&META, check);

fn check(report: &ReportFacts<'_>, sink: &mut Sink<'_>) {
    if report.command.text().is_some_and(is_blank) {
        tell("command", sink);
    }
    if report.host.text().is_some_and(is_blank) {
        tell("host", sink);
    }
}

#[cold]
fn tell(name: &str, sink: &mut Sink<'_>) {
    sink.report(format!("/{name}"), format!("`{name}` is empty"));
}

/// Most texts begin with a character that one look tells from white space.
fn is_blank(text: &str) -> bool {
    !text.as_bytes().first().is_some_and(u8::is_ascii_graphic) && text.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::rules::cron::judged;

    #[test]
    fn each_empty_text_is_told_where_it_stands() {
        let found = judged(&super::RULE, &json!({"command": "", "host": " "}));
        let places: Vec<_> = found.iter().map(|f| f.location.pointer.as_str()).collect();
        assert_eq!(places, ["/command", "/host"]);
        assert!(judged(&super::RULE, &json!({"command": "x", "host": "h"})).is_empty());
        assert!(judged(&super::RULE, &json!({"command": 3})).is_empty());
    }
}
