//! The source of a run: the network and files, or a recording, with a recorder over it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use ingest::pace::{Pace, Stop};
use ingest::source::cache::Cache;
use ingest::source::gate::Gates;
use ingest::source::https::Https;
use ingest::source::local::Local;
use ingest::source::network::{Network, NetworkOptions};
use ingest::source::origin::{Origin, Origins, Token};
use ingest::source::recording::{Recorder, Replay};
use ingest::source::router::Router;
use ingest::source::want::Source;

use super::args::SourceArgs;

/// The forge that `GITHUB_TOKEN` belongs to where `GITHUB_API_URL` names no other.
const FORGE: &str = "https://api.github.com";

/// The source, and the recorder when there is one.
pub struct Sources {
    /// What the run asks.
    pub source: Arc<dyn Source>,
    /// Where it is written down.
    pub recorder: Option<Arc<Recorder>>,
}

/// Builds the source of a run.
///
/// # Errors
/// An argument or the environment cannot be used; the text says which.
pub fn build(
    args: &SourceArgs,
    root: &Path,
    pace: Arc<dyn Pace>,
    stop: &Stop,
) -> Result<Sources, String> {
    let source: Arc<dyn Source> = match &args.replay {
        Some(folder) => Arc::new(Replay::of(folder)),
        None => {
            Arc::new(Router { local: Local::below(root), https: https(args, root, pace, stop)? })
        }
    };
    Ok(match &args.record {
        None => Sources { source, recorder: None },
        Some(folder) => {
            let recorder = Arc::new(Recorder::new(source, folder));
            Sources { source: Arc::clone(&recorder) as Arc<dyn Source>, recorder: Some(recorder) }
        }
    })
}

fn https(
    args: &SourceArgs,
    root: &Path,
    pace: Arc<dyn Pace>,
    stop: &Stop,
) -> Result<Https, String> {
    let extra_roots = match &args.ca_file {
        None => Vec::new(),
        Some(path) => {
            let pem = std::fs::read(path);
            vec![pem.map_err(|error| format!("--ca-file {}: {error}", path.display()))?]
        }
    };
    let options =
        NetworkOptions { proxy: args.proxy.clone(), extra_roots, ..NetworkOptions::default() };
    let folder = || args.cache.clone().unwrap_or_else(|| root.join(".artifacts/ingest-cache"));
    Ok(Https {
        transport: Arc::new(Network::new(options, Arc::clone(&pace), stop.clone())),
        origins: Origins {
            allowed: allowed(&args.allow_origin)?,
            tokens: tokens(&args.token_for)?,
        },
        cache: (!args.no_cache).then(|| Cache::at(folder())),
        deadline: pace.elapsed() + Duration::from_secs(args.deadline),
        pace,
        stop: stop.clone(),
        gates: Gates::default(),
    })
}

/// The origins of `--allow-origin`.
///
/// # Errors
/// One of them is none.
pub fn allowed(origins: &[String]) -> Result<Vec<Origin>, String> {
    let parse = |text: &String| Origin::parse(text).map_err(|why| format!("--allow-origin: {why}"));
    origins.iter().map(parse).collect()
}

fn tokens(named: &[String]) -> Result<BTreeMap<Origin, Token>, String> {
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
    let mut tokens: BTreeMap<Origin, Token> = forges_own(variable)?.into_iter().collect();
    for pair in named {
        let (origin, name) = pair
            .rsplit_once('=')
            .ok_or_else(|| format!("--token-for `{pair}`: it is written ORIGIN=VARIABLE"))?;
        let origin = Origin::parse(origin).map_err(|why| format!("--token-for: {why}"))?;
        let secret = variable(name)
            .ok_or_else(|| format!("--token-for {origin}: the variable `{name}` is empty"))?;
        let token = Token::new(&secret)
            .ok_or_else(|| format!("--token-for {origin}: `{name}` holds no usable token"))?;
        tokens.insert(origin, token);
    }
    Ok(tokens)
}

/// The token of the forge that the workflow runs on, or of the public one.
fn forges_own(
    variable: impl Fn(&str) -> Option<String>,
) -> Result<Option<(Origin, Token)>, String> {
    let found = ["GITHUB_TOKEN", "GH_TOKEN"]
        .into_iter()
        .find_map(|name| variable(name).map(|secret| (name, secret)));
    let Some((name, secret)) = found else { return Ok(None) };
    let token = Token::new(&secret).ok_or_else(|| format!("`{name}` holds no usable token"))?;
    let forge = variable("GITHUB_API_URL").unwrap_or_else(|| FORGE.to_owned());
    // The address of an enterprise forge's API has a path; only its origin counts.
    let origin = origin_of(&forge)
        .ok_or_else(|| "`GITHUB_API_URL` is no address that a token could go to".to_owned())?;
    Ok(Some((origin, token)))
}

fn origin_of(address: &str) -> Option<Origin> {
    let end = address.find("://").map_or(0, |at| at + 3);
    let host = address.get(end..)?.split('/').next()?;
    Origin::parse(&format!("{}{host}", address.get(..end)?)).ok()
}

/// A path of an argument, else one below the root.
pub fn path_or(given: Option<&PathBuf>, root: &Path, default: &str) -> PathBuf {
    given.cloned().unwrap_or_else(|| root.join(default))
}
