//! `runner/artifact-url-immutable`: an artifact stays where and what it is.

use contracts::toolkit::Severity;
use url::Url;

use super::mutable_url::why_mutable;
use super::report_facts::ReportFacts;
use crate::phrase::short;
use crate::rule::{Meta, Sink};

pub(super) const META: Meta = Meta {
    code: "runner/artifact-url-immutable",
    level: Severity::Error,
    consumer: None,
    says: "An artifact's `url` is https and not of a form that is known to change: `latest`, a branch, raw content or an archive of a branch.",
    why: "Who checks the report next month must get the bytes that it speaks of; a moving address serves others, or lets somebody swap them.",
    remedy: "Link the asset of the tagged release, as in `…/releases/download/v1.4.0/runner.tar.gz`.",
};

pub(super) fn check(facts: &ReportFacts<'_>, sink: &mut Sink<'_>) {
    for (index, artifact) in facts.artifacts.iter().enumerate() {
        if let Some(text) = artifact.url.text()
            && let Some(why) = fault(text)
        {
            sink.report(
                format!("/artifact_refs/{index}/url"),
                format!("`{}`: {why}", short(without_query(text))),
            );
        }
    }
}

/// What is wrong with an artifact's address, or `None`. Ingest asks the same before it fetches.
#[must_use]
pub fn fault(text: &str) -> Option<String> {
    let https = text.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("https://"));
    let host = text.as_bytes().get(8).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'[');
    if !https {
        return Some("it is not an https address".to_owned());
    }
    match Url::parse(text) {
        Ok(url) if host && text.bytes().all(|b| b.is_ascii_graphic()) => why_mutable(&url),
        _ => Some("it is no well-formed address".to_owned()),
    }
}

/// A query can hold a signature; it is nobody's business.
fn without_query(text: &str) -> &str {
    text.split(['?', '#']).next().unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::fault;
    use crate::context::Context;
    use crate::rules::runner::bench::{codes, report};
    use serde_json::json;

    #[test]
    fn what_is_no_https_address_is_found() {
        for url in [
            "",
            "http://example.invalid/a/1.2.3",
            "file:///etc/passwd",
            "https:///example.invalid/a",
            "https:example.invalid/a",
            "https://",
            "https://exa mple.invalid/a",
            "https://example.invalid/a\u{202e}b",
            "https://example.invalid/a\tb",
            "ftp://example.invalid/a",
            "/releases/a",
            "ééééééééé",
        ] {
            assert!(fault(url).is_some(), "{url}");
        }
        assert_eq!(fault("HTTPS://example.invalid/rust/local-test"), None);
    }

    #[test]
    fn a_moving_address_is_found_at_its_place_and_its_query_stays_unsaid() {
        let mut document = report();
        document["artifact_refs"][0]["url"] =
            json!("https://example.invalid/releases/latest/download/a?token=secret");
        assert_eq!(
            codes(&document, Context::default()),
            ["E runner/artifact-url-immutable /artifact_refs/0/url"]
        );
    }
}
