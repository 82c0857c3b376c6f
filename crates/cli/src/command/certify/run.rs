//! The certification itself.

use std::fs::File;
use std::io::{self, Read as _};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use certify::issue::{Order, Signing, issue};
use certify::lane::Lane;
use certify::plan::Task;
use certify::run::{Progress as Told, RunLimits, Search};
use certify::sign::key::{MAX_KEY_FILE, SigningKey};
use certify::sign::key_file;
use certify::sign::statement::FileDigest;
use clap::Args;
use jiff::Timestamp;
use report::Exit;
use validator::judge::Judge;
use validator::proof::digest;

use super::registry::{self, LoadedRegistry};
use super::told;
use crate::groups::ClockArgs;
use crate::io::Io;
use crate::progress::Progress;
use crate::root::Files;

/// The published schema of the certificates that we write.
const SCHEMA: &str = "01_schema/runner_execution_certificate_v1.yaml";

/// Run what the registry demands of a runner, keep the evidence and write its certificate.
#[derive(Debug, Args)]
pub(super) struct RunArgs {
    /// The runner's id in the registry.
    #[arg(long, value_name = "ID", required = true)]
    runner: Option<String>,
    /// The registry; without it the one below the root, else our own.
    #[arg(long, value_name = "PATH")]
    registry: Option<PathBuf>,
    /// The program that speaks for the runner, with its first arguments (no shell, no quoting);
    /// without it the registry's.
    #[arg(long, value_name = "COMMAND")]
    adapter: Option<String>,
    /// The runner's repository: programs run in it, cases are read from it.
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// A folder that stands in for `.artifacts` below the root.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Sign with this private key: PKCS#8 PEM or OpenSSH, Ed25519, without a passphrase.
    #[arg(long, value_name = "FILE")]
    sign_key: Option<PathBuf>,
    /// A release artifact that the signature is about; may be given several times.
    #[arg(long, value_name = "FILE", requires = "sign_key")]
    artifact: Vec<PathBuf>,
    /// Seconds that one check may run.
    #[arg(long, value_name = "SECONDS", default_value = "300", value_parser = clap::value_parser!(u64).range(1..=86_400))]
    timeout: u64,
    /// Checks that run at once; more than one only where they do not disturb each other.
    #[arg(long, value_name = "N", default_value = "1")]
    jobs: NonZeroUsize,
    /// A required lane may pass over a tree with changes.
    #[arg(long)]
    allow_dirty: bool,
    /// Keep all observations in this folder, so that the run can be told again.
    #[arg(long, value_name = "DIR", conflicts_with = "replay")]
    record: Option<PathBuf>,
    /// Run nothing; take the observations from this folder.
    #[arg(long, value_name = "DIR")]
    replay: Option<PathBuf>,
    #[command(flatten)]
    clock: ClockArgs,
}

type Refused = (Exit, String);

impl RunArgs {
    pub(super) fn run(&self, io: &mut Io<'_>) -> Exit {
        match self.certify(io) {
            Ok(exit) => exit,
            Err((exit, why)) => {
                io.complain(why);
                exit
            }
        }
    }

    fn certify(&self, io: &mut Io<'_>) -> Result<Exit, Refused> {
        let judge = Judge::new();
        let root = absolute(&self.root)?;
        if !root.is_dir() {
            return Err((Exit::Usage, format!("--root {}: no such folder", self.root.display())));
        }
        let files = Files::new(root.clone());
        // References of the registry are not followed here: a case that is missing fails its row.
        let loaded = registry::load(self.registry.as_deref(), &root, None, &judge)?;
        let lane = self.lane(&loaded)?;
        let signing =
            self.sign_key.as_deref().map(|key| self.signing(key, &loaded, io)).transpose()?;
        let now = self.clock.now_utc.unwrap_or_else(Timestamp::now);
        let stop = interruptible()?;
        let limits =
            RunLimits { timeout: Duration::from_secs(self.timeout), ..RunLimits::default() };
        let progress = Bar(Progress::new(io.progress, demanded(&lane)));
        let issued = issue(&Order {
            lane: &lane,
            files: &files,
            search: &search(root)?,
            adapter: self.adapter.as_deref(),
            limits: &limits,
            jobs: self.jobs,
            mark: &random_mark()?,
            stop: &stop,
            alone: true,
            progress: &progress,
            now,
            allow_dirty: self.allow_dirty,
            out: self.out.as_deref(),
            record: self.record.as_deref(),
            replay: self.replay.as_deref(),
            signing: signing.as_ref(),
        })
        .map_err(|fault| (fault.exit(), fault.to_string()))?;
        drop(progress);
        Ok(told::issued(&issued, io))
    }

    fn lane(&self, loaded: &LoadedRegistry) -> Result<Lane, Refused> {
        let runner = self.runner.as_deref().unwrap_or_default();
        Lane::find(&loaded.registry, &loaded.path, runner).ok_or_else(|| {
            let known: Vec<&str> =
                loaded.registry.runners.iter().map(|it| it.runner_id.as_str()).collect();
            let shown = report::visible::visible(runner);
            let known = known.join(", ");
            (Exit::Usage, format!("the registry has no runner `{shown}`; it has: {known}"))
        })
    }

    fn signing(
        &self,
        path: &Path,
        loaded: &LoadedRegistry,
        io: &mut Io<'_>,
    ) -> Result<Signing, Refused> {
        let key = private_key(path, io)?;
        let artifacts = self.artifact.iter().map(|artifact| {
            let name = artifact.file_name().unwrap_or_default().to_string_lossy();
            let digest = File::open(artifact).and_then(|file| FileDigest::read(name, file));
            digest.map_err(|error| unread(artifact, &error))
        });
        let artifacts = artifacts.collect::<Result<_, _>>()?;
        let schema = specs::file(SCHEMA)
            .ok_or_else(|| (Exit::Bug, format!("specs/{SCHEMA} is not embedded")))?;
        let schema = FileDigest::of(format!("/specs/{SCHEMA}"), schema.text.as_bytes());
        Ok(Signing { key, registry: loaded.file.clone(), schema, artifacts })
    }
}

/// The key, which is read before anything is run: a run that cannot be signed is not begun.
fn private_key(path: &Path, io: &mut Io<'_>) -> Result<SigningKey, Refused> {
    let mut text = String::new();
    // One byte more than a key may have, so that a device is no endless read.
    let most = u64::try_from(MAX_KEY_FILE).unwrap_or(u64::MAX).saturating_add(1);
    File::open(path)
        .and_then(|file| file.take(most).read_to_string(&mut text))
        .map_err(|error| unread(path, &error))?;
    let key = SigningKey::from_file_text(&text)
        .map_err(|fault| (Exit::Usage, format!("{}: {fault}", path.display())))?;
    if key_file::is_open_to_others(path) {
        io.say(format_args!("warning: {} can be read by others", path.display()));
    }
    Ok(key)
}

fn unread(path: &Path, error: &io::Error) -> Refused {
    (Exit::Io, format!("{}: {error}", path.display()))
}

struct Bar(Progress);

impl Told for Bar {
    fn begins(&self, _: &Task, _: usize, _: usize) {
        self.0.step();
    }
}

fn demanded(lane: &Lane) -> usize {
    let runner = &lane.runner;
    runner.command_contract_subset.len()
        + runner.required_core_checks.len()
        + runner.required_core_cases.len()
}

fn search(root: PathBuf) -> Result<Search, Refused> {
    let own = std::env::current_exe().ok().and_then(|exe| exe.parent().map(Path::to_path_buf));
    Ok(Search {
        root,
        here: absolute(Path::new("."))?,
        path: std::env::var_os("PATH"),
        // Beside our own program stands its sibling, the adapter of our own lane.
        more: own.into_iter().collect(),
    })
}

fn absolute(path: &Path) -> Result<PathBuf, Refused> {
    std::path::absolute(path).map_err(|error| (Exit::Io, format!("{}: {error}", path.display())))
}

/// Ends the run early on an interrupt: the programs have process groups of their own, so that
/// only we can end them.
fn interruptible() -> Result<Arc<AtomicBool>, Refused> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        signal_hook::flag::register(signal, Arc::clone(&stop))
            .map_err(|error| (Exit::Bug, format!("cannot watch for interrupts: {error}")))?;
    }
    Ok(stop)
}

fn random_mark() -> Result<String, Refused> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)
        .map_err(|error| (Exit::Bug, format!("this system gives no random bytes: {error}")))?;
    Ok(digest::hex(&bytes))
}
