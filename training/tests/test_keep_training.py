"""The command that starts, shows and stops the run, with a stand-in for Python that only waits."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

TRAINING = Path(__file__).resolve().parents[1]
_STAND_IN = """#!/usr/bin/env bash
trap 'exit 0' TERM
echo "$PWD $*" >>"$SCRIPTORIUM_TRAINING_WORK/calls"
[[ $* == *branch* ]] && exit 0
while :; do sleep 0.05; done
"""


class Command:
    """keep-training with a work folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.work = folder / "work"
        self.data = folder / "data"
        (self.data / "parallel").mkdir(parents=True)
        python = self.work / "environment" / "bin" / "python"
        python.parent.mkdir(parents=True)
        python.write_text(_STAND_IN, encoding="utf-8")
        python.chmod(0o755)
        made_of = subprocess.run(
            ["sha256sum"], stdin=(TRAINING / "requirements.txt").open(), capture_output=True, text=True, check=True
        )
        (self.work / "environment" / "made-of").write_text(made_of.stdout, encoding="utf-8")

    def __call__(self, *arguments: str) -> subprocess.CompletedProcess:
        settings = {
            "SCRIPTORIUM_TRAINING_WORK": str(self.work),
            "SCRIPTORIUM_TRAINING_PAUSE": "0",
            "SCRIPTORIUM_TRAINING_THREADS": "3",
        }
        return subprocess.run(
            [TRAINING / "keep-training", *arguments], env=os.environ | settings, capture_output=True, text=True
        )

    def calls(self) -> list[str]:
        path = self.work / "calls"
        return path.read_text(encoding="utf-8").splitlines() if path.exists() else []

    def pid(self) -> int:
        return int((self.work / "run" / "pid").read_text(encoding="utf-8"))


def _until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end, "it did not come about within a minute"
        time.sleep(0.05)


@pytest.fixture
def command(tmp_path: Path) -> Iterator[Command]:
    made = Command(tmp_path)
    yield made
    made("--stop")


def test_trains_with_all_threads_at_the_lowest_priority_from_a_copy_of_its_own(command: Command) -> None:
    assert command("--data", str(command.data)).returncode == 0
    _until(lambda: len(command.calls()) == 1)
    [call] = command.calls()
    assert call.startswith(f"{command.work}/program -m scriptorium_training translator keep --data {command.data} ")
    assert "--threads 3" in call
    assert os.getpriority(os.PRIO_PROCESS, command.pid()) == 19
    assert (command.work / "program" / "scriptorium_training" / "translator" / "longrun.py").exists()
    assert (command.work / "begun-with" / "model.safetensors").exists()


def test_starts_again_after_it_was_killed_and_stops_when_asked(command: Command) -> None:
    command("--data", str(command.data))
    _until(lambda: len(command.calls()) == 1)
    os.kill(command.pid(), signal.SIGKILL)
    _until(lambda: len(command.calls()) == 2)
    assert command("--status").stdout.startswith("running\n")
    assert command("--stop").stdout == "stopped\n"
    assert command("--status").stdout == "not running\nno step was trained yet\n"
    assert len(command.calls()) == 2


def test_a_second_start_leaves_the_first_alone(command: Command) -> None:
    command("--data", str(command.data))
    _until(lambda: len(command.calls()) == 1)
    assert "running already" in command("--data", str(command.data)).stdout
    assert len(command.calls()) == 1


def test_exports_from_the_run_that_there_is(command: Command) -> None:
    assert "there is no run" in command("--export", "out").stderr
    shutil.copytree(TRAINING / "scriptorium_training", command.work / "program" / "scriptorium_training")
    assert command("--export", str(command.work / "out"), "0").returncode == 0
    [call] = command.calls()
    assert call.endswith(f"branch --work {command.work}/run --out {command.work}/out --tokens 0 --threads 3")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "name the corpora with --data FOLDER"),
        (("--data", "/nonexistent"), "/nonexistent has no folder parallel/"),
        (("--pause",), "unknown option --pause"),
        (("--export",), "--export needs the folder to write"),
    ],
)
def test_says_what_is_wrong_with_a_call(command: Command, arguments: tuple[str, ...], said: str) -> None:
    result = command(*arguments)
    assert result.returncode == 2
    assert said in result.stderr
