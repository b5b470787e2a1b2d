"""Which pairs meet in a batch: they are each other's negatives, so the harder to tell apart the better."""

from pathlib import Path

import numpy as np
import torch

_POOL = 65_536
_ALIKE = 8_192
_ANCHORS = 512


class Pairs:
    """The token ids of all pairs, the longer side's length and the other side's language."""

    def __init__(self, work: Path) -> None:
        data = np.load(work / "pairs.npz")
        self.english, self.other = data["english"], data["other"]
        self.lengths = np.maximum((self.english != 0).sum(axis=1), (self.other != 0).sum(axis=1))
        self.by_language = [np.flatnonzero(data["language"] == number) for number in np.unique(data["language"])]


class Batches:
    """Batches by step number, so that a run that was cut off goes on with the same ones.

    A pool draws equally from the languages and is split into batches of like length. With `topics`, those are split
    again by the anchor sentence that is nearest to the English side."""

    def __init__(self, pairs: Pairs, size: int, seed: int, topics: np.ndarray | None = None) -> None:
        self._pairs, self._size, self._seed, self._topics = pairs, size, seed, topics
        self._pool_number = -1
        self._pool: list[np.ndarray] = []

    def _draw_pool(self, number: int) -> None:
        rng = np.random.default_rng([self._seed, self._size, number])
        part = _POOL // len(self._pairs.by_language)
        rows = np.concatenate([rng.choice(rows, min(part, len(rows)), False) for rows in self._pairs.by_language])
        rows = rng.permutation(rows)[: len(rows) // self._size * self._size]
        rows = rows[np.argsort(self._pairs.lengths[rows], kind="stable")]
        if self._topics is not None:
            for start in range(0, len(rows), _ALIKE):
                alike = rows[start : start + _ALIKE]
                rows[start : start + _ALIKE] = alike[np.argsort(self._topics[alike], kind="stable")]
        split = rows.reshape(-1, self._size)
        self._pool = [split[i] for i in rng.permutation(len(split))]
        self._pool_number = number

    def at(self, step: int) -> tuple[torch.Tensor, torch.Tensor]:
        """English and other token ids of one width."""
        if self._pool_number < 0:
            self._draw_pool(0)
        number, position = divmod(step, len(self._pool))
        if number != self._pool_number:
            self._draw_pool(number)
        rows = self._pool[position]
        width = int(self._pairs.lengths[rows].max())
        english, other = (side[rows, :width].astype(np.int64) for side in (self._pairs.english, self._pairs.other))
        return torch.from_numpy(english), torch.from_numpy(other)


def topics(vectors: np.ndarray, seed: int) -> np.ndarray:
    """For each sentence the number of the nearest of some anchors; neighbouring numbers are neighbours in meaning."""
    rng = np.random.default_rng(seed)
    anchors = vectors[rng.choice(len(vectors), _ANCHORS, replace=False)]
    centred = anchors - anchors.mean(axis=0)
    order = np.argsort(centred @ np.linalg.svd(centred, full_matrices=False)[2][0])
    return np.concatenate([(part @ anchors[order].T).argmax(axis=1) for part in np.array_split(vectors, 64)])
