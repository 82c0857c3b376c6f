//! Which source a URL belongs to.

use super::https::Https;
use super::local::Local;
use super::trouble::{Cause, Trouble};
use super::want::{Fetched, Source, Want};

/// Files below the root and everything else over HTTPS.
#[derive(Debug)]
pub struct Router {
    /// For `file:` URLs.
    pub local: Local,
    /// For all others.
    pub https: Https,
}

impl Source for Router {
    fn fetch(&self, want: &Want<'_>) -> Fetched {
        if !is_file(want.url) {
            return self.https.fetch(want);
        }
        if want.home.is_some() {
            // What a server says must not make us read this machine's files.
            let detail = "a release on a server names a local file";
            return Fetched::plain(Err(Trouble::new(Cause::ForbiddenTarget, detail)));
        }
        self.local.fetch(want)
    }
}

/// Whether the URL names a local file.
#[must_use]
pub fn is_file(url: &str) -> bool {
    url.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("file:"))
}
