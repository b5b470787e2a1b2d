#!/usr/bin/env bash
# Translates with deepl, DeepL's Python client, of a running instance. Needs python3 and PyPI.
# Usage: e2e/clients/deepl.sh http://127.0.0.1:8080 [KEY]
set -euo pipefail

base=${1:?usage: deepl.sh BASE_URL [KEY]}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$here/../target/clients
mkdir -p "$work"
[[ -x $work/venv/bin/python ]] || python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q deepl==1.32.0
"$work/venv/bin/python" "$here/deepl_client.py" "$base/deepl/" "${2-}"
