#!/usr/bin/env bash
# Installs the published peers that the benchmarks run against, by package name with the ordinary
# clients. Usage: benches/peers/install.sh [FOLDER]   (default: .artifacts/peers, or $PEERS)
# What cannot be installed on this machine is named at the end; the rest is installed all the same.
set -uo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
folder=${1:-${PEERS:-$root/.artifacts/peers}}
mkdir -p "$folder/npm"
folder=$(cd "$folder" && pwd)
missing=()
attempt() {
  local name=$1; shift
  "$@" || missing+=("$name")
}
python() { python3 -m venv "$folder/python" && "$folder/python/bin/pip" install --quiet jsonschema-rs orjson; }
attempt parse-only cargo install --quiet --path "$root/benches/peers/parse_only" --target-dir "$root/target/parse_only" --root "$folder"
attempt jsonschema-rs python
attempt npm npm install --no-audit --no-fund --prefix "$folder/npm" ajv ajv-formats @sourcemeta/jsonschema
attempt judge-lines cargo install --quiet --locked --path "$root/benches/peers/judge_lines" --target-dir "$root/target/judge_lines" --root "$folder"
attempt jsonschema-cli cargo install --quiet jsonschema-cli --locked --root "$folder"
attempt boon-cli cargo install --quiet boon-cli --locked --root "$folder"
[ ${#missing[@]} -eq 0 ] || { echo "not installed: ${missing[*]}" >&2; exit 1; }
