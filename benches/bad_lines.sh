#!/usr/bin/env bash
# Instructions for one line that breaks the contract, its printed finding included, by kind of fault.
#
#   benches/bad_lines.sh            # the release build; BIN=PATH for another
#
# Each figure is the difference between two streams, one with 500 such lines more, as counted by
# `valgrind --tool=callgrind`: it does not depend on what else the machine does.
set -euo pipefail
cd "$(dirname "$0")/.."
target="${CARGO_TARGET_DIR:-target}"
bin="${BIN:-$target/release/data-contracts}"
generate="${GENERATE:-$target/release/generate_streams}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

counted() { # CONTRACT FILE
    { valgrind --tool=callgrind --callgrind-out-file=/dev/null \
        "$bin" validate --contract "$1" --threads 1 "$2" 2>&1 >/dev/null || true; } |
        sed -n 's/.*Collected : //p'
}

# The lines that match get the fault, as many as asked for; further ones of them are left out.
broken() { # LINES MATCH FROM TO FILE
    awk -v most="$1" -v match_="$2" -v from="$3" -v to="$4" \
        '$0 ~ match_ { if (++seen > most) next; if (from != "") sub(from, to) } { print }' "$5"
}

fault() { # NAME CONTRACT STREAM MATCH FROM TO
    broken 200 "$4" "$5" "$6" "$3" > "$work/few.ndjson"
    broken 700 "$4" "$5" "$6" "$3" > "$work/many.ndjson"
    local few many
    few="$(counted "$2" "$work/few.ndjson")"
    many="$(counted "$2" "$work/many.ndjson")"
    printf '| %s | %s |\n' "$1" "$(((many - few) / 500))"
}

"$generate" cron 300000 7 0 > "$work/cron.ndjson"
"$generate" execra 400000 7 0 > "$work/execra.ndjson"
echo '| line | instructions |'
echo '|---|---:|'
cron() { fault "cron report: $1" cron/execution-report "$work/cron.ndjson" . "$2" "$3"; }
cron 'no fault' '' ''
cron 'wrong `status`' '"status":"[a-z]*"' '"status":"broken"'
cron 'no `host`' '"host":"[^"]*",' ''
cron '`exit_code` is a string' '"exit_code":[0-9]*' '"exit_code":"0"'
cron 'no colon' '"host":' '"host"'
cron '`status` against `exit_code`' '"exit_code":[0-9]*,' '"exit_code":3,'
execra() {
    fault "Execra event: $1" execra/event-stream "$work/execra.ndjson" output_appended "$2" "$3"
}
execra 'no fault' '' ''
execra 'wrong `stream`' '"stream":"[a-z]*"' '"stream":"stdlog"'
execra 'no `line`' ',"line":".*"}$' '}'
execra '`line` is a number' '"line":".*"}$' '"line":5}'
execra 'no colon' '"line":' '"line"'
execra 'unknown `kind`' '"kind":"output_appended"' '"kind":"output_append"'
