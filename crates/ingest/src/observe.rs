//! Looking at one lane: what to fetch, in which order, and what each answer means.

use std::sync::Arc;

use contracts::runner::{
    ArtifactRef, CertificateState, DigestState, FailureClass, LaneStatus, ReleaseAsset,
    ReleaseMetadata,
};
use contracts::toolkit::Severity;
use jiff::Timestamp;
use report::visible::visible_within;
use url::Url;
use validator::judge::Judge;
use validator::read::Limits;

use crate::evidence::{Evidence, Failure, TrustedReport};
use crate::lane::{Exchange, Lane};
use crate::report_check::{self, Accepted, Held, Refused};
use crate::source::origin::{Origin, redact};
use crate::source::router::is_file;
use crate::source::transport::Payload;
use crate::source::want::{Part, Source, Want};
use crate::{artifacts, commit, digest, identity, release};

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

/// The certificate files that a release carries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CertificateFiles {
    /// The certificate.
    pub certificate: Option<Vec<u8>>,
    /// Its signed envelope.
    pub envelope: Option<Vec<u8>>,
    /// The commit that the release's report names, when there is a report to be trusted: a
    /// certificate of another commit is somebody else's.
    pub commit_sha: Option<String>,
}

/// Says what a lane's certificate is worth. Ingest knows no certificates: the edge hands this in.
pub type CertificateJudge = dyn Fn(&Lane, &CertificateFiles) -> CertificateState + Send + Sync;

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
    /// Judges certificates.
    pub certificates: Box<CertificateJudge>,
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
        self.certificate(&release, reported.as_ref().ok());
        self.seen.report = Some(reported?);
        Ok(())
    }

    /// The report of a release, when it can be trusted.
    fn reported(
        &mut self,
        exchange: &Exchange,
        release: &ReleaseMetadata,
    ) -> Result<TrustedReport, Failure> {
        let payload = self.report(exchange, release)?;
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

    fn report(
        &mut self,
        exchange: &Exchange,
        release: &ReleaseMetadata,
    ) -> Result<Payload, Failure> {
        let name = &exchange.report_asset_name;
        let asset = release::asset(release, name)
            .map_err(|why| Failure::new(FailureClass::AssetMissing, why))?;
        let stated = self.stated_digest(asset, release)?;
        let for_people = asset.browser_download_url.as_deref().or(asset.url.as_deref());
        let report_url = for_people.map(shown_url).unwrap_or_default();
        let sizes = self.observer.sizes;
        let payload = self.asset(asset, Part::Report, sizes.report, stated.as_deref())?;
        self.seen.report_url.clone_from(&report_url);
        self.seen.report_sha256 = Some(payload.sha256.clone());
        if self.seen.evidence_url.is_none() {
            self.seen.evidence_url = link(&report_url);
        }
        let state = match &stated {
            None => DigestState::Unverified,
            Some(stated) if *stated == payload.sha256 => DigestState::Verified,
            Some(_) => DigestState::Mismatch,
        };
        self.seen.digest_state = Some(state);
        match (state, asset.size) {
            (DigestState::Mismatch, _) => Err(Failure::new(
                FailureClass::ChecksumMismatch,
                format!(
                    "the report has the digest {}, the release states {}",
                    payload.sha256,
                    stated.unwrap_or_default()
                ),
            )),
            (DigestState::Unverified, Some(size)) if size != payload.length => Err(Failure::new(
                FailureClass::DownloadFailed,
                format!("{} bytes came of a report of {size} bytes", payload.length),
            )),
            _ => Ok(payload),
        }
    }

    /// The digest that the release states for the asset: in its metadata, else in a sibling.
    fn stated_digest(
        &mut self,
        asset: &ReleaseAsset,
        release: &ReleaseMetadata,
    ) -> Result<Option<String>, Failure> {
        if let Some(stated) = asset.digest.as_deref().and_then(digest::stated) {
            return Ok(Some(stated));
        }
        let sibling_name = format!("{}.sha256", asset.name);
        let Some(sibling) = release.asset(&sibling_name).filter(|a| a.is_uploaded()) else {
            return Ok(None);
        };
        let limit = self.observer.sizes.checksum;
        let payload = self.asset(sibling, Part::Checksum, limit, None)?;
        let text = String::from_utf8_lossy(&payload.bytes);
        digest::sibling(&text, &asset.name).map(Some).ok_or_else(|| {
            let why = format!("`{sibling_name}` states no SHA-256 for the report");
            Failure::new(FailureClass::ChecksumMismatch, why)
        })
    }

    fn asset(
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

    fn certificate(&mut self, release: &ReleaseMetadata, report: Option<&TrustedReport>) {
        let commit_sha = report.map(|report| report.commit_sha.clone());
        let mut files = CertificateFiles { commit_sha, ..CertificateFiles::default() };
        let limit = self.observer.sizes.certificate;
        let names = [
            (Part::Certificate, self.lane.certificate_name.clone()),
            (Part::Envelope, self.lane.envelope_name()),
        ];
        for (part, name) in names {
            let Some(asset) = release.asset(&name).filter(|a| a.is_uploaded()) else { continue };
            let stated = asset.digest.as_deref().and_then(digest::stated);
            match self.asset(asset, part, limit, stated.as_deref()) {
                Ok(payload) if stated.is_none_or(|stated| stated == payload.sha256) => match part {
                    Part::Certificate => files.certificate = Some(payload.bytes),
                    _ => files.envelope = Some(payload.bytes),
                },
                Ok(_) => {
                    self.seen.certificate = Some(CertificateState::Bad);
                    return;
                }
                Err(failure) => {
                    let message =
                        format!("its certificate cannot be looked at: {}", failure.detail);
                    self.seen.find("ingest/certificate-missing", Severity::Warning, &message);
                    return;
                }
            }
        }
        let state = (self.observer.certificates)(self.lane, &files);
        self.seen.certificate = Some(state);
        if state == CertificateState::None {
            let message = format!("the release carries no `{}`", self.lane.certificate_name);
            self.seen.find("ingest/certificate-missing", Severity::Warning, &message);
        }
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
fn link(url: &str) -> Option<String> {
    let parsed = Url::parse(url).ok()?;
    matches!(parsed.scheme(), "http" | "https").then(|| redact(&parsed))
}
