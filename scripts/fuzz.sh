#!/usr/bin/env bash
# Fuzzes the verdict of a line: fast path, explaining path and schema engine must agree.
#   fuzz.sh [SECONDS]        (default: 300)
# Needs a C++ compiler beside the Rust toolchain, and no nightly one: coverage is a pass of the compiler's
# own, and without the address sanitizer nothing else is unstable.
set -euo pipefail
cd "$(dirname "$0")/.."
# The fixtures are the seeds: a byte that picks the contract, then the document on one line.
corpus=fuzz/corpus/verdict
mkdir -p "$corpus" fuzz/artifacts/verdict
pick=0
for contract in cron/execution-report/v1 execra/event/v0 execra/job/v0 kanade/command/v0; do
  find "tests/fixtures/contracts/$contract" -name '*.json' ! -name '*.findings.json' | while read -r file; do
    { printf "\\x0$pick"; tr -d '\n' < "$file"; } > "$corpus/$pick-$(echo "$file" | tr '/' '_')"
  done
  pick=$(( pick + 1 ))
done
# A target is named so that build scripts and macros are built without the options.
host=$(rustc -vV | sed -n 's/^host: //p')
flags="--cfg fuzzing -Cpasses=sancov-module -Ccodegen-units=1 -Cdebug-assertions -Coverflow-checks"
for option in level=4 inline-8bit-counters pc-table trace-compares; do
  flags+=" -Cllvm-args=-sanitizer-coverage-$option"
done
target=${CARGO_TARGET_DIR:-fuzz/target}
CARGO_TARGET_DIR=$target RUSTFLAGS="$flags" \
  cargo build --manifest-path fuzz/Cargo.toml --profile "${FUZZ_PROFILE:-release}" --target "$host" --bin verdict
folder=${FUZZ_PROFILE:-release}
[ "$folder" != dev ] || folder=debug
exec "$target/$host/$folder/verdict" "$corpus" -artifact_prefix=fuzz/artifacts/verdict/ \
  -max_total_time="${1:-300}" -max_len=8192
