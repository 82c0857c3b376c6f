//! Processes that fled the group they were started in.
//!
//! A process can leave its group (`setsid`) and close its pipes; then nothing of the check shows
//! that it lives on. Its environment still does: every check is started with a mark of its own.
//! This works where `/proc` does; elsewhere only the group is watched.

use std::fs;

/// The environment variable that marks a check's descendants.
pub(super) const MARK: &str = "RUNNER_CERTIFY_CHECK";

/// Whether a process of that group runs, and has not merely ended without being reaped. Where
/// that cannot be told, it does.
pub(super) fn group_runs(group: i32) -> bool {
    let Ok(entries) = fs::read_dir("/proc") else { return true };
    let mut stats = entries
        .flatten()
        .filter(|entry| is_number(&entry.file_name()))
        .filter_map(|entry| fs::read_to_string(entry.path().join("stat")).ok())
        .peekable();
    stats.peek().is_none() || stats.any(|stat| is_running_member(&stat, group))
}

fn is_number(name: &std::ffi::OsStr) -> bool {
    name.to_str().is_some_and(|name| name.bytes().all(|b| b.is_ascii_digit()))
}

/// `pid (name) state ppid pgrp …`; the name may hold anything, so the last `)` counts.
fn is_running_member(stat: &str, group: i32) -> bool {
    let Some((_, rest)) = stat.rsplit_once(')') else { return false };
    let mut fields = rest.split_whitespace();
    let (state, member) = (fields.next(), fields.nth(1).and_then(|it| it.parse().ok()));
    member == Some(group) && !matches!(state, Some("Z" | "X" | "x"))
}

/// The processes that this one is the parent of.
pub(super) fn children() -> Vec<i32> {
    let own = i32::try_from(std::process::id()).ok();
    let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
    let child = |entry: fs::DirEntry| {
        let pid = entry.file_name().to_str()?.parse().ok()?;
        let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
        let parent = stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok();
        (parent == own).then_some(pid)
    };
    entries.flatten().filter_map(child).collect()
}

/// The processes that carry `MARK=<run>:<check>` of this run, with the number of the check.
#[must_use]
pub(super) fn fled(run: &str) -> Vec<(i32, usize)> {
    let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
    let prefix = format!("{MARK}={run}:").into_bytes();
    let marked = |entry: fs::DirEntry| {
        let pid = entry.file_name().to_str()?.parse().ok()?;
        let environment = fs::read(entry.path().join("environ")).ok()?;
        let check = environment.split(|b| *b == 0).find_map(|pair| pair.strip_prefix(&*prefix))?;
        Some((pid, std::str::from_utf8(check).ok()?.parse().ok()?))
    };
    entries.flatten().filter_map(marked).collect()
}

#[cfg(test)]
mod tests {
    use super::is_running_member;

    #[test]
    fn a_members_state_is_read_behind_any_name() {
        assert!(is_running_member("12 (a) b) S 1 77 77 0", 77));
        assert!(!is_running_member("12 (a) Z 1 77 77 0", 77));
        assert!(!is_running_member("12 (a) S 77 12 12 0", 77));
        assert!(!is_running_member("", 77));
    }
}
