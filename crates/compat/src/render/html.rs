//! `html`: a comparison as one self-contained page, without scripts and outside requests.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use contracts::toolkit::{
    ComparedPair, ComparedSchema, CompatFinding, CompatPolicy, CompatReport, CompatVerdict,
    CompatWorld, Finding,
};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment};
use report::visible::{MESSAGE_LIMIT, NAME_LIMIT, visible_within};
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::{Places, Way, policy, title, ways};

const TEMPLATE: &str = include_str!("../../templates/comparison.html");
/// The pages of comparisons and histories look alike.
const STYLE: &str = include_str!("../../templates/history.css");
/// Lines of a witness that are shown.
const WITNESS_LINES: usize = 200;

/// What the page is told beside the report.
#[derive(Clone, Copy)]
pub struct PageOptions<'o> {
    /// Schemas that are new: there is nothing to compare them with.
    pub new: &'o [String],
    /// What is to be said of the waivers.
    pub notices: &'o [Finding],
    /// Where pointers stand in their files.
    pub places: &'o Places<'o>,
}

impl std::fmt::Debug for PageOptions<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PageOptions").field("new", &self.new).finish_non_exhaustive()
    }
}

#[derive(Serialize)]
struct Page {
    style: &'static str,
    style_hash: String,
    verdict: String,
    mode: &'static str,
    world: &'static str,
    pairs: Vec<Pair>,
    new: Vec<String>,
    notices: Vec<Notice>,
    tool: String,
}

#[derive(Serialize)]
struct Pair {
    contract: String,
    old: String,
    new: String,
    ways: Vec<Direction>,
    policy: Option<Policy>,
}

#[derive(Serialize)]
struct Direction {
    name: &'static str,
    says: &'static str,
    asked: bool,
    state: &'static str,
    verdict: String,
    reason: String,
    /// Who sends the witness and who refuses it.
    witness: &'static str,
    causes: Vec<Cause>,
}

#[derive(Serialize)]
struct Cause {
    state: &'static str,
    rule: String,
    message: String,
    field: String,
    witness: String,
    remedy: String,
    old: String,
    new: String,
    fingerprint: String,
    waived: bool,
}

#[derive(Serialize)]
struct Policy {
    sentence: String,
    changes: Vec<Change>,
}

#[derive(Serialize)]
struct Change {
    step: &'static str,
    kind: String,
    message: String,
    because: String,
}

#[derive(Serialize)]
struct Notice {
    level: String,
    code: String,
    message: String,
}

/// The page.
///
/// # Errors
/// Never by what the report holds; the template engine is fallible by type.
pub fn render(
    report: &CompatReport<Value>,
    options: &PageOptions<'_>,
) -> Result<String, minijinja::Error> {
    let mut env = Environment::new();
    env.set_auto_escape_callback(|_| AutoEscape::Html);
    env.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    env.render_str(TEMPLATE, Serde(page(report, options)))
}

fn page(report: &CompatReport<Value>, options: &PageOptions<'_>) -> Page {
    let waived = report.verdict != CompatVerdict::Compatible && !report.fails();
    let verdict = report.verdict.as_str();
    let notice = |of: &Finding| Notice {
        level: of.severity.to_string(),
        code: shown(&of.code),
        message: shown(&of.message),
    };
    Page {
        style: STYLE,
        style_hash: STANDARD.encode(Sha256::digest(STYLE.as_bytes())),
        verdict: if waived { format!("{verdict}, all of it waived") } else { verdict.to_owned() },
        mode: report.mode.as_str(),
        world: world(report.world),
        pairs: report.pairs().iter().map(|of| pair(of, report, options)).collect(),
        new: options.new.iter().map(|path| named(path)).collect(),
        notices: options.notices.iter().map(notice).collect(),
        tool: shown(&format!("{} {}", report.tool.name, report.tool.version)),
    }
}

/// What was taken of writers and readers, in a sentence.
fn world(world: CompatWorld) -> &'static str {
    match world {
        CompatWorld::Open => "Writers may send whatever their schema takes.",
        CompatWorld::EmittedOnly => "Writers send declared members only.",
        CompatWorld::Closed => "Writers send declared members only, and readers refuse all others.",
    }
}

fn pair(of: &ComparedPair<Value>, report: &CompatReport<Value>, options: &PageOptions<'_>) -> Pair {
    let (old, new) = title(of);
    Pair {
        contract: of.contract.as_deref().map(named).unwrap_or_default(),
        old: named(&old),
        new: named(&new),
        ways: ways(of, report.mode).iter().map(|way| direction(way, of, options)).collect(),
        policy: of.policy.as_ref().map(of_policy),
    }
}

fn direction(way: &Way<'_>, pair: &ComparedPair<Value>, options: &PageOptions<'_>) -> Direction {
    let found = &way.direction.findings;
    let place = way.direction.pointer.as_deref().map(|at| format!(" (at {at})"));
    let reason = way.direction.reason.as_deref();
    let reason = reason.map(|why| format!("{why}{}", place.unwrap_or_default()));
    Direction {
        name: way.name,
        says: way.says,
        asked: way.asked,
        state: way.direction.verdict.as_str(),
        verdict: way.verdict(),
        reason: shown(&reason.unwrap_or_default()),
        witness: match way.name {
            "backward" => "An old writer may send this document, and a new reader refuses it",
            _ => "A new writer may send this document, and an old reader refuses it",
        },
        causes: found.iter().map(|of| cause(of, way.asked, pair, options)).collect(),
    }
}

fn cause(
    of: &CompatFinding<Value>,
    asked: bool,
    pair: &ComparedPair<Value>,
    options: &PageOptions<'_>,
) -> Cause {
    let place = |schema: &ComparedSchema, pointer: Option<&String>| match pointer {
        None => "nothing".to_owned(),
        Some(pointer) => {
            let at = if pointer.is_empty() { "the whole schema" } else { pointer };
            let stands = (options.places)(schema, pointer);
            let stands = stands.map(|(line, column)| format!(", line {line}, column {column}"));
            named(&format!("{at}{}", stands.unwrap_or_default()))
        }
    };
    Cause {
        state: if asked && !of.waived { "breaking" } else { "unknown" },
        rule: shown(&of.rule),
        message: shown(&of.message),
        field: of.field.as_deref().map(named).unwrap_or_default(),
        witness: witness(&of.witness),
        remedy: shown(&of.remedy),
        old: place(&pair.old, of.old_pointer.as_ref()),
        new: place(&pair.new, of.new_pointer.as_ref()),
        fingerprint: shown(&of.fingerprint),
        waived: of.waived,
    }
}

fn witness(witness: &Value) -> String {
    let text = serde_json::to_string_pretty(witness).unwrap_or_default();
    let mut lines: Vec<String> = text.lines().take(WITNESS_LINES).map(shown).collect();
    let left = text.lines().count() - lines.len();
    if left > 0 {
        lines.push(format!("… and {left} more lines"));
    }
    lines.join("\n")
}

fn of_policy(of: &CompatPolicy) -> Policy {
    let changes = of.changes.iter().map(|change| Change {
        step: change.step.as_str(),
        kind: shown(&change.change),
        message: shown(&format!("{}{}", change.message, policy::against(change))),
        because: shown(&change.because),
    });
    Policy { sentence: policy::sentence(of), changes: changes.collect() }
}

fn named(text: &str) -> String {
    visible_within(text, NAME_LIMIT).into_owned()
}

fn shown(text: &str) -> String {
    visible_within(text, MESSAGE_LIMIT).into_owned()
}
