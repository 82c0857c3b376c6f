#!/usr/bin/env bash
# Installs the published peers of the comparison, by package name with the ordinary clients.
# Usage: benches/peers/compat/install.sh [FOLDER]   (default: .artifacts/peers, or $PEERS)
# PYTHON names a Python of 3.12 or later for subschema, where `python3` is an older one.
# What cannot be installed on this machine is named at the end; the rest is installed all the same.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
folder=${1:-${PEERS:-$root/.artifacts/peers}}/compat
mkdir -p "$folder"
cd "$folder" || exit 3
missing=()
attempt() {
  local name=$1; shift
  "$@" || missing+=("$name")
}
old_python() { python3 -m venv python && python/bin/pip --quiet install jsonsubschema==0.0.8; }
# subschema asks for Python 3.12; the first one on this machine that is new enough takes it.
new_python() {
  local python
  for python in "${PYTHON:-python3}" python3.14 python3.13 python3.12; do
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null || continue
    "$python" -m venv new_python && new_python/bin/pip --quiet install subschema==0.1.0
    return
  done
  echo "subschema: no Python of 3.12 or later here" >&2
  return 1
}
packages() {
  [ -f package.json ] || printf '{"private": true, "type": "module"}\n' >package.json
  npm install --no-audit --no-fund --save-exact jsoncompat@0.4.2 json-schema-diff@1.0.0
}
attempt jsonsubschema old_python
attempt subschema new_python
attempt npm packages
attempt rust-answers cargo install --quiet --locked --path "$here/rust_answers" \
  --target-dir "${CARGO_TARGET_DIR:-$root/target}/rust_answers" --root "$folder"
[ ${#missing[@]} -eq 0 ] || { echo "not installed: ${missing[*]}" >&2; exit 1; }
