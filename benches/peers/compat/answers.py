"""A peer in Python, asked by ask.py: python answers.py jsonsubschema|subschema|subschema-endeavor

What it raises on has no answer. `subschema` has one where it proves it; `subschema-endeavor` lets
it try the proofs that it calls expensive too, with the bounds that it sets itself. It is told the
dialect; `jsonsubschema` knows draft 4 only.
"""

import contextlib
import io
import json
import sys
import time


def jsonsubschema():
    from jsonsubschema import isSubschema

    return lambda inner, outer, dialect: isSubschema(inner, outer)


def subschema(**how):
    from subschema import Dialect, is_subschema

    names = ["DRAFT4", "DRAFT6", "DRAFT7", "DRAFT201909", "DRAFT202012"]
    told = ["draft-04", "draft-06", "draft-07", "2019-09", "2020-12"]
    dialects = dict(zip(told, (Dialect[name] for name in names)))
    return lambda inner, outer, dialect: is_subschema(inner, outer, dialect=dialects[dialect], **how)


PEERS = {
    "jsonsubschema": jsonsubschema,
    "subschema": subschema,
    "subschema-endeavor": lambda: subschema(endeavor=True),
}


def main():
    within = PEERS[sys.argv[1]]()
    print('{"ready": true}', flush=True)
    for line in sys.stdin:
        question = json.loads(line)
        started = time.process_time()
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                yes = within(question["inner"], question["outer"], question["dialect"])
            said = {"verdict": "compatible" if yes else "breaking"}
        except (Exception, SystemExit) as error:  # RecursionError is one of them
            said = {"verdict": "unknown", "why": type(error).__name__}
        print(json.dumps({**said, "ms": 1000 * (time.process_time() - started)}), flush=True)


main()
