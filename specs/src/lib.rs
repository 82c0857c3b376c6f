//! The published schemas and pages, embedded, so that an installed binary needs no tree.
//!
//! Paths are those below `specs/`: `01_schema/cron_execution_report_v1.yaml`.

include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// One embedded file.
#[derive(Debug, Clone, Copy)]
pub struct File {
    /// The path below `specs/`, with `/` between its parts.
    pub path: &'static str,
    /// The text as committed.
    pub text: &'static str,
    /// The same value as JSON text, for YAML files.
    pub json: Option<&'static str>,
}

/// Every embedded file, sorted by path.
#[must_use]
pub fn files() -> &'static [File] {
    FILES
}

/// The embedded file of that path.
#[must_use]
pub fn file(path: &str) -> Option<&'static File> {
    FILES.binary_search_by(|file| file.path.cmp(path)).ok().and_then(|at| FILES.get(at))
}
