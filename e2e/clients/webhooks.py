"""Called by webhooks.sh: submits jobs, kills the receiver and the platform, and compares what arrived with the log of the API."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from standardwebhooks import Webhook

JOBS, DOCUMENTS = 50, 19
MESSAGES = JOBS * (DOCUMENTS + 1)


def receive(port, log, secret):
    """Runs as a process of its own. A line of the log is a message that was taken, or a fault."""
    webhook, lock, busy = Webhook(secret), threading.Lock(), {}
    out = open(log, "a", buffering=1)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"]))
            try:
                webhook.verify(body, {name.lower(): value for name, value in self.headers.items()})
            except Exception as wrong:
                out.write(json.dumps({"fault": f"signature: {wrong!r}"}) + "\n")
            message = json.loads(body)
            job = message["data"]["jobId"]
            with lock:
                busy[job] = busy.get(job, 0) + 1
                if busy[job] > 1:
                    out.write(json.dumps({"fault": f"two at once of {job}"}) + "\n")
            time.sleep(random.random() * 0.03 + (1 if random.random() < 0.01 else 0))
            status = 500 if random.random() < 1 / 3 else 200
            if status == 200:
                entry = {"id": self.headers["webhook-id"], "job": job, "type": message["type"]}
                out.write(json.dumps(entry) + "\n")
            with lock:
                busy[job] -= 1
            self.send_response(status)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *ignored):
            pass

    ThreadingHTTPServer(("127.0.0.1", port), Handler).serve_forever()


def main(port, data, scriptorium):
    base, hook, log = f"http://127.0.0.1:{port}", port + 1, Path(data) / "received.jsonl"
    log.touch()

    def call(method, path, body=None):
        content = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(base + path, content, {"Content-Type": "application/json"}, method=method)
        return json.load(urllib.request.urlopen(request, timeout=60))

    def start():
        command = [sys.executable, __file__, "receive", str(hook), str(log), created["secret"]]
        return subprocess.Popen(command, stderr=subprocess.DEVNULL)

    def restart(process):
        process.kill()
        process.wait()
        time.sleep(2)
        return start()

    def lines():
        return [json.loads(line) for line in log.read_text().splitlines()]

    def wait(count):
        end = time.time() + 300
        while len({line["id"] for line in lines() if "id" in line}) < count:
            assert time.time() < end, f"fewer than {count} messages arrived"
            time.sleep(0.3)

    created = call("POST", "/v1/webhooks", {"url": f"http://127.0.0.1:{hook}/hook"})
    webhook = created["webhook"]["id"]
    receiver, began = start(), time.time()
    try:
        for _ in range(JOBS):
            texts = [{"text": f"What a lovely day, number {i}!", "language": "en"} for i in range(DOCUMENTS)]
            call("POST", "/v1/jobs", {"documents": texts, "tasks": {"classify": ["sentiment"]}})
        wait(MESSAGES // 10)
        receiver = restart(receiver)
        wait(MESSAGES * 3 // 10)
        os.kill(platform(data), signal.SIGKILL)
        up = [scriptorium, "up", "--detach", "--data", data, "--port", str(port)]
        subprocess.run(up, stdout=subprocess.DEVNULL, check=True)
        wait(MESSAGES * 6 // 10)
        receiver = restart(receiver)
        wait(MESSAGES)
        seconds = time.time() - began
        time.sleep(3)
    finally:
        receiver.kill()

    faults = [line for line in lines() if "fault" in line]
    taken = [line for line in lines() if "id" in line]
    first = {}
    for line in taken:
        known = first.setdefault(line["job"], {})
        known.setdefault(line["id"], line["type"])
    logged, token = [], ""
    while token is not None:
        page = call("GET", f"/v1/webhooks/{webhook}/deliveries" + (f"?pageToken={token}" if token else ""))
        logged += page["deliveries"]
        token = page.get("nextPageToken")
    order = {}
    for delivery in reversed(logged):
        order.setdefault(delivery["jobId"], []).append(delivery["id"])

    assert not faults, faults
    assert len(logged) == MESSAGES and all(delivery["status"] == "DELIVERED" for delivery in logged)
    assert {job: list(messages) for job, messages in first.items()} == order, "another order than that of the log"
    assert all(list(types.values())[-1] == "job.completed" for types in first.values()), "a job ended too early"
    attempts = sum(len(delivery["attempts"]) for delivery in logged)
    print(f"{MESSAGES} messages in {seconds:.0f} s: {attempts} attempts, {len(taken) - MESSAGES} taken twice, in order")


def platform(data):
    """The process id of the platform with this data folder."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                command = (entry / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if any(b"quarkus-run.jar" in part for part in command) and any(data.encode() in part for part in command):
                return int(entry.name)
    raise SystemExit(f"no platform runs on {data}")


if __name__ == "__main__":
    if sys.argv[1] == "receive":
        receive(int(sys.argv[2]), sys.argv[3], sys.argv[4])
    else:
        main(int(sys.argv[1]), sys.argv[2], sys.argv[3])
