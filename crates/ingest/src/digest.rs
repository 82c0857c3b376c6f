//! SHA-256 digests: as hex, as release metadata and sibling files state them.

use std::fmt::Write as _;

/// Lower-case hex.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The text as 64 lower-case hex digits, when that is what it is (upper case is taken).
#[must_use]
pub fn sha256_hex(text: &str) -> Option<String> {
    let fits = text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
    fits.then(|| text.to_ascii_lowercase())
}

/// The digest that release metadata state: `sha256:` and 64 hex digits. Other algorithms give
/// `None`: we cannot check them.
#[must_use]
pub fn stated(digest: &str) -> Option<String> {
    let (algorithm, value) = digest.split_once(':')?;
    algorithm.eq_ignore_ascii_case("sha256").then(|| sha256_hex(value)).flatten()
}

/// Whether release metadata mean to state a SHA-256, rightly or not.
#[must_use]
pub fn is_sha256(digest: &str) -> bool {
    digest.split_once(':').is_some_and(|(algorithm, _)| algorithm.eq_ignore_ascii_case("sha256"))
}

/// The digest that a `.sha256` sibling states for the asset of that name.
///
/// Forms: the bare digest; `DIGEST  NAME` (with `*` before a binary name) a line; and
/// `SHA256 (NAME) = DIGEST`. Where lines carry names, the asset's own line counts.
#[must_use]
pub fn sibling(text: &str, asset: &str) -> Option<String> {
    let lines: Vec<(String, Option<&str>)> = text.lines().filter_map(sibling_line).collect();
    let named = lines.iter().find(|(_, name)| name.is_some_and(|name| is_asset(name, asset)));
    if let Some((digest, _)) = named {
        return Some(digest.clone());
    }
    match lines.as_slice() {
        [(digest, None)] => Some(digest.clone()),
        _ => None,
    }
}

fn is_asset(name: &str, asset: &str) -> bool {
    name == asset || name.strip_prefix("./") == Some(asset)
}

fn sibling_line(line: &str) -> Option<(String, Option<&str>)> {
    let line = line.trim();
    if let Some(rest) = line.strip_prefix("SHA256 (") {
        let (name, digest) = rest.rsplit_once(") = ")?;
        return Some((sha256_hex(digest)?, Some(name)));
    }
    match line.split_once(char::is_whitespace) {
        None => Some((sha256_hex(line)?, None)),
        Some((digest, name)) => {
            let name = name.trim_start();
            Some((sha256_hex(digest)?, Some(name.strip_prefix('*').unwrap_or(name))))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    const B: &str = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

    #[test]
    fn every_usual_form_of_a_sibling_is_read() {
        for text in [
            A.to_owned(),
            format!("{}\n", A.to_uppercase()),
            format!("{A}  report.json\n"),
            format!("{A} *report.json"),
            format!("{B}  other.json\n{A}  ./report.json\n"),
            format!("SHA256 (report.json) = {A}"),
        ] {
            assert_eq!(sibling(&text, "report.json").as_deref(), Some(A), "{text}");
        }
    }

    #[test]
    fn a_sibling_for_something_else_says_nothing() {
        for text in ["", "not a digest", &format!("{A}  other.json"), &format!("{A}\n{B}"), &A[1..]]
        {
            assert_eq!(sibling(text, "report.json"), None, "{text}");
        }
    }

    #[test]
    fn metadata_digests_are_sha256_only() {
        assert_eq!(stated(&format!("sha256:{A}")).as_deref(), Some(A));
        assert_eq!(stated(&format!("sha512:{A}")), None);
        assert_eq!(stated(A), None);
        assert_eq!(stated("sha256:"), None);
        assert!(is_sha256("SHA256:nonsense") && !is_sha256("sha512:a") && !is_sha256(""));
    }
}
