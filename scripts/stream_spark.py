#!/usr/bin/env python3
"""Judges one NDJSON file on Apache Spark: a partition a byte range, a summary a partition.

    stream_spark.py FILE CONTRACT SHARDS [OPTION...]

The file must have one path on every worker. Each partition pipes its range through the judge
(`checkCode=True`: a process that fails fails the job) and must end with its summary record.
Standard output: every finding, by the lines of the whole file, then the one summary.
"""
import json
import os
import shlex
import subprocess
import sys
import tempfile

from pyspark import SparkConf, SparkContext


def main():
    path, contract, shards = sys.argv[1], sys.argv[2], int(sys.argv[3])
    options = sys.argv[4:]
    tool = os.environ.get("DATA_CONTRACTS", "data-contracts")
    master = os.environ.get("SPARK_MASTER", "local[2]")
    step = max(1, -(-os.path.getsize(path) // shards))
    ranges = [f"{n * step}-{'' if n == shards - 1 else (n + 1) * step}" for n in range(shards)]
    judge = [tool, "validate", "--contract", contract, "--threads", "1", *options]
    # 1 means findings, which are no failure of the work.
    script = (
        "while read -r range; do "
        f"{shlex.join(judge)} --range \"$range\" -- {shlex.quote(path)} || [ $? -eq 1 ] || exit 3; done"
    )
    context = SparkContext(conf=SparkConf().setMaster(master).setAppName("data-contracts"))
    context.setLogLevel("ERROR")
    try:
        piped = context.parallelize(ranges, shards).pipe(
            shlex.join(["bash", "-c", script]), checkCode=True
        )
        partitions = piped.glom().collect()
    finally:
        context.stop()
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for number, records in enumerate(partitions):
            if not records or "rule_set" not in json.loads(records[-1]):
                sys.exit(f"stream_spark: partition {number} has no summary")
            files.append(os.path.join(folder, f"{number:05d}"))
            with open(files[-1], "w", encoding="utf-8") as out:
                out.writelines(record + "\n" for record in records)
        live = [option for option in options if option == "--live"]
        sys.exit(subprocess.run([tool, "merge", *live, *files], check=False).returncode)


if __name__ == "__main__":
    main()
