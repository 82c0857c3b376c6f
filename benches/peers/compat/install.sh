#!/usr/bin/env bash
# Installs the published peers of the comparison, by package name with the ordinary clients.
# Usage: benches/peers/compat/install.sh [FOLDER]   (default: .artifacts/peers, or $PEERS)
set -euo pipefail
root=$(cd "$(dirname "$0")/../../.." && pwd)
folder=${1:-${PEERS:-$root/.artifacts/peers}}/compat
mkdir -p "$folder"
cd "$folder"
python3 -m venv python
python/bin/pip --quiet install jsonsubschema==0.0.8
[ -f package.json ] || printf '{"private": true, "type": "module"}\n' >package.json
npm install --no-audit --no-fund --save-exact jsoncompat@0.4.2 json-schema-diff@1.0.0
