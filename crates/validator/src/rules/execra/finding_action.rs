//! `execra/finding-action`.

use contracts::toolkit::Severity;

use super::event_facts::{Event, EventFacts};
use super::job_facts::Job;
use super::part_facts::{ActionFacts, OutcomeFacts};
use crate::read::quote;
use crate::rule::{Meta, Rule, Sink};

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "execra/finding-action",
    level: Severity::Error,
    consumer: None,
    says: "An action is typed, and the address of a link is absolute and neither `javascript:` nor \
           `data:`; other schemes than http and https are advised against.",
    why: "Displays turn an action into something to click: a link opens in the user's browser as it \
          stands.",
    remedy: "Write an https address; what is no link is a `command` or an `instruction`, and what is \
             neither is null.",
};

/// The rule for `execra/event`.
pub const EVENT: Rule<Event> =
    Rule::<Event>::judged(&META, check_event).about(&["finding", "outcome"]);
/// The rule for `execra/job`.
pub const JOB: Rule<Job> =
    Rule::<Job>::judged(&META, |job, sink| check_outcome(&job.outcome, sink));

fn check_event(event: &EventFacts<'_>, sink: &mut Sink<'_>) {
    match event.kind.text() {
        Some("finding_emitted") => judge(&event.finding.action, "/finding/action", sink),
        Some("finalized") => check_outcome(&event.outcome, sink),
        _ => {}
    }
}

fn check_outcome(outcome: &OutcomeFacts<'_>, sink: &mut Sink<'_>) {
    for (index, finding) in outcome.findings.iter().enumerate() {
        judge(&finding.action, &format!("/outcome/findings/{index}/action"), sink);
    }
}

fn judge(action: &ActionFacts<'_>, pointer: &str, sink: &mut Sink<'_>) {
    let (Some("link"), Some(url)) = (action.kind.text(), action.url.text()) else { return };
    if let Some((level, why)) = fault(url) {
        sink.report_as(level, format!("{pointer}/url"), format!("{} {why}", quote(url)));
    }
}

fn fault(url: &str) -> Option<(Severity, &'static str)> {
    let error = |why| Some((Severity::Error, why));
    let Some((scheme, rest)) = scheme(url) else {
        return error(if url.is_empty() { "is empty" } else { "is relative: a link is absolute" });
    };
    match scheme.to_ascii_lowercase().as_str() {
        "javascript" | "data" => error("would run what the finding says, in the user's browser"),
        "http" | "https" if rest.strip_prefix("//").is_none_or(starts_without_host) => {
            error("names no host")
        }
        "http" | "https" => None,
        _ => Some((Severity::Warning, "has a scheme that browsers may hand to any program")),
    }
}

fn starts_without_host(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(['/', '?', '#', ':', '@'])
}

/// Splits off an RFC 3986 scheme, when there is one.
fn scheme(url: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = url.split_once(':')?;
    let mut letters = scheme.chars();
    let first = letters.next().is_some_and(|c| c.is_ascii_alphabetic());
    let others = letters.all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    (first && others).then_some((scheme, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::probe::places;
    use serde_json::{Value, json};

    fn link(url: &str) -> Value {
        json!({"action": {"kind": "link", "label": "l", "url": url}})
    }

    fn said(url: &str) -> Vec<String> {
        places(&EVENT, &json!({"kind": "finding_emitted", "finding": link(url)}))
    }

    #[test]
    fn links_lead_to_the_web() {
        for fine in ["https://example.com", "HTTP://example.com/a?b#c", "https://[::1]:8/"] {
            assert!(said(fine).is_empty(), "{fine}");
        }
        for broken in [
            "",
            "/docs",
            "docs/a.html",
            "//example.com",
            "javascript:alert(1)",
            "JavaScript:x",
            "data:text/html,x",
            "https:",
            "https:///a",
            "http:docs",
            "1a:b",
            " https://example.com",
        ] {
            assert_eq!(said(broken), ["error /finding/action/url"], "{broken}");
        }
        for odd in ["mailto:a@example.com", "file:///etc/hosts", "ms-settings:developers"] {
            assert_eq!(said(odd), ["warning /finding/action/url"], "{odd}");
        }
    }

    #[test]
    fn the_findings_of_an_outcome_are_judged_too() {
        let outcome = json!({"findings": [link("https://example.com"), link("x")]});
        let event = json!({"kind": "finalized", "outcome": outcome});
        assert_eq!(places(&EVENT, &event), ["error /outcome/findings/1/action/url"]);
        assert_eq!(places(&JOB, &event), ["error /outcome/findings/1/action/url"]);
    }

    #[test]
    fn other_actions_have_no_address() {
        let run = json!({"kind": "finding_emitted",
            "finding": {"action": {"kind": "command", "url": "x"}}});
        assert!(places(&EVENT, &run).is_empty());
    }
}
