//! `runner/artifact-digest`: an artifact can be checked against what was reported.

use contracts::toolkit::Severity;

use super::report_facts::{ArtifactFacts, ReportFacts};
use crate::facts::Fact;
use crate::rule::{Meta, Sink};

pub(super) const META: Meta = Meta {
    code: "runner/artifact-digest",
    level: Severity::Error,
    consumer: None,
    says: "An artifact's `sha256` is 64 lower-case hex digits; it should be there, and `name` with it.",
    why: "Without a digest nobody can tell the artifact that was reported from one that took its place; digests in two spellings do not compare.",
    remedy: "Write the output of `sha256sum`, in lower case and without a prefix, and the asset's name beside it.",
};

/// A digest of another form is found by the schema's clause; here is what is only advised.
pub(super) fn check(facts: &ReportFacts<'_>, sink: &mut Sink<'_>) {
    for (index, artifact) in facts.artifacts.iter().enumerate() {
        if !matches!(artifact.is, Fact::Object(_)) {
            continue;
        }
        let at = format!("/artifact_refs/{index}");
        if artifact.sha256.text() == Some("") {
            sink.report_as(Severity::Warning, format!("{at}/sha256"), "the digest is empty");
        }
        if let Some(missing) = missing(artifact) {
            sink.report_as(Severity::Warning, at, format!("the artifact has no {missing}"));
        }
    }
}

fn missing(artifact: &ArtifactFacts<'_>) -> Option<&'static str> {
    match (artifact.sha256.is_present(), artifact.name.is_present()) {
        (false, false) => Some("`sha256` and no `name`"),
        (false, true) => Some("`sha256`"),
        (true, false) => Some("`name`"),
        (true, true) => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::context::Context;
    use crate::rules::runner::bench::{codes, report};
    use serde_json::json;

    #[test]
    fn what_is_absent_or_empty_is_a_warning_each() {
        let mut document = report();
        document["artifact_refs"] = json!([
            {"url": "https://example.invalid/a"},
            {"url": "https://example.invalid/b", "sha256": ""},
            {"url": "https://example.invalid/c", "name": "c"},
        ]);
        assert_eq!(
            codes(&document, Context::default()),
            [
                "W runner/artifact-digest /artifact_refs/0",
                "W runner/artifact-digest /artifact_refs/1/sha256",
                "W runner/artifact-digest /artifact_refs/1",
                "W runner/artifact-digest /artifact_refs/2",
            ]
        );
    }
}
