//! A forge's "latest release" object, as far as ingest reads it. Foreign data: not a contract of
//! ours, so it has no published schema and takes unknown members as they come.

use serde::{Deserialize, Serialize};

/// One release. `tag_name` and `assets` are all that a local fixture has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseMetadata {
    /// The tag the release was made from.
    pub tag_name: String,
    /// What it carries.
    pub assets: Vec<ReleaseAsset>,
    /// The release's page, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub html_url: Option<String>,
    /// Its title; hostile text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// A branch or a commit; a branch is **not** the commit of the release.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_commitish: Option<String>,
    /// Whether tag and assets can no longer be changed, where the forge says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub immutable: Option<bool>,
    /// Not published yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draft: Option<bool>,
    /// Published, but not meant as the latest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prerelease: Option<bool>,
    /// The date of the tagged commit (what "latest" goes by), RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<String>,
    /// When it was published, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published_at: Option<String>,
}

/// One file of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseAsset {
    /// Its name.
    pub name: String,
    /// Its API address, preferred: answers with the bytes when asked for `octet-stream`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Its address for browsers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub browser_download_url: Option<String>,
    /// `sha256:` and the digest of its bytes, or `null` for files uploaded before digests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// Its size in bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    /// `uploaded`, or `open` while it is not there yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// When it was last changed, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<String>,
}

impl ReleaseMetadata {
    /// The asset of exactly that name.
    #[must_use]
    pub fn asset(&self, name: &str) -> Option<&ReleaseAsset> {
        self.assets.iter().find(|asset| asset.name == name)
    }
}

impl ReleaseAsset {
    /// Whether its bytes can be fetched. A source that says nothing of states has only files
    /// that are there; any state but `uploaded` is not there (yet).
    #[must_use]
    pub fn is_uploaded(&self) -> bool {
        self.state.as_deref().is_none_or(|state| state == "uploaded")
    }

    /// Where to fetch it: the API address when given, else the one for browsers.
    #[must_use]
    pub fn source_url(&self) -> Option<&str> {
        self.url.as_deref().or(self.browser_download_url.as_deref())
    }

    /// The digest, when it is a SHA-256: 64 lower-case hex digits.
    #[must_use]
    pub fn sha256(&self) -> Option<String> {
        let hex = self.digest.as_deref()?.strip_prefix("sha256:")?;
        let fits = hex.len() == 64 && hex.bytes().all(|b| b.is_ascii_hexdigit());
        fits.then(|| hex.to_ascii_lowercase())
    }
}
