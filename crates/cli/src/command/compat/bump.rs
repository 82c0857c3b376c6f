//! `compat bump`: which version a changed contract needs, by its policy.

mod before;
mod told;

use std::path::PathBuf;

use catalog::canonical::without_annotations;
use catalog::tree::Tree;
use catalog::{Contract, Reference, generate};
use clap::Args;
use compat::policy::{self, Earlier, Fact};
use contracts::toolkit::{ComparedPair, CompatMode, Finding, Policy, Step};
use report::waiver::Subject;
use report::{Exit, WaiverBook};
use serde_json::Value;

use self::before::{Before, text};
use super::load::{Loaded, Unloaded};
use super::pair::compared;
use super::policies::promised;
use super::versions::versions;
use crate::groups::{ClockArgs, OutputArgs};
use crate::io::Io;
use crate::output::Outputs;
use crate::waivers::WaiverArgs;
use crate::{reference, root, tree};

/// Say which version a changed contract needs: patch, minor or major, and why. Exit 1 when the names
/// of the versions declare less, or something waits for a review.
#[derive(Debug, Args)]
pub struct BumpArgs {
    /// The contract; without it every contract that has a policy.
    #[arg(value_name = "ID")]
    contract: Option<String>,
    /// What it was: the schemas, lists and pages of a commit, `git:REF`. Without it the published
    /// schemas of the working tree, against what the types say now.
    #[arg(long, value_name = "git:REF")]
    against: Option<String>,
    /// The repository root; without it the nearest folder upwards that holds specs/01_schema.
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    #[command(flatten)]
    clock: ClockArgs,
    #[command(flatten)]
    waivers: WaiverArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// What became of one contract.
pub(super) struct Bumped {
    pub(super) new: Reference,
    pub(super) pair: ComparedPair<Value>,
    pub(super) findings: Vec<Finding>,
    /// Whether the old version is published or has revisions, so that a minor step takes a name.
    pub(super) named_steps: bool,
}

impl BumpArgs {
    /// Tells the step of every contract that was asked for.
    pub(super) fn run(&self, io: &mut Io<'_>) -> Exit {
        let outputs = match Outputs::parse(&self.output) {
            Ok(outputs) => outputs,
            Err(why) => {
                io.complain(why);
                return Exit::Usage;
            }
        };
        let mut book = match self.waivers.book(self.clock.now_utc, io) {
            Ok(book) => book,
            Err(exit) => return exit,
        };
        match self.bumped(&mut book, io) {
            Ok(all) => {
                let notices = book.as_ref().map(WaiverBook::notices).unwrap_or_default();
                let told = told::Told { all, notices, named: self.contract.is_some() };
                told.write(&outputs, &self.output, io)
            }
            Err((exit, why)) => {
                io.complain(why);
                exit
            }
        }
    }

    fn bumped(
        &self,
        book: &mut Option<WaiverBook>,
        io: &mut Io<'_>,
    ) -> Result<Vec<Bumped>, Unloaded> {
        let wanted = self.wanted()?;
        let root = root::find(self.root.as_deref()).map_err(|why| (Exit::Usage, why))?;
        let now = tree::read_folders(&root, &["specs"])
            .map_err(|error| (Exit::Io, format!("cannot read specs: {error}")))?;
        let before = Before::read(&root, self.against.as_deref(), &now)?;
        let mut all = Vec::new();
        for contract in wanted {
            match policy_of(contract, &now)? {
                Some(policy) => all.extend(bump(contract, &policy, &before, &now, book, io)?),
                None if self.contract.is_some() => {
                    let path = policy::file_name(contract);
                    let why = format!("{} has no policy (specs/{path})", contract.id);
                    return Err((Exit::Usage, why));
                }
                None => {}
            }
        }
        Ok(all)
    }

    fn wanted(&self) -> Result<Vec<&'static Contract>, Unloaded> {
        let Some(id) = &self.contract else { return Ok(catalog::contracts::all().collect()) };
        if id.contains('@') {
            let why = "bump takes a contract without its version: it tells which one is needed";
            return Err((Exit::Usage, why.to_owned()));
        }
        let found = reference::parse(id).map_err(|why| (Exit::Usage, why))?;
        Ok(vec![found.contract])
    }
}

/// The policy as it stands in the tree.
fn policy_of(contract: &Contract, now: &Tree) -> Result<Option<Policy>, Unloaded> {
    let path = format!("specs/{}", policy::file_name(contract));
    let Some(bytes) = now.get(&path) else { return Ok(None) };
    let unusable = |why: String| {
        (Exit::Usage, format!("{path}: {why}; `data-contracts validate {path}` tells more"))
    };
    let document = tree::reader(&path, bytes).map_err(|why| (Exit::Usage, why))?;
    policy::of_value(contract, document).map(Some).map_err(unusable)
}

/// The verdict over one contract; none where the commit did not have it yet.
fn bump(
    contract: &'static Contract,
    policy: &Policy,
    before: &Before<'_>,
    now: &Tree,
    book: &mut Option<WaiverBook>,
    io: &mut Io<'_>,
) -> Result<Option<Bumped>, Unloaded> {
    let olds = before.schemas(contract)?;
    let Some((old, earlier)) = olds.split_last() else {
        io.say(format_args!("new: {}", contract.id));
        return Ok(None);
    };
    let Some(new) = versions(contract).pop() else { return Ok(None) };
    let schema = generate::schema(contract, new.version(), new.revision, &[]);
    let path = format!("specs/{}", new.schema_path());
    let loaded = Loaded::of_value(&path, schema);
    let mut pair = paired(&old.1, &loaded, policy)?;
    let same_major = earlier.iter().filter(|(one, _)| one.version().name == new.version().name);
    let names: Vec<(String, &Loaded)> =
        same_major.map(|(one, loaded)| (one.to_string(), loaded)).collect();
    let earlier: Vec<Earlier<'_>> =
        names.iter().map(|(name, loaded)| Earlier { name, schema: &loaded.value }).collect();
    let facts = policy::facts(policy, &old.1.value, &loaded.value, &earlier)
        .map_err(|fault| (Exit::Usage, format!("{}: {fault}", contract.id)))?;
    let facts = with_lists(contract, policy, before, now, facts);
    let standing = standing(facts, contract, &path, book);
    let judged = policy::judge(policy, new.version().name, standing);
    let state = promised(before.tree(), &old.0);
    let declared = policy::declared(&old.0, &new, state);
    pair.policy = Some(policy::verdict(&judged, declared, contract.id));
    let mut findings = policy::findings(&judged, declared, contract.id, &path);
    if declared == Step::Major {
        findings.extend(not_brought(contract, policy, (&old.0, &new), now));
    }
    let named_steps = state == policy::Promised::Published || new.version().revisions.len() > 1;
    Ok(Some(Bumped { new, pair, findings, named_steps }))
}

/// The comparison behind the verdict.
fn paired(old: &Loaded, new: &Loaded, policy: &Policy) -> Result<ComparedPair<Value>, Unloaded> {
    // Where only words differ nothing has to be proved: a schema takes what it takes.
    let worded = without_annotations(&old.value) == without_annotations(&new.value);
    let same = Loaded::of_value(&new.source, old.value.clone());
    compared(old, if worded { &same } else { new }, &policy::options(policy))
}

/// What a new major version should have brought with it.
fn not_brought(
    contract: &Contract,
    policy: &Policy,
    (old, new): (&Reference, &Reference),
    now: &Tree,
) -> Vec<Finding> {
    let page = format!("specs/02_contracts/{}", contract.page);
    let paths: Vec<&str> = now.keys().filter_map(|path| path.strip_prefix("specs/")).collect();
    let brought = policy::Brought { page: text(now, &page), paths: &paths };
    policy::missing(policy, contract, (old.version().name, new.version().name), &brought)
}

/// The facts that the schemas do not show: lists and the rules of the contract's page.
fn with_lists(
    contract: &Contract,
    policy: &Policy,
    before: &Before<'_>,
    now: &Tree,
    mut facts: Vec<Fact>,
) -> Vec<Fact> {
    for list in &policy.lists {
        let path = list.path.trim_start_matches('/');
        let read = |tree: &Tree| tree.get(path).and_then(|bytes| tree::reader(path, bytes).ok());
        // A list that is new promises nothing yet; one that is gone broke every promise.
        if let Some(old) = read(before.tree()) {
            facts.extend(policy::list(list.kind, &old, &read(now).unwrap_or_default()));
        }
    }
    let page = format!("specs/02_contracts/{}", contract.page);
    let (old, new) = (text(before.tree(), &page), text(now, &page));
    let changed = policy::rule_changes(old, new, &facts);
    facts.extend(changed);
    facts
}

/// The facts that nobody answers for.
fn standing(
    mut facts: Vec<Fact>,
    contract: &Contract,
    source: &str,
    book: &mut Option<WaiverBook>,
) -> Vec<Fact> {
    if let Some(book) = book {
        book.saw(source);
        facts.retain(|fact| {
            let pointer = fact.new_pointer.as_deref().or(fact.old_pointer.as_deref());
            !book.waives(&Subject {
                rule: &fact.code(),
                pointer: pointer.unwrap_or_default(),
                source,
                fingerprint: &fact.fingerprint(contract.id),
            })
        });
    }
    facts
}

/// Both directions are asked for: the policy says which of them count.
pub(super) const MODE: CompatMode = CompatMode::Full;
