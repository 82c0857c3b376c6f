"""What jsonsubschema says of every pair: python answers.py CASES

A line {"id", "backward", "forward", "ms"} a case. It has no answer ("unknown") where it raises or
takes longer than ten seconds.
"""

import contextlib
import io
import json
import signal
import sys
import time

from jsonsubschema import isSubschema


class Late(Exception):
    """The time is up."""


def late(_signal, _frame):
    raise Late


def within(a, b):
    signal.alarm(10)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            return "compatible" if isSubschema(a, b) else "breaking"
    except (Exception, RecursionError, SystemExit):
        return "unknown"
    finally:
        signal.alarm(0)


signal.signal(signal.SIGALRM, late)
with open(sys.argv[1], encoding="utf-8") as cases:
    for line in cases:
        case = json.loads(line)
        old, new = case["original_schema"], case["updated_schema"]
        start = time.perf_counter()
        backward, forward = within(old, new), within(new, old)
        ms = (time.perf_counter() - start) * 1000
        print(json.dumps({"id": case["id"], "backward": backward, "forward": forward, "ms": ms}), flush=True)
