//! `registry/output-path`: a certificate is written to its lane's own place, and nowhere else.

use contracts::runner::{JSON_OUT, MD_OUT};
use contracts::toolkit::Severity;

use super::registry_facts::RegistryFacts;
use crate::rule::{Meta, Sink};

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "registry/output-path",
    level: Severity::Error,
    consumer: None,
    says: "`artifact_contract` names exactly `/.artifacts/runner-certification-{runner}.json` and `.md`, and nothing on the way is a link that leads out.",
    why: "Two lanes that share a file overwrite each other's proof; a path that leaves `/.artifacts/` lets a registry write anywhere.",
    remedy: "Write the two paths as the exchange document gives them, `{runner}` included; remove the link.",
};

/// The two paths are clauses of the schema; what only the tree can tell is told here.
pub(super) fn check(facts: &RegistryFacts<'_>, sink: &mut Sink<'_>) {
    let Some(root) = sink.context().root else { return };
    for (index, runner) in facts.runners.iter().enumerate() {
        let Some(id) = runner.runner_id.text().filter(|id| is_file_name(id)) else { continue };
        let outputs = [
            ("json_out", &runner.outputs.json_out, JSON_OUT),
            ("md_out", &runner.outputs.md_out, MD_OUT),
        ];
        for (member, stated, path) in outputs {
            let filled = path.replace("{runner}", id);
            if stated.text() == Some(path) && root.escapes_folder(&filled, "/.artifacts") {
                sink.report(
                    format!("/runners/{index}/artifact_contract/{member}"),
                    format!(
                        "`{filled}` is, or stands behind, a link that leads out of `/.artifacts`"
                    ),
                );
            }
        }
    }
}

/// Whether an id has the form that the schema demands; others are reported there.
fn is_file_name(id: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    id.len() <= 64
        && id.bytes().next().is_some_and(plain)
        && id.bytes().all(|b| plain(b) || b"._-".contains(&b))
}

#[cfg(test)]
mod tests {
    use crate::context::Context;
    use crate::rules::runner::bench::{Tree, codes, registry};

    #[test]
    fn a_link_that_leads_out_is_found_and_only_with_a_root() {
        let root = Tree::of(&[]).with_link("/.artifacts/runner-certification-php.md");
        let context = Context { root: Some(&root), ..Context::default() };
        assert_eq!(
            codes(&registry(), context),
            ["E registry/output-path /runners/1/artifact_contract/md_out"]
        );
        assert_eq!(codes(&registry(), Context::default()), [""; 0]);
    }
}
