"""How often answers are wrong, and how often there is none: python score.py CASES NAME=ANSWERS…

An answer is a line {"id", "backward", "forward"}, each side a word or an object with `verdict` (as
`data-contracts compat --pairs` writes them). Only settled directions count; a pair without an
answer counts as unknown. With --decided NAME the pairs are named that NAME decides rightly and the
first one does not decide.
"""

import json
import statistics
import sys


def verdict(side):
    return side["verdict"] if isinstance(side, dict) else side


def read(path):
    with open(path, encoding="utf-8") as lines:
        return {answer["id"]: answer for answer in map(json.loads, lines)}


decided = sys.argv[sys.argv.index("--decided") + 1] if "--decided" in sys.argv else None
arguments = [a for a in sys.argv[1:] if a not in ("--decided", decided)]
with open(arguments[0], encoding="utf-8") as lines:
    truth = {
        (case["id"], side): case["semantic"][side]["verdict"]
        for case in map(json.loads, lines)
        for side in ("backward", "forward")
    }
settled = {key: word for key, word in truth.items() if word in ("compatible", "breaking")}
everyone = {}
print(f"{len(settled)} settled directions")
print("| | wrong | unknown | too strict | too lenient | median ms a pair |")
print("|---|---:|---:|---:|---:|---:|")
for named in arguments[1:]:
    name, path = named.split("=", 1)
    answers = read(path)
    words = {
        key: verdict(answers.get(key[0], {}).get(key[1], "unknown")) for key in settled
    }
    everyone[name] = words
    strict = sum(words[k] == "breaking" and settled[k] == "compatible" for k in settled)
    lenient = sum(words[k] == "compatible" and settled[k] == "breaking" for k in settled)
    unknown = sum(words[k] not in ("breaking", "compatible") for k in settled)
    times = [answer["ms"] for answer in answers.values() if "ms" in answer]
    ms = f"{statistics.median(times):.2f}" if times else "–"
    share = lambda count: f"{count} ({100 * count / len(settled):.1f} %)"
    print(f"| {name} | {share(strict + lenient)} | {share(unknown)} | {strict} | {lenient} | {ms} |")
if decided:
    first = next(iter(everyone.values()))
    for key in settled:
        if first[key] not in ("breaking", "compatible") and everyone[decided][key] == settled[key]:
            print(*key)
