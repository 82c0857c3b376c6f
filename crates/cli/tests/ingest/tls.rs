//! Over TLS: a certificate that nobody vouches for gives nothing, one of `--ca-file` does.

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;
use tempfile::TempDir;

use crate::repository::has;
use crate::support::{NOW, code, ingest, matrix, registry_at, text};

/// A server that hands out the files of its folder, and ends when it is dropped.
struct Secure {
    server: Child,
    origin: String,
}

impl Drop for Secure {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn certificate(folder: &Path, name: &str) {
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"])
        .args(["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"])
        .args(["-keyout", &format!("{name}.key"), "-out", &format!("{name}.pem")])
        .current_dir(folder)
        .stderr(Stdio::null())
        .status();
    assert!(made.unwrap().success());
}

impl Secure {
    fn start(folder: &Path) -> Secure {
        let free = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
        let server = Command::new("openssl")
            .args(["s_server", "-HTTP", "-quiet", "-accept", &free.to_string()])
            .args(["-cert", "server.pem", "-key", "server.key"])
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let began = Instant::now();
        while std::net::TcpStream::connect(free).is_err() {
            assert!(began.elapsed() < Duration::from_secs(20), "the server never came up");
            std::thread::sleep(Duration::from_millis(50));
        }
        Secure { server, origin: format!("https://{free}") }
    }
}

#[test]
fn only_a_certificate_that_is_vouched_for_gives_a_report() {
    if !has("openssl") {
        return;
    }
    let folder = TempDir::new().unwrap();
    certificate(folder.path(), "server");
    certificate(folder.path(), "other");
    let server = Secure::start(folder.path());
    let origin = &server.origin;
    let asset = json!({"name": "report.json", "url": format!("{origin}/report.json")});
    let release = json!({"tag_name": "v1.0.0", "assets": [asset]});
    let report = json!({"version": 1, "runner_id": "rust", "implementation_repo": "dc-runner-rust",
        "release_version": "1.0.0", "commit_sha": "1".repeat(40),
        "generated_at": "2026-02-23T00:00:00Z", "fresh_until": "2026-02-25T00:00:00Z",
        "lane_class": "required", "overall_status": "pass", "command_results": [], "artifact_refs": []});
    fs::write(folder.path().join("latest"), release.to_string()).unwrap();
    fs::write(folder.path().join("report.json"), report.to_string()).unwrap();
    let registry = registry_at(folder.path(), &[("rust", format!("{origin}/latest"))]);
    let run = |more: &[&str]| {
        let args = ["--registry", registry.to_str().unwrap(), "--allow-origin", origin];
        let output = ingest(folder.path(), &[&args[..], &["--now-utc", NOW], more].concat());
        let row = matrix(folder.path())["matrix_rows"][0].clone();
        (code(&output), row, text(&output.stderr))
    };
    for untrusted in [&["--deadline", "5"][..], &["--deadline", "5", "--ca-file", "other.pem"]] {
        let (code, row, told) = run(untrusted);
        assert_eq!(code, 4, "no source answered: {told}");
        assert_eq!(row["failure_class"], "ingest/download-failed");
        assert!(row["reason"].as_str().unwrap().contains("TLS failed"), "{row}");
    }
    let (code, row, told) = run(&["--ca-file", "server.pem"]);
    assert_eq!(code, 0, "{told} {row}");
    assert_eq!(row["freshness_state"], "fresh");
}
