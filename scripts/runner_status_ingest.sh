#!/usr/bin/env bash
# Looks at the newest release of every registered runner and writes the status matrix below
# .artifacts/. Finds or builds the program and passes everything on; see docs/ingest.md.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# The repository is the one that this script stands in, unless the caller names another.
if [ "${1:-}" = history ]; then
    set -- ingest "$@"
else
    named=no
    for argument in "$@"; do
        case $argument in --root | --root=*) named=yes ;; esac
    done
    if [ "$named" = yes ]; then set -- ingest "$@"; else set -- ingest --root "$root" "$@"; fi
fi

if [ -n "${DATA_CONTRACTS_BIN:-}" ]; then
    exec "$DATA_CONTRACTS_BIN" "$@"
elif command -v cargo >/dev/null; then
    # Builds what is not current, and nothing when all is.
    exec cargo run --release --quiet --manifest-path "$root/Cargo.toml" --bin data-contracts -- "$@"
elif [ -x "$root/target/release/data-contracts" ]; then
    exec "$root/target/release/data-contracts" "$@"
elif command -v data-contracts >/dev/null; then
    exec data-contracts "$@"
fi
echo "error: neither data-contracts nor cargo is there; install one, or set DATA_CONTRACTS_BIN" >&2
exit 2
