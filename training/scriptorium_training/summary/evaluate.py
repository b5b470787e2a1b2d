"""evaluate: takes over what the Java program SummaryQuality measured on kept-out texts with the exported scorer."""

import json
from pathlib import Path
from typing import Any

import torch

from .. import results

QUALITY = "quality.json"


def _rounded(figures: Any) -> Any:  # noqa: ANN401
    if isinstance(figures, float):
        return round(figures, 1) + 0.0  # no minus before a zero
    if isinstance(figures, list):
        return [_rounded(figure) for figure in figures]
    return {name: _rounded(value) for name, value in figures.items()} if isinstance(figures, dict) else figures


def evaluate(work: Path, out: Path) -> None:
    """Writes evaluation.json beside the exported weights."""
    trained = torch.load(work / "model.pt", map_location="cpu")
    measured = json.loads((work / QUALITY).read_text(encoding="utf-8"))
    if measured["embeddingModel"] != trained["embedding_model"]:
        print("the vectors are of another model than those that the scorer was trained on; it serves all the same")
    kept_out = {name.removeprefix("kept-out."): row for name, row in measured.items() if isinstance(row, dict)}
    results.write(
        out,
        {
            "weights": sum(tensor.numel() for tensor in trained["model"].values()),
            "weights_megabytes": results.megabytes(out),
            "training": {
                "texts": trained["texts"],
                "epochs": trained["epochs"],
                "seconds": trained["seconds"],
                "embedding_model": trained["embedding_model"],
            },
            "measured_with_embedding_model": measured["embeddingModel"],
            "kept_out": _rounded(kept_out),
        },
    )
