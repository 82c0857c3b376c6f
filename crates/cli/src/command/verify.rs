//! `verify`: whether a certificate holds, step by step, and who answers for it.

use std::fs::File;
use std::path::{Path, PathBuf};

use certify::lane::Lane;
use certify::operator;
use certify::sign::statement::FileDigest;
use certify::sign::trust::TrustStore;
use certify::verify::{Demands, Subject, text, verify};
use clap::{Args, ValueEnum};
use contracts::toolkit::Trust;
use jiff::{SignedDuration, Timestamp};
use report::Exit;
use validator::judge::Judge;

use super::certify::{LoadedRegistry, load_registry};
use crate::entry::output_failed;
use crate::groups::ClockArgs;
use crate::io::Io;
use crate::output::tool;

/// What an envelope's file name ends with.
const ENVELOPE: &str = ".intoto.jsonl";

/// The largest certificate or envelope that is read.
const MOST: u64 = 64 << 20;

/// Check a certificate step by step: its digests, who signed it, and whether it is about what you
/// ask for. Exit 0 verified or digest-only, 1 it does not hold, 5 a demand of yours is not met,
/// 6 its signature is broken, missing or nobody's.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// The certificate (`….json`) or its envelope (`….intoto.jsonl`); the other one is looked for
    /// beside it.
    #[arg(value_name = "CERT|ENVELOPE")]
    path: PathBuf,
    /// The trust file: whose signature is believed.
    #[arg(long, value_name = "FILE")]
    trust: Option<PathBuf>,
    /// Compare the demands with this registry's.
    #[arg(long, value_name = "PATH")]
    registry: Option<PathBuf>,
    /// The runner that it must be about.
    #[arg(long, value_name = "ID")]
    runner: Option<String>,
    /// A file that the signature must be about; may be given several times.
    #[arg(long, value_name = "FILE")]
    artifact: Vec<PathBuf>,
    /// The commit that it must be about.
    #[arg(long, value_name = "SHA")]
    commit: Option<String>,
    /// Refuse what nobody signed.
    #[arg(long)]
    require_signature: bool,
    /// Refuse an authentic certificate of a run that failed, or was none.
    #[arg(long)]
    require_pass: bool,
    /// The greatest age in hours.
    #[arg(long, value_name = "HOURS", value_parser = clap::value_parser!(u32))]
    max_age: Option<u32>,
    /// The form of the report.
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
    #[command(flatten)]
    clock: ClockArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For people: one line a step.
    Text,
    /// For programs: `toolkit/verify-report`.
    Json,
}

type Refused = (Exit, String);

impl VerifyArgs {
    /// Verifies; the report goes to standard output.
    pub fn run(&self, io: &mut Io<'_>) -> Exit {
        match self.verified() {
            Ok((text, exit)) => match io.out.write_all(text.as_bytes()) {
                Ok(()) => exit,
                Err(error) => exit.combine(output_failed(&error, io)),
            },
            Err((exit, why)) => {
                io.complain(why);
                exit
            }
        }
    }

    fn verified(&self) -> Result<(String, Exit), Refused> {
        let judge = Judge::new();
        let (certificate, envelope) = self.bytes()?;
        let trust = self.trust.as_deref().map(|path| trust(path, &judge)).transpose()?;
        let registry = self
            .registry
            .as_deref()
            .map(|path| load_registry(Some(path), Path::new("."), None, &judge));
        let registry = registry.transpose()?;
        let lane = registry.as_ref().map(|registry| self.lane(registry, &certificate));
        let found = verify(
            &certificate,
            envelope.as_deref(),
            &Demands {
                trust: trust.as_ref(),
                lane: lane.as_ref().map(Option::as_ref),
                runner: self.runner.as_deref(),
                subjects: &self.subjects()?,
                require_signature: self.require_signature,
                require_pass: self.require_pass,
                max_age: self.max_age.map(|hours| SignedDuration::from_hours(hours.into())),
                now: self.clock.now_utc.unwrap_or_else(Timestamp::now),
            },
            &judge,
        );
        let report = found.report(tool(), &self.path.to_string_lossy());
        let shown = match self.format {
            Form::Text => text(&report),
            Form::Json => {
                let json = serde_json::to_string_pretty(&report);
                format!("{}\n", json.map_err(|error| (Exit::Bug, error.to_string()))?)
            }
        };
        Ok((shown, found.exit()))
    }

    /// The certificate, and the envelope where there is one.
    fn bytes(&self) -> Result<(Vec<u8>, Option<Vec<u8>>), Refused> {
        let shown = self.path.to_string_lossy();
        if let Some(stem) = shown.strip_suffix(ENVELOPE) {
            let envelope = read(&self.path)?;
            let beside = PathBuf::from(format!("{stem}.json"));
            let certificate = read(&beside).map_err(|(exit, why)| {
                (exit, format!("the certificate beside the envelope cannot be read: {why}"))
            })?;
            return Ok((certificate, Some(envelope)));
        }
        let certificate = read(&self.path)?;
        let beside = self.path.with_extension(ENVELOPE.trim_start_matches('.'));
        let envelope = if beside.exists() { Some(read(&beside)?) } else { None };
        Ok((certificate, envelope))
    }

    /// The registry's entry of the runner asked for, else of the one that the certificate names.
    fn lane(&self, loaded: &LoadedRegistry, certificate: &[u8]) -> Option<Lane> {
        let stated = || {
            let document = validator::read::read(
                certificate,
                validator::read::Format::Json,
                &validator::read::Limits::default(),
            );
            let runner = document.value?.pointer("/runner/runner_id")?.as_str()?.to_owned();
            Some(runner)
        };
        let runner = self.runner.clone().or_else(stated)?;
        Lane::find(&loaded.registry, &loaded.path, &runner)
    }

    fn subjects(&self) -> Result<Vec<Subject>, Refused> {
        let mut subjects = Vec::new();
        for path in &self.artifact {
            // Unlike a certificate a release artifact may be of any size.
            let digest = File::open(path)
                .and_then(|file| FileDigest::read(path.to_string_lossy(), file))
                .map_err(|error| (Exit::Io, format!("{}: {error}", path.display())))?;
            subjects.push(Subject::Artifact { name: digest.name, sha256: digest.sha256 });
        }
        subjects.extend(self.commit.iter().cloned().map(Subject::Commit));
        Ok(subjects)
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Refused> {
    let unread = |why: String| (Exit::Io, format!("{}: {why}", path.display()));
    let size = std::fs::metadata(path).map_err(|error| unread(error.to_string()))?.len();
    if size > MOST {
        return Err(unread(format!("larger than {} MiB", MOST >> 20)));
    }
    std::fs::read(path).map_err(|error| unread(error.to_string()))
}

fn trust(path: &Path, judge: &Judge) -> Result<TrustStore, Refused> {
    let shown = path.to_string_lossy();
    let bytes = read(path)?;
    let unusable =
        |why: String| (Exit::Usage, format!("the trust file {shown} cannot be used:\n{why}"));
    let file: Trust = operator::load(&shown, &bytes, "toolkit/trust", None, judge)
        .map_err(|fault| unusable(fault.to_string()))?;
    TrustStore::new(&file).map_err(|fault| unusable(fault.to_string()))
}
