//! The commit that a release's tag stands for, asked of the forge.

use contracts::runner::{FailureClass, ReleaseMetadata};
use url::Url;

use crate::evidence::Failure;
use crate::identity;
use crate::lane::Exchange;
use crate::observe::Sight;
use crate::source::router::is_file;
use crate::source::want::{Part, Want};

/// The tag's commit, when it was asked for and the source is a forge.
///
/// # Errors
/// It cannot be had, or the forge answers with something else.
pub(crate) fn resolve(
    sight: &mut Sight<'_>,
    exchange: &Exchange,
    release: &ReleaseMetadata,
) -> Result<Option<String>, Failure> {
    if !sight.observer.verify_commit {
        return Ok(None);
    }
    let Some(url) = address(&exchange.release_api_url, &release.tag_name) else { return Ok(None) };
    let (lane, home) = (sight.lane.runner_id.clone(), sight.home.clone());
    let payload = sight.fetch(&Want {
        lane: &lane,
        part: Part::Commit,
        url: url.as_str(),
        limit: sight.observer.sizes.checksum,
        keep: true,
        sha256: None,
        home: home.as_ref(),
    })?;
    let text = String::from_utf8_lossy(&payload.bytes);
    match identity::commit(&text) {
        Some(commit) => Ok(Some(commit.to_ascii_lowercase())),
        None => Err(Failure::new(
            FailureClass::DownloadFailed,
            "commit: what the forge answers is no commit",
        )),
    }
}

/// Where a forge tells the commit of a tag, seen from where it tells of releases.
fn address(release_api_url: &str, tag: &str) -> Option<Url> {
    if is_file(release_api_url) {
        return None;
    }
    let mut url = Url::parse(release_api_url).ok()?;
    let parts: Vec<String> = url.path_segments()?.map(str::to_owned).collect();
    let end = parts.iter().rposition(|part| part == "releases")?;
    url.set_query(None);
    url.path_segments_mut()
        .ok()?
        .clear()
        .extend(parts.get(..end)?)
        .extend(["commits", "tags"])
        // A tag may hold slashes; each part is escaped on its own.
        .extend(tag.split('/'));
    Some(url)
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn the_commits_stand_beside_the_releases() {
        let of = |url: &str, tag: &str| address(url, tag).map(String::from);
        let base = "https://forge.example.com/api/v3/repos/a/b";
        assert_eq!(
            of(&format!("{base}/releases/latest"), "rust/v1 ?"),
            Some(format!("{base}/commits/tags/rust/v1%20%3F"))
        );
        assert_eq!(of("https://example.com/some.json", "v1"), None);
        assert_eq!(of("file://__ROOT__/releases/latest", "v1"), None);
    }
}
