#!/usr/bin/env bash
# Runs the one module with unsafe code (crates/validator/src/fast/simd.rs) under Miri. Needs a
# nightly toolchain with the component: rustup +nightly component add miri rust-src
set -euo pipefail
cd "$(dirname "$0")/.."
cargo +nightly miri --version > /dev/null 2>&1 || {
  echo "miri: not installed; rustup +nightly component add miri rust-src" >&2
  exit 2
}
# Few cases: Miri is slow. The files of failed cases would need the file system.
PROPTEST_CASES=${PROPTEST_CASES:-16} MIRIFLAGS=-Zmiri-disable-isolation \
  cargo +nightly miri test -p data-contracts-validator --lib -- fast::simd fast::scan
