//! Two certificates side by side: were they held to the same intent, and where do they differ?

use std::collections::BTreeMap;
use std::fmt::{Display, Write as _};

use contracts::runner::{Check, CheckStatus, ExecutionCertificate};
use report::visible::visible_within;
use serde::Serialize;
use validator::proof::demands::Demands;
use validator::proof::intent;

/// The longest text of a certificate that is shown, in characters.
const SHOWN: usize = 200;

/// What a comparison found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// The version of this form.
    pub version: u32,
    /// The two runners, in the order of the files.
    pub runners: [String; 2],
    /// Whether both were held to the same demands, whatever registry file stated them.
    pub same_demands: bool,
    /// Whether the intents are the same altogether: the registry reference counts too.
    pub same_intent: bool,
    /// The intent hashes, recomputed.
    pub intent_hashes: [String; 2],
    /// Demands that only one of them was held to.
    pub demands: Vec<Difference>,
    /// Rows that both have and that ended differently.
    pub results: Vec<Difference>,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// What differs.
    pub what: String,
    /// The first certificate's side; absent when it has none.
    pub first: Option<String>,
    /// The second certificate's side.
    pub second: Option<String>,
}

/// Compares two certificates that were verified before.
///
/// # Errors
/// When a certificate does not survive its own encoding: a fault of ours.
pub fn compare(
    first: &ExecutionCertificate,
    second: &ExecutionCertificate,
) -> Result<Comparison, serde_json::Error> {
    let intents = [
        serde_json::to_value(&first.execution_intent)?,
        serde_json::to_value(&second.execution_intent)?,
    ];
    let hashes = [intent::hash(&intents[0]), intent::hash(&intents[1])];
    let demands = [Demands::of(&intents[0]), Demands::of(&intents[1])];
    Ok(Comparison {
        version: 1,
        runners: [first.runner.runner_id.clone(), second.runner.runner_id.clone()],
        same_demands: demands[0] == demands[1],
        same_intent: hashes[0] == hashes[1],
        intent_hashes: hashes,
        demands: demand_differences(&demands[0], &demands[1]),
        results: result_differences(&first.checks, &second.checks),
    })
}

fn demand_differences(first: &Demands, second: &Demands) -> Vec<Difference> {
    let mut found = Vec::new();
    list("command", &first.commands, &second.commands, &mut found);
    list("check", &first.checks, &second.checks, &mut found);
    list("case", &first.cases, &second.cases, &mut found);
    found
}

fn list<T: PartialEq + Display>(
    what: &str,
    first: &[T],
    second: &[T],
    found: &mut Vec<Difference>,
) {
    let only = |ours: &[T], theirs: &[T]| -> Vec<String> {
        ours.iter().filter(|it| !theirs.contains(it)).map(T::to_string).collect()
    };
    let difference = |it: &String| format!("{what} {it}");
    for it in only(first, second) {
        found.push(Difference {
            what: difference(&it),
            first: Some("demanded".into()),
            second: None,
        });
    }
    for it in only(second, first) {
        found.push(Difference {
            what: difference(&it),
            first: None,
            second: Some("demanded".into()),
        });
    }
}

fn result_differences(first: &[Check], second: &[Check]) -> Vec<Difference> {
    let key = |row: &Check| (row.group.clone(), row.id.clone());
    let theirs: BTreeMap<_, _> = second.iter().map(|row| (key(row), row)).collect();
    let differs = |row: &Check| {
        let other = theirs.get(&key(row))?;
        let same = row.status == other.status && row.exit_code == other.exit_code;
        (!same).then(|| Difference {
            what: format!("{}/{}", row.group, row.id),
            first: Some(told(row)),
            second: Some(told(other)),
        })
    };
    first.iter().filter_map(differs).collect()
}

fn told(row: &Check) -> String {
    let word = match row.status {
        CheckStatus::Pass => "pass",
        CheckStatus::Fail => "fail",
        CheckStatus::Skip => "skip",
    };
    format!("{word} (exit {}): {}", row.exit_code, row.detail)
}

impl Comparison {
    /// Whether nothing differs but the registry reference.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.same_demands && self.results.is_empty()
    }

    /// The comparison for people.
    #[must_use]
    pub fn text(&self) -> String {
        let shown = |text: &str| visible_within(text, SHOWN).into_owned();
        let mut out = String::new();
        let [first, second] = &self.runners;
        let sameness = match (self.same_demands, self.same_intent) {
            (true, true) => "held to the same intent",
            (true, false) => "held to the same demands, stated by different registries",
            (false, _) => "held to different demands",
        };
        // Writing to a String cannot fail.
        let _ = writeln!(out, "{} and {}: {sameness}", shown(first), shown(second));
        for (title, list) in [("demands", &self.demands), ("results", &self.results)] {
            let _ = writeln!(out, "{title}: {} differ", list.len());
            for it in list {
                let side = |side: &Option<String>| side.as_deref().map_or("–".into(), shown);
                let _ = writeln!(out, "  {}", shown(&it.what));
                let _ = writeln!(out, "    {}: {}", shown(first), side(&it.first));
                let _ = writeln!(out, "    {}: {}", shown(second), side(&it.second));
            }
        }
        out
    }
}
