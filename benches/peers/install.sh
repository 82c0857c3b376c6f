#!/usr/bin/env bash
# Installs the published peers that the benchmarks run against, by package name with the ordinary
# client. Usage: benches/peers/install.sh [FOLDER]   (default: .artifacts/peers, or $PEERS)
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
folder=${1:-${PEERS:-$root/.artifacts/peers}}
mkdir -p "$folder"
cargo install jsonschema-cli --locked --root "$folder"
"$folder/bin/jsonschema-cli" --version
