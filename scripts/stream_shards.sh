#!/usr/bin/env bash
# Judges one NDJSON file as N ranges, one process each, and merges their outputs.
#   stream_shards.sh FILE CONTRACT [SHARDS [PROCESSES [OPTION…]]]
# Standard output: every finding, by the lines of the whole file, then the one summary.
# Ends with what the merge ends with; a range that was cut off is an error.
set -euo pipefail
file=${1:?FILE} contract=${2:?CONTRACT} shards=${3:-8} processes=${4:-2}
shift $(( $# < 4 ? $# : 4 ))
tool=${DATA_CONTRACTS:-data-contracts}
parts=$(mktemp -d)
trap 'rm -rf "$parts"' EXIT
size=$(wc -c < "$file")
step=$(( (size + shards - 1) / shards ))
[ "$step" -gt 0 ] || step=1
# What the judge and the merge must be told alike.
merge=()
for (( at = 1; at <= $#; at++ )); do
  case ${!at} in
    --live | --remember-jobs=*) merge+=("${!at}") ;;
    --remember-jobs) next=$(( at + 1 )); merge+=("${!at}" "${!next}") ;;
  esac
done
judge() {
  local part=$1 range=$2; shift 2
  local code=0
  "$TOOL" validate --contract "$CONTRACT" --range "$range" --threads 1 "$@" -- "$FILE" > "$PARTS/$part" || code=$?
  # Findings are no failure of the work; everything above is.
  [ "$code" -le 1 ]
}
export -f judge
export TOOL=$tool CONTRACT=$contract FILE=$file PARTS=$parts
for (( shard = 0; shard < shards; shard++ )); do
  end=$(( (shard + 1) * step ))
  [ "$shard" -lt $(( shards - 1 )) ] || end=
  printf '%05d\0%s-%s\0' "$shard" $(( shard * step )) "$end"
done | xargs -0 -P "$processes" -n 2 bash -c 'at=$#; judge "${@:at-1}" "${@:1:at-2}"' judge "$@" \
  || { echo "stream_shards: a range was not judged" >&2; exit 3; }
"$tool" merge ${merge[@]+"${merge[@]}"} "$parts"/*
