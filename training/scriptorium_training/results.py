"""The results file of a model: written by its evaluation, read by its card and by the tests."""

import json
from pathlib import Path
from typing import Any

FILE = "evaluation.json"
SPEED = "speed"


def write(folder: Path, results: dict[str, Any]) -> None:
    """Replaces all figures: those of speed too, since they were those of other weights."""
    (folder / FILE).write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def read(folder: Path) -> dict[str, Any]:
    return json.loads((folder / FILE).read_text(encoding="utf-8"))


def take_speed(folder: Path, printed: Path) -> None:
    """Puts this model's line of what the benchmark ModelCost printed into the results file."""
    lines = [json.loads(line) for line in printed.read_text(encoding="utf-8").splitlines() if line.startswith("{")]
    mine = [line for line in lines if line["model"] == folder.name]
    if len(mine) != 1:
        raise SystemExit(f"{printed} must have one line about {folder.name} but has {len(mine)}")
    write(folder, read(folder) | {SPEED: {key: value for key, value in mine[0].items() if key != "model"}})


def megabytes(folder: Path) -> float:
    """The size of the weights."""
    return round((folder / "model.safetensors").stat().st_size / 1e6, 1)
