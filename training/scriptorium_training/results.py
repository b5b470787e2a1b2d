"""The results file of a model: written by its evaluation, read by its card and by the tests."""

import json
from pathlib import Path
from typing import Any

FILE = "evaluation.json"


def write(folder: Path, results: dict[str, Any]) -> None:
    (folder / FILE).write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def read(folder: Path) -> dict[str, Any]:
    return json.loads((folder / FILE).read_text(encoding="utf-8"))


def megabytes(folder: Path) -> float:
    """The size of the weights."""
    return round((folder / "model.safetensors").stat().st_size / 1e6, 1)
