#!/usr/bin/env python3
"""Judges one NDJSON file on Apache Spark: a partition a byte range, a summary a partition.

    stream_spark.py FILE CONTRACT SHARDS [OPTION...]

The file must have one path on every worker, and so must the program ($DATA_CONTRACTS). $SPARK_MASTER
names the cluster. Each partition pipes its range through the judge (`checkCode=True`: a process that
fails fails the job) and must end with its summary record. Standard output: every finding, by the lines
of the whole file, then the one summary. Ends with what the merge ends with, and with 3 when a
range was not judged: then nothing is written.
"""
import json
import os
import shlex
import subprocess
import sys
import tempfile

from py4j.protocol import Py4JError
from pyspark import SparkConf, SparkContext


def ranges(size, shards):
    """The ranges of a file: the last one is open, since the file may have grown."""
    step = max(1, -(-size // shards))
    return [f"{n * step}-{'' if n == shards - 1 else (n + 1) * step}" for n in range(shards)]


def judged(judge, path, shards):
    """What each partition wrote, in the order of the ranges."""
    # 1 means findings, which are no failure of the work.
    script = (
        f"while read -r range; do {shlex.join(judge)} --range \"$range\" -- {shlex.quote(path)} "
        "< /dev/null || [ $? -eq 1 ] || exit 3; done"
    )
    conf = SparkConf().setAppName("data-contracts")
    conf.setMaster(os.environ.get("SPARK_MASTER", "local[2]"))
    # The work is spread when every worker is there, not when the first one is.
    conf.setIfMissing("spark.scheduler.minRegisteredResourcesRatio", "1.0")
    context = SparkContext(conf=conf)
    context.setLogLevel("ERROR")
    try:
        piped = context.parallelize(ranges(os.path.getsize(path), shards), shards).pipe(
            shlex.join(["bash", "-c", script]), checkCode=True
        )
        return piped.glom().collect()
    finally:
        context.stop()


def is_summary(record):
    """Whether the record closes a range; the last one of a range that was cut off does not."""
    try:
        read = json.loads(record)
    except ValueError:
        return False
    return isinstance(read, dict) and "rule_set" in read


def for_merge(options):
    """What the judge and the merge must be told alike."""
    alike = []
    for at, option in enumerate(options):
        if option == "--live" or option.startswith("--remember-jobs="):
            alike.append(option)
        elif option == "--remember-jobs":
            alike += options[at : at + 2]
    return alike


def main():
    path, contract, shards = sys.argv[1], sys.argv[2], int(sys.argv[3])
    options = sys.argv[4:]
    tool = os.environ.get("DATA_CONTRACTS", "data-contracts")
    judge = [tool, "validate", "--contract", contract, "--threads", "1", *options]
    try:
        partitions = judged(judge, path, shards)
    except (Py4JError, OSError) as error:
        print(f"stream_spark: a range was not judged: {error}", file=sys.stderr)
        return 3
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for number, records in enumerate(partitions):
            if not records or not is_summary(records[-1]):
                print(f"stream_spark: partition {number} has no summary", file=sys.stderr)
                return 3
            files.append(os.path.join(folder, f"{number:05d}"))
            with open(files[-1], "w", encoding="utf-8") as out:
                out.writelines(record + "\n" for record in records)
        return subprocess.run([tool, "merge", *for_merge(options), *files], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
