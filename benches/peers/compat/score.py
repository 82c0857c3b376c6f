"""How often answers are wrong, and how often there is none.

    python score.py CASES NAME[@DIALECT]=ANSWERS… [--decided]

An answer is a line {"id", "backward", "forward"}, each side an object with `verdict`, as ask.py and
`data-contracts compat --pairs` write them. Only settled directions count; a pair without an answer
counts as unknown. Where a name has a DIALECT, the pairs of that dialect are scored once more on
their own. With --decided every direction is named that the first one does not decide, and who does.
"""

import json
import statistics
import sys

DECIDED = ("compatible", "breaking")


def read(path):
    with open(path, encoding="utf-8") as lines:
        return {answer["id"]: answer for answer in map(json.loads, lines)}


class Score:
    """The answers of one contestant, held against the truth of some directions."""

    def __init__(self, answers, truth):
        sides = {key: answers.get(key[0], {}).get(key[1], {}) for key in truth}
        self.count = len(truth)
        self.words = {key: side.get("verdict") for key, side in sides.items()}
        said = [(word, truth[key]) for key, word in self.words.items() if word in DECIDED]
        self.strict = said.count(("breaking", "compatible"))
        self.lenient = said.count(("compatible", "breaking"))
        self.unknown = self.count - len(said)
        self.ended = sum(side.get("why") in ("late", "died") for side in sides.values())

    def share(self, count):
        return f"{count} ({100 * count / self.count:.1f} %)"

    def row(self):
        wrong, unknown = self.share(self.strict + self.lenient), self.share(self.unknown)
        return f"{wrong} | {unknown} | {self.ended} | {self.strict} | {self.lenient}"


def main(cases, contestants, decided):
    cases = list(read(cases).values())
    sides = [(case, side) for case in cases for side in ("backward", "forward")]
    truth = {(case["id"], side): case["semantic"][side]["verdict"] for case, side in sides}
    truth = {key: word for key, word in truth.items() if word in DECIDED}
    dialects = {case["id"]: case["dialect"] for case in cases}
    print(f"{len(truth)} settled directions of {len(sides)}\n")
    print("| | wrong | unknown | of them late or dead | too strict | too lenient | median ms a pair |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    everyone = {}
    for named in contestants:
        name, path = named.split("=", 1)
        name, _, dialect = name.partition("@")
        answers = read(path)
        everyone[name] = Score(answers, truth)
        times = [answer["ms"] for answer in answers.values() if "ms" in answer]
        ms = f"{statistics.median(times):.2f}" if times else "–"
        print(f"| {name} | {everyone[name].row()} | {ms} |")
        if dialect:
            own = {key: word for key, word in truth.items() if dialects[key[0]] == dialect}
            print(f"| {name}, the {len(own)} of {dialect} | {Score(answers, own).row()} | |")
    if decided:
        undecided(everyone, truth)


def undecided(everyone, truth):
    first, *others = everyone.items()
    for key, word in truth.items():
        if first[1].words[key] not in DECIDED:
            said = {name: score.words[key] for name, score in others}
            right = [name for name, answer in said.items() if answer == word]
            wrong = [name for name, answer in said.items() if answer in DECIDED and answer != word]
            print(f"\n{' '.join(key)} ({word}): right {right}, wrong {wrong}")


main(sys.argv[1], [a for a in sys.argv[2:] if a != "--decided"], "--decided" in sys.argv)
