//! The entity-tag cache: bodies by digest, tags by URL. Losing it costs requests, nothing else.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::transport::Payload;
use crate::digest::hex;

/// A folder of bodies and tags. Every fault of it counts as "not there".
#[derive(Debug, Clone)]
pub struct Cache {
    folder: PathBuf,
}

/// What is known of the body behind a URL.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// The server's entity tag.
    etag: String,
    /// The body.
    sha256: String,
}

/// A body that the cache holds, with the tag to ask for news by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The server's entity tag.
    pub etag: String,
    /// The body, its digest checked.
    pub payload: Payload,
}

impl Cache {
    /// A cache below that folder, which is made when it is needed, for its owner only.
    #[must_use]
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Cache { folder: folder.into() }
    }

    /// The body behind a URL, when both tag and body are there and whole.
    #[must_use]
    pub fn held(&self, url: &str, accept: &str, limit: u64) -> Option<Held> {
        let text = read_bounded(&self.tag_path(url, accept), 4096)?;
        let entry: Entry = serde_json::from_slice(&text).ok()?;
        Some(Held { etag: entry.etag, payload: self.body(&entry.sha256, limit)? })
    }

    /// The body of that digest, when it is there and whole.
    #[must_use]
    pub fn body(&self, sha256: &str, limit: u64) -> Option<Payload> {
        let sha256 = crate::digest::sha256_hex(sha256)?;
        let payload = Payload::of(read_bounded(&self.body_path(&sha256), limit)?);
        (payload.sha256 == sha256).then_some(payload)
    }

    /// Keeps a body, and its tag where the server gave one.
    ///
    /// # Errors
    /// The folder cannot be written; the run goes on without.
    pub fn keep(
        &self,
        url: &str,
        accept: &str,
        etag: Option<&str>,
        payload: &Payload,
    ) -> io::Result<()> {
        write_whole(&self.body_path(&payload.sha256), &payload.bytes)?;
        let Some(etag) = etag.filter(|etag| etag.len() <= 1024) else { return Ok(()) };
        let entry = Entry { etag: etag.to_owned(), sha256: payload.sha256.clone() };
        write_whole(&self.tag_path(url, accept), &serde_json::to_vec(&entry)?)
    }

    fn tag_path(&self, url: &str, accept: &str) -> PathBuf {
        let mut hasher = Sha256::new();
        hasher.update(accept.as_bytes());
        hasher.update(b"\n");
        hasher.update(url.as_bytes());
        self.folder.join("tags").join(format!("{}.json", hex(&hasher.finalize())))
    }

    fn body_path(&self, sha256: &str) -> PathBuf {
        self.folder.join("bodies").join(sha256)
    }
}

fn read_bounded(path: &Path, limit: u64) -> Option<Vec<u8>> {
    let size = fs::metadata(path).ok().filter(fs::Metadata::is_file)?.len();
    (size <= limit).then(|| fs::read(path).ok()).flatten()
}

fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or_else(|| io::Error::other("no folder"))?;
    fs::create_dir_all(folder)?;
    // A temporary file is readable by its owner only, and stays so.
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.persist(path).map_err(|e| e.error)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_found_by_url_and_by_digest() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::at(folder.path());
        let payload = Payload::of(b"{}".to_vec());
        cache.keep("https://a/x", "json", Some("\"1\""), &payload).unwrap();
        let held = cache.held("https://a/x", "json", 10).unwrap();
        assert_eq!((held.etag.as_str(), &held.payload), ("\"1\"", &payload));
        assert_eq!(cache.held("https://a/x", "other", 10), None);
        assert_eq!(cache.held("https://a/x", "json", 1), None, "over the limit");
        assert_eq!(cache.body(&payload.sha256, 10), Some(payload));
    }

    #[test]
    fn a_damaged_body_is_as_good_as_none() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::at(folder.path());
        let payload = Payload::of(b"{}".to_vec());
        cache.keep("https://a/x", "json", Some("\"1\""), &payload).unwrap();
        fs::write(cache.body_path(&payload.sha256), b"[]").unwrap();
        assert_eq!(cache.held("https://a/x", "json", 10), None);
        assert_eq!(cache.body("../../etc/passwd", 10), None);
    }
}
