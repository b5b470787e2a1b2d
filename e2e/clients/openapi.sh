#!/usr/bin/env bash
# Generates a Python client from the OpenAPI document of a running instance and uses it. Needs python3 and PyPI.
# Usage: e2e/clients/openapi.sh http://127.0.0.1:8080
set -euo pipefail

base=${1:?usage: openapi.sh BASE_URL}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$here/../target/clients
mkdir -p "$work"
[[ -x $work/venv/bin/python ]] || python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q openapi-python-client==0.29.1

curl -sSf -o "$work/openapi.json" "$base/q/openapi?format=json"
rm -rf "$work/client"
(cd "$work" && venv/bin/openapi-python-client generate --path openapi.json --output-path client --meta none --config "$here/openapi.yaml") \
    2>&1 | tee "$work/generate.log"
if grep -qi 'warning\|skipp\|error' "$work/generate.log"; then
    echo "the generator left something out" >&2
    exit 1
fi
PYTHONPATH=$work "$work/venv/bin/python" "$here/openapi.py" "$base"
