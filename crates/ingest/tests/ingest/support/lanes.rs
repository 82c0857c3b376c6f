//! Registries, releases and reports for tests, and a whole run over them.

use std::path::Path;
use std::sync::Arc;

use contracts::runner::{CertificateState, FailureClass, LogEntry, MatrixRow};
use ingest::certificates::Certificates;
use ingest::made::{Immutable, Made, RunOptions, make};
use ingest::observe::{Observer, Sizes};
use ingest::pace::Stop;
use ingest::publish::{Published, Targets, publish};
use ingest::registry::{Registry, registry};
use ingest::row::Frame;
use ingest::source::local::Local;
use ingest::source::router::Router;
use ingest::source::want::Source;
use serde_json::{Value, json};
use validator::context::Context;
use validator::judge::Judge;

use super::forge::{Forge, Reply, Request};
use super::{VirtualPace, https};

/// The time of every run here.
pub const NOW: &str = "2026-01-10T00:00:00Z";

/// A registry row.
pub fn row(id: &str, class: &str, status: &str, url: &str) -> Value {
    let role = if class == "required" { "required" } else { "compatibility" };
    json!({
        "runner_id": id, "class": class, "status": status,
        "entrypoints": {"public_adapter": "/scripts/adapter.sh", "implementation_repo": format!("dc-runner-{id}")},
        "required_core_checks": [], "required_core_cases": [],
        "command_contract_subset": [{"name": "governance", "args": [], "expect_exit": [0, 1]}],
        "artifact_contract": {
            "json_out": "/.artifacts/runner-certification-{runner}.json",
            "md_out": "/.artifacts/runner-certification-{runner}.md"},
        "status_exchange": {"source_kind": "release_asset", "release_api_url": url,
            "report_asset_name": "report.json", "matrix_role": role, "freshness_slo_hours": 72}
    })
}

/// A registry of these rows, as YAML readers take it.
pub fn registry_of(rows: &[Value]) -> Vec<u8> {
    let registry = json!({
        "version": 2,
        "certificate_schema_ref": "/specs/01_schema/runner_execution_certificate_v1.yaml",
        "runners": rows});
    serde_json::to_vec_pretty(&registry).unwrap()
}

/// A report of a lane, a day old at [`NOW`].
pub fn report(id: &str) -> Value {
    json!({
        "version": 1, "runner_id": id, "implementation_repo": format!("dc-runner-{id}"),
        "release_version": "1.2.0", "commit_sha": "1".repeat(40),
        "generated_at": "2026-01-09T00:00:00Z", "lane_class": "required",
        "overall_status": "pass", "fresh_until": "2026-01-12T00:00:00Z",
        "command_results": [{"command": "governance", "status": "pass", "exit_code": 0, "duration_ms": 12}],
        "artifact_refs": [{"url": format!("https://forge.example.com/acme/{id}/releases/download/v1.2.0/{id}.tar.gz"),
            "name": format!("{id}.tar.gz"), "sha256": "a".repeat(64)}]
    })
}

/// The text of a document.
pub fn text(value: &Value) -> Vec<u8> {
    serde_json::to_vec(value).unwrap()
}

/// Release metadata with one report asset below `base`.
pub fn release(base: &str) -> Value {
    json!({"tag_name": "v1.2.0", "html_url": "https://forge.example.com/acme/rust/releases/v1.2.0",
        "immutable": true, "draft": false, "prerelease": false, "target_commitish": "main",
        "assets": [{"name": "report.json", "url": format!("{base}/assets/1"),
            "browser_download_url": format!("{base}/download/report.json"), "state": "uploaded"}]})
}

/// A forge that answers `/releases/latest` with the metadata and `/assets/1` with the report.
pub fn forge_of(report: Vec<u8>, change: impl Fn(&mut Value) + Send + Sync + 'static) -> Forge {
    forge(move |request| match request.path.as_str() {
        "/assets/1" => Some(Reply::ok(report.clone())),
        "/releases/latest" => {
            let mut metadata = release(&base(request));
            change(&mut metadata);
            Some(Reply::ok(text(&metadata)))
        }
        _ => None,
    })
}

/// A forge that answers 404 where the script has no answer.
pub fn forge(script: impl Fn(&Request) -> Option<Reply> + Send + Sync + 'static) -> Forge {
    Forge::start(move |request| script(request).unwrap_or_else(|| Reply::status(404, "{}")))
}

/// The origin that a request came to.
pub fn base(request: &Request) -> String {
    format!("http://{}", request.header("host").unwrap())
}

/// A run's settings.
pub struct Setup {
    pub source: Arc<dyn Source>,
    pub options: RunOptions,
    pub sizes: Sizes,
    pub verify_artifacts: bool,
    pub verify_commit: bool,
    pub certificate: CertificateState,
    pub certificates_at_hand: bool,
    pub allowed: Vec<String>,
}

impl Setup {
    /// Over the network, with these origins allowed, and files below the root.
    pub fn over(origins: &[&str], root: &Path) -> Self {
        let pace = Arc::<VirtualPace>::default();
        let https = https(&pace, origins);
        let stop = https.stop.clone();
        let source = Arc::new(Router { local: Local::below(root), https });
        let allowed = origins.iter().map(|&origin| origin.to_owned()).collect();
        Setup { allowed, ..Setup::from(source, stop) }
    }

    /// From any source.
    pub fn from(source: Arc<dyn Source>, stop: Stop) -> Self {
        Setup {
            source,
            options: RunOptions {
                frame: Frame { now: NOW.parse().unwrap(), max_age_hours: None },
                workers: 4,
                enforce_freshness: false,
                immutable: Immutable::Off,
                allow_empty: false,
                stop,
            },
            sizes: Sizes { report: 10_000, release: 100_000, ..Sizes::default() },
            verify_artifacts: false,
            verify_commit: false,
            certificate: CertificateState::None,
            certificates_at_hand: false,
            allowed: Vec::new(),
        }
    }

    /// The registry as this run reads it.
    pub fn registry(&self, bytes: &[u8]) -> Registry {
        let context = Context { allowed_origins: &self.allowed, ..Context::default() };
        registry(bytes, "/registry.yaml", &Judge::new(), &context).unwrap()
    }

    /// The run.
    pub fn run(&self, registry: &Registry) -> Made {
        let certificate = self.certificate;
        let observer = Observer {
            source: Arc::clone(&self.source),
            judge: Arc::new(Judge::new()),
            now: self.options.frame.now,
            sizes: self.sizes,
            verify_artifacts: self.verify_artifacts,
            verify_commit: self.verify_commit,
            certificates: Certificates {
                at_hand: self.certificates_at_hand,
                judge: Box::new(move |_, _| certificate),
            },
        };
        let made = make(registry, Arc::new(observer), &self.options, &mut |_, _, _| {});
        assert_emitted(&made);
        made
    }
}

/// Every run leaves a matrix and a log behind that are valid by their contracts, and a page.
pub fn assert_emitted(made: &Made) -> Published {
    let folder = tempfile::tempdir().unwrap();
    let targets = Targets {
        json: folder.path().join("out/matrix.json"),
        markdown: folder.path().join("out/matrix.md"),
        html: Some(folder.path().join("out/matrix.html")),
        log: folder.path().join("out/log.json"),
        badges: Some(folder.path().join("out/badges")),
        ..Targets::default()
    };
    let judge = Judge::new();
    let published = publish(made, NOW.parse().unwrap(), &targets, None, &judge);
    assert!(published.errors.is_empty(), "{:?}", published.errors);
    for (path, contract) in
        [(&targets.json, "runner/status-matrix"), (&targets.log, "runner/ingest-log")]
    {
        let bytes = std::fs::read(path).unwrap();
        let value: Value = serde_json::from_slice(&bytes).unwrap();
        let reference = catalog::Reference::parse(contract).unwrap();
        let judged = judge.value(&value, &reference, &Context::default()).unwrap();
        assert!(judged.findings.is_empty(), "{contract}: {:#?}", judged.findings);
    }
    assert!(std::fs::metadata(&targets.markdown).unwrap().len() > 100);
    assert!(std::fs::metadata(targets.html.as_ref().unwrap()).unwrap().len() > 1000);
    published
}

/// One required lane, `rust`, at that URL: its row and its entry.
pub fn one_lane(url: &str, origins: &[&str]) -> (MatrixRow, LogEntry, Made) {
    let root = tempfile::tempdir().unwrap();
    let setup = Setup::over(origins, root.path());
    let registry = setup.registry(&registry_of(&[row("rust", "required", "active", url)]));
    assert!(!registry.is_broken(), "{:?}", registry.findings);
    let made = setup.run(&registry);
    let (row, entry) = (made.matrix.matrix_rows[0].clone(), made.log.entries[0].clone());
    assert_eq!(row.failure_class, entry.failure_class);
    assert_eq!(entry.error.is_some(), entry.failure_class.is_some());
    (row, entry, made)
}

/// The failure class of one lane whose release is served by this forge.
pub fn class_at(forge: &Forge) -> Option<FailureClass> {
    one_lane(&forge.url("/releases/latest"), &[&forge.origin()]).0.failure_class
}
