"""export: writes the scorer's folder, as the summarizer-service reads it."""

import json
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file


def export(work: Path, out: Path) -> None:
    """Writes everything of the model folder but its results and its card."""
    out.mkdir(parents=True, exist_ok=True)
    trained = torch.load(work / "model.pt", map_location="cpu")
    weights = {name: tensor.numpy().astype(np.float32) for name, tensor in trained["model"].items()}
    save_file(weights, out / "model.safetensors", metadata={"format": "pt"})
    config = {
        "architectures": ["SentenceScorer"],
        "model_type": "sentence-scorer",
        "served_by": "summarizer",
        "hidden_size": len(weights["hidden.bias"]),
        "hidden_act": "tanh",
        "features": trained["features"],
        "means": [round(value, 6) for value in trained["means"]],
        "scales": [round(value, 6) for value in trained["scales"]],
    }
    (out / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
