//! Whether a report speaks of the lane and the release that it was found at.

use contracts::runner::StatusReport;
use report::visible::visible_within;

use crate::lane::Lane;

/// What the report says of someone or something else, or `None` when all of it fits.
///
/// `commit` is the commit that the release's tag stands for, where the source gives it.
#[must_use]
pub fn mismatch(
    report: &StatusReport,
    lane: &Lane,
    tag: &str,
    commit: Option<&str>,
) -> Option<String> {
    let mut differs = Vec::new();
    let mut hold = |what: &str, said: &str, expected: &str| {
        if said != expected {
            differs.push(format!(
                "{what} is `{}`, not `{}`",
                visible_within(said, 80),
                visible_within(expected, 80)
            ));
        }
    };
    hold("runner_id", &report.runner_id, &lane.runner_id);
    if let Some(repo) = &lane.implementation_repo {
        hold("implementation_repo", &report.implementation_repo, repo);
    }
    hold("lane_class", report.lane_class.as_str(), lane.class.as_str());
    if !fits_tag(&report.release_version, tag) {
        hold("release_version", &report.release_version, tag);
    }
    if let Some(commit) = commit {
        hold("commit_sha", &report.commit_sha.to_ascii_lowercase(), &commit.to_ascii_lowercase());
    }
    if differs.is_empty() { None } else { Some(differs.join("; ")) }
}

/// Whether a version is the one that a tag names: the same text, with or without a leading `v`,
/// or the tag's last part behind a name (`runner-v1.2.0`, `runner/1.2.0`, `runner@1.2.0`).
#[must_use]
pub fn fits_tag(version: &str, tag: &str) -> bool {
    let bare = without_v(version);
    if version == tag || bare == without_v(tag) {
        return true;
    }
    if !starts_with_digit(bare) {
        return false;
    }
    // What stands before the separator must be a name: `1.0-2.0` is not version 2.0.
    tag.char_indices().filter(|(_, c)| "-/@_".contains(*c)).any(|(at, c)| {
        let (name, rest) = (&tag[..at], &tag[at + c.len_utf8()..]);
        !starts_with_digit(without_v(name)) && without_v(rest) == bare
    })
}

fn without_v(text: &str) -> &str {
    text.strip_prefix(['v', 'V']).filter(|rest| starts_with_digit(rest)).unwrap_or(text)
}

fn starts_with_digit(text: &str) -> bool {
    text.bytes().next().is_some_and(|b| b.is_ascii_digit())
}

/// The text as a commit, when it is one: 40 or 64 hex digits. A branch is none.
#[must_use]
pub fn commit(text: &str) -> Option<&str> {
    let text = text.trim();
    let fits = matches!(text.len(), 40 | 64) && text.bytes().all(|b| b.is_ascii_hexdigit());
    fits.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_fits_the_tags_that_name_it() {
        for (version, tag) in [
            ("1.2.0", "v1.2.0"),
            ("v1.2.0", "1.2.0"),
            ("1.2.0", "dc-runner-rust-v1.2.0"),
            ("1.2.0", "rust/v1.2.0"),
            ("v1.2.0", "runner@1.2.0"),
            ("1.2.0-rc.1", "runner-1.2.0-rc.1"),
            ("local-test", "local-test"),
        ] {
            assert!(fits_tag(version, tag), "{version} {tag}");
        }
    }

    #[test]
    fn a_version_does_not_fit_other_tags() {
        for (version, tag) in [
            ("1.2.0", "v1.2.1"),
            ("1.0", "release-11.0"),
            ("2.0", "1.0-2.0"),
            ("2.0", "v1.0-2.0"),
            ("test", "local-test"),
            ("", "v1"),
            ("vendor", "endor"),
        ] {
            assert!(!fits_tag(version, tag), "{version} {tag}");
        }
    }

    #[test]
    fn only_a_full_digest_is_a_commit() {
        assert_eq!(commit(&format!("{}\n", "a".repeat(40))).map(str::len), Some(40));
        for text in ["main", "abc1234", &"g".repeat(40)] {
            assert_eq!(commit(text), None);
        }
    }
}
