//! How forges, their content hosts and package networks write an address, and what in it is the
//! place of a branch.

use super::moving_name::{moves, pins};
use super::mutable_url::{
    Judgement::{self, Open, Settled},
    Link, mutable,
};

/// Release assets: `releases/download/TAG/ASSET`, `releases/TAG/downloads/ASSET`. The tag decides;
/// the asset may be called what it likes.
pub(super) fn release_download(link: &Link) -> Judgement {
    let Some(at) = link.parts.iter().position(|part| part == "releases") else { return Open };
    let rest = link.parts.get(at + 1..).unwrap_or_default();
    let tag = match rest {
        [latest, ..] if latest == "latest" => {
            return mutable("`releases/latest` leads to whatever release is newest");
        }
        [permalink, name, ..] if permalink == "permalink" => {
            return mutable(format!("`{name}` leads to whatever release is newest"));
        }
        [download, tag @ .., _asset] if download == "download" => tag,
        [tag, downloads, ..] if downloads == "downloads" => std::slice::from_ref(tag),
        _ => return Open,
    };
    match tag.iter().find(|part| moves(part)) {
        Some(name) => mutable(format!("the tag `{name}` is moved from release to release")),
        None => Settled,
    }
}

/// The artifacts of the newest job of a branch, and of a CI server's last build.
pub(super) fn job_of_branch(link: &Link) -> Judgement {
    if link.find(&["jobs", "artifacts"]).is_some() {
        return mutable("`jobs/artifacts/REF` leads to the newest job of that ref");
    }
    let last = link.parts.iter().find(|part| {
        let word = part.trim_start_matches('.');
        ["lastBuild", "lastSuccessful", "lastStable", "lastCompleted", "lastFinished", "lastPinned"]
            .iter()
            .any(|start| word.starts_with(start))
    });
    last.map_or(Open, |part| mutable(format!("`{part}` leads to whatever build is the last")))
}

/// Hosts that serve nothing but repository content.
pub(super) fn raw_host(link: &Link) -> Judgement {
    let at = match link.host.as_str() {
        "raw.githubusercontent.com" => 2,
        "media.githubusercontent.com" | "codeload.github.com" => 3,
        "gist.githubusercontent.com" | "gist.github.com" => {
            return by_place(link.parts.get(3..).unwrap_or_default());
        }
        "nightly.link" => return mutable("it leads to the newest run of a workflow"),
        _ => return Open,
    };
    by_place(link.parts.get(at..).unwrap_or_default())
}

/// What stands in the place of a branch: a tag reference, a branch reference, a bare name.
fn by_place(place: &[String]) -> Judgement {
    let name = match place {
        [refs, tags, tag, ..] if refs == "refs" && tags == "tags" => return by_tag(tag),
        [kind, tag, ..] if kind == "tag" => return by_tag(tag),
        [kind, _, ..] if kind == "commit" => return Settled,
        [kind, name, ..] if kind == "branch" => {
            return mutable(format!("`{name}` is a branch"));
        }
        [name, ..] => name,
        [] => return mutable("without a commit or tag it is the default branch"),
    };
    if pins(name) { Settled } else { mutable(format!("`{name}` can be a branch")) }
}

fn by_tag(tag: &str) -> Judgement {
    if moves(tag) { mutable(format!("the tag `{tag}` is moved")) } else { Settled }
}

/// Content interfaces that take the branch as a query parameter, the default branch without one.
pub(super) fn content_api(link: &Link) -> Judgement {
    let repos = link.find(&["repos"]).is_some() || link.find(&["repositories"]).is_some();
    let asks = repos && (link.find(&["contents"]).is_some() || link.query(&["at"]).is_some())
        || link.find(&["repository", "files"]).is_some()
        || link.parts.windows(2).any(|w| w[0] == "repository" && w[1].starts_with("archive"))
        || link.find(&["_apis", "git"]).is_some();
    if !asks {
        return Open;
    }
    match link.query(&["ref", "sha", "at", "versionDescriptor.version", "version"]) {
        None => mutable("without a commit or tag in the query it is the default branch"),
        Some(name) => by_place(&name.split('/').map(str::to_owned).collect::<Vec<_>>()),
    }
}

/// Networks that serve packages: `NAME@VERSION`, a range or the newest without one.
pub(super) fn package_cdn(link: &Link) -> Judgement {
    if !["cdn.jsdelivr.net", "unpkg.com", "esm.sh", "cdn.skypack.dev"].contains(&link.host.as_str())
    {
        return Open;
    }
    let version = link
        .parts
        .iter()
        .filter_map(|part| part.rsplit_once('@'))
        .find(|(name, _)| !name.is_empty());
    match version {
        Some((_, version)) if pins(version) => Settled,
        _ => mutable("without a full version it is the newest one"),
    }
}

/// Forges, by the word that comes before the branch.
pub(super) fn forge_path(link: &Link) -> Judgement {
    const WORDS: [&str; 13] = [
        "raw", "blob", "tree", "blame", "edit", "archive", "tarball", "zipball", "src", "get",
        "media", "resolve", "plain",
    ];
    let known = [
        "github.com",
        "api.github.com",
        "gitlab.com",
        "bitbucket.org",
        "api.bitbucket.org",
        "codeberg.org",
        "git.sr.ht",
        "huggingface.co",
    ];
    let known = known.contains(&link.host.as_str());
    for (at, word) in link.parts.iter().enumerate().skip(2) {
        if word == "downloads" && link.host.ends_with("bitbucket.org") {
            return Settled;
        }
        let marked = link.part(at - 1) == "-";
        let place = link.parts.get(at + 1..).unwrap_or_default();
        if word == "+" || word == "+archive" {
            return by_place(&without_extension(place));
        }
        if !WORDS.contains(&word.as_str()) {
            continue;
        }
        if known || marked || place.first().is_some_and(|name| name == "branch") && place.len() > 2
        {
            return by_place(&without_extension(place));
        }
        let place = without_extension(place);
        if place.first().is_some_and(|name| moves(name)) {
            return mutable(format!("`{}` is a branch", place.first().map_or("", String::as_str)));
        }
    }
    Open
}

/// `main.tar.gz` in the place of a branch is `main`.
fn without_extension(place: &[String]) -> Vec<String> {
    let endings = [".tar.gz", ".tar.bz2", ".tar.xz", ".tar", ".tgz", ".zip", ".bundle"];
    let bare = |part: &String| {
        let end = endings.iter().find_map(|end| part.strip_suffix(end));
        end.unwrap_or(part).to_owned()
    };
    place.iter().map(bare).collect()
}
