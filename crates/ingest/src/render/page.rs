//! The matrix as one self-contained page: no script, no outside request, a policy that forbids
//! both.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use contracts::runner::{
    LaneFinding, MatrixCounts, MatrixRow, RegistryRef, SchemaPin, StatusMatrix,
};
use contracts::toolkit::Tool;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment};
use report::visible::visible_within;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::face::{self, Face};
use super::trend::{self, Drawing};
use crate::changes::Change;
use crate::history::History;
use crate::row::duration;

const TEMPLATE: &str = include_str!("../../templates/matrix.html");
const STYLE: &str = include_str!("../../templates/matrix.css");

/// What the page shows beside the matrix.
#[derive(Debug, Clone, Copy, Default)]
pub struct Beside<'a> {
    /// The snapshots kept so far, this run's included.
    pub history: Option<&'a History>,
    /// What changed since the last one, with its time.
    pub changes: Option<(&'a str, &'a [Change])>,
}

#[derive(Serialize)]
struct Page<'a> {
    style: &'static str,
    style_hash: String,
    updated_at: String,
    partial: bool,
    counts: MatrixCounts,
    registry: Option<&'a RegistryRef>,
    schema: Option<&'a SchemaPin>,
    tool: Option<&'a Tool>,
    lanes: Vec<LaneView>,
    since: Option<String>,
    changes: &'a [Change],
}

/// The page.
///
/// # Errors
/// Never by what the matrix holds; the template engine is fallible by type.
pub fn html(matrix: &StatusMatrix, beside: &Beside<'_>) -> Result<String, minijinja::Error> {
    let mut env = Environment::new();
    env.set_auto_escape_callback(|_| AutoEscape::Html);
    env.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    env.render_str(TEMPLATE, Serde(page(matrix, beside)))
}

fn page<'a>(matrix: &'a StatusMatrix, beside: &Beside<'a>) -> Page<'a> {
    Page {
        style: STYLE,
        style_hash: STANDARD.encode(Sha256::digest(STYLE.as_bytes())),
        updated_at: shown(&matrix.updated_at, 40),
        partial: matrix.partial == Some(true),
        counts: matrix.counts.unwrap_or_default(),
        registry: matrix.registry_ref.as_ref(),
        schema: matrix.report_schema.as_ref(),
        tool: matrix.tool.as_ref(),
        lanes: matrix.matrix_rows.iter().map(|row| LaneView::of(row, beside.history)).collect(),
        since: beside.changes.map(|(since, _)| shown(since, 40)),
        changes: beside.changes.map(|(_, changes)| changes).unwrap_or_default(),
    }
}

/// A lane as the page shows it.
#[derive(Debug, Serialize)]
struct LaneView {
    id: String,
    repo: String,
    class: &'static str,
    lane: &'static str,
    verdict: Face,
    freshness: Face,
    status: Face,
    certificate: Face,
    age: String,
    generated_at: String,
    fresh_until: String,
    slo_hours: Option<u32>,
    release: String,
    commit: String,
    digest: &'static str,
    immutable: &'static str,
    failure_class: &'static str,
    reason: String,
    evidence: Option<String>,
    redirected_from: String,
    findings: Vec<LaneFinding>,
    trend: Option<Drawing>,
}

impl LaneView {
    fn of(row: &MatrixRow, history: Option<&History>) -> Self {
        let times = row.status_report.as_ref();
        let age = times.and_then(|times| times.age_seconds);
        let release = row.status_source.as_ref().map(|source| source.release_version.as_str());
        LaneView {
            id: shown(&row.runner_id, 64),
            repo: shown(&row.implementation_repo, 100),
            class: face::class(row.lane_class),
            lane: row.lane_status.map_or("active", |status| status.as_str()),
            verdict: face::verdict(row),
            freshness: face::freshness(row.freshness_state),
            status: face::status(row.runner_status),
            certificate: face::certificate(row.certificate_state),
            age: age.map(duration).unwrap_or_default(),
            generated_at: times.map(|times| shown(&times.generated_at, 40)).unwrap_or_default(),
            fresh_until: shown(row.fresh_until.as_deref().unwrap_or_default(), 40),
            slo_hours: row.slo_hours,
            release: shown(release.unwrap_or_default(), 100),
            commit: row.commit_sha.iter().flat_map(|sha| sha.chars().take(12)).collect(),
            digest: face::digest(row.digest_state),
            immutable: match row.immutable {
                Some(true) => "immutable release",
                Some(false) => "the release can still be changed",
                None => "",
            },
            failure_class: row.failure_class.map_or("", |class| class.code()),
            reason: shown(row.reason.as_deref().unwrap_or_default(), 600),
            evidence: row.evidence_url.clone().filter(|url| is_link(url)),
            redirected_from: shown(row.redirected_from.as_deref().unwrap_or_default(), 300),
            findings: row
                .findings
                .iter()
                .take(20)
                .map(|finding| LaneFinding {
                    message: shown(&finding.message, 500),
                    ..finding.clone()
                })
                .collect(),
            trend: history.and_then(|history| trend::drawing(history, &row.runner_id)),
        }
    }
}

fn shown(text: &str, limit: usize) -> String {
    visible_within(text, limit).into_owned()
}

/// Only web addresses are linked; a foreign matrix may hold anything.
fn is_link(url: &str) -> bool {
    let web = url::Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "https" | "http"));
    web && url.len() <= 2_000
}
