#!/usr/bin/env bash
# Translates with libretranslatepy, LibreTranslate's Python client, of a running instance. Needs python3 and PyPI.
# Usage: e2e/clients/libretranslate.sh http://127.0.0.1:8080 [KEY]
set -euo pipefail

base=${1:?usage: libretranslate.sh BASE_URL [KEY]}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$here/../target/clients
mkdir -p "$work"
[[ -x $work/venv/bin/python ]] || python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q libretranslatepy==2.1.4 requests==2.34.2
"$work/venv/bin/python" "$here/libretranslate.py" "$base/libretranslate" "${2-}"
