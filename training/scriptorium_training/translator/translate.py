"""Runs the exported model folder as any user of transformers would."""

from collections.abc import Iterator
from pathlib import Path

import torch
from transformers import MarianMTModel, MarianTokenizer

_ROWS = 64
_MOST_NEW_TOKENS = 200
# No good translation has twice as many tokens; stopping there spares the evaluation the rest of a loop.
_GROWTH = 2


class Translations:
    """The shipped weights in fp32."""

    def __init__(self, folder: Path) -> None:
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.tokenizer = MarianTokenizer.from_pretrained(folder)
        self._model = MarianMTModel.from_pretrained(folder, dtype=torch.float32).to(self._device).eval()

    def ids(self, texts: list[str], beams: int, growth: int | None = None) -> list[list[int]]:
        """Generated ids without start and padding, with the end, in the order of the texts."""
        order = sorted(range(len(texts)), key=lambda row: len(texts[row]))
        found: list[list[int]] = [[] for _ in texts]
        for rows in _split(order):
            inputs = self.tokenizer([texts[row] for row in rows], return_tensors="pt", padding=True, truncation=True)
            width = inputs["input_ids"].size(1)
            most = _MOST_NEW_TOKENS if growth is None else min(_MOST_NEW_TOKENS, growth * width)
            with torch.inference_mode():
                outputs = self._model.generate(
                    **inputs.to(self._device), num_beams=beams, max_length=None, max_new_tokens=most
                )
            for row, output in zip(rows, outputs.tolist(), strict=True):
                found[row] = [token for token in output if token != self.tokenizer.pad_token_id]
        return found

    def texts(self, texts: list[str], beams: int) -> list[str]:
        return self.tokenizer.batch_decode(self.ids(texts, beams, _GROWTH), skip_special_tokens=True)


def _split(order: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(order), _ROWS):
        yield order[start : start + _ROWS]
