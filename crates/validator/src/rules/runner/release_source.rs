//! Where a registry lets release metadata come from: one reading of the address for the rule that
//! judges it and for ingest, which follows it.

use url::{Origin, Url};

/// Stands for the repository's root in `file:` addresses.
const ROOT_HOST: &str = "__root__";

/// Query parameters that carry a secret.
const SECRETS: [&str; 9] = [
    "access_token",
    "private_token",
    "token",
    "api_key",
    "apikey",
    "password",
    "sig",
    "x-amz-signature",
    "x-goog-signature",
];

/// A place that release metadata may come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReleaseSource {
    /// An https address, or one of an origin that was allowed by name.
    Remote(Url),
    /// A file below the repository's root, as a repository path with a leading `/`.
    File(String),
}

/// Reads an address as the registry writes it. `file://__ROOT__/a/b` and `file:///a/b` both name
/// `/a/b` below the repository's root: a leading `/` never means the machine's. `allowed` are
/// origins beside https (`http://127.0.0.1:8080`).
///
/// # Errors
/// When the address is none, has credentials in it, leaves the repository, or is of a scheme or an
/// origin that is not allowed; the text says which and never shows a credential.
pub fn release_source(text: &str, allowed: &[String]) -> Result<ReleaseSource, String> {
    if !text.bytes().all(|b| b.is_ascii_graphic()) {
        return Err("it holds blanks, control characters or letters beyond ASCII".to_owned());
    }
    let url = Url::parse(text).map_err(|error| format!("it is no address: {error}"))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err("it has credentials before its host".to_owned());
    }
    let secret = |name: &str| SECRETS.iter().any(|secret| name.eq_ignore_ascii_case(secret));
    if url.query_pairs().any(|(name, _)| secret(&name)) {
        return Err("it has a credential in its query".to_owned());
    }
    match url.scheme() {
        "file" => below_root(text, &url).map(ReleaseSource::File),
        "https" => Ok(ReleaseSource::Remote(url)),
        _ if allowed.iter().any(|origin| is_origin(origin, &url)) => Ok(ReleaseSource::Remote(url)),
        scheme => Err(format!("`{scheme}:` is neither https nor an origin that was allowed")),
    }
}

/// The repository path that a `file:` address names.
fn below_root(text: &str, url: &Url) -> Result<String, String> {
    match url.host_str() {
        None | Some("") => {}
        Some(host) if host.eq_ignore_ascii_case(ROOT_HOST) => {}
        Some(_) => return Err("a `file:` address names `__ROOT__` or no host at all".to_owned()),
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("a `file:` address has no query and no fragment".to_owned());
    }
    // The address parser has resolved dot segments already; whoever writes one means no good.
    let decoded = |text: &str| {
        percent_encoding::percent_decode_str(text).decode_utf8().map(|t| t.into_owned())
    };
    let raw = decoded(text).map_err(|_| "its path is no UTF-8".to_owned())?;
    let path = decoded(url.path()).map_err(|_| "its path is no UTF-8".to_owned())?;
    let plain = |part: &str| part != ".." && part != "." && !part.contains(['\\', ':', '|', '\0']);
    let after_scheme = raw.get("file:".len()..).unwrap_or_default();
    if path.len() < 2
        || path.ends_with('/')
        || path.contains(':')
        || !after_scheme.split('/').all(plain)
    {
        return Err("it does not name a file below the repository's root".to_owned());
    }
    Ok(path)
}

fn is_origin(allowed: &str, url: &Url) -> bool {
    let tuple = |origin: Origin| matches!(origin, Origin::Tuple(..)).then_some(origin);
    let wanted = Url::parse(allowed).ok().and_then(|url| tuple(url.origin()));
    wanted.is_some() && wanted == tuple(url.origin())
}

#[cfg(test)]
mod tests {
    use super::{ReleaseSource, release_source};

    #[test]
    fn https_files_below_the_root_and_allowed_origins_are_read() {
        let allowed = ["http://127.0.0.1:8080".to_owned()];
        for url in [
            "https://api.example.invalid/repos/o/r/releases/latest",
            "https://api.example.invalid/repos/o/dc%2Drunner%2Drust/releases/latest",
            "http://127.0.0.1:8080/releases/latest",
            "http://127.0.0.1:8080/releases?page=1",
        ] {
            let source = release_source(url, &allowed);
            assert_eq!(source, Ok(ReleaseSource::Remote(url.parse().unwrap())));
        }
        for url in ["file://__ROOT__/specs/a.json", "file:///specs/a.json", "file:/specs/a.json"] {
            assert_eq!(
                release_source(url, &[]),
                Ok(ReleaseSource::File("/specs/a.json".to_owned())),
                "{url}"
            );
        }
    }

    #[test]
    fn everything_else_is_refused() {
        let allowed = ["http://127.0.0.1:8080".to_owned()];
        for url in [
            "",
            "latest",
            "/specs/a.json",
            "http://api.example.invalid/releases/latest",
            "http://127.0.0.1/releases",
            "http://127.0.0.1:8081/",
            "http://127.0.0.1:8080.example.invalid/",
            "ftp://example.invalid/a",
            "data:application/json,{}",
            "javascript:0",
            "https://user@example.invalid/a",
            "https://user:secret@example.invalid/a",
            "https://example.invalid/a?access_token=secret",
            "https://example.invalid/a?Private_Token=s",
            "https://example.invalid/a b",
            "https://example.invalid/\u{fc}",
            "file://__ROOT__/../etc/passwd",
            "file://__ROOT__/%2e%2e/etc/passwd",
            "file://__ROOT__/a/..%2f..%2fetc/passwd",
            "file://__ROOT__/a\\..\\b",
            "file://elsewhere/a.json",
            "file://__ROOT__",
            "file://__ROOT__/",
            "file:///C:/a.json",
            "file:///C|/a.json",
            "file://__ROOT__/a?b",
            "file://__ROOT__/%ff",
        ] {
            let refused = release_source(url, &allowed);
            assert!(refused.is_err(), "{url}: {refused:?}");
            assert!(!refused.unwrap_err().contains("secret"));
        }
    }
}
