//! Real forms of addresses: those that move, and their neighbours that stay.

use super::why_mutable;

const COMMIT: &str = "9c1185a5c5e9fc54612808977ee8f548b2258d31";

fn mutable(url: &str) -> Option<String> {
    why_mutable(&url.replace("SHA", COMMIT).parse().unwrap())
}

const MOVING: &[&str] = &[
    "https://github.com/o/r/releases/latest",
    "https://github.com/o/r/releases/latest/download/runner.tar.gz",
    "https://github.com/o/r/releases/download/latest/runner.tar.gz",
    "https://github.com/o/r/releases/download/nightly/runner.tar.gz",
    "https://github.com/o/r/releases%2Flatest%2Fdownload/runner.tar.gz",
    "https://github.com/o/r/releases/lat%65st/download/runner.tar.gz",
    "https://github.example.com/o/r/releases/latest/download/runner.tar.gz",
    "https://github.com/o/r/raw/main/report.json",
    "https://github.com/o/r/raw/feature-x/report.json",
    "https://github.com/o/r/blob/HEAD/report.json?raw=true",
    "https://github.com/o/r/archive/main.zip",
    "https://github.com/o/r/archive/refs/heads/main.tar.gz",
    "https://github.com/o/r/archive/refs/heads/release-1.2.tar.gz",
    "https://github.com/o/r/tarball/master",
    "https://api.github.com/repos/o/r/zipball/main",
    "https://api.github.com/repos/o/r/releases/latest",
    "https://api.github.com/repos/o/r/contents/report.json",
    "https://api.github.com/repos/o/r/contents/report.json?ref=main",
    "https://raw.githubusercontent.com/o/r/main/report.json",
    "https://raw.githubusercontent.com/o/r/refs/heads/main/report.json",
    "https://raw.githubusercontent.com/o/r/HEAD/report.json",
    "https://codeload.github.com/o/r/zip/refs/heads/main",
    "https://codeload.github.com/o/r/tar.gz/main",
    "https://gist.githubusercontent.com/u/9c1185a5/raw/report.json",
    "https://nightly.link/o/r/workflows/ci/main/report.zip",
    "https://gitlab.com/g/s/p/-/raw/main/report.json",
    "https://gitlab.example.com/g/p/-/blob/develop/report.json",
    "https://gitlab.example.com/g/p/-/archive/main/p-main.zip",
    "https://gitlab.com/g/p/-/jobs/artifacts/main/download?job=build",
    "https://gitlab.com/g/p/-/jobs/artifacts/main/raw/report.json?job=build",
    "https://gitlab.com/api/v4/projects/7/jobs/artifacts/main/download?job=build",
    "https://gitlab.com/api/v4/projects/7/repository/files/a%2Eb/raw",
    "https://gitlab.com/api/v4/projects/7/repository/archive.zip?sha=main",
    "https://gitlab.com/g/p/-/releases/permalink/latest/downloads/runner",
    "https://bitbucket.org/w/r/raw/HEAD/report.json",
    "https://bitbucket.org/w/r/get/main.zip",
    "https://bitbucket.org/w/r/src/main/report.json",
    "https://git.example.com/projects/P/repos/r/raw/a.json?at=refs%2Fheads%2Fmain",
    "https://codeberg.org/o/r/raw/branch/main/report.json",
    "https://git.example.com/o/r/raw/branch/topic/report.json",
    "https://git.sr.ht/~u/r/blob/main/report.json",
    "https://chromium.googlesource.com/p/r/+/refs/heads/main/a?format=TEXT",
    "https://chromium.googlesource.com/p/r/+archive/main.tar.gz",
    "https://git.example.com/cgit/r/plain/report.json?h=master",
    "https://dev.azure.com/o/p/_apis/git/repositories/r/items?path=/a",
    "https://huggingface.co/o/r/resolve/main/report.json",
    "https://bucket.s3.amazonaws.com/runner/latest/report.json",
    "https://bucket.s3.amazonaws.com/runner/Latest/report.json",
    "https://bucket.s3.amazonaws.com/builds/main/report.json",
    "https://dl.example.com/runner/latest.tar.gz",
    "https://dl.example.com/runner-latest-linux-x86_64.tar.gz",
    "https://latest.dl.example.com/runner.tar.gz",
    "https://ci.example.com/job/r/lastSuccessfulBuild/artifact/report.json",
    "https://tc.example.com/repository/download/B/.lastSuccessful/report.json",
    "https://ci.example.com/api/projects/a/r/artifacts/report.json?branch=topic",
    "https://repo.example.com/m2/g/a/1.0-SNAPSHOT/a-1.0-SNAPSHOT.jar",
    "https://repo.example.com/g/a/%5BRELEASE%5D/a.jar",
    "https://cdn.jsdelivr.net/gh/o/r/report.json",
    "https://cdn.jsdelivr.net/gh/o/r@main/report.json",
    "https://cdn.jsdelivr.net/npm/runner@1/report.json",
    "https://unpkg.com/runner/report.json",
    "https://docs.example.com/en/latest/report.json",
    "https://r.example.com/v2/runner/manifests/latest",
    "https://bucket.s3.amazonaws.com/a/1.2.3/r?X-Amz-Signature=00&X-Amz-Expires=60",
    "https://acct.blob.core.windows.net/c/1.2.3/r?se=2026-01-01&sig=00",
];

const STAYING: &[&str] = &[
    "https://example.invalid/rust/local-test",
    "https://github.com/o/r/releases/download/v1.4.0/runner.tar.gz",
    "https://github.com/o/r/releases/download/latest-1.2.3/runner.tar.gz",
    "https://github.com/o/r/releases/download/v1.4.0/latest.yml",
    "https://github.com/o/r/releases/download/v1.4.0/main.tar.gz",
    "https://github.com/o/r/releases/download/runner/v1.4.0/runner.tar.gz",
    "https://github.com/main/latest/releases/download/v1/runner.tar.gz",
    "https://github.com/o/r/releases/tag/v1.4.0",
    "https://api.github.com/repos/o/r/releases/assets/123",
    "https://api.github.com/repos/o/r/contents/report.json?ref=SHA",
    "https://github.com/o/r/archive/refs/tags/v1.4.0.tar.gz",
    "https://github.com/o/r/archive/refs/tags/release-candidate.tar.gz",
    "https://github.com/o/r/archive/SHA.zip",
    "https://github.com/o/r/raw/v1.4.0/report.json",
    "https://raw.githubusercontent.com/o/r/SHA/main/report.json",
    "https://raw.githubusercontent.com/o/r/refs/tags/v1/report.json",
    "https://gist.githubusercontent.com/u/9c1185a5/raw/SHA/report.json",
    "https://codeload.github.com/o/r/zip/refs/tags/v1.4.0",
    "https://gitlab.com/g/p/-/releases/v1.4.0/downloads/runner.tar.gz",
    "https://gitlab.com/g/p/-/jobs/4711/artifacts/download",
    "https://gitlab.com/g/p/-/package_files/4711/download",
    "https://gitlab.com/api/v4/projects/7/packages/generic/runner/1.4.0/runner.tar.gz",
    "https://gitlab.com/g/p/-/raw/SHA/report.json",
    "https://bitbucket.org/w/r/downloads/runner-1.4.0.zip",
    "https://codeberg.org/o/r/raw/commit/SHA/report.json",
    "https://codeberg.org/o/r/raw/tag/release-one/report.json",
    "https://codeberg.org/o/r/releases/download/v1.4.0/runner.tar.gz",
    "https://cdn.jsdelivr.net/gh/o/r@1.4.0/report.json",
    "https://unpkg.com/@scope/runner@1.4.0/report.json",
    "https://deb.example.org/pool/main/r/runner/runner_1.4.0_amd64.deb",
    "https://dl.example.com/runner-latest-1.4.0.tar.gz",
    "https://dl.example.com/mainline/runner.tar.gz",
    "https://dl.example.com/latestnews/runner.tar.gz",
    "https://dl.example.com/raw/results/report.json",
    "https://dl.example.com/head/report.json",
    "https://r.example.com/v2/runner/blobs/sha256:00ff",
    "https://repo.example.com/m2/g/a/1.0/a-1.0.jar",
    "https://dl.example.com/report.json?version=1.4.0",
];

#[test]
fn forms_that_are_known_to_change_are_told() {
    for url in MOVING {
        assert!(mutable(url).is_some(), "{url}");
    }
}

#[test]
fn neighbours_that_stay_pass() {
    for url in STAYING {
        assert_eq!(mutable(url), None, "{url}");
    }
}
