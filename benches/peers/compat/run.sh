#!/usr/bin/env bash
# Asks every peer of the comparison that is installed, and prints the table of docs/compat.md.
# Usage: benches/peers/compat/run.sh CASES [ANSWERS]   (a folder; default: .artifacts/peers/compat/answers)
# Answers that are there already are taken as they are: remove a file to have its peer asked again.
# Ours are those of `data-contracts` (or what DATA_CONTRACTS names), made anew each time.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
peers=${PEERS:-$root/.artifacts/peers}/compat
cases=$(realpath "$1")
answers=${2:-$peers/answers}
ours=${DATA_CONTRACTS:-$root/target/release/data-contracts}
mkdir -p "$answers"
ask() {
  local name=$1 program=$2
  shift
  [ -e "$answers/$name.jsonl" ] && return
  command -v "$program" >/dev/null || { echo "$name: not installed" >&2; return; }
  python3 "$here/ask.py" "$cases" -- "$@" >"$answers/$name.part"
  mv "$answers/$name.part" "$answers/$name.jsonl"
}
python3 "$here/pairs.py" "$cases" >"$answers/pairs.jsonl"
"$ours" compat --pairs "$answers/pairs.jsonl" --assert-formats=false >"$answers/ours.jsonl" || [ $? -le 2 ]
ask covers "$peers/bin/rust-answers" covers
ask subschema "$peers/new_python/bin/python" "$here/answers.py" subschema
ask subschema-endeavor "$peers/new_python/bin/python" "$here/answers.py" subschema-endeavor
ask jsoncompat node "$here/answers.mjs" jsoncompat "$peers"
ask jsonsubschema "$peers/python/bin/python" "$here/answers.py" jsonsubschema
ask json-schema-diff-npm node "$here/answers.mjs" json-schema-diff "$peers"
ask json-schema-diff-rust "$peers/bin/rust-answers" json-schema-diff
cd "$answers"
score=()
# Where a peer knows one dialect, it is scored on that alone too.
for named in ours covers subschema subschema-endeavor jsoncompat@2020-12 jsonsubschema@draft-04 \
  json-schema-diff-npm@draft-07 json-schema-diff-rust@draft-07; do
  [ -e "${named%@*}.jsonl" ] && score+=("$named=${named%@*}.jsonl")
done
python3 "$here/score.py" "$cases" "${score[@]}" --decided
