//! The fast path proves nothing that the explaining path, or the schema crates, would refuse.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::{Path, PathBuf};

use catalog::Reference;
use contracts::toolkit::Severity;
use proptest::prelude::*;
use serde_json::{Value, json};
use validator::context::Context;
use validator::engine::Engine;
use validator::examine::{self, Examined, Options};
use validator::facts::{Fact, Fill, Slot};
use validator::fast::{self, Over, Scratch, Whole};
use validator::judge::Judge;
use validator::read::Limits;
use validator::stream::{self, Ran, Settings};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A view that wants nothing.
struct Nothing;

impl<'d> Fill<'d> for Nothing {
    fn names(&self) -> &'static [&'static str] {
        &[]
    }

    fn slot(&mut self, _: usize) -> Slot<'_, 'd> {
        unreachable!("a view without names has no slots")
    }

    fn reset(&mut self) {}
}

fn proven(schema: &Value, text: &str) -> bool {
    let Some(program) = fast::compile(schema, &mut Nothing, Over::Several) else { return false };
    let mut scratch = Scratch::new(&program);
    fast::prove(&program, text, 0, Whole::Text, 128, &mut Nothing, &mut scratch).is_some()
}

fn options(contract: &str, list_notes: bool) -> Options<'static> {
    Options {
        contract: Some(Reference::parse(contract).unwrap()),
        context: Context::default(),
        limits: Limits::default(),
        unique: false,
        stream: Settings { list_notes, live: true, ..Settings::default() },
    }
}

fn counted(contract: &str, text: &[u8]) -> (Ran, Vec<String>) {
    let mut found = Vec::new();
    let ran = stream::run(
        &Judge::new(),
        "s",
        &mut std::io::Cursor::new(text),
        &options(contract, false),
        None,
        &mut |finding| found.push(format!("{finding:?}")),
    );
    (ran.unwrap(), found)
}

/// One line by the explaining path alone.
fn explained(judge: &Judge, contract: &str, line: &[u8]) -> (bool, usize) {
    let judged = examine::document(
        judge,
        "s",
        line,
        validator::read::Format::Ndjson,
        &options(contract, true),
    );
    match judged {
        Examined::Judged(judgement, _) => {
            let findings = report::merged(judgement.findings);
            let fine = findings.iter().all(|finding| finding.severity == Severity::Note);
            (fine, findings.len())
        }
        Examined::NotJudged(_, why) => panic!("{why}"),
    }
}

fn samples(contract: &str, folder: &str) -> Vec<Vec<u8>> {
    let folder = root().join("tests/fixtures/contracts").join(folder);
    let mut lines = Vec::new();
    for kind in ["accept", "reject"] {
        let mut files: Vec<_> = std::fs::read_dir(folder.join(kind))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.is_file() && !path.to_string_lossy().contains(".findings."))
            .collect();
        files.sort();
        for file in files {
            let bytes = std::fs::read(&file).unwrap();
            match file.extension().and_then(|e| e.to_str()) {
                Some("ndjson") => lines.extend(bytes.split(|b| *b == b'\n').map(<[u8]>::to_vec)),
                Some("json") => {
                    // One line each; what does not parse is taken as it stands, without line ends.
                    let line = match serde_json::from_slice::<Value>(&bytes) {
                        Ok(value) => value.to_string().into_bytes(),
                        Err(_) => bytes.into_iter().filter(|b| *b != b'\n').collect(),
                    };
                    lines.push(line);
                }
                _ => {}
            }
        }
    }
    lines.retain(|line| !line.is_empty() && line.len() < 4000);
    assert!(lines.len() > 4, "{contract} has samples");
    lines
}

const CONTRACTS: [(&str, &str); 7] = [
    ("cron/execution-report@v1", "cron/execution-report/v1"),
    ("execra/event-stream@v0", "execra/event-stream/v0"),
    ("execra/event@v0", "execra/event/v0"),
    ("kanade/command@v0", "kanade/command/v0/i418p4"),
    ("kanade/command@v0.0.29", "kanade/command/v0/0.29"),
    ("control-center/cron-job@v1", "control-center/cron-job/v1"),
    ("control-center/tasks-usage@v1", "control-center/tasks-usage/v1"),
];

/// What a mutation does to a line.
fn mutated(line: &[u8], at: usize, kind: u8, byte: u8) -> Vec<u8> {
    let mut line = line.to_vec();
    let at = at % (line.len() + 1);
    match kind % 7 {
        0 => line.insert(at, byte),
        1 if at < line.len() => line[at] = byte,
        2 if at < line.len() => drop(line.remove(at)),
        3 => line.truncate(at),
        4 => line.splice(at..at, *b"\\u00e9").for_each(drop),
        5 => line.splice(at..at, *b" \t").for_each(drop),
        6 => line.splice(at..at, *b"\"job\":1,").for_each(drop),
        _ => {}
    }
    line.retain(|byte| *byte != b'\n');
    line
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_verdict_on_mutated_lines(
        which in 0_usize..CONTRACTS.len(), sample: prop::sample::Index, kind: u8, at: usize,
        byte in prop_oneof![any::<u8>(), prop::sample::select(b"\"\\{}[]:,0-9.eE+ntf ".to_vec())],
    ) {
        let (contract, folder) = CONTRACTS[which];
        let lines = samples(contract, folder);
        let line = mutated(sample.get::<Vec<u8>>(&lines), at, kind, byte);
        // Twice the same line: the second goes through the predictions of the first.
        let mut text = line.clone();
        text.push(b'\n');
        text.extend_from_slice(&line);
        // The first block tells nothing of the fast path unless the contract is given: it is.
        let (ran, _) = counted(contract, &text);
        let (fine, notes) = explained(&Judge::new(), contract, &line);
        let blank = line.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r'));
        if !blank {
            prop_assert_eq!(ran.tally.lines, 2);
            let own = ran.tally.findings.iter().filter(|(code, _)| !STREAM.contains(&code.as_str()));
            let own: Vec<_> = own.collect();
            let heavy: u64 = own.iter().map(|(_, c)| c.errors + c.warnings).sum();
            prop_assert_eq!(heavy == 0, fine, "{:?}", String::from_utf8_lossy(&line));
            if fine {
                let light: u64 = own.iter().map(|(_, c)| c.notes).sum();
                prop_assert_eq!(light as usize, 2 * notes, "{:?}", String::from_utf8_lossy(&line));
            }
        }
    }
}

const STREAM: [&str; 14] = [
    "execra/first-event",
    "execra/job-started-once",
    "execra/time-order",
    "execra/exited-once",
    "execra/finalized-once",
    "execra/not-finalized",
    "execra/after-finalized",
    "execra/streaming-after-exit",
    "execra/phase-stack",
    "execra/phase-unknown",
    "execra/phase-open-at-end",
    "execra/outcome-verdict",
    "execra/outcome-cancelled",
    "execra/outcome-findings",
];

fn scalars() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(|b| json!(b)),
        (-3_i64..4).prop_map(|i| json!(i)),
        prop::sample::select(vec![json!(0.0), json!(1.0), json!(0.5), json!(-1.5), json!(1e300)]),
        prop::sample::select(vec![
            json!(""),
            json!("a"),
            json!("b"),
            json!("é\u{1F600}"),
            json!("q\"\\\n"),
            json!("abc"),
            json!("2026-03-01T02:00:03Z"),
            json!("5f0c2a52-0c58-4b7e-9a0e-3d1e8a4c7b10"),
            json!("https://example.com/"),
        ]),
    ]
}

fn documents() -> impl Strategy<Value = Value> {
    scalars().prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            prop::collection::btree_map("[abk]", inner, 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn leaf_schemas() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!({})),
        prop::sample::select(vec![
            json!({"type": "string"}),
            json!({"type": ["integer", "null"]}),
            json!({"type": "number"}),
            json!({"type": "boolean"}),
            json!({"type": ["string", "null"], "minLength": 1}),
            json!({"maxLength": 2}),
            json!({"const": "a"}),
            json!({"enum": ["a", "b"]}),
            json!({"const": 1}),
            json!({"type": "integer", "minimum": 0, "maximum": 2}),
            json!({"type": "number", "minimum": 0}),
            json!({"not": {"const": 0}}),
            json!({"type": "integer", "not": {"const": 1}}),
            json!({"format": "uuid"}),
            json!({"format": "date-time"}),
            json!({"format": "uri", "not": {"pattern": "^http:"}}),
            json!({"pattern": "^[ab]+$"}),
            json!({"type": "string", "pattern": "b"}),
            json!({"enum": ["a", 1]}),
            json!({"multipleOf": 2}),
            json!(false),
            json!({"exclusiveMinimum": 0}),
            json!({"enum": [null, "a"]}),
        ]),
    ]
}

fn schemas() -> impl Strategy<Value = Value> {
    leaf_schemas().prop_recursive(3, 24, 4, |inner| {
        let members = prop::collection::btree_map("[abk]", inner.clone(), 0..3);
        let object = (members, prop::collection::vec("[abk]", 0..2), prop::option::of(inner.clone()))
            .prop_map(|(members, required, additional)| {
                let mut schema = json!({"type": "object", "required": required,
                    "properties": members});
                if let Some(additional) = additional {
                    schema["additionalProperties"] = additional;
                }
                schema
            });
        prop_oneof![
            object.clone(),
            (inner.clone(), 0_u64..3).prop_map(|(items, least)| json!({"items": items, "minItems": least})),
            prop::collection::vec(inner.clone(), 1..3).prop_map(|all| json!({"allOf": all})),
            prop::collection::vec(inner.clone(), 1..3).prop_map(|any| json!({"anyOf": any})),
            prop::collection::vec(inner.clone(), 1..3).prop_map(|one| json!({"oneOf": one})),
            (inner.clone(), inner.clone(), inner).prop_map(|(a, b, base)| json!({
                "properties": {"b": base},
                "oneOf": [
                    {"type": "object", "required": ["k"], "properties": {"k": {"const": "a"}, "a": a}},
                    {"type": "object", "required": ["k"], "properties": {"k": {"const": "b"}, "a": b}}]})),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_proven_of_any_schema_holds(schema in schemas(), document in documents()) {
        let text = document.to_string();
        if proven(&schema, &text) {
            let Ok(engine) = Engine::compile(schema.clone()) else { return Ok(()) };
            prop_assert!(engine.is_valid(&document), "{schema} proves {text}");
            let mut schemas = boon::Schemas::new();
            let mut compiler = boon::Compiler::new();
            compiler.set_default_draft(boon::Draft::V2020_12);
            compiler.enable_format_assertions();
            compiler.add_resource("s.json", schema.clone()).unwrap();
            let index = compiler.compile("s.json", &mut schemas).unwrap();
            prop_assert!(schemas.validate(&document, index).is_ok(), "{schema} proves {text}");
        }
    }

    #[test]
    fn what_is_proven_is_json(text in "[\\{\\}\\[\\]:,\"a-c0-2.eE\\- \\\\un]{0,24}") {
        if proven(&json!({}), &text) {
            prop_assert!(serde_json::from_str::<Value>(&text).is_ok(), "{text}");
        }
    }
}

#[test]
fn the_parsing_suite_is_proven_only_where_it_is_json() {
    let folder = root().join("../shared/corpus/jsontestsuite");
    let Ok(walk) = std::fs::read_dir(&folder) else {
        println!("skipped: {} is not here", folder.display());
        return;
    };
    let mut folders = vec![walk];
    let (mut judged, mut proven_ones) = (0, 0);
    while let Some(next) = folders.pop() {
        for entry in next.flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(std::fs::read_dir(&path).unwrap());
                continue;
            }
            let name = entry.file_name().to_string_lossy().into_owned();
            let Ok(text) = std::fs::read_to_string(&path) else { continue };
            judged += 1;
            if proven(&json!({}), &text) {
                proven_ones += 1;
                assert!(!name.starts_with("n_"), "{name}");
                assert!(serde_json::from_str::<Value>(&text).is_ok(), "{name}");
            }
        }
    }
    println!("{judged} texts, {proven_ones} proven");
}

#[test]
fn contracts_of_streams_are_proven_and_not_only_explained() {
    for (contract, folder) in CONTRACTS[..2].iter().chain(&CONTRACTS[3..]) {
        let schema = Reference::parse(contract).unwrap();
        let engine = Judge::new().engine(&schema).unwrap();
        let rules = validator::rules::find(schema.contract.id).unwrap();
        let program = rules.compile(engine.schema()).expect("it compiles");
        let (judge, mut count) = (Judge::new(), (0, 0));
        for line in samples(contract, folder) {
            if !explained(&judge, contract, &line).0 {
                continue;
            }
            let text = String::from_utf8(line).unwrap();
            let mut scratch = Scratch::new(&program);
            let mut sink = validator::rule::Sink::new(Context::default());
            let line = validator::rule::Line {
                program: &program,
                text: &text,
                at: 0,
                depth: 128,
                whole: Whole::Line,
            };
            count.1 += 1;
            count.0 += usize::from(rules.prove(&line, &mut scratch, &mut sink).is_some());
        }
        println!("{contract}: {} of {} proven", count.0, count.1);
        assert!(count.1 > 3 && count.0 * 10 >= count.1 * 8, "{contract}: {count:?}");
    }
}

#[test]
fn facts_of_a_walk_are_the_facts_of_the_tree() {
    validator::facts! {
        /// A view.
        pub struct SeenFacts / Seen {
            /// A scalar.
            a: Fact<'d> = "a",
            /// Scalars in an array.
            list: validator::facts::Items<'d, Fact<'d>> = "list",
            .. rest
        }
    }
    let schema =
        json!({"properties": {"a": {}, "b": {"type": "integer"}, "list": {"type": "array"}}});
    let text = r#"{"z":{"q":[1,2]},"list":["x\n",1.0,null],"b":7,"a":"é"}"#;
    let program = fast::compile(&schema, &mut SeenFacts::default(), Over::Several).unwrap();
    let mut scratch = Scratch::new(&program);
    let mut walked = SeenFacts::default();
    let proof = fast::prove(&program, text, 0, Whole::Text, 9, &mut walked, &mut scratch).unwrap();
    assert_eq!((proof.end, proof.unknown), (text.len(), 1));
    let tree: Value = serde_json::from_str(text).unwrap();
    let mut filled = SeenFacts::default();
    validator::facts::fill_from_tree(&mut filled, &tree);
    assert_eq!(format!("{walked:?}"), format!("{filled:?}"));
}
