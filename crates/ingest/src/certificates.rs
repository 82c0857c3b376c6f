//! The certificates of a lane: those at hand, else those that its release carries. What they are
//! worth is for the edge to say; ingest knows no certificates.

use contracts::runner::{CertificateState, LaneStatus, ReleaseMetadata};
use contracts::toolkit::Severity;

use crate::digest;
use crate::evidence::Failure;
use crate::lane::Lane;
use crate::observe::Sight;
use crate::source::want::Part;

/// The certificate files of a lane.
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

/// Says what a lane's certificate is worth.
pub type CertificateJudge = dyn Fn(&Lane, &CertificateFiles) -> CertificateState + Send + Sync;

/// Where certificates are, and who says what they are worth.
pub struct Certificates {
    /// Whether the judge has them at hand: then no release is asked for any, and lanes whose
    /// release gives nothing are judged too.
    pub at_hand: bool,
    /// The judge.
    pub judge: Box<CertificateJudge>,
}

impl Certificates {
    /// Those that releases carry, by that judge.
    #[must_use]
    pub fn carried(judge: Box<CertificateJudge>) -> Self {
        Certificates { at_hand: false, judge }
    }
}

/// Judges the certificate at hand, whatever became of the lane's release.
pub(crate) fn at_hand(sight: &mut Sight<'_>) {
    if sight.observer.certificates.at_hand {
        let commit_sha = sight.seen.report.as_ref().map(|report| report.commit_sha.clone());
        let files = CertificateFiles { commit_sha, ..CertificateFiles::default() };
        judged(sight, &files, "among the certificates at hand is no");
    }
}

/// Fetches and judges the certificate that a release carries.
pub(crate) fn carried(
    sight: &mut Sight<'_>,
    release: &ReleaseMetadata,
    commit_sha: Option<String>,
) {
    if sight.observer.certificates.at_hand {
        return;
    }
    match files(sight, release) {
        Ok((certificate, envelope)) => {
            let files = CertificateFiles { certificate, envelope, commit_sha };
            judged(sight, &files, "the release carries no");
        }
        Err(Unusable::Altered) => sight.seen.certificate = Some(CertificateState::Bad),
        Err(Unusable::Unreachable(failure)) => {
            let why = format!("its certificate cannot be looked at: {}", failure.detail);
            sight.seen.find("ingest/certificate-missing", Severity::Warning, &why);
        }
    }
}

/// Why there is a certificate, and still none to judge.
enum Unusable {
    /// It has not the digest that the release states.
    Altered,
    /// It could not be fetched.
    Unreachable(Failure),
}

type Files = (Option<Vec<u8>>, Option<Vec<u8>>);

fn files(sight: &mut Sight<'_>, release: &ReleaseMetadata) -> Result<Files, Unusable> {
    let lane = sight.lane;
    let certificate = fetch(sight, release, Part::Certificate, &lane.certificate_name)?;
    let envelope = fetch(sight, release, Part::Envelope, &lane.envelope_name())?;
    Ok((certificate, envelope))
}

fn fetch(
    sight: &mut Sight<'_>,
    release: &ReleaseMetadata,
    part: Part,
    name: &str,
) -> Result<Option<Vec<u8>>, Unusable> {
    let Some(asset) = release.asset(name).filter(|asset| asset.is_uploaded()) else {
        return Ok(None);
    };
    let limit = sight.observer.sizes.certificate;
    let stated = asset.digest.as_deref().and_then(digest::stated);
    let payload =
        sight.asset(asset, part, limit, stated.as_deref()).map_err(Unusable::Unreachable)?;
    let altered = stated.is_some_and(|stated| stated != payload.sha256);
    if altered { Err(Unusable::Altered) } else { Ok(Some(payload.bytes)) }
}

fn judged(sight: &mut Sight<'_>, files: &CertificateFiles, none: &str) {
    let state = (sight.observer.certificates.judge)(sight.lane, files);
    sight.seen.certificate = Some(state);
    if state == CertificateState::None && sight.lane.status == LaneStatus::Active {
        let message = format!("{none} `{}`", sight.lane.certificate_name);
        sight.seen.find("ingest/certificate-missing", Severity::Warning, &message);
    }
}
