//! One certification: what was ordered, and what came of it.

use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use contracts::runner::{ExecutionCertificate, SummaryStatus};
use jiff::Timestamp;
use report::Exit;
use validator::context::RootFiles;
use validator::proof::intent;

use super::fault::{IssueFault, bug};
use super::outputs::Outputs;
use super::record;
use crate::assemble::{Run, certificate};
use crate::lane::Lane;
use crate::observe::{OBSERVATIONS_VERSION, Observation, Observations};
use crate::plan::{Task, tasks};
use crate::render;
use crate::run::{self, Adapter, Progress, RunLimits, Search, Settings};
use crate::sign::envelope::Envelope;
use crate::sign::key::SigningKey;
use crate::sign::statement::{About, FileDigest, Statement};

/// Everything that a certification is told.
#[derive(Clone, Copy)]
pub struct Order<'o> {
    /// The lane and the registry behind it.
    pub lane: &'o Lane,
    /// The files of the repository, for conformance cases.
    pub files: &'o dyn RootFiles,
    /// Where programs are looked for; its root is the folder that they run in.
    pub search: &'o Search,
    /// `--adapter`, instead of the registry's.
    pub adapter: Option<&'o str>,
    /// The bounds of one check.
    pub limits: &'o RunLimits,
    /// How many checks run at once.
    pub jobs: NonZeroUsize,
    /// What marks the processes of this run, and of no other.
    pub mark: &'o str,
    /// Set from outside to end the run early.
    pub stop: &'o AtomicBool,
    /// Whether this process has no other children while the checks run; see [`Settings`].
    pub alone: bool,
    /// Who is told how it goes.
    pub progress: &'o dyn Progress,
    /// The clock.
    pub now: Timestamp,
    /// Whether a required lane may pass over a tree with changes.
    pub allow_dirty: bool,
    /// A folder that stands in for `.artifacts`.
    pub out: Option<&'o Path>,
    /// A folder to record the run in.
    pub record: Option<&'o Path>,
    /// A folder of a recorded run, instead of running.
    pub replay: Option<&'o Path>,
    /// Who answers for the certificate.
    pub signing: Option<&'o Signing>,
}

/// Who answers for a certificate, and what the statement says beside it.
#[derive(Debug)]
pub struct Signing {
    /// The key.
    pub key: SigningKey,
    /// The registry's file.
    pub registry: FileDigest,
    /// The published schema of the certificate.
    pub schema: FileDigest,
    /// Release artifacts that the certificate stands for.
    pub artifacts: Vec<FileDigest>,
}

/// What was issued.
#[derive(Debug)]
pub struct Issued {
    /// The certificate.
    pub certificate: ExecutionCertificate,
    /// Its files.
    pub outputs: Outputs,
    /// The id of the key that signed.
    pub signed_by: Option<String>,
}

impl Issued {
    /// What the process ends with: 0 when it passed or does not block, else 1.
    #[must_use]
    pub fn exit(&self) -> Exit {
        let summary = &self.certificate.summary;
        if summary.status == SummaryStatus::Fail && summary.blocking {
            Exit::Findings
        } else {
            Exit::Clean
        }
    }
}

/// Runs (or replays), computes, writes, signs.
///
/// # Errors
/// [`IssueFault`]; a check that fails is part of the certificate, never an error.
pub fn issue(order: &Order<'_>) -> Result<Issued, IssueFault> {
    let lane = order.lane;
    let contract = &lane.runner.artifact_contract;
    let outputs = Outputs::prepare(
        &lane.runner.runner_id,
        &contract.json_out,
        &contract.md_out,
        &order.search.root,
        order.out,
        order.record,
    )
    .map_err(IssueFault::Output)?;
    let intent = lane.intent().map_err(bug)?;
    let plan = if lane.is_active() { tasks(&intent, order.files) } else { Vec::new() };
    let intent_hash = intent::hash(&serde_json::to_value(&intent).map_err(bug)?);
    let seen = observe(order, &plan, &intent_hash, &outputs)?;
    outputs.hold(&seen.tasks).map_err(IssueFault::Output)?;
    let certificate = certificate(&Run {
        lane,
        intent: &intent,
        tasks: &plan,
        seen: &seen.tasks,
        tree: &seen.tree,
        allow_dirty: order.allow_dirty,
        now: order.now,
    })
    .map_err(bug)?;
    let json = render::json(&certificate).map_err(bug)?;
    let markdown = render::markdown(&certificate).map_err(bug)?;
    outputs.write(&json, &markdown).map_err(IssueFault::Output)?;
    let mut issued = Issued { certificate, outputs, signed_by: None };
    if let Some(signing) = order.signing {
        let envelope = sign(&issued, json.as_bytes(), signing)?;
        issued.outputs.write_envelope(&envelope.to_line()).map_err(IssueFault::Output)?;
        issued.signed_by = Some(envelope.keyid);
    }
    Ok(issued)
}

fn observe(
    order: &Order<'_>,
    plan: &[Task],
    intent_hash: &str,
    outputs: &Outputs,
) -> Result<Observations, IssueFault> {
    let runner = &order.lane.runner;
    if let Some(folder) = order.replay {
        return record::replay(folder, &runner.runner_id, intent_hash, plan, outputs)
            .map_err(IssueFault::Record);
    }
    let shown = order.adapter.unwrap_or(&runner.entrypoints.public_adapter);
    // Before anything is run: what a check leaves in the tree is not what was certified.
    let tree = run::look(order.search, order.limits);
    if tree.commit.is_none() && order.signing.is_some_and(|it| it.artifacts.is_empty()) {
        return Err(IssueFault::NothingToSign);
    }
    let seen = Observations {
        version: OBSERVATIONS_VERSION,
        runner_id: runner.runner_id.clone(),
        intent_hash: intent_hash.to_owned(),
        adapter: shown.to_owned(),
        tree,
        tasks: run_plan(order, plan, shown, outputs)?,
    };
    if let Some(folder) = order.record {
        record::write(folder, &seen).map_err(IssueFault::Record)?;
    }
    Ok(seen)
}

fn run_plan(
    order: &Order<'_>,
    plan: &[Task],
    shown: &str,
    outputs: &Outputs,
) -> Result<Vec<Observation>, IssueFault> {
    if plan.is_empty() {
        return Ok(Vec::new());
    }
    let adapter = match order.adapter {
        Some(command) => Adapter::of_command(command, order.search),
        None => Adapter::of_registry(shown, order.search),
    };
    let settings = Settings {
        adapter: adapter.as_ref(),
        shown,
        root: &order.search.root,
        limits: order.limits,
        jobs: order.jobs,
        mark: order.mark,
        stop: order.stop,
        keep: outputs,
        alone: order.alone,
        progress: order.progress,
    };
    run::run(plan, &settings).map_err(IssueFault::Run)
}

fn sign(issued: &Issued, bytes: &[u8], signing: &Signing) -> Result<Envelope, IssueFault> {
    let name = issued.outputs.json.file_name().map(|it| it.to_string_lossy().into_owned());
    let about = About {
        certificate: FileDigest::of(name.unwrap_or_default(), bytes),
        registry: signing.registry.clone(),
        schema: signing.schema.clone(),
        artifacts: signing.artifacts.clone(),
    };
    let statement = Statement::new(&issued.certificate, &about);
    if statement.subject.is_empty() {
        return Err(IssueFault::NothingToSign);
    }
    Ok(Envelope::sign(statement.to_bytes().map_err(bug)?, &signing.key))
}
