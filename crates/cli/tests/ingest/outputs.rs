//! Matrix and log are left behind whatever happens; what cannot be written is exit 3.

use std::fs;

use serde_json::json;
use tempfile::TempDir;

use crate::support::{code, ingest, log, matrix, replay, text};

#[test]
fn a_registry_that_cannot_be_read_still_leaves_matrix_and_log() {
    let folder = TempDir::new().unwrap();
    let output = ingest(folder.path(), &["--registry", "none.yaml"]);
    assert_eq!(code(&output), 3);
    assert!(text(&output.stderr).contains("none.yaml"));
    assert_eq!(matrix(folder.path())["matrix_rows"], json!([]));
    fs::write(folder.path().join("bad.yaml"), "runners: [").unwrap();
    assert_eq!(code(&ingest(folder.path(), &["--registry", "bad.yaml"])), 2);
    assert!(log(folder.path())["findings"][0]["code"].as_str().unwrap().starts_with("yaml/"));
}

#[test]
fn outputs_that_cannot_be_written_are_exit_3_and_the_rest_is_written() {
    let folder = TempDir::new().unwrap();
    for target in ["/dev/full", "/proc/none/matrix.json", "file/matrix.json"] {
        fs::write(folder.path().join("file"), "").unwrap();
        let output = replay(folder.path(), &["--out-md", target]);
        assert_eq!(code(&output), 3, "{target}");
        assert!(!text(&output.stderr).is_empty(), "{target}");
        assert_eq!(matrix(folder.path())["matrix_rows"].as_array().unwrap().len(), 12);
    }
    assert_eq!(code(&replay(folder.path(), &["--out-json", "/proc/none/m.json"])), 3);
}
