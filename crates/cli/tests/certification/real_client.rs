//! The published reference runner, certified by ours and certifying itself. Runs where its binary
//! is on the search path.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::repository::{code, row, said};

const RUNNER: &str = "dc-runner";

/// A repository as the published runner works in: committed, with its own registry and case file.
struct Published(tempfile::TempDir);

impl Published {
    /// `None`, after saying so, where the binary or git is not there.
    fn new() -> Option<Published> {
        let there = |program: &str| {
            Command::new(program).arg("--version").output().is_ok_and(|it| it.status.success())
        };
        if !there(RUNNER) || !there("git") {
            println!("SKIPPED: {RUNNER} (cargo install dc-runner-cli) and git are needed on PATH");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let case = folder.path().join("specs/03_conformance/cases/core");
        fs::create_dir_all(&case).unwrap();
        fs::create_dir_all(folder.path().join("specs/01_schema")).unwrap();
        let prose =
            "A case in the published form:\n\n- id: DCCONF-RCERT-001\n- id: DCCONF-RCERT-002\n";
        fs::write(case.join("runner_certification_core.spec.md"), prose).unwrap();
        fs::write(folder.path().join(REGISTRY), registry()).unwrap();
        let published = Published(folder);
        for args in [&["init", "-q"][..], &["add", "."], &["commit", "-qm", "all"]] {
            let identity = ["-c", "user.name=t", "-c", "user.email=t@example.com"];
            let mut git = Command::new("git");
            git.args(identity).args(args).current_dir(published.path());
            assert!(git.status().unwrap().success());
        }
        Some(published)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn run(&self, program: &str, args: &[&str]) -> std::process::Output {
        Command::new(program).args(args).current_dir(self.path()).output().unwrap()
    }

    fn certificate(&self) -> Value {
        let path = self.path().join(".artifacts/runner-certification-rust.json");
        serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
    }
}

const REGISTRY: &str = "specs/01_schema/runner_certification_registry_v1.yaml";

/// The lane that the published registry has for this runner, with the cases in their own form.
fn registry() -> &'static str {
    r"version: 2
certificate_schema_ref: /specs/01_schema/runner_execution_certificate_v1.yaml
runners:
- runner_id: rust
  class: required
  status: active
  entrypoints: {public_adapter: dc-runner, implementation_repo: dc-runner-rust}
  required_core_checks:
  - runtime.runner_interface_subcommands
  - runtime.compatibility_matrix_registration_required
  required_core_cases:
  - /specs/03_conformance/cases/core/runner_certification_core.spec.md#DCCONF-RCERT-001
  - /specs/03_conformance/cases/core/runner_certification_core.spec.md#DCCONF-RCERT-002
  command_contract_subset:
  - {name: governance, args: [], expect_exit: [0, 1]}
  - {name: style-check, args: [], expect_exit: [0]}
  - {name: docs-generate-check, args: [], expect_exit: [0]}
  artifact_contract:
    json_out: /.artifacts/runner-certification-{runner}.json
    md_out: /.artifacts/runner-certification-{runner}.md
"
}

#[test]
fn the_published_runner_is_run_for_real_and_its_cases_fail_with_the_reason() {
    let Some(published) = Published::new() else { return };
    let ours = env!("CARGO_BIN_EXE_runner-certify");
    let output = published.run(ours, &["--runner", "rust", "--timeout", "60"]);
    let certificate = published.certificate();
    assert_eq!(code(&output), 1, "{}", said(&output));
    for command in ["governance", "style-check", "docs-generate-check"] {
        let row = row(&certificate, &format!("command.{command}"));
        assert!(row["evidence_ref"].is_string() && row["duration_ms"].is_u64(), "{row}");
        assert_ne!(row["exit_code"], 127, "it was started: {row}");
    }
    // Its cases have another form, and it does not answer the case protocol either.
    let case = row(
        &certificate,
        "spec./specs/03_conformance/cases/core/runner_certification_core.spec.md#DCCONF-RCERT-001",
    );
    assert!(case["detail"].as_str().unwrap().contains("no portable cases"), "{case}");
    let data_contracts = env!("CARGO_BIN_EXE_data-contracts");
    let path = ".artifacts/runner-certification-rust.json";
    let verified = published.run(data_contracts, &["verify", path, "--registry", REGISTRY]);
    assert_eq!(code(&verified), 0, "{}", said(&verified));
}

#[test]
fn the_published_runner_does_not_answer_the_case_protocol() {
    let Some(published) = Published::new() else { return };
    let cases = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/fixtures/certify/repository/cases/cron.yaml");
    fs::copy(cases, published.path().join("cron.yaml")).unwrap();
    let one = registry().replace(
        "/specs/03_conformance/cases/core/runner_certification_core.spec.md#DCCONF-RCERT-001",
        "/cron.yaml#accept.success",
    );
    fs::write(published.path().join("portable.yaml"), one).unwrap();
    let ours = env!("CARGO_BIN_EXE_runner-certify");
    let args = ["--runner", "rust", "--registry", "portable.yaml", "--timeout", "60"];
    published.run(ours, &args);
    let certificate = published.certificate();
    let case = row(&certificate, "spec./cron.yaml#accept.success");
    assert_eq!(case["status"], "fail");
    assert!(
        case["detail"].as_str().unwrap().contains("does not answer the case protocol"),
        "{case}"
    );
}

#[test]
fn a_certificate_that_it_made_itself_verifies_with_ours() {
    let Some(published) = Published::new() else { return };
    let made = published.run(RUNNER, &["runner-certify", "--runner", "rust"]);
    let certificate = published.certificate();
    assert_eq!(certificate["version"], 2, "{}", said(&made));
    let path = ".artifacts/runner-certification-rust.json";
    let data_contracts = env!("CARGO_BIN_EXE_data-contracts");
    let args = ["verify", path, "--registry", REGISTRY, "--runner", "rust", "--max-age", "1"];
    let verified = published.run(data_contracts, &args);
    assert_eq!(code(&verified), 0, "{}", said(&verified));
    assert!(said(&verified).contains("DIGEST-ONLY"), "unsigned is never called verified");
}
