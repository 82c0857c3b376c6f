//! A line of a stream that is explained without its tree has the findings that its tree has.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;
use std::path::Path;

use catalog::Reference;
use contracts::toolkit::{Finding, Severity};
use serde_json::{Value, json};
use validator::context::{Context, Role};
use validator::examine::{self, Examined, Options};
use validator::fast::{Scratch, Whole};
use validator::judge::Judge;
use validator::read::{Format, Limits};
use validator::rule::{Line, Sink};
use validator::{rules, stream};

/// Accepted documents by contract, some of each.
fn documents() -> BTreeMap<String, Vec<Value>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/contracts");
    let mut found: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for entry in walkdir::WalkDir::new(&root).sort_by_file_name() {
        let path = entry.unwrap().into_path();
        let name = path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
        if name.contains("/accept/") && name.ends_with(".json") && !name.ends_with(".findings.json")
        {
            let contract = name.split('/').take(2).collect::<Vec<_>>().join("/");
            let text = std::fs::read(path).unwrap();
            found.entry(contract).or_default().extend(serde_json::from_slice::<Value>(&text));
        }
    }
    found.values_mut().for_each(|documents| documents.truncate(6));
    found
}

/// The document with each of its members in turn taken out or given another value, as lines; some
/// in other spellings.
fn broken(document: &Value) -> Vec<String> {
    let mut lines = vec![document.to_string()];
    let names = document.as_object().into_iter().flat_map(|members| members.keys());
    for name in names {
        let values = [
            json!(null),
            json!("other"),
            json!(""),
            json!(-1),
            json!(0),
            json!(1e300),
            json!(true),
            json!("2026-03-01T12:00:00Z"),
            json!("success"),
            json!("é\n\"~/"),
            json!({"x": 1}),
        ];
        for value in values {
            let mut changed = document.clone();
            changed[name] = value;
            lines.push(changed.to_string());
        }
        let mut changed = document.clone();
        changed[name] = json!("@@");
        let changed = changed.to_string();
        for literal in ["18446744073709551616", "1.0", "01", "\"\\u0031\"", " -0 ", "1e999", "tru"]
        {
            lines.push(format!(" {}\t", changed.replace("\"@@\"", literal)));
        }
        let mut fewer = document.clone();
        fewer.as_object_mut().unwrap().shift_remove(name);
        lines.push(format!("  {fewer} "));
        fewer["unheard_of"] = json!("x");
        lines.push(fewer.to_string());
    }
    lines
}

fn options(reference: Reference, role: Role, list_notes: bool) -> Options<'static> {
    Options {
        contract: Some(reference),
        context: Context { role, ..Context::default() },
        limits: Limits::default(),
        unique: false,
        stream: stream::Settings { list_notes, ..stream::Settings::default() },
    }
}

/// What a tree of that line tells.
fn by_tree(judge: &Judge, line: usize, text: &str, options: &Options<'_>) -> Vec<Finding> {
    let examined = examine::by_tree(judge, "s", text.as_bytes(), Format::Json, options);
    let Examined::Judged(judgement, _) = examined else { panic!("{text} was not judged") };
    let mut findings = report::merged(judgement.findings);
    for finding in &mut findings {
        finding.location.line = Some(u64::try_from(line).unwrap());
    }
    findings
}

fn agree(reference: Reference, lines: &[String], role: Role, list_notes: bool) {
    let judge = Judge::new();
    let options = options(reference, role, list_notes);
    let text = lines.join("\n");
    let examined = stream::lines(&judge, "s", text.as_bytes(), &options);
    let Examined::Judged(judgement, _) = examined else { panic!("the stream was not judged") };
    let mut all = 0;
    let mut told = judgement.findings.into_iter().peekable();
    for (line, text) in (1..).zip(lines) {
        let expected = by_tree(&judge, line, text, &options);
        all += expected.len() as u64;
        for finding in expected {
            if finding.severity > Severity::Note || list_notes {
                assert_eq!(told.next().as_ref(), Some(&finding), "{reference}, {role:?}: {text}");
            }
        }
    }
    assert_eq!(told.next(), None);
    let counted = judgement.counted;
    assert!(list_notes || counted.errors + counted.warnings == 0);
    assert!(counted.notes <= all);
}

#[test]
fn a_line_is_explained_as_its_tree_is() {
    for (contract, documents) in documents() {
        let reference = Reference::parse(&contract).unwrap();
        let once: Vec<String> = documents.iter().flat_map(broken).collect();
        // The first faults of a place are explained by the tree in any case.
        let lines: Vec<String> = once.iter().chain(&once).cloned().collect();
        for (at, lines) in lines.chunks(4_000).enumerate() {
            agree(reference, lines, Role::Producer, at % 2 == 0);
        }
        agree(reference, &once[..once.len().min(600)], Role::Consumer, false);
    }
}

#[test]
fn one_member_is_excused_at_most_and_only_where_that_is_allowed() {
    let judge = Judge::new();
    let reference = Reference::parse("cron/execution-report").unwrap();
    let program = judge.program(&reference).unwrap();
    let good = documents()["cron/execution-report"][0].clone();
    let mut scratch = Scratch::new(&program);
    let mut excused = |document: &Value| {
        let text = document.to_string();
        let line = Line { program: &program, text: &text, at: 0, depth: 9, whole: Whole::Text };
        let mut sink = Sink::new(Context::default());
        let mut prover = rules::find(reference.contract.id).unwrap().prover();
        let proved = prover.prove_but_one(&line, &mut scratch, &mut sink)?;
        Some(proved.excused.map(|excused| excused.at.map(|at| text[at].to_owned())))
    };
    // Walked at first, later by a trace.
    for _ in 0..4 {
        assert_eq!(excused(&good), Some(None));
        let mut bad = good.clone();
        bad["status"] = json!("broken");
        assert_eq!(excused(&bad), Some(Some(Some("\"broken\"".to_owned()))));
        let mut missing = good.clone();
        missing.as_object_mut().unwrap().shift_remove("host");
        assert_eq!(excused(&missing), Some(Some(None)));
        bad["exit_code"] = json!("0");
        assert_eq!(excused(&bad), None, "two");
        missing["status"] = json!(1);
        assert_eq!(excused(&missing), None, "one is missing, one is wrong");
        let mut nested = good.clone();
        nested["environment"] = json!({"A": 1});
        assert_eq!(excused(&nested), None, "inside another");
    }
}
