//! The report among a release's assets: its bytes, held against the digest that the release states.

use contracts::runner::{DigestState, FailureClass, ReleaseAsset, ReleaseMetadata};

use crate::evidence::Failure;
use crate::lane::Exchange;
use crate::observe::{Sight, link, shown_url};
use crate::source::transport::Payload;
use crate::source::want::Part;
use crate::{digest, release};

/// Fetches the report. What is learned on the way stands in the evidence, also when it fails.
///
/// # Errors
/// It is not there, cannot be had, or is not what the release states.
pub(crate) fn fetch(
    sight: &mut Sight<'_>,
    exchange: &Exchange,
    release: &ReleaseMetadata,
) -> Result<Payload, Failure> {
    let asset = release::asset(release, &exchange.report_asset_name)
        .map_err(|why| Failure::new(FailureClass::AssetMissing, why))?;
    let stated = stated(sight, asset, release)?;
    let limit = sight.observer.sizes.report;
    let payload = sight.asset(asset, Part::Report, limit, stated.as_deref())?;
    note(sight, asset, &payload);
    let state = match &stated {
        None => DigestState::Unverified,
        Some(stated) if *stated == payload.sha256 => DigestState::Verified,
        Some(_) => DigestState::Mismatch,
    };
    sight.seen.digest_state = Some(state);
    match (state, asset.size) {
        (DigestState::Mismatch, _) => Err(mismatch(format!(
            "the report has the digest {}, the release states {}",
            payload.sha256,
            stated.unwrap_or_default()
        ))),
        (DigestState::Unverified, Some(size)) if size != payload.length => Err(Failure::new(
            FailureClass::DownloadFailed,
            format!("{} bytes came of a report of {size} bytes", payload.length),
        )),
        _ => Ok(payload),
    }
}

fn mismatch(why: String) -> Failure {
    Failure::new(FailureClass::ChecksumMismatch, why)
}

fn note(sight: &mut Sight<'_>, asset: &ReleaseAsset, payload: &Payload) {
    let for_people = asset.browser_download_url.as_deref().or(asset.url.as_deref());
    let url = for_people.map(shown_url).unwrap_or_default();
    if sight.seen.evidence_url.is_none() {
        sight.seen.evidence_url = link(&url);
    }
    sight.seen.report_url = url;
    sight.seen.report_sha256 = Some(payload.sha256.clone());
}

/// The digest that the release states for the asset: in its metadata, else in a sibling.
fn stated(
    sight: &mut Sight<'_>,
    asset: &ReleaseAsset,
    release: &ReleaseMetadata,
) -> Result<Option<String>, Failure> {
    if let Some(stated) = asset.digest.as_deref().and_then(digest::stated) {
        return Ok(Some(stated));
    }
    if asset.digest.as_deref().is_some_and(digest::is_sha256) {
        return Err(mismatch("the release states a SHA-256 for the report that is none".into()));
    }
    let sibling_name = format!("{}.sha256", asset.name);
    let Some(sibling) = release.asset(&sibling_name).filter(|a| a.is_uploaded()) else {
        return Ok(None);
    };
    let limit = sight.observer.sizes.checksum;
    let payload = sight.asset(sibling, Part::Checksum, limit, None)?;
    let text = String::from_utf8_lossy(&payload.bytes);
    let stated = digest::sibling(&text, &asset.name);
    let none = || mismatch(format!("`{sibling_name}` states no SHA-256 for the report"));
    stated.map(Some).ok_or_else(none)
}
