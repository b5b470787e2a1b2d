#!/usr/bin/env bash
# A thousand messages to a receiver that fails a third of the time, is slow and is killed twice, while the platform is killed once.
# Starts the built platform with a data folder of its own. Needs Linux, python3 and PyPI.
# Usage: e2e/clients/webhooks.sh [PORT]
set -euo pipefail

port=${1:-18080}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$here/../target/clients
mkdir -p "$work"
[[ -x $work/venv/bin/python ]] || python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q standardwebhooks==1.1.0
data=$(mktemp -d)
scriptorium=$here/../../scriptorium
export SCRIPTORIUM_INGEST_WEBHOOKS_ALLOW_HTTP=true SCRIPTORIUM_INGEST_WEBHOOKS_ALLOWED_NETWORKS=127.0.0.0/8
export SCRIPTORIUM_INGEST_WEBHOOKS_BASE=200ms SCRIPTORIUM_INGEST_WEBHOOKS_CAP=2S SCRIPTORIUM_INGEST_WEBHOOKS_TIMEOUT=3S
trap '"$scriptorium" down --data "$data" > "$work/down.log" 2>&1 || true; rm -rf "$data"' EXIT
"$scriptorium" up --detach --data "$data" --port "$port" > "$work/up.log" 2>&1
"$work/venv/bin/python" "$here/webhooks.py" "$port" "$data" "$scriptorium"
