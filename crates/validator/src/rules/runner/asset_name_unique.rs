//! `runner/asset-name-unique`: an artifact is found by its name.

use std::collections::HashMap;

use contracts::toolkit::Severity;

use super::report_facts::ReportFacts;
use crate::phrase::short;
use crate::rule::{Meta, Sink};

pub(super) const META: Meta = Meta {
    code: "runner/asset-name-unique",
    level: Severity::Error,
    consumer: None,
    says: "No two artifacts of a report have the same `name`.",
    why: "Artifacts are looked up by name; of two with one name a reader would verify one and use the other.",
    remedy: "Give every artifact the name of its release asset, which a release holds only once.",
};

pub(super) fn check(facts: &ReportFacts<'_>, sink: &mut Sink<'_>) {
    let mut first: HashMap<&str, usize> = HashMap::new();
    for (index, artifact) in facts.artifacts.iter().enumerate() {
        let Some(name) = artifact.name.text().filter(|name| !name.is_empty()) else { continue };
        if let Some(earlier) = first.get(name) {
            sink.report(
                format!("/artifact_refs/{index}/name"),
                format!("`{}` is the name at `/artifact_refs/{earlier}` already", short(name)),
            );
        } else {
            first.insert(name, index);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::context::Context;
    use crate::rules::runner::bench::{codes, report};
    use serde_json::json;

    #[test]
    fn a_name_that_comes_twice_is_found_and_other_case_is_another_name() {
        let mut document = report();
        let mut second = document["artifact_refs"][0].clone();
        document["artifact_refs"].as_array_mut().unwrap().push(second.clone());
        assert_eq!(
            codes(&document, Context::default()),
            ["E runner/asset-name-unique /artifact_refs/1/name"]
        );
        second["name"] = json!("RUNNER.tar.gz");
        document["artifact_refs"][1] = second;
        assert_eq!(codes(&document, Context::default()), [""; 0]);
    }
}
