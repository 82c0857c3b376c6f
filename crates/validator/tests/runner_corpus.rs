//! The published files of the runner exchange are accepted. They are not part of this repository;
//! where they are not at hand the test says that it skipped.

#![allow(clippy::print_stdout)] // a skipped test says so

use std::path::{Path, PathBuf};

use contracts::runner::{CertificationRegistry, ReleaseMetadata, StatusReport};
use contracts::toolkit::{Finding, Severity};
use serde::de::DeserializeOwned;
use validator::context::Context;
use validator::judge::Judge;
use validator::read::{self, Format, Limits};
use validator::recognise::{self, Recognised};

/// The published files of one kind, by path; `None` where the corpus is not at hand.
fn files(kind: &str) -> Option<Vec<PathBuf>> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let places = ["../shared/corpus/runner", "../../shared/corpus/runner"];
    let folder = places.iter().map(|place| repository.join(place).join(kind)).find(|p| p.is_dir());
    let Some(folder) = folder else {
        println!("skipped: there is no shared corpus beside the repository");
        return None;
    };
    let entries = folder.read_dir().into_iter().flatten().flatten();
    let mut files: Vec<_> = entries.map(|entry| entry.path()).collect();
    files.sort();
    assert!(!files.is_empty(), "{}", folder.display());
    Some(files)
}

/// Everything that is found in a file, by the contract that its content tells.
fn findings(path: &Path) -> (Option<String>, Vec<Finding>) {
    let Ok(bytes) = std::fs::read(path) else { return (None, Vec::new()) };
    let format = Format::detect(&path.display().to_string(), &bytes);
    let document = read::read(bytes, format, &Limits::default());
    let tree = document.value.unwrap_or_default();
    let Recognised::One(contract) = recognise::contract(&tree) else { return (None, Vec::new()) };
    let wanted = catalog::Reference { contract, version: None, revision: None };
    match Judge::new().value(&tree, &wanted, &Context::default()) {
        Ok(judged) => {
            let all = document.findings.into_iter().chain(judged.findings);
            (Some(judged.reference.to_string()), all.collect())
        }
        Err(_) => (None, Vec::new()),
    }
}

fn typed<T: DeserializeOwned>(path: &Path) -> Result<T, String> {
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    let format = Format::detect(&path.display().to_string(), &bytes);
    let document = read::read(bytes, format, &Limits::default());
    read::typed(&document).map_err(|error| format!("{}: {error}", path.display()))
}

#[test]
fn every_published_registry_is_recognised_and_accepted() {
    let Some(files) = files("registries") else { return };
    assert_eq!(files.len(), 17);
    for path in files {
        let (contract, findings) = findings(&path);
        let contract = contract.unwrap_or_default();
        assert!(contract.starts_with("runner/certification-registry@"), "{path:?} {contract}");
        // The earliest ones had no exchange yet; nothing else is even advised against.
        let others = findings.iter().find(|f| f.code != "registry/active-exchange");
        assert_eq!(others, None, "{path:?}");
        let errors = findings.iter().find(|f| f.severity == Severity::Error);
        assert_eq!(errors, None, "{path:?}");
        assert!(!typed::<CertificationRegistry>(&path).unwrap().runners.is_empty());
    }
}

#[test]
fn every_published_report_is_accepted_with_warnings_and_the_broken_one_refused() {
    let Some(files) = files("status_reports") else { return };
    for path in files {
        let (contract, findings) = findings(&path);
        if path.ends_with("runner-status-report-v1.invalid.json") {
            assert_eq!(contract, None, "nothing in it tells a contract");
            assert!(typed::<StatusReport>(&path).is_err());
            continue;
        }
        assert_eq!(contract.as_deref(), Some("runner/status-report@v1"));
        let found: Vec<_> = findings.iter().map(|f| (f.severity, &*f.code)).collect();
        let warning = (Severity::Warning, "runner/artifact-digest");
        assert_eq!(found, [warning, warning], "{path:?}");
        assert!(typed::<StatusReport>(&path).is_ok());
    }
}

#[test]
fn every_published_release_is_read() {
    let Some(files) = files("release_metadata") else { return };
    for path in files {
        let release: ReleaseMetadata = typed(&path).unwrap();
        let asset = release.asset("runner-status-report-v1.json").unwrap();
        assert!(asset.is_uploaded() && asset.source_url().is_some(), "{path:?}");
    }
}
