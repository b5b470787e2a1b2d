"""Runs the exported model folder."""

import json
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from .features import Features
from .train import Linear, chances

# The middle of each bin of ratings; the outer bins reach to -4 and 4.
CENTRES = np.array([-3.0, -1.25, 0.0, 1.25, 3.0])


class Sentiments:
    """The shipped weights."""

    def __init__(self, folder: Path) -> None:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        tensors = load_file(folder / "model.safetensors")
        keys = tensors["keys"].view(np.uint32)
        order = np.argsort(keys)
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._spread = config["spread"]
        self._features = Features(self.tokenizer)
        self._linear = Linear(keys[order], tensors["weights"].astype(np.float64)[order], config["intercept"])

    def probabilities(self, texts: list[str]) -> np.ndarray:
        """A row for each text, a column for each label."""
        return chances(self._linear.scores(self._features.keys(texts)), self._spread)


def score(probabilities: np.ndarray) -> np.ndarray:
    """The expected rating from -4 to 4."""
    return probabilities @ CENTRES
