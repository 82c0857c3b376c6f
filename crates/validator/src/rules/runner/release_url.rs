//! `registry/release-url`: reports are fetched from where nobody can slip in another.

use contracts::toolkit::Severity;

use super::registry_facts::RegistryFacts;
use super::release_source::{ReleaseSource, release_source};
use crate::rule::{Meta, Sink};

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "registry/release-url",
    level: Severity::Error,
    consumer: None,
    says: "`release_api_url` is https, `file:` below the repository's root, or of an origin given with `--allow-origin`; no credentials stand in it.",
    why: "Over anything else the report could be swapped on its way, or read from outside of the repository; and a registry is no place for secrets.",
    remedy: "Write the https address of the forge, or `file://__ROOT__/…`; give tokens by environment variable.",
};

pub(super) fn check(facts: &RegistryFacts<'_>, sink: &mut Sink<'_>) {
    for (index, runner) in facts.runners.iter().enumerate() {
        let Some(text) = runner.exchange.release_api_url.text() else { continue };
        let at = format!("/runners/{index}/status_exchange/release_api_url");
        match release_source(text, sink.context().allowed_origins) {
            Err(why) => sink.report(at, format!("not usable as a source: {why}")),
            Ok(ReleaseSource::File(path)) => {
                if sink.context().root.is_some_and(|root| root.escapes(&path)) {
                    sink.report(at, "it stands behind a link that leaves the repository");
                }
            }
            Ok(ReleaseSource::Remote(_)) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::context::Context;
    use crate::rules::runner::bench::{Tree, codes, registry};
    use serde_json::json;

    const FOUND: [&str; 1] = ["E registry/release-url /runners/0/status_exchange/release_api_url"];

    #[test]
    fn plain_http_is_found_unless_its_origin_is_allowed() {
        let mut document = registry();
        document["runners"][0]["status_exchange"]["release_api_url"] =
            json!("http://127.0.0.1:8080/releases/latest");
        assert_eq!(codes(&document, Context::default()), FOUND);
        let allowed = ["http://127.0.0.1:8080".to_owned()];
        let context = Context { allowed_origins: &allowed, ..Context::default() };
        assert_eq!(codes(&document, context), [""; 0]);
    }

    #[test]
    fn a_file_behind_a_link_is_found_with_a_root() {
        let mut document = registry();
        document["runners"][0]["status_exchange"]["release_api_url"] =
            json!("file://__ROOT__/a/release.json");
        let root = Tree::of(&[]).with_link("/a/release.json");
        let context = Context { root: Some(&root), ..Context::default() };
        assert_eq!(codes(&document, context), FOUND);
        assert_eq!(codes(&document, Context::default()), [""; 0]);
    }
}
