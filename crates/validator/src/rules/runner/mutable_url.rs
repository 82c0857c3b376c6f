//! Which https addresses are of a form that is known to change what they lead to.
//!
//! A deny-list: an address whose form is not known passes. Forms with a place for a branch are
//! judged by what stands in that place; for forges whose grammar is known, whatever does not pin
//! a commit, a version or a date could be a branch there.

use url::Url;

use super::forge_url::{
    content_api, forge_path, job_of_branch, package_cdn, raw_host, release_download,
};
use super::moving_name::{is_branch_word, is_latest_file, moves, pins};

/// What one form says of an address.
pub(super) enum Judgement {
    /// It changes; the reason.
    Mutable(String),
    /// It is of a form that is made to stay.
    Settled,
    /// This form does not apply.
    Open,
}
use Judgement::{Mutable, Open, Settled};

/// An address taken apart: every part percent-decoded, so that spelling hides nothing.
pub(super) struct Link {
    pub(super) host: String,
    pub(super) parts: Vec<String>,
    query: Vec<(String, String)>,
}

const FORMS: [fn(&Link) -> Judgement; 10] = [
    signed_query,
    branch_reference,
    branch_query,
    release_download,
    job_of_branch,
    raw_host,
    content_api,
    package_cdn,
    forge_path,
    plain_words,
];

/// Why an address is known to change, or `None` when its form is not known to.
pub(super) fn why_mutable(url: &Url) -> Option<String> {
    let decode =
        |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
    let link = Link {
        host: url.host_str().unwrap_or_default().to_ascii_lowercase(),
        parts: decode(url.path()).split('/').filter(|p| !p.is_empty()).map(str::to_owned).collect(),
        query: url.query_pairs().map(|(k, v)| (k.into_owned(), v.into_owned())).collect(),
    };
    for form in FORMS {
        match form(&link) {
            Mutable(why) => return Some(why),
            Settled => return None,
            Open => {}
        }
    }
    None
}

impl Link {
    pub(super) fn part(&self, index: usize) -> &str {
        self.parts.get(index).map_or("", String::as_str)
    }

    pub(super) fn query(&self, names: &[&str]) -> Option<&str> {
        let pair =
            self.query.iter().find(|(name, _)| names.iter().any(|n| name.eq_ignore_ascii_case(n)));
        pair.map(|(_, value)| value.as_str())
    }

    /// Where these parts stand one after the other.
    pub(super) fn find(&self, wanted: &[&str]) -> Option<usize> {
        self.parts.windows(wanted.len()).position(|window| window == wanted)
    }
}

pub(super) fn mutable(what: impl Into<String>) -> Judgement {
    Mutable(what.into())
}

/// A link that was signed for a time is gone afterwards, and gives its key away meanwhile.
fn signed_query(link: &Link) -> Judgement {
    let signed = link.query(&["X-Amz-Signature", "X-Goog-Signature"]).is_some()
        || link.query(&["Signature", "sig"]).is_some() && link.query(&["Expires", "se"]).is_some();
    if signed { mutable("a signed link expires") } else { Open }
}

/// `refs/heads/…` and its like, wherever it stands.
fn branch_reference(link: &Link) -> Judgement {
    let kinds = ["heads", "remotes", "pull", "merge-requests"];
    let in_path = kinds.iter().any(|kind| link.find(&["refs", kind]).is_some());
    let in_query = link
        .query
        .iter()
        .any(|(_, value)| kinds.iter().any(|kind| value.contains(&format!("refs/{kind}/"))));
    if in_path || in_query { mutable("`refs/heads` and its like name a branch") } else { Open }
}

/// A branch, or a name that moves, as a query parameter.
fn branch_query(link: &Link) -> Judgement {
    if let Some(branch) = link.query(&["branch", "branchName"])
        && !pins(branch)
    {
        return mutable("the query names a branch");
    }
    let names =
        ["ref", "rev", "h", "hb", "at", "sha", "tag", "version", "versionDescriptor.version"];
    match link.query(&names) {
        Some(value) if moves(value) => mutable(format!("`{value}` in the query moves")),
        _ => Open,
    }
}

/// Words that mean "whatever is newest" on any host.
fn plain_words(link: &Link) -> Judgement {
    if link.host.split('.').next() == Some("latest") {
        return mutable("the host is named `latest`");
    }
    let pinned_after = |at: usize| link.parts.iter().skip(at + 1).any(|part| pins(part));
    for (at, part) in link.parts.iter().enumerate() {
        if part.eq_ignore_ascii_case("latest") {
            return mutable("`latest` leads to whatever is newest");
        }
        if is_branch_word(part) && !pinned_after(at) {
            return mutable(format!("`{part}` is a branch, and nothing after it names a version"));
        }
        if part == "[RELEASE]" || part == "[INTEGRATION]" {
            return mutable(format!("`{part}` stands for the newest version"));
        }
    }
    let Some((file, folders)) = link.parts.split_last() else { return Open };
    let pinned_before = folders.iter().any(|part| pins(part));
    if is_latest_file(file) && !pinned_before {
        return mutable("the file is called `latest`, and nothing says which version that is");
    }
    if file.contains("-SNAPSHOT") {
        return mutable("a snapshot version is built anew under the same name");
    }
    Open
}

#[cfg(test)]
#[path = "mutable_url_tests.rs"]
mod tests;
