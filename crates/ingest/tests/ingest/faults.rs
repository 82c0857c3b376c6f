//! Every fault of the list: the exact failure class, with matrix and log emitted each time.
use std::io::Write as _;
use std::time::Duration;

use contracts::runner::{
    CertificateState, DigestState, FailureClass, FreshnessState, PolicyEffect, RunnerStatus,
};
use ingest::digest::hex;
use report::Exit;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::support::forge::{Forge, Reply};
use crate::support::lanes::{
    Setup, base, class_at, forge, forge_of, one_lane, registry_of, release, report, row, text,
};

/// What becomes of a lane whose release metadata are answered like this.
fn at_release(reply: Reply) -> Option<FailureClass> {
    class_at(&Forge::start(move |_| reply.clone()))
}

/// What becomes of a lane whose report is answered like this.
fn at_report(reply: Reply) -> Option<FailureClass> {
    class_at(&forge(move |request| match request.path.as_str() {
        "/releases/latest" => Some(Reply::ok(text(&release(&base(request))))),
        "/assets/1" => Some(reply.clone()),
        _ => None,
    }))
}

/// What becomes of a lane with this report.
fn with_report(change: impl Fn(&mut Value)) -> Option<FailureClass> {
    let mut document = report("rust");
    change(&mut document);
    class_at(&forge_of(text(&document), |_| {}))
}

/// What becomes of a lane with good report and this release.
fn with_release(change: impl Fn(&mut Value) + Send + Sync + 'static) -> Option<FailureClass> {
    class_at(&forge_of(text(&report("rust")), change))
}

#[test]
fn nothing_is_wrong() {
    let forge = forge_of(text(&report("rust")), |_| {});
    let (row, entry, made) = one_lane(&forge.url("/releases/latest"), &[&forge.origin()]);
    assert_eq!(row.failure_class, None);
    assert_eq!(row.freshness_state, FreshnessState::Fresh);
    assert_eq!(row.runner_status, RunnerStatus::Pass);
    assert_eq!(row.policy_effect, PolicyEffect::NonBlockingWarn);
    assert_eq!(row.digest_state, Some(DigestState::Unverified));
    assert_eq!(row.status_report.unwrap().age_seconds, Some(86_400));
    assert_eq!((entry.attempts, entry.http_status), (Some(2), Some(200)));
    assert_eq!(made.exit, Exit::Clean);
    assert_eq!(forge.seen()[1].header("accept"), Some("application/octet-stream"));
}

#[test]
fn dns_failure() {
    let (row, _, made) = one_lane("https://forge.invalid/releases/latest", &[]);
    assert_eq!(row.failure_class, Some(FailureClass::DownloadFailed));
    assert_eq!(row.policy_effect, PolicyEffect::BlockingFail);
    assert_eq!(made.exit, Exit::Network, "no source at all answered");
}

#[test]
fn refused() {
    let free = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let origin = format!("http://{}", free.local_addr().unwrap());
    drop(free);
    let (row, _, made) = one_lane(&format!("{origin}/r"), &[&origin]);
    assert_eq!(row.failure_class, Some(FailureClass::DownloadFailed));
    assert_eq!(made.exit, Exit::Network);
}

#[test]
fn reset_while_reading_truncated_and_wrong_length() {
    let head = |length: usize| format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n{{");
    let failed = Some(FailureClass::DownloadFailed);
    for reply in [Reply::Reset(head(100).into()), Reply::Raw(head(100).into())] {
        assert_eq!(at_release(reply.clone()), failed);
        assert_eq!(at_report(reply), failed);
    }
    // More bytes than announced: the report is cut, and no JSON any more.
    let report = String::from_utf8(text(&report("rust"))).unwrap();
    let cut = format!("HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n{report}");
    assert_eq!(at_report(Reply::Raw(cut.into())), Some(FailureClass::ReportInvalid));
}

#[test]
fn a_size_that_the_metadata_deny() {
    let class = with_release(|metadata| metadata["assets"][0]["size"] = json!(7));
    assert_eq!(class, Some(FailureClass::DownloadFailed));
}

#[test]
fn endless_body_and_too_large() {
    let too_large = Some(FailureClass::TooLarge);
    assert_eq!(at_report(Reply::Endless(b"HTTP/1.1 200 OK\r\n\r\n".to_vec())), too_large);
    assert_eq!(at_report(Reply::ok(vec![b' '; 10_001])), too_large);
    assert_eq!(at_release(Reply::ok(vec![b' '; 100_001])), too_large);
}

#[test]
fn slow_drip() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-length: 9000\r\n\r\n".to_vec();
    let drip = Reply::Drip(head, Duration::from_millis(50));
    assert_eq!(at_report(drip), Some(FailureClass::DownloadFailed));
}

#[test]
fn tls_failure() {
    let forge = Forge::start(|_| Reply::ok("{}"));
    let origin = forge.origin().replace("http:", "https:");
    let (row, _, _) = one_lane(&format!("{origin}/r"), &[&origin]);
    assert_eq!(row.failure_class, Some(FailureClass::DownloadFailed));
    assert!(row.reason.unwrap().contains("TLS"));
}

#[test]
fn redirect_loop_and_redirect_to_loopback() {
    let failed = Some(FailureClass::DownloadFailed);
    assert_eq!(at_release(Reply::redirect(302, "/releases/latest")), failed);
    let other = forge_of(text(&report("rust")), |_| {});
    assert_eq!(at_release(Reply::redirect(302, &other.url("/releases/latest"))), failed);
    assert_eq!(at_report(Reply::redirect(302, &other.url("/assets/1"))), failed);
    assert!(other.seen().is_empty());
}

#[test]
fn an_asset_behind_a_redirect_is_right_too() {
    let forge = forge(|request| match request.path.as_str() {
        "/releases/latest" => Some(Reply::ok(text(&release(&base(request))))),
        "/assets/1" => Some(Reply::redirect(302, "/storage/blob?signature=secret")),
        "/storage/blob?signature=secret" => Some(Reply::ok(text(&report("rust")))),
        _ => None,
    });
    let (row, entry, made) = one_lane(&forge.url("/releases/latest"), &[&forge.origin()]);
    assert_eq!(row.failure_class, None);
    assert_eq!(entry.attempts, Some(3));
    let all = format!("{made:?}");
    assert!(!all.contains("secret"), "no signed query in any document");
}

#[test]
fn a_renamed_repository_is_followed_and_reported() {
    let forge = forge(|request| match request.path.as_str() {
        "/old" => Some(Reply::redirect(301, "/releases/latest")),
        "/releases/latest" => Some(Reply::ok(text(&release(&base(request))))),
        "/assets/1" => Some(Reply::ok(text(&report("rust")))),
        _ => None,
    });
    let (row, entry, _) = one_lane(&forge.url("/old"), &[&forge.origin()]);
    assert_eq!(row.failure_class, None);
    assert_eq!(row.redirected_from.as_deref(), Some(forge.url("/old").as_str()));
    assert_eq!(entry.redirected_from, row.redirected_from);
    assert!(row.findings.iter().any(|finding| finding.code == "ingest/release-moved"));
}

#[test]
fn refusals() {
    let failed = Some(FailureClass::DownloadFailed);
    assert_eq!(at_release(Reply::status(401, "{}")), failed);
    assert_eq!(at_release(Reply::status(403, "{\"message\": \"no\"}")), failed);
    assert_eq!(at_release(Reply::status(404, "{}")), Some(FailureClass::ReleaseMissing));
    assert_eq!(at_report(Reply::status(404, "{}")), Some(FailureClass::AssetMissing));
    assert_eq!(at_release(Reply::status(500, "")), failed);
    let forge = Forge::start(|_| Reply::status(404, "{}"));
    let (row, _, made) = one_lane(&forge.url("/releases/latest"), &[&forge.origin()]);
    assert!(row.reason.unwrap().contains("prereleases"));
    assert_eq!(made.exit, Exit::Clean, "a lane without a release was looked at");
}

#[test]
fn limits_in_each_form() {
    let forms: [&[(&str, &str)]; 4] = [
        &[("retry-after", "86400")],
        &[("retry-after", "Sat, 01 Jan 2050 00:00:00 GMT")],
        &[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "2524608000")],
        &[("x-ratelimit-remaining", "0")],
    ];
    for status in [403, 429] {
        for headers in forms {
            let reply = headers
                .iter()
                .fold(Reply::status(status, "{}"), |reply, (name, value)| reply.with(name, value));
            let limited = Some(FailureClass::RateLimited);
            assert_eq!(at_release(reply.clone()), limited, "{status} {headers:?}");
            assert_eq!(at_report(reply), limited, "{status} {headers:?}");
        }
    }
    assert_eq!(at_release(Reply::status(429, "")), Some(FailureClass::RateLimited));
}

#[test]
fn a_server_that_recovers() {
    let forge = forge(|request| match (request.path.as_str(), request.before) {
        (_, 0) => Some(Reply::status(502, "")),
        ("/releases/latest", 1) => Some(Reply::status(429, "").with("retry-after", "5")),
        ("/releases/latest", _) => Some(Reply::ok(text(&release(&base(request))))),
        _ => Some(Reply::ok(text(&report("rust")))),
    });
    let (row, entry, _) = one_lane(&forge.url("/releases/latest"), &[&forge.origin()]);
    assert_eq!(row.failure_class, None);
    assert_eq!(entry.attempts, Some(5));
}

#[test]
fn html_instead_of_json() {
    let page =
        || Reply::ok("<!doctype html><html>Sign in</html>").with("content-type", "text/html");
    assert_eq!(at_release(page()), Some(FailureClass::DownloadFailed));
    assert_eq!(at_report(page()), Some(FailureClass::ReportInvalid));
}

#[test]
fn gzip_bomb() {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(&vec![b' '; 50_000_000]).unwrap();
    let bomb = encoder.finish().unwrap();
    assert!(bomb.len() < 100_000);
    let reply = Reply::ok(bomb).with("content-encoding", "gzip");
    assert_eq!(at_release(reply), Some(FailureClass::TooLarge));
}

#[test]
fn releases_without_the_report() {
    let missing = Some(FailureClass::AssetMissing);
    assert_eq!(with_release(|release| release["assets"] = json!([])), missing);
    assert_eq!(
        with_release(|release| {
            release.as_object_mut().unwrap().remove("assets");
        }),
        missing
    );
    assert_eq!(with_release(|r| r["assets"][0]["name"] = json!("REPORT.json")), missing);
    assert_eq!(with_release(|r| r["assets"][0]["state"] = json!("open")), missing);
    let draft = with_release(|release| release["draft"] = json!(true));
    assert_eq!(draft, Some(FailureClass::ReleaseMissing));
}

#[test]
fn digests_of_metadata_and_siblings() {
    let digest = hex(&Sha256::digest(text(&report("rust"))));
    let right = format!("sha256:{digest}");
    let right = with_release(move |r| r["assets"][0]["digest"] = json!(right));
    assert_eq!(right, None);
    let wrong = format!("sha256:{}", "0".repeat(64));
    let wrong = with_release(move |r| r["assets"][0]["digest"] = json!(wrong));
    assert_eq!(wrong, Some(FailureClass::ChecksumMismatch));

    let sibling = |content: String| {
        forge(move |request| match request.path.as_str() {
            "/releases/latest" => {
                let base = base(request);
                let mut metadata = release(&base);
                let sibling = json!({"name": "report.json.sha256", "url": format!("{base}/sum")});
                metadata["assets"].as_array_mut().unwrap().push(sibling);
                Some(Reply::ok(text(&metadata)))
            }
            "/assets/1" => Some(Reply::ok(text(&report("rust")))),
            "/sum" => Some(Reply::ok(content.clone())),
            _ => None,
        })
    };
    let good = sibling(format!("{digest}  report.json\n"));
    let (row, ..) = one_lane(&good.url("/releases/latest"), &[&good.origin()]);
    assert_eq!(row.digest_state, Some(DigestState::Verified));
    let bad = sibling(format!("{}  report.json\n", "0".repeat(64)));
    assert_eq!(class_at(&bad), Some(FailureClass::ChecksumMismatch));
    assert_eq!(class_at(&sibling("nonsense".into())), Some(FailureClass::ChecksumMismatch));
}

#[test]
fn invalid_reports() {
    let invalid = Some(FailureClass::ReportInvalid);
    for body in ["", "{}", "[]", "null", "{\"version\": 1", "\u{feff}", "{\"a\": 1, \"a\": 2}"] {
        assert_eq!(at_report(Reply::ok(body)), invalid, "{body}");
    }
    assert_eq!(with_report(|r| r["overall_status"] = json!("fine")), invalid);
    assert_eq!(with_report(|r| r["fresh_until"] = json!("2026-01-08T00:00:00Z")), invalid);
    assert_eq!(with_report(|r| r["generated_at"] = json!("2026-01-09T01:00:00+01:00")), invalid);
    assert_eq!(with_report(|r| r["command_results"][0]["status"] = json!("fail")), invalid);
    let mutable = "https://forge.example.com/acme/rust/releases/latest/download/x";
    assert_eq!(with_report(|r| r["artifact_refs"][0]["url"] = json!(mutable)), invalid);
    assert_eq!(with_report(|r| r["version"] = json!(2)), Some(FailureClass::VersionIncompatible));
    assert_eq!(with_report(|r| r["version"] = json!(0)), Some(FailureClass::VersionIncompatible));
    let deep = format!("{}{}", "[".repeat(4000), "]".repeat(4000));
    assert_eq!(at_report(Reply::ok(deep)), invalid);
}

#[test]
fn what_a_consumer_must_tolerate_is_tolerated() {
    assert_eq!(with_report(|r| r["unheard_of"] = json!({"a": 1})), None);
}

#[test]
fn reports_of_somebody_else() {
    let mismatch = Some(FailureClass::IdentityMismatch);
    assert_eq!(with_report(|r| r["runner_id"] = json!("python")), mismatch);
    assert_eq!(with_report(|r| r["implementation_repo"] = json!("fork")), mismatch);
    assert_eq!(with_report(|r| r["lane_class"] = json!("compatibility_non_blocking")), mismatch);
    assert_eq!(with_report(|r| r["release_version"] = json!("1.1.0")), mismatch);
    let commitish = json!("2".repeat(40));
    assert_eq!(with_release(move |r| r["target_commitish"] = commitish.clone()), mismatch);
}

#[test]
fn the_commit_of_the_tag() {
    for (answer, expected) in [
        (Reply::ok("1".repeat(40)), None),
        (Reply::ok("2".repeat(40)), Some(FailureClass::IdentityMismatch)),
        (Reply::ok("<html>"), Some(FailureClass::DownloadFailed)),
        (Reply::status(404, ""), Some(FailureClass::IdentityMismatch)),
    ] {
        let forge = forge(move |request| match request.path.as_str() {
            "/repos/a/b/releases/latest" => Some(Reply::ok(text(&release(&base(request))))),
            "/assets/1" => Some(Reply::ok(text(&report("rust")))),
            "/repos/a/b/commits/tags/v1.2.0" => Some(answer.clone()),
            _ => None,
        });
        let root = tempfile::tempdir().unwrap();
        let mut setup = Setup::over(&[&forge.origin()], root.path());
        setup.verify_commit = true;
        let url = forge.url("/repos/a/b/releases/latest");
        let made =
            setup.run(&setup.registry(&registry_of(&[row("rust", "required", "active", &url)])));
        assert_eq!(made.matrix.matrix_rows[0].failure_class, expected);
    }
}

#[test]
fn reports_from_the_future_and_clocks_that_differ() {
    let made = |at: &str| {
        let at = json!(at);
        with_report(move |report| report["generated_at"] = at.clone())
    };
    assert_eq!(made("2026-01-10T00:05:00Z"), None, "clocks may differ by five minutes");
    assert_eq!(made("2026-01-10T00:05:01Z"), Some(FailureClass::ReportInvalid));
    assert_eq!(made("2099-01-01T00:00:00Z"), Some(FailureClass::ReportInvalid));
}

#[test]
fn old_reports() {
    let stale = Some(FailureClass::ReportStale);
    assert_eq!(with_report(|r| r["generated_at"] = json!("2026-01-07T00:00:00Z")), None);
    assert_eq!(with_report(|r| r["generated_at"] = json!("2026-01-06T23:59:59Z")), stale);
    assert_eq!(with_report(|r| r["fresh_until"] = json!("2026-01-09T23:59:59Z")), stale);
    let mut old = report("rust");
    old["generated_at"] = json!("2026-01-01T00:00:00Z");
    let forge = forge_of(text(&old), |_| {});
    let (row, ..) = one_lane(&forge.url("/releases/latest"), &[&forge.origin()]);
    assert_eq!(row.runner_status, RunnerStatus::Pass, "what it says is shown");
    assert_eq!(row.policy_effect, PolicyEffect::BlockingFail, "and proves nothing about today");
}

#[test]
fn artifacts_are_looked_at_when_asked() {
    let body = b"the artifact".to_vec();
    let digest = hex(&Sha256::digest(&body));
    let cases = [
        (digest.clone(), Reply::ok(body.clone()), None),
        ("0".repeat(64), Reply::ok(body), Some(FailureClass::ChecksumMismatch)),
        (digest, Reply::status(404, ""), Some(FailureClass::AssetMissing)),
    ];
    for (stated, reply, expected) in cases {
        // The artifact's address has to be https for the report to be valid, so it is asked for
        // at a source that answers by the lane's part.
        let source = crate::support::parts::Parts::new(move |part| match part {
            "release" => Reply::ok(text(&release("https://forge.example.com"))),
            "report" => {
                let mut document = report("rust");
                document["artifact_refs"][0]["sha256"] = json!(stated.clone());
                Reply::ok(text(&document))
            }
            _ => reply.clone(),
        });
        let mut setup = Setup::from(std::sync::Arc::new(source), Default::default());
        setup.verify_artifacts = true;
        let url = "https://forge.example.com/releases/latest";
        let made =
            setup.run(&setup.registry(&registry_of(&[row("rust", "required", "active", url)])));
        let row = &made.matrix.matrix_rows[0];
        assert_eq!(row.failure_class, expected, "{:?}", row.reason);
        assert_eq!(row.artifacts.unwrap().checked, 1);
    }
}

#[test]
fn certificates_are_handed_to_the_edge() {
    for (state, warned) in [(CertificateState::Verified, 0), (CertificateState::None, 1)] {
        let forge = forge_of(text(&report("rust")), |_| {});
        let root = tempfile::tempdir().unwrap();
        let mut setup = Setup::over(&[&forge.origin()], root.path());
        setup.certificate = state;
        let url = forge.url("/releases/latest");
        let made =
            setup.run(&setup.registry(&registry_of(&[row("rust", "required", "active", &url)])));
        let row = &made.matrix.matrix_rows[0];
        assert_eq!(row.certificate_state, Some(state));
        let warnings =
            row.findings.iter().filter(|finding| finding.code == "ingest/certificate-missing");
        assert_eq!(warnings.count(), warned);
    }
}
