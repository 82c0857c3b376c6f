"""Puts every pair of the corpus to one peer: python ask.py CASES [--limit SECONDS] -- COMMAND…

COMMAND is a peer that answers questions until its input ends: first a line {"ready"}, then for
each line {"dialect", "inner", "outer"} a line {"verdict", "ms"}, which says whether every document
of `inner` is one of `outer`. It is a process of its own, so that a question that it never answers,
or that it dies over, is one without an answer, and the next one finds it started anew.

A question may take SECONDS (5 without the option) of the peer's own processor time, which a busy
machine does not shorten, and twelve times that on the clock. What comes out, a line a case, is
{"id", "backward", "forward", "ms"}; `ms` is the sum of both directions, what was late included.
"""

import json
import os
import select
import subprocess
import sys
import time

TICK = 0.05
PATIENCE = 12
STARTING = 120


class Peer:
    """A running peer, started again whenever it has been ended."""

    def __init__(self, command, limit):
        self.command, self.limit, self.process = command, limit, None

    def start(self):
        pipe = subprocess.PIPE
        quiet = subprocess.DEVNULL
        self.process = subprocess.Popen(self.command, stdin=pipe, stdout=pipe, stderr=quiet)
        self.rest = b""
        if "ready" not in (self.line(STARTING, STARTING) or ""):
            sys.exit(f"{' '.join(self.command)}: does not start")

    def end(self):
        self.process.kill()
        self.process.wait()
        self.process = None

    def line(self, processor, clock):
        """Its next line, or nothing when the time is up; "" when it has died."""
        out, started, spent = self.process.stdout, time.monotonic(), self.spent()
        while b"\n" not in self.rest:
            if select.select([out], [], [], TICK)[0]:
                read = os.read(out.fileno(), 1 << 16)
                if not read:
                    return ""
                self.rest += read
            elif self.spent() - spent > processor or time.monotonic() - started > clock:
                return None
        line, self.rest = self.rest.split(b"\n", 1)
        return line.decode()

    def spent(self):
        """Seconds of processor time, all its threads; none where the system does not tell."""
        try:
            with open(f"/proc/{self.process.pid}/stat", encoding="utf-8") as stat:
                fields = stat.read().rsplit(")", 1)[1].split()
        except OSError:
            return 0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def ask(self, question):
        if self.process is None:
            self.start()
        try:
            self.process.stdin.write(json.dumps(question).encode() + b"\n")
            self.process.stdin.flush()
            said = self.line(self.limit, PATIENCE * self.limit)
        except BrokenPipeError:
            said = ""
        if said:
            return json.loads(said)
        self.end()
        why = "died" if said == "" else "late"
        return {"verdict": "unknown", "why": why, "ms": 1000 * self.limit}


def main(cases, command, limit):
    peer = Peer(command, limit)
    with open(cases, encoding="utf-8") as lines:
        for case in map(json.loads, lines):
            old, new, dialect = case["original_schema"], case["updated_schema"], case["dialect"]
            answer, ms = {"id": case["id"]}, 0
            for side, inner, outer in [("backward", old, new), ("forward", new, old)]:
                said = peer.ask({"dialect": dialect, "inner": inner, "outer": outer})
                ms += said.pop("ms")
                answer[side] = said
            print(json.dumps({**answer, "ms": ms}), flush=True)
    if peer.process is not None:
        peer.end()


if __name__ == "__main__":
    given, asked = sys.argv[1 : sys.argv.index("--")], sys.argv[sys.argv.index("--") + 1 :]
    main(given[0], asked, float(given[given.index("--limit") + 1]) if "--limit" in given else 5)
