"""Runs the exported model folder: mean over the tokens, then unit length."""

from pathlib import Path

import numpy as np
import torch
from transformers import AutoTokenizer, BertModel

from .model import vectors

_ROWS = 64


class Embeddings:
    """The shipped weights in fp32."""

    def __init__(self, folder: Path) -> None:
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        model = BertModel.from_pretrained(folder, dtype=torch.float32, add_pooling_layer=False)
        self._model = model.to(self._device).eval()

    def vectors(self, texts: list[str]) -> np.ndarray:
        found = []
        for start in range(0, len(texts), _ROWS):
            batch = self.tokenizer(texts[start : start + _ROWS], return_tensors="pt", padding=True, truncation=True)
            with torch.inference_mode():
                found.append(vectors(self._model, batch["input_ids"].to(self._device)).cpu().numpy())
        return np.concatenate(found)
