//! The rules of the runner exchange beside the schema clauses that say the same, and hostile
//! addresses: whatever is written there is judged, never a crash.

#![allow(clippy::unwrap_used, clippy::expect_used)] // helpers outside of #[test] functions

use std::collections::BTreeSet;

use contracts::toolkit::Severity;
use proptest::prelude::*;
use serde_json::{Value, json};
use validator::context::Context;
use validator::engine::Engine;
use validator::rule::Sink;
use validator::rules::runner::artifact_url_immutable;
use validator::rules::runner::release_source::{ReleaseSource, release_source};

type Places = BTreeSet<String>;

fn engine(id: &str) -> Engine {
    let contract = catalog::contracts::find(id).expect("a contract");
    let schema = catalog::generate::schema(contract, contract.newest(), None, &[]);
    Engine::compile(schema).expect("a schema")
}

fn by_schema(engine: &Engine, document: &Value, code: &str) -> Places {
    let faults = engine.faults(document).into_iter();
    faults.filter(|fault| fault.code.as_deref() == Some(code)).map(|fault| fault.pointer).collect()
}

fn by_rules(id: &str, document: &Value, code: &str) -> Places {
    let mut sink = Sink::new(Context::default());
    validator::rules::find(id).expect("rules").judge_tree(document, &mut sink);
    let findings = sink.into_findings().into_iter();
    let errors = findings.filter(|f| f.severity == Severity::Error && f.code == code);
    errors.map(|finding| finding.location.pointer).collect()
}

proptest! {
    #[test]
    fn class_and_role_are_judged_alike(
        class in "required|compatibility_non_blocking|other",
        role in "required|compatibility|other",
        bare in any::<bool>(),
    ) {
        let mut document = json!({"runners": [{"class": class, "status_exchange": {"matrix_role": role}}]});
        if bare {
            document["runners"][0]["status_exchange"] = json!(7);
        }
        let id = "runner/certification-registry";
        let code = "registry/class-role";
        let schema = by_schema(&engine(id), &document, code);
        prop_assert_eq!(schema, by_rules(id, &document, code), "{}", document);
    }

    #[test]
    fn the_outline_of_an_address_is_never_stricter_than_the_rule(
        url in "(?i:https?)?:?/{0,3}[a-z.\\[\u{e9} ]{0,6}(/[a-z0-9%. -]{0,8}){0,3}(\\?[a-z=&]{0,6})?",
    ) {
        let id = "runner/status-report";
        let code = "runner/artifact-url-immutable";
        let document = json!({"artifact_refs": [{"url": url}]});
        let rule = by_rules(id, &document, code);
        prop_assert!(by_schema(&engine(id), &document, code).is_subset(&rule), "{}", document);
    }

    #[test]
    fn any_text_is_an_address_or_is_not(text in ".{0,60}", path in "(/[-+@%a-z0-9.]{0,6}){0,8}") {
        let _ = artifact_url_immutable::fault(&text);
        for host in ["github.com", "raw.githubusercontent.com", "unpkg.com", "x"] {
            let _ = artifact_url_immutable::fault(&format!("https://{host}{path}"));
        }
        let _ = release_source(&text, std::slice::from_ref(&text));
    }

    #[test]
    fn no_file_address_leaves_the_repository(
        parts in proptest::collection::vec("\\.\\.|%2e%2e|\\.|a|%2f|%5c|\\\\|~|[A-Za-z:|%]{1,4}", 1..6),
    ) {
        let text = format!("file://__ROOT__/{}", parts.join("/"));
        if let Ok(ReleaseSource::File(path)) = release_source(&text, &[]) {
            prop_assert!(path.starts_with('/') && path.len() > 1);
            prop_assert!(!path.split('/').any(|part| part == ".." || part == "."), "{} {}", text, path);
            prop_assert!(!path.contains(['\\', '\0', ':']), "{} {}", text, path);
        }
    }
}
