//! The policies' verdicts on edits of the published schemas, for each of the five documents and for
//! the toolkit's own contracts.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use catalog::Contract;
use compat::policy::{self, Earlier, Fact, Way};
use contracts::toolkit::{CHANGES, Policy, Step};
use serde_json::{Value, json};

const CRON: &str = "cron/execution-report";
const KANADE: &str = "kanade/command";
const AGENT: &str = "control-center/agent";
const EVENT: &str = "control-center/event";
const ERROR: &str = "control-center/error";
const EXECRA: &str = "execra/event";
const JOB: &str = "execra/job";
const REPORT: &str = "runner/status-report";
const REGISTRY: &str = "runner/certification-registry";

fn contract(id: &str) -> &'static Contract {
    catalog::contracts::find(id).unwrap()
}

fn policy_of(id: &str) -> Policy {
    policy::embedded(contract(id)).unwrap().unwrap()
}

fn published(id: &str) -> Value {
    let path = catalog::Reference::parse(id).unwrap().schema_path();
    serde_json::from_str(specs::file(&path).unwrap().json.unwrap()).unwrap()
}

/// An edit of a schema: a value set or taken away at a pointer.
enum Edit {
    Set(&'static str, Value),
    Push(&'static str, Value),
    Drop(&'static str),
    /// An item of an array, by its text.
    Take(&'static str, &'static str),
}
use Edit::{Drop, Push, Set, Take};

fn edited(schema: &Value, edits: &[Edit]) -> Value {
    let mut new = schema.clone();
    for edit in edits {
        match edit {
            Set(at, value) => {
                let (holder, name) = at.rsplit_once('/').unwrap();
                let holder = new.pointer_mut(holder).unwrap_or_else(|| panic!("no {at}"));
                holder.as_object_mut().unwrap().insert(name.to_owned(), value.clone());
            }
            Push(at, value) => {
                let list = new.pointer_mut(at).unwrap_or_else(|| panic!("no {at}"));
                list.as_array_mut().unwrap().push(value.clone());
            }
            Drop(at) => {
                let (holder, name) = at.rsplit_once('/').unwrap();
                let holder = new.pointer_mut(holder).unwrap().as_object_mut().unwrap();
                assert!(holder.remove(name).is_some(), "no {at}");
            }
            Take(at, text) => {
                let list = new.pointer_mut(at).unwrap().as_array_mut().unwrap();
                let before = list.len();
                list.retain(|item| item != text);
                assert_eq!(list.len() + 1, before, "no {text} in {at}");
            }
        }
    }
    new
}

/// The step that an edit needs and the kinds of change that are of that step.
fn verdict(id: &str, edits: &[Edit]) -> (Option<Step>, Vec<&'static str>) {
    let (policy, old) = (policy_of(id), published(id));
    let facts = policy::facts(&policy, &old, &edited(&old, edits), &[]).unwrap();
    told(&policy, contract(id).newest().name, facts)
}

fn told(policy: &Policy, version: &str, facts: Vec<Fact>) -> (Option<Step>, Vec<&'static str>) {
    let judged = policy::judge(policy, version, facts);
    let forcing = judged.reasons.iter().filter(|reason| Some(reason.step) == judged.needed);
    let mut kinds: Vec<_> = forcing.map(|reason| reason.fact.kind).collect();
    kinds.dedup();
    (judged.needed, kinds)
}

fn text() -> Value {
    json!({"type": "string"})
}

#[test]
fn every_contract_has_a_policy_and_every_policy_a_contract() {
    let mut files = Vec::new();
    for contract in catalog::contracts::all() {
        let found = policy::embedded(contract).unwrap();
        assert!(found.is_some(), "{} has none", contract.id);
        files.push(policy::file_name(contract));
    }
    let embedded = specs::files().iter().filter(|file| file.path.starts_with(policy::FOLDER));
    for file in embedded {
        assert!(files.iter().any(|path| path == file.path), "{} is nobody's", file.path);
    }
}

#[test]
fn an_optional_field_that_is_added_is_minor() {
    let ours = [
        "toolkit/compat-history",
        "toolkit/compat-report",
        "toolkit/conformance-case",
        "toolkit/finding-report",
        "toolkit/stream-summary",
        "toolkit/verify-report",
    ];
    for id in [CRON, KANADE, AGENT, EVENT, ERROR, JOB, REPORT].into_iter().chain(ours) {
        let found = verdict(id, &[Set("/properties/addition", text())]);
        assert_eq!(found, (Some(Step::Minor), vec!["member-added"]), "{id}");
    }
    // Readers of what people write refuse what they do not know.
    let written = ["migration", "policy", "semantic-breaks", "trust", "waivers"];
    let written = written.map(|name| format!("toolkit/{name}"));
    for id in written.iter().map(String::as_str).chain([REGISTRY]) {
        let found = verdict(id, &[Set("/properties/addition", text())]);
        assert_eq!(found, (Some(Step::Major), vec!["property-added"]), "{id}");
    }
}

#[test]
fn a_required_field_that_is_added_is_major() {
    for id in [CRON, KANADE, AGENT, EVENT, ERROR, JOB, REPORT, REGISTRY] {
        let edit = [Set("/properties/addition", text()), Push("/required", "addition".into())];
        let (step, kinds) = verdict(id, &edit);
        assert_eq!(step, Some(Step::Major), "{id}");
        assert!(kinds.contains(&"required-added"), "{id}: {kinds:?}");
    }
}

#[test]
fn a_required_field_that_goes_or_becomes_optional_is_major() {
    for (id, field) in [
        (CRON, "host"),
        (KANADE, "script"),
        (AGENT, "model"),
        (EVENT, "source"),
        (ERROR, "message"),
        (JOB, "command"),
        (REPORT, "commit_sha"),
    ] {
        let (step, kinds) = verdict(id, &[Take("/required", field)]);
        assert_eq!((step, &*kinds), (Some(Step::Major), &["required-removed"][..]), "{id}");
        let member: &'static str = Box::leak(format!("/properties/{field}").into_boxed_str());
        let (step, kinds) = verdict(id, &[Take("/required", field), Drop(member)]);
        assert_eq!(step, Some(Step::Major), "{id} without {field}");
        assert!(kinds.contains(&"required-removed"), "{id}: {kinds:?}");
    }
}

#[test]
fn an_optional_field_that_goes_or_is_renamed_is_told_and_its_step_is_the_documents() {
    for (id, field, step) in [
        (CRON, "/properties/job_name", Step::Major),
        (KANADE, "/properties/cwd", Step::Major),
        (ERROR, "/properties/details", Step::Minor),
        (JOB, "/properties/label", Step::Major),
    ] {
        let was = published(id).pointer(field).unwrap().clone();
        let found = verdict(id, &[Drop(field)]);
        assert_eq!(found, (Some(step), vec!["member-removed"]), "{id}");
        let found = verdict(id, &[Drop(field), Set("/properties/other_name", was)]);
        assert_eq!(found, (Some(step), vec!["member-renamed"]), "{id}");
    }
}

#[test]
fn a_rename_that_keeps_an_alias_is_minor_where_the_document_says_so() {
    let old = published(KANADE).pointer("/properties/cwd").unwrap().clone();
    let mut kept = old.clone();
    kept["deprecated"] = json!(true);
    let edit = [Set("/properties/working_dir", old), Set("/properties/cwd", kept)];
    assert_eq!(verdict(KANADE, &edit), (Some(Step::Minor), vec!["member-aliased"]));
    let old = published(JOB).pointer("/properties/label").unwrap().clone();
    let mut kept = old.clone();
    kept["deprecated"] = json!(true);
    let edit = [Set("/properties/title", old), Set("/properties/label", kept)];
    assert_eq!(verdict(JOB, &edit), (Some(Step::Major), vec!["member-aliased"]));
}

#[test]
fn an_enum_value_that_is_added_is_what_the_document_says() {
    for (id, at, step) in [
        (CRON, "/$defs/ExecutionStatus/enum", Step::Major),
        (KANADE, "/$defs/Shell/enum", Step::Major),
        (JOB, "/$defs/JobState/enum", Step::Minor),
    ] {
        let found = verdict(id, &[Push(at, "another".into())]);
        assert_eq!(found, (Some(step), vec!["enum-value-added"]), "{id}");
    }
    for (id, definition, step) in
        [(AGENT, "AgentStatus", Step::Minor), (REPORT, "RunnerStatus", Step::Major)]
    {
        let at = enum_of(id, definition);
        let found = verdict(id, &[Push(at, "another".into())]);
        assert_eq!(found.0, Some(step), "{id}: {:?}", found.1);
    }
}

#[test]
fn an_enum_value_that_goes_is_major() {
    for (id, at, value) in [
        (CRON, "/$defs/ExecutionStatus/enum", "timeout"),
        (KANADE, "/$defs/Shell/enum", "cmd"),
        (JOB, "/$defs/JobState/enum", "queued"),
    ] {
        let (step, kinds) = verdict(id, &[Take(at, value)]);
        assert_eq!(step, Some(Step::Major), "{id}");
        assert!(kinds.contains(&"enum-value-removed"), "{id}: {kinds:?}");
    }
}

/// The pointer of a definition's `enum`, wherever the definition writes it.
fn enum_of(id: &str, definition: &str) -> &'static str {
    fn find(value: &Value, at: &str) -> Option<String> {
        match value {
            Value::Object(members) if members.get("enum").is_some_and(Value::is_array) => {
                Some(format!("{at}/enum"))
            }
            Value::Object(members) => {
                members.iter().find_map(|(name, below)| find(below, &format!("{at}/{name}")))
            }
            Value::Array(items) => items
                .iter()
                .enumerate()
                .find_map(|(index, below)| find(below, &format!("{at}/{index}"))),
            _ => None,
        }
    }
    let schema = published(id);
    let root = format!("/$defs/{definition}");
    let names: Vec<_> = schema["$defs"].as_object().unwrap().keys().collect();
    let found = schema.pointer(&root).and_then(|below| find(below, &root));
    Box::leak(found.unwrap_or_else(|| panic!("{definition} not in {names:?}")).into_boxed_str())
}

#[test]
fn a_type_that_changes_is_major() {
    for (id, at) in [
        (CRON, "/properties/host"),
        (KANADE, "/properties/id"),
        (AGENT, "/properties/model"),
        (ERROR, "/properties/retryable"),
        (REPORT, "/properties/release_version"),
    ] {
        let (step, _) = verdict(id, &[Set(at, json!({"type": "integer"}))]);
        assert_eq!(step, Some(Step::Major), "{id}");
    }
}

#[test]
fn a_new_kind_of_execra_event_is_minor_until_v1_and_frozen_after() {
    let (policy, mut old) = (policy_of(EXECRA), published(EXECRA));
    // Three of the sixteen kinds: this is about the policy, and all of them take their time here.
    old.pointer_mut("/allOf/0/oneOf").unwrap().as_array_mut().unwrap().truncate(3);
    let variant = json!({"type": "object", "required": ["kind", "note"], "properties": {
        "kind": {"type": "string", "const": "note_added"}, "note": {"type": "string"}}});
    let new = edited(&old, &[Push("/allOf/0/oneOf", variant)]);
    let facts = policy::facts(&policy, &old, &new, &[]).unwrap();
    assert!(facts.iter().all(|fact| fact.way == Some(Way::Forward)), "{facts:?}");
    assert_eq!(told(&policy, "v0", facts.clone()).0, Some(Step::Minor), "{facts:?}");
    assert_eq!(told(&policy, "v1", facts).0, Some(Step::Major));
}

#[test]
fn what_no_schema_shows_asks_for_a_review() {
    let (step, kinds) = verdict(CRON, &[Set("/properties/duration_ms/description", "x".into())]);
    assert_eq!((step, &*kinds), (Some(Step::Patch), &["meaning-changed"][..]));
    let (_, kinds) = verdict(CRON, &[Set("/properties/job_name/description", "x".into())]);
    assert_eq!(kinds, ["text-changed"]);
    let (step, kinds) = verdict(KANADE, &[Set("/properties/run_as/default", "user".into())]);
    assert_eq!((step, &*kinds), (Some(Step::Patch), &["default-changed"][..]));
    let (step, _) = verdict(CRON, &[Drop("/allOf/0/then"), Drop("/allOf/0/else")]);
    assert_eq!(step, Some(Step::Major), "a rule that no longer holds lets new documents through");
    let (step, kinds) = verdict(CRON, &[Drop("/allOf/0/$comment")]);
    assert_eq!((step, &*kinds), (Some(Step::Patch), &["rule-changed"][..]));
    assert_eq!(verdict(CRON, &[]), (None, vec![]));
    assert_eq!(verdict(CRON, &[Set("/description", "x".into())]).1, ["text-changed"]);
}

#[test]
fn lists_are_part_of_the_contract() {
    let types = |names: &[&str]| json!({"version": 1, "event_types": names});
    let policy = policy_of(EVENT);
    let step = |old: &[&str], new: &[&str]| {
        told(&policy, "v1", policy::event_types(&types(old), &types(new)))
    };
    assert_eq!(step(&["a"], &["a", "b"]), (Some(Step::Minor), vec!["event-type-added"]));
    assert_eq!(step(&["a", "b"], &["a"]), (Some(Step::Major), vec!["event-type-removed"]));
    let codes = |status: u16, code: &str| {
        json!({"version": 1, "errors": [
            {"code": code, "httpStatus": status, "retryable": true, "meaning": "m"}]})
    };
    let policy = policy_of(ERROR);
    let step = |old: &Value, new: &Value| told(&policy, "v1", policy::error_codes(old, new));
    let changed = step(&codes(404, "A"), &codes(410, "A"));
    assert_eq!(changed, (Some(Step::Major), vec!["error-code-changed"]));
    assert_eq!(step(&codes(404, "A"), &codes(404, "B")).1, ["error-code-removed"]);
}

/// The published history of kanade keeps to its own policy, against all revisions before each; but
/// for 0.43, whose commands older agents take for empty scripts.
#[test]
fn kanades_revisions_keep_to_its_policy_but_for_the_one_that_broke() {
    let policy = policy_of(KANADE);
    let revisions = contract(KANADE).newest().revisions;
    let schemas: Vec<Value> =
        revisions.iter().map(|revision| published(&format!("{KANADE}@{revision}"))).collect();
    for newest in 1..revisions.len() {
        let earlier: Vec<Earlier<'_>> = (0..newest - 1)
            .map(|at| Earlier { name: revisions[at], schema: &schemas[at] })
            .collect();
        let facts =
            policy::facts(&policy, &schemas[newest - 1], &schemas[newest], &earlier).unwrap();
        let judged = policy::judge(&policy, "v0", facts);
        let large: Vec<_> = judged.reasons.iter().filter(|r| r.step > Step::Minor).collect();
        if revisions[newest] == "0.43" {
            let ways: Vec<_> = large.iter().map(|reason| reason.fact.way).collect();
            assert!(!ways.is_empty() && ways.iter().all(|way| *way == Some(Way::Forward)));
            let witness = large[0].fact.witness.as_ref().unwrap();
            assert!(witness.get("script_object").is_some(), "{witness}");
        } else {
            assert!(large.is_empty(), "{}: {large:?}", revisions[newest]);
        }
    }
}

#[test]
fn findings_name_what_is_too_large_and_ask_for_reviews_by_fingerprint() {
    let (policy, old) = (policy_of(CRON), published(CRON));
    let edits = [
        Take("/required", "host"),
        Set("/properties/command/description", "other".into()),
        Drop("/properties/job_name"),
    ];
    let facts = policy::facts(&policy, &old, &edited(&old, &edits), &[]).unwrap();
    let review = facts.iter().find(|fact| fact.asks_review()).unwrap().fingerprint(CRON);
    let judged = policy::judge(&policy, "v1", facts);
    let findings = policy::findings(&judged, Step::Minor, CRON, "new.yaml");
    let codes: Vec<&str> = findings.iter().map(|finding| finding.code.as_ref()).collect();
    assert_eq!(codes, ["policy/step-too-small", "policy/member-removed", "policy/semantic-review"]);
    assert!(findings[2].message.contains(&review));
    let findings = policy::findings(&judged, Step::Major, CRON, "new.yaml");
    assert!(findings.iter().all(|finding| finding.code != "policy/step-too-small"));
}

#[test]
fn a_review_of_other_words_is_another_review() {
    let (policy, old) = (policy_of(CRON), published(CRON));
    let print = |text: &str| {
        let edit = [Set("/properties/command/description", text.into())];
        policy::facts(&policy, &old, &edited(&old, &edit), &[]).unwrap()[0].fingerprint(CRON)
    };
    assert_eq!(print("one"), print("one"));
    assert_ne!(print("one"), print("two"));
}

#[test]
fn every_kind_that_a_policy_settles_is_one_that_is_found() {
    for contract in catalog::contracts::all() {
        for entry in policy::embedded(contract).unwrap().into_iter().flat_map(|p| p.changes) {
            assert!(CHANGES.contains(&entry.change.as_str()), "{}", entry.change);
        }
    }
    for known in compat::kinds::explained_all().iter().filter(|known| known.example.is_some()) {
        let kind = known.code.strip_prefix("compat/").unwrap();
        assert!(CHANGES.contains(&kind), "{kind} is unknown to policies");
    }
}

#[test]
fn the_page_quotes_every_finding_about_policies() {
    let page = specs::file("02_contracts/toolkit_policy.md").unwrap().text;
    for rule in policy::RULES {
        let row = format!("| `{}` | {} | {} |", rule.code, rule.level, rule.says);
        assert!(page.contains(&row), "the page lacks: {row}");
    }
}
