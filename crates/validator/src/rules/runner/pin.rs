//! `catalog/pin`: what is catalogued is there, and is what it was.

use std::collections::HashSet;

use contracts::toolkit::Severity;

use super::catalog_facts::{CatalogFacts, PinFacts};
use crate::context::RootFiles;
use crate::facts::Part;
use crate::phrase::short;
use crate::proof::digest;
use crate::rule::{Meta, Sink};

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "catalog/pin",
    level: Severity::Error,
    consumer: None,
    says: "Each catalogued file stands once and, with a root, exists there with the SHA-256 that the catalog pins; a schema without a pin is not used.",
    why: "A schema that was changed after it was pinned judges by rules that nobody agreed to.",
    remedy: "Restore the file; if the change is meant and the schema is a draft, run `data-contracts schema generate`.",
};

pub(super) fn check(facts: &CatalogFacts<'_>, sink: &mut Sink<'_>) {
    let mut seen = HashSet::new();
    for (list, pins) in [("schemas", &facts.schemas), ("conformance", &facts.conformance)] {
        for (index, pin) in pins.iter().enumerate() {
            let Some(path) = pin.path.text() else { continue };
            let at = format!("/{list}/{index}");
            if !seen.insert(path) {
                sink.report(format!("{at}/path"), format!("`{}` is pinned already", short(path)));
            } else if let Some(root) = sink.context().root {
                check_file(root, path, pin, &at, sink);
            }
        }
    }
}

fn check_file(
    root: &dyn RootFiles,
    path: &str,
    pin: &Part<'_, PinFacts<'_>>,
    at: &str,
    sink: &mut Sink<'_>,
) {
    let inside = !root.escapes(path);
    let Some(bytes) = root.read(path).filter(|_| inside) else {
        sink.report(
            format!("{at}/path"),
            format!("there is no file `{}` below the root", short(path)),
        );
        return;
    };
    let found = digest::of_bytes(&bytes);
    if pin.sha256.text().is_some_and(|pinned| pinned != found) {
        sink.report(
            format!("{at}/sha256"),
            format!("`{}` has the digest {found}, another one is pinned", short(path)),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::context::Context;
    use crate::proof::digest;
    use crate::rules::runner::bench::{Tree, codes};
    use serde_json::json;

    #[test]
    fn a_file_that_is_gone_changed_or_pinned_twice_is_found() {
        let root = Tree::of(&[("/a.yaml", "a"), ("/b.yaml", "changed")]);
        let context = Context { root: Some(&root), ..Context::default() };
        let pin = |path: &str, text: &str| json!({"path": path, "sha256": digest::of_bytes(text.as_bytes())});
        let document = json!({"version": 1,
            "schemas": [pin("/a.yaml", "a"), pin("/b.yaml", "b"), pin("/c.yaml", "c")],
            "conformance": [pin("/a.yaml", "a")]});
        let always = "E catalog/pin /conformance/0/path";
        assert_eq!(
            codes(&document, context),
            ["E catalog/pin /schemas/1/sha256", "E catalog/pin /schemas/2/path", always]
        );
        assert_eq!(codes(&document, Context::default()), [always]);
    }
}
