//! A document that is proven without a tree is judged as by its tree: same verdict, same output.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::Path;

use catalog::Reference;
use contracts::toolkit::Tool;
use proptest::prelude::*;
use report::format::RenderOptions;
use report::{Collector, Format as Output, Settings};
use validator::context::{Context, Role};
use validator::examine::{self, Examined, Options};
use validator::judge::Judge;
use validator::read::{Format, Limits};
use validator::{recognise, stream};

/// Every JSON document among the fixtures: path, contract as the folders name it, bytes.
fn documents() -> Vec<(String, String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/contracts");
    let mut found = Vec::new();
    for entry in walkdir::WalkDir::new(&root).sort_by_file_name() {
        let entry = entry.unwrap();
        let path = entry.path();
        let name = path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
        if name.ends_with(".json") && !name.contains("golden") {
            let contract = name.split('/').take(2).collect::<Vec<_>>().join("/");
            found.push((name.clone(), contract, std::fs::read(path).unwrap()));
        }
    }
    assert!(found.len() > 300, "{} fixtures", found.len());
    found
}

fn options(contract: Option<&str>) -> Options<'static> {
    Options {
        contract: contract.and_then(|name| Reference::parse(name).ok()),
        context: Context::default(),
        limits: Limits::default(),
        unique: false,
        stream: stream::Settings::default(),
    }
}

/// What differs from one run to another, as far as the options reach.
fn variations(contract: &str) -> Vec<Options<'static>> {
    let mut all = Vec::new();
    for named in [None, Some(contract)] {
        let plain = options(named);
        let mut consumer = options(named);
        consumer.context.role = Role::Consumer;
        let mut strict = options(named);
        strict.context.strict = true;
        let mut dated = options(named);
        dated.context.now = Some("2026-03-01T12:00:00Z".parse().unwrap());
        dated.context.mutation = true;
        let mut stored = options(named);
        stored.context.persisted = true;
        let mut unique = options(named);
        unique.unique = true;
        let mut shallow = options(named);
        shallow.limits = Limits { max_depth: 2, max_bytes: 400, ..Limits::default() };
        all.extend([plain, consumer, strict, dated, stored, unique, shallow]);
    }
    all
}

/// The report of one document, as people and as programs read it, notes listed or not.
fn printed(examined: Examined) -> Vec<String> {
    let (judgement, identities) = match examined {
        Examined::Judged(judgement, identities) => (judgement, identities),
        Examined::NotJudged(exit, why) => return vec![format!("{exit:?} {why}")],
    };
    let mut texts = vec![format!("{identities:?}")];
    for list_notes in [false, true] {
        let mut collector = Collector::new(Settings { list_notes, ..Settings::default() });
        collector.judged(judgement.clone());
        let report = collector.finish(Tool { name: "t".into(), version: "0".into() });
        for format in [Output::Text, Output::Json] {
            let mut out = Vec::new();
            let options = RenderOptions { colour: false, rules: &|_| None };
            report::render(format, &report.findings, &mut out, &options).unwrap();
            texts.push(format!("{:?}\n{}", report.exit, String::from_utf8(out).unwrap()));
        }
    }
    texts
}

fn both(judge: &Judge, name: &str, bytes: &[u8], options: &Options<'_>) {
    let first = examine::document(judge, name, bytes, Format::Json, options);
    let by_tree = examine::by_tree(judge, name, bytes, Format::Json, options);
    let text = String::from_utf8_lossy(bytes);
    assert_eq!(printed(first), printed(by_tree), "{name} by {options:?}\n{text}");
}

#[test]
fn every_fixture_has_one_judgement() {
    let judge = Judge::new();
    let (mut proven, mut accepted) = (0, 0);
    for (name, contract, bytes) in documents() {
        for options in variations(&contract) {
            both(&judge, &name, &bytes, &options);
        }
        if name.contains("/accept/") {
            accepted += 1;
            let told = examine::proven(&judge, &name, &bytes, &options(Some(&contract)));
            proven += u32::from(told.is_some());
        }
    }
    assert!(proven * 4 > accepted, "{proven} of {accepted} accepted documents were proven");
}

#[test]
fn what_is_proven_was_recognised_as_its_tree_is() {
    let judge = Judge::new();
    let mut told = 0;
    for (name, _, bytes) in documents() {
        let Some(judged) = examine::proven(&judge, &name, &bytes, &options(None)) else { continue };
        let tree = serde_json::from_slice(&bytes).unwrap();
        match recognise::contract(&tree) {
            recognise::Recognised::One(contract) => {
                assert!(judged.contract.unwrap().starts_with(contract.id), "{name}");
            }
            other => panic!("{name}: {other:?}"),
        }
        told += 1;
    }
    assert!(told > 50, "{told}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn a_changed_document_has_one_judgement(
        which in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(),
        cut in 0_usize..12,
        put in prop::sample::select(vec![
            "", " ", "\n", "1", "-", "0", ".5", "\"", "\\u0061", "\\", ",", ":", "{", "}", "[", "]",
            "null", "\"a\":1,", "\u{e9}", "\t", "true", "1e3",
        ]),
    ) {
        thread_local! {
            static DOCUMENTS: Vec<(String, String, Vec<u8>)> = documents();
            static JUDGE: Judge = Judge::new();
        }
        DOCUMENTS.with(|documents| {
            let (name, contract, bytes) = which.get(documents);
            let mut bytes = bytes.clone();
            let from = at.index(bytes.len() + 1);
            let end = (from + cut).min(bytes.len());
            bytes.splice(from..end, put.bytes());
            JUDGE.with(|judge| {
                both(judge, name, &bytes, &options(None));
                both(judge, name, &bytes, &options(Some(contract)));
            });
        });
    }
}
