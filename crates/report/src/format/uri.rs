//! Paths as URI references.

use std::fmt::Write as _;

/// The URI reference of a path: everything but unreserved characters and slashes is
/// percent-encoded, so that a path can be neither a scheme, nor a query, nor a fragment. A
/// relative path stays relative; an absolute one becomes a `file:` URI.
pub(crate) fn of_path(path: &str) -> String {
    let absolute = path.starts_with('/');
    let mut uri = String::from(if absolute { "file:///" } else { "" });
    let body = if absolute { path.trim_start_matches('/') } else { path };
    for byte in body.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            other => {
                // Writing to a String cannot fail.
                let _ = write!(uri, "%{other:02X}");
            }
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::of_path;

    #[test]
    fn only_the_path_survives() {
        assert_eq!(of_path("a b/c#d?e%.json"), "a%20b/c%23d%3Fe%25.json");
        assert_eq!(of_path("javascript:alert(1)"), "javascript%3Aalert%281%29");
        assert_eq!(of_path("契.json"), "%E5%A5%91.json");
        assert_eq!(of_path("../x\n.json"), "../x%0A.json");
    }

    #[test]
    fn an_absolute_path_is_a_file_uri_without_a_host() {
        assert_eq!(of_path("/tmp/a.json"), "file:///tmp/a.json");
        assert_eq!(of_path("//host/a.json"), "file:///host/a.json");
    }
}
