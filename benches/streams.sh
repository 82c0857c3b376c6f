#!/usr/bin/env bash
# Builds what is measured (unless DATA_CONTRACTS names a program), and prints the tables of
# docs/performance_streams.md as Markdown. The peers are those that benches/peers/install.sh has
# installed; a missing one is named on standard error.
set -euo pipefail
cd "$(dirname "$0")/.."
[ -n "${DATA_CONTRACTS:-}" ] || cargo build --release --quiet -p data-contracts --bin data-contracts
cargo run --release --quiet -p data-contracts-benches --bin stream_figures -- target/streams
