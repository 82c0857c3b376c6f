"""The corpus as `data-contracts compat --pairs` reads it: python pairs.py CASES > pairs.jsonl"""

import json
import sys

with open(sys.argv[1], encoding="utf-8") as lines:
    for case in map(json.loads, lines):
        old, new = case["original_schema"], case["updated_schema"]
        print(json.dumps({"id": case["id"], "dialect": case["dialect"], "old": old, "new": new}))
