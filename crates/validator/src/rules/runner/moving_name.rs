//! Which names in an address move: branches, channels, `latest`; and which pin it.

/// Names that come to mean something else without notice, wherever a tag, a branch or a version
/// is expected.
const MOVING: [&str; 20] = [
    "latest",
    "head",
    "main",
    "master",
    "trunk",
    "default",
    "develop",
    "development",
    "dev",
    "nightly",
    "tip",
    "edge",
    "canary",
    "continuous",
    "rolling",
    "next",
    "stable",
    "current",
    "snapshot",
    "unstable",
];

/// Names that say "branch" in any path at all; the rest of [`MOVING`] are also plain words.
const BRANCHES: [&str; 6] = ["main", "master", "trunk", "develop", "nightly", "tip"];

/// Whether a name that stands for a tag, branch or version is known to move.
pub(super) fn moves(name: &str) -> bool {
    MOVING.iter().any(|moving| name.eq_ignore_ascii_case(moving))
}

/// Whether a plain path segment can only be a branch. `HEAD` is one in capitals.
pub(super) fn is_branch_word(segment: &str) -> bool {
    segment == "HEAD" || BRANCHES.contains(&segment)
}

/// Whether a name pins what it names: a commit, a version with a dot, a date or a build number.
pub(super) fn pins(name: &str) -> bool {
    name.split(['-', '_', '+', '@', '=', '/', ':', '.']).any(is_hex)
        || has_version(name)
        || longest_digit_run(name) >= 6
        || is_date(name)
}

/// A commit or another digest, 7 hex digits or more; a word such as `feedface` has no digit.
fn is_hex(token: &str) -> bool {
    (7..=128).contains(&token.len())
        && token.bytes().all(|b| b.is_ascii_hexdigit())
        && token.bytes().any(|b| b.is_ascii_digit())
}

/// `1.2`, `v1.2.3`, `1.2.3.tar.gz`: digits, a dot, digits.
fn has_version(name: &str) -> bool {
    let bytes = name.as_bytes();
    bytes.windows(3).any(|w| w[0].is_ascii_digit() && w[1] == b'.' && w[2].is_ascii_digit())
}

fn longest_digit_run(name: &str) -> usize {
    name.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or(0)
}

/// `2026-02-20` somewhere in it.
fn is_date(name: &str) -> bool {
    let form = b"dddd-dd-dd";
    name.as_bytes().windows(form.len()).any(|window| {
        window.iter().zip(form).all(|(byte, wanted)| match wanted {
            b'd' => byte.is_ascii_digit(),
            other => byte == other,
        })
    })
}

/// Whether a file name is called "latest" and nothing in it says which: `latest.zip`,
/// `tool-latest-linux-x86_64.tar.gz`, but not `latest-1.2.3`.
pub(super) fn is_latest_file(name: &str) -> bool {
    let mut tokens = name.split(['-', '_', '.', '@', ':', '+']);
    tokens.any(|token| token.eq_ignore_ascii_case("latest")) && !pins(name)
}

#[cfg(test)]
mod tests {
    use super::{is_latest_file, moves, pins};

    #[test]
    fn commits_versions_dates_and_builds_pin() {
        for name in ["9c1185a", "v1.2", "latest-1.2.3", "2026-02-20", "build-20260220", "1.2.3.zip"]
        {
            assert!(pins(name), "{name}");
        }
        for name in ["main", "v1", "feature-x", "deadbeef", "release", "r12", "x86_64"] {
            assert!(!pins(name), "{name}");
        }
    }

    #[test]
    fn latest_is_told_from_names_that_hold_the_word() {
        assert!(moves("latest") && moves("HEAD") && !moves("latest-1.2.3") && !moves("mainline"));
        for name in ["latest.zip", "tool-latest-linux-x86_64.tar.gz", "image:latest", "a@latest"] {
            assert!(is_latest_file(name), "{name}");
        }
        for name in ["latest-1.2.3.zip", "tool-latest-9c1185a.zip", "latestnews.zip", "greatest"] {
            assert!(!is_latest_file(name), "{name}");
        }
    }
}
