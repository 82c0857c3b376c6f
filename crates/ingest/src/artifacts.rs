//! The artifacts that a report names: whether they exist, with the digests that it states.

use contracts::runner::{ArtifactRef, ArtifactTally, FailureClass};

use crate::evidence::Failure;
use crate::observe::{Sight, shown_url};
use crate::source::want::{Part, Want};

/// Artifacts of one report that are looked at at most.
const MOST: usize = 50;

/// Fetches each artifact and holds it against its digest.
///
/// # Errors
/// The first failure; the tally in the evidence counts all of them.
pub(crate) fn verify(sight: &mut Sight<'_>, refs: &[ArtifactRef]) -> Result<(), Failure> {
    let mut tally = ArtifactTally::default();
    let mut first = None;
    if refs.len() > MOST {
        let message = format!("{} artifacts are named; {MOST} were looked at", refs.len());
        sight.seen.find("ingest/too-large", contracts::toolkit::Severity::Warning, &message);
    }
    for (place, artifact) in refs.iter().take(MOST).enumerate() {
        tally.checked += 1;
        match look(sight, place, artifact) {
            Ok(true) => tally.verified += 1,
            Ok(false) => tally.unverified += 1,
            Err(failure) => {
                tally.failed += 1;
                first.get_or_insert(failure);
            }
        }
    }
    sight.seen.artifacts = Some(tally);
    first.map_or(Ok(()), Err)
}

/// Whether the artifact has the digest that the report states (`false`: it states none).
fn look(sight: &mut Sight<'_>, place: usize, artifact: &ArtifactRef) -> Result<bool, Failure> {
    let (lane, home) = (sight.lane.runner_id.clone(), sight.home.clone());
    let payload = sight.fetch(&Want {
        lane: &lane,
        part: Part::Artifact(place),
        url: &artifact.url,
        limit: sight.observer.sizes.artifact,
        keep: false,
        sha256: None,
        home: home.as_ref(),
    })?;
    match artifact.sha256.as_deref().filter(|stated| !stated.is_empty()) {
        None => Ok(false),
        Some(stated) if stated == payload.sha256 => Ok(true),
        Some(stated) => Err(Failure::new(
            FailureClass::ChecksumMismatch,
            format!(
                "the artifact {} has the digest {}, the report states {stated}",
                shown_url(&artifact.url),
                payload.sha256
            ),
        )),
    }
}
