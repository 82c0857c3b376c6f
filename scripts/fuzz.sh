#!/usr/bin/env bash
# Fuzzes the verdict of a line: fast path, explaining path and schema engine must agree.
#   fuzz.sh [SECONDS]        (default: 300)
# Needs a nightly toolchain and cargo-fuzz: cargo install cargo-fuzz
set -euo pipefail
cd "$(dirname "$0")/.."
cargo +nightly fuzz --version > /dev/null 2>&1 || {
  echo "fuzz: not installed; rustup toolchain install nightly && cargo install cargo-fuzz" >&2
  exit 2
}
# The fixtures are the seeds: a byte that picks the contract, then the document on one line.
corpus=fuzz/corpus/verdict
mkdir -p "$corpus"
pick=0
for contract in cron/execution-report/v1 execra/event/v0 execra/job/v0 kanade/command/v0; do
  find "tests/fixtures/contracts/$contract" -name '*.json' ! -name '*.findings.json' | while read -r file; do
    { printf "\\x0$pick"; tr -d '\n' < "$file"; } > "$corpus/$pick-$(echo "$file" | tr '/' '_')"
  done
  pick=$(( pick + 1 ))
done
exec cargo +nightly fuzz run verdict -- -max_total_time="${1:-300}" -max_len=8192
