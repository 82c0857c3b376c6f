//! Looking at one lane: what to fetch, in which order, and what each answer means.

use std::sync::Arc;

use contracts::runner::{ArtifactRef, FailureClass, LaneStatus, ReleaseAsset, ReleaseMetadata};
use contracts::toolkit::Severity;
use jiff::Timestamp;
use report::visible::visible_within;
use url::Url;
use validator::judge::Judge;
use validator::read::Limits;

use crate::certificates::{self, Certificates};
use crate::evidence::{Evidence, Failure, TrustedReport};
use crate::lane::{Exchange, Lane};
use crate::report_check::{self, Accepted, Held, Refused};
use crate::source::origin::{Origin, redact};
use crate::source::router::is_file;
use crate::source::transport::Payload;
use crate::source::want::{Part, Source, Want};
use crate::{artifacts, commit, identity, release, report_asset};

/// How large each part may be, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sizes {
    /// Release metadata.
    pub release: u64,
    /// The report.
    pub report: u64,
    /// A `.sha256` sibling or a commit.
    pub checksum: u64,
    /// A certificate or its envelope.
    pub certificate: u64,
    /// An artifact that the report names.
    pub artifact: u64,
}

impl Default for Sizes {
    fn default() -> Self {
        const MIB: u64 = 1 << 20;
        Sizes {
            release: 8 * MIB,
            report: 4 * MIB,
            checksum: 64 * 1024,
            certificate: 16 * MIB,
            artifact: 1024 * MIB,
        }
    }
}

/// Looks at lanes.
pub struct Observer {
    /// Where releases come from.
    pub source: Arc<dyn Source>,
    /// Judges reports.
    pub judge: Arc<Judge>,
    /// The time of the run.
    pub now: Timestamp,
    /// Size limits.
    pub sizes: Sizes,
    /// Whether artifacts are fetched and held against their digests.
    pub verify_artifacts: bool,
    /// Whether the tag's commit is asked for.
    pub verify_commit: bool,
    /// Certificates and their judge.
    pub certificates: Certificates,
}

impl std::fmt::Debug for Observer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Observer").field("now", &self.now).finish_non_exhaustive()
    }
}

/// A lane under observation.
pub(crate) struct Sight<'o> {
    pub(crate) observer: &'o Observer,
    pub(crate) lane: &'o Lane,
    pub(crate) home: Option<Origin>,
    pub(crate) seen: Evidence,
}

impl Observer {
    /// Everything there is to observe of a lane. Trouble is evidence, never an error.
    #[must_use]
    pub fn observe(&self, lane: &Lane) -> Evidence {
        let url = lane.exchange.as_ref().map(|e| e.release_api_url.as_str()).unwrap_or_default();
        let home = Url::parse(url).ok().filter(|_| !is_file(url)).map(|url| Origin::of(&url));
        let mut sight = Sight { observer: self, lane, home, seen: Evidence::default() };
        if let Err(failure) = sight.look() {
            sight.seen.report = None;
            sight.seen.failure = Some(failure);
        }
        certificates::at_hand(&mut sight);
        sight.seen
    }
}

impl Sight<'_> {
    fn look(&mut self) -> Result<(), Failure> {
        let missing = |why: &str| Failure::new(FailureClass::ReleaseMissing, why);
        if self.lane.status != LaneStatus::Active {
            let why = format!("the lane is {}: nothing is fetched", self.lane.status.as_str());
            return Err(Failure::new(FailureClass::LanePlanned, why));
        }
        if let Some(why) = &self.lane.broken {
            return Err(missing(&format!("the registry's row cannot be used: {why}")));
        }
        let exchange = self
            .lane
            .exchange
            .as_ref()
            .ok_or_else(|| missing("the registry has no status_exchange for it"))?;
        let release = self.release(exchange)?;
        let reported = self.reported(exchange, &release);
        let commit_sha = reported.as_ref().ok().map(|report| report.commit_sha.clone());
        certificates::carried(self, &release, commit_sha);
        self.seen.report = Some(reported?);
        Ok(())
    }

    /// The report of a release, when it can be trusted.
    fn reported(
        &mut self,
        exchange: &Exchange,
        release: &ReleaseMetadata,
    ) -> Result<TrustedReport, Failure> {
        let payload = report_asset::fetch(self, exchange, release)?;
        let commit = commit::resolve(self, exchange, release)?;
        let accepted = self.accept(&payload, release, commit.as_deref())?;
        for warning in &accepted.warnings {
            self.seen.find(&warning.code, warning.severity, &report_check::told(warning));
        }
        self.artifacts(&accepted.document.artifact_refs)?;
        Ok(accepted.trusted)
    }

    /// Fetches a part and takes note of it.
    pub(crate) fn fetch(&mut self, want: &Want<'_>) -> Result<Payload, Failure> {
        let fetched = self.observer.source.fetch(want);
        self.seen.note(&fetched);
        if let (Part::Release, Some(moved_to)) = (want.part, &fetched.moved_to) {
            self.seen.redirected_from = Some(shown_url(want.url));
            let message = format!("the release address has moved for good to {moved_to}");
            self.seen.find("ingest/release-moved", Severity::Warning, &message);
        }
        fetched.outcome.map_err(|trouble| Failure::of(want.part, &trouble))
    }

    fn release(&mut self, exchange: &Exchange) -> Result<ReleaseMetadata, Failure> {
        let home = self.home.clone();
        let payload = self.fetch(&Want {
            lane: &self.lane.runner_id.clone(),
            part: Part::Release,
            url: &exchange.release_api_url,
            limit: self.observer.sizes.release,
            keep: true,
            sha256: None,
            home: home.as_ref(),
        })?;
        let release = release::metadata(&payload.bytes, &Limits::default())
            .map_err(|why| Failure::new(FailureClass::DownloadFailed, why))?;
        self.seen.has_release = true;
        self.seen.release_version = visible_within(&release.tag_name, 200).into_owned();
        self.seen.immutable = release.immutable;
        self.seen.evidence_url = release.html_url.as_deref().and_then(link);
        if release.draft == Some(true) {
            let why = "the release is a draft: it is not published yet";
            return Err(Failure::new(FailureClass::ReleaseMissing, why));
        }
        if release.prerelease == Some(true) {
            let message = "the release is a prerelease";
            self.seen.find("ingest/release-prerelease", Severity::Warning, message);
        }
        Ok(release)
    }

    pub(crate) fn asset(
        &mut self,
        asset: &ReleaseAsset,
        part: Part,
        limit: u64,
        sha256: Option<&str>,
    ) -> Result<Payload, Failure> {
        let (lane, home) = (self.lane.runner_id.clone(), self.home.clone());
        let url = asset.source_url().unwrap_or_default();
        self.fetch(&Want { lane: &lane, part, url, limit, keep: true, sha256, home: home.as_ref() })
    }

    fn accept(
        &mut self,
        payload: &Payload,
        release: &ReleaseMetadata,
        commit: Option<&str>,
    ) -> Result<Accepted, Failure> {
        let commitish = release.target_commitish.as_deref().and_then(identity::commit);
        let held = Held {
            lane: self.lane,
            tag: &release.tag_name,
            commit: commit.or(commitish),
            now: self.observer.now,
            limits: &Limits::default(),
        };
        report_check::check(&payload.bytes, &self.observer.judge, &held).map_err(|refused| {
            match refused {
                Refused::Report(failure) => failure,
                Refused::Ours(error) => {
                    Failure::new(FailureClass::VersionIncompatible, error.to_string())
                }
            }
        })
    }

    fn artifacts(&mut self, refs: &[ArtifactRef]) -> Result<(), Failure> {
        if !self.observer.verify_artifacts {
            return Ok(());
        }
        artifacts::verify(self, refs)
    }
}

/// A URL as matrix and log may show it.
pub(crate) fn shown_url(url: &str) -> String {
    match Url::parse(url) {
        Ok(parsed) if !is_file(url) => redact(&parsed),
        _ => visible_within(url, 2_000).into_owned(),
    }
}

/// A URL that a page may link to: http or https only.
pub(crate) fn link(url: &str) -> Option<String> {
    let parsed = Url::parse(url).ok()?;
    matches!(parsed.scheme(), "http" | "https").then(|| redact(&parsed))
}
