"""jsonschema-rs with orjson over NDJSON: judge_lines.py SCHEMA FILE. Formats are asserted."""
import sys

import jsonschema_rs
import orjson

with open(sys.argv[1], "rb") as schema:
    validator = jsonschema_rs.validator_for(orjson.loads(schema.read()), validate_formats=True)
is_valid, loads = validator.is_valid, orjson.loads
with open(sys.argv[2], "rb", buffering=1 << 20) as lines:
    bad = sum(not is_valid(loads(line)) for line in lines)
sys.exit(1 if bad else 0)
