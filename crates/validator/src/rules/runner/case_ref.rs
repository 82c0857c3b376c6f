//! `registry/case-ref`: a case that is asked for is there.

use contracts::toolkit::Severity;

use super::case_file;
use super::registry_facts::RegistryFacts;
use crate::phrase::short;
use crate::rule::{Meta, Sink};

/// What the rule says of itself.
pub const META: Meta = Meta {
    code: "registry/case-ref",
    level: Severity::Error,
    consumer: None,
    says: "With a root: each `required_core_cases` reference names a file below it and a case in that file.",
    why: "A case that nobody can find is never run, and a runner would be certified without it.",
    remedy: "Correct the path or the id after `#`; `specs/03_conformance/` holds the cases.",
};

pub(super) fn check(facts: &RegistryFacts<'_>, sink: &mut Sink<'_>) {
    let Some(root) = sink.context().root else { return };
    for (index, runner) in facts.runners.iter().enumerate() {
        for (place, case) in runner.cases.iter().enumerate() {
            let Some((path, id)) = case.text().and_then(|text| text.split_once('#')) else {
                continue;
            };
            let why = match case_file::find(root, path, id) {
                case_file::Found::Case => continue,
                case_file::Found::NoFile => {
                    format!("there is no file `{}` below the root", short(path))
                }
                case_file::Found::NoCase => {
                    format!("`{}` holds no case `{}`", short(path), short(id))
                }
            };
            sink.report(format!("/runners/{index}/required_core_cases/{place}"), why);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::context::Context;
    use crate::rules::runner::bench::{Tree, codes, registry};
    use serde_json::json;

    #[test]
    fn a_missing_file_and_a_missing_case_are_found_and_only_with_a_root() {
        let root = Tree::of(&[("/specs/a.json", r#"{"cases": [{"id": "A-1"}]}"#)]);
        let context = Context { root: Some(&root), ..Context::default() };
        let mut document = registry();
        document["runners"][0]["required_core_cases"] =
            json!(["/specs/a.json#A-1", "/specs/a.json#A-2", "/specs/b.json#A-1"]);
        assert_eq!(
            codes(&document, context),
            [
                "E registry/case-ref /runners/0/required_core_cases/1",
                "E registry/case-ref /runners/0/required_core_cases/2",
            ]
        );
        assert_eq!(codes(&document, Context::default()), [""; 0]);
    }
}
