"""Runs the exported model folder."""

from pathlib import Path

import numpy as np
import torch
from transformers import AutoTokenizer, BertForSequenceClassification

_ROWS = 64
# The middle of each bin of ratings; the outer bins reach to -4 and 4.
CENTRES = np.array([-3.0, -1.25, 0.0, 1.25, 3.0])


class Sentiments:
    """The shipped weights in fp32."""

    def __init__(self, folder: Path) -> None:
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        model = BertForSequenceClassification.from_pretrained(folder, dtype=torch.float32)
        self._model = model.to(self._device).eval()

    def logits(self, texts: list[str]) -> np.ndarray:
        found = []
        for start in range(0, len(texts), _ROWS):
            batch = self.tokenizer(texts[start : start + _ROWS], return_tensors="pt", padding=True, truncation=True)
            with torch.inference_mode():
                found.append(self._model(**batch.to(self._device)).logits.cpu().numpy())
        return np.concatenate(found)


def score(logits: np.ndarray) -> np.ndarray:
    """The expected rating from -4 to 4."""
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    return odds @ CENTRES / odds.sum(axis=1)
