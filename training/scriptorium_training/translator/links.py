"""Word alignment of pairs as they are drawn: IBM model 1 with a diagonal prior (`align.py` has the same for pairs on
disk), fitted once on a sample and kept as a table of the pieces that go together."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .align import DIAGONAL, ROUNDS, SURE
from .directions import EOS

LONGEST = 35
LEAST = 0.003


def _prior(source_length: int, target_length: int) -> np.ndarray:
    source = (np.arange(source_length) + 0.5) / source_length
    target = (np.arange(target_length) + 0.5) / target_length
    prior = np.exp(-DIAGONAL * np.abs(target[:, None] - source[None, :]))
    return prior / prior.sum(axis=1, keepdims=True)


@dataclass(frozen=True)
class Links:
    """How likely a target piece comes from a source piece; `keys` are sorted: source times `size` plus target."""

    size: int
    keys: np.ndarray
    likely: np.ndarray

    @staticmethod
    def fitted(pairs: list[tuple[list[int], list[int]]], size: int) -> "Links":
        pairs = [pair for pair in pairs if max(map(len, pair)) <= LONGEST]
        cells = np.concatenate(
            [
                (np.array(source, dtype=np.int64)[None, :] * size + np.array(target, dtype=np.int64)[:, None]).ravel()
                for source, target in pairs
            ]
        )
        keys, inverse = np.unique(cells, return_inverse=True)
        del cells
        inverse = inverse.astype(np.int32)
        priors = [_prior(len(source), len(target)).ravel().astype(np.float32) for source, target in pairs]
        prior = np.concatenate(priors)
        widths = np.concatenate([np.full(len(target), len(source), dtype=np.int64) for source, target in pairs])
        starts = np.concatenate([[0], np.cumsum(widths)[:-1]])
        sources, table = keys // size, np.full(len(keys), 1 / size)
        for _ in range(ROUNDS):
            weights = table[inverse].astype(np.float32) * prior
            weights /= np.repeat(np.add.reduceat(weights, starts), widths)
            counts = np.bincount(inverse, weights, len(keys))
            table = counts / np.maximum(np.bincount(sources, counts, size), 1e-9)[sources]
        kept = table >= LEAST
        return Links(size, keys[kept], table[kept].astype(np.float32))

    @staticmethod
    def load(path: Path) -> "Links":
        data = np.load(path)
        return Links(int(data["size"]), data["keys"], data["likely"])

    def save(self, path: Path) -> None:
        np.savez(path, size=self.size, keys=self.keys, likely=self.likely)

    def of(self, source: np.ndarray, target: np.ndarray) -> np.ndarray:
        """For each target piece the source position that it most likely comes from, -1 where none is sure; the end
        comes from the end."""
        cells = source[None, :].astype(np.int64) * self.size + target[:, None]
        at = np.minimum(np.searchsorted(self.keys, cells), len(self.keys) - 1)
        weights = np.where(self.keys[at] == cells, self.likely[at], 1e-7) * _prior(len(source), len(target))
        weights /= weights.sum(axis=1, keepdims=True)
        found = np.where(weights.max(axis=1) >= SURE, weights.argmax(axis=1), -1)
        if target[-1] == EOS:
            found[-1] = len(source) - 1
        return found
