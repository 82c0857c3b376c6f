//! What a run needs, gathered from arguments, environment and files before anything is fetched.

use std::path::{Path, PathBuf};

use contracts::runner::StatusMatrix;
use ingest::made::RunOptions;
use ingest::pace::Stop;
use ingest::publish::Targets;
use ingest::registry::{Registry, registry};
use ingest::row::Frame;
use ingest::snapshot;
use jiff::Timestamp;
use report::Exit;
use report::clock::parse_utc;
use validator::context::Context;
use validator::judge::Judge;

use super::IngestArgs;
use super::args;
use super::recorded::About;
use super::sources::path_or;
use crate::pace::now;
use crate::root;

/// The registry of the repository, below its root and among the embedded files.
const REGISTRY: &str = "01_schema/runner_certification_registry_v1.yaml";

/// Why there is no run: the exit code and the reason.
pub type Refusal = (Exit, String);

/// The registry's bytes, and what documents call it.
pub struct Given {
    /// The file as it stands.
    pub bytes: Vec<u8>,
    /// Its path as documents show it.
    pub path: String,
    /// Why it could not be read: the run emits its documents all the same.
    pub trouble: Option<String>,
}

/// Everything that the arguments say, as values.
pub struct Plan {
    /// The repository root.
    pub root: PathBuf,
    /// What the recording says of itself, when one is replayed.
    pub about: Option<About>,
    /// Time and bound.
    pub frame: Frame,
    /// Where everything goes.
    pub targets: Targets,
}

impl Plan {
    /// Reads the arguments.
    ///
    /// # Errors
    /// One of them cannot be used.
    pub fn of(args: &IngestArgs) -> Result<Self, Refusal> {
        let usage = |why: String| (Exit::Usage, why);
        let root = find_root(args.lanes.root.as_deref()).map_err(usage)?;
        let about = match &args.sources.replay {
            Some(folder) => About::read(folder).map_err(usage)?,
            None => None,
        };
        let frame = Frame {
            now: time(args, about.as_ref()).map_err(usage)?,
            max_age_hours: args::hours(args.lanes.max_age_hours.as_deref()).map_err(usage)?,
        };
        let targets = targets(args, &root);
        Ok(Plan { root, about, frame, targets })
    }
}

/// The root: the one given, else the repository around us, else where we are.
fn find_root(given: Option<&Path>) -> Result<PathBuf, String> {
    match (root::find(given), given) {
        (Err(why), Some(_)) => Err(why),
        (found, _) => Ok(found.unwrap_or_else(|_| PathBuf::from("."))),
    }
}

fn time(args: &IngestArgs, about: Option<&About>) -> Result<Timestamp, String> {
    match (args::given(args.lanes.now_utc.as_deref()), about) {
        (Some(text), _) => parse_utc(text).map_err(|error| format!("--now-utc: {error}")),
        (None, Some(about)) => about.now(),
        (None, None) => Ok(now()),
    }
}

/// How the run is to be done.
pub fn options(args: &IngestArgs, frame: Frame, stop: &Stop) -> RunOptions {
    RunOptions {
        frame,
        workers: args.sources.workers,
        enforce_freshness: args.lanes.enforce_freshness,
        immutable: args.lanes.require_immutable.into(),
        allow_empty: args.lanes.allow_empty,
        stop: stop.clone(),
    }
}

fn targets(args: &IngestArgs, root: &Path) -> Targets {
    let given = &args.targets;
    let summary = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty());
    Targets {
        json: path_or(given.out_json.as_ref(), root, ".artifacts/runner-status-matrix.json"),
        markdown: path_or(given.out_md.as_ref(), root, ".artifacts/runner-status-matrix.md"),
        html: Some(path_or(given.out_html.as_ref(), root, ".artifacts/runner-status-matrix.html")),
        log: path_or(given.log_json.as_ref(), root, ".artifacts/runner-status-ingest-log.json"),
        badges: given.badges.clone(),
        history: given.history.clone(),
        step_summary: summary.map(PathBuf::from),
    }
}

/// The matrix of `--previous`.
///
/// # Errors
/// It cannot be read, or is no matrix. The run goes on without it.
pub fn previous(path: Option<&Path>, judge: &Judge) -> Result<Option<StatusMatrix>, Refusal> {
    let Some(path) = path else { return Ok(None) };
    let bytes = std::fs::read(path)
        .map_err(|error| (Exit::Io, format!("--previous {}: {error}", path.display())))?;
    snapshot::matrix(&bytes, judge).map(Some).map_err(|no| {
        (Exit::Usage, format!("--previous {}: it is no valid matrix: {no}", path.display()))
    })
}

/// The registry that was asked for: a file, that of the recording, of the repository, or our own.
pub fn given(args: &IngestArgs, root: &Path, about: Option<&About>) -> Given {
    let recorded = args.sources.replay.as_deref().zip(about);
    let (file, path) = match (&args.lanes.registry, recorded) {
        (Some(file), _) => (file.clone(), shown(file, root)),
        (None, Some((folder, about))) => about.registry(folder),
        (None, None) => {
            let file = root.join("specs").join(REGISTRY);
            if !file.is_file()
                && let Some(embedded) = specs::file(REGISTRY)
            {
                let (bytes, path) = (embedded.text.into(), format!("/specs/{REGISTRY}"));
                return Given { bytes, path, trouble: None };
            }
            (file.clone(), shown(&file, root))
        }
    };
    match std::fs::read(&file) {
        Ok(bytes) => Given { bytes, path, trouble: None },
        Err(error) => {
            let trouble = format!("the registry {} cannot be read: {error}", file.display());
            Given { bytes: Vec::new(), path, trouble: Some(trouble) }
        }
    }
}

/// A path as documents show it: from the root on where it is below it.
fn shown(file: &Path, root: &Path) -> String {
    let below = || {
        let (file, root) = (file.canonicalize().ok()?, root.canonicalize().ok()?);
        Some(format!("/{}", file.strip_prefix(root).ok()?.display()))
    };
    below().unwrap_or_else(|| file.display().to_string())
}

/// The registry as values.
///
/// # Errors
/// Our own schema of registries is not in order.
pub fn read_registry(
    given: &Given,
    origins: &[String],
    judge: &Judge,
) -> Result<Registry, Refusal> {
    if given.trouble.is_some() {
        return Ok(Registry::default());
    }
    let context = Context { allowed_origins: origins, ..Context::default() };
    registry(&given.bytes, &given.path, judge, &context)
        .map_err(|error| (Exit::Bug, error.to_string()))
}
