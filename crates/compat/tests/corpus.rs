//! The engine against pairs of schemas whose truth is settled, read from beside the repository
//! when they are there.

use std::path::{Path, PathBuf};

use compat::{Dialect, FormatMode, Options, Verdict, compare};
use serde_json::Value;

/// Share of undecided verdicts that the engine must stay below.
const UNKNOWN_BELOW: f64 = 0.02;

fn corpus() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    ["../shared/corpus", "../../shared/corpus"]
        .into_iter()
        .map(|way| root.join(way).join("compat/cases.jsonl"))
        .find(|path| path.is_file())
}

/// A second validator, so that no witness rests on the word of one.
fn second_opinion(schema: &Value, dialect: Dialect, document: &Value) -> Option<bool> {
    let draft = match dialect {
        Dialect::Draft4 => boon::Draft::V4,
        Dialect::Draft6 => boon::Draft::V6,
        Dialect::Draft7 => boon::Draft::V7,
        Dialect::Draft201909 => boon::Draft::V2019_09,
        Dialect::Draft202012 => boon::Draft::V2020_12,
    };
    let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
    compiler.set_default_draft(draft);
    let mut schema = schema.clone();
    drop_formats(&mut schema);
    compiler.add_resource("https://example.invalid/schema.json", schema).ok()?;
    let index = compiler.compile("https://example.invalid/schema.json", &mut schemas).ok()?;
    Some(schemas.validate(document, index).is_ok())
}

/// The corpus was settled with formats off; the second validator has no such switch.
fn drop_formats(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            members.retain(|name, value| name != "format" || !value.is_string());
            members.values_mut().for_each(drop_formats);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_formats),
        _ => {}
    }
}

#[derive(Default)]
struct Score {
    verdicts: usize,
    unknown: Vec<String>,
    wrong: Vec<String>,
    unconfirmed: Vec<String>,
    witnesses: Vec<usize>,
}

impl Score {
    fn judge(
        &mut self,
        name: &str,
        verdict: &Verdict,
        truth: &str,
        case: (&Value, &Value, Dialect),
    ) {
        self.verdicts += 1;
        if matches!(verdict, Verdict::Unknown(_)) {
            self.unknown.push(name.to_owned());
        } else if matches!(truth, "compatible" | "breaking") && truth != verdict.word() {
            self.wrong.push(format!("{name}: {verdict:?}"));
        }
        let (writer, reader, dialect) = case;
        for found in verdict.breaks() {
            self.witnesses.push(found.witness.to_string().len());
            let written = second_opinion(writer, dialect, &found.witness);
            let read = second_opinion(reader, dialect, &found.witness);
            // Schemas that the second validator does not take are judged by the first alone.
            let refuted = written == Some(false) || read == Some(true);
            if refuted && truth != "disputed" {
                self.unconfirmed.push(format!("{name}: {}", found.witness));
            }
        }
    }
}

#[test]
fn no_settled_pair_is_judged_wrongly() {
    let Some(path) = corpus() else {
        eprintln!("SKIPPED: the corpus of schema pairs is not beside this repository");
        return;
    };
    let mut score = Score::default();
    for line in std::fs::read_to_string(path).unwrap().lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let dialect = Dialect::of_name(case["dialect"].as_str().unwrap()).unwrap();
        let options =
            Options { dialect: Some(dialect), formats: FormatMode::Ignore, ..Options::default() };
        let (old, new) = (&case["original_schema"], &case["updated_schema"]);
        let Ok(result) = compare(old, new, &options) else {
            assert_eq!(case["semantic"]["backward"]["verdict"], "unusable", "{}", case["id"]);
            continue;
        };
        let truth = |direction: &str| case["semantic"][direction]["verdict"].as_str().unwrap();
        let id = case["id"].as_str().unwrap();
        score.judge(
            &format!("{id} backward"),
            &result.backward,
            truth("backward"),
            (old, new, dialect),
        );
        score.judge(
            &format!("{id} forward"),
            &result.forward,
            truth("forward"),
            (new, old, dialect),
        );
    }
    score.witnesses.sort_unstable();
    let median = score.witnesses[score.witnesses.len() / 2];
    eprintln!(
        "{} verdicts, {} unknown, {} witnesses of median length {median}",
        score.verdicts,
        score.unknown.len(),
        score.witnesses.len()
    );
    assert_eq!(score.wrong, [""; 0]);
    assert_eq!(score.unconfirmed, [""; 0]);
    assert!((score.unknown.len() as f64) < UNKNOWN_BELOW * score.verdicts as f64);
    assert!(median <= 60, "{median}");
}
