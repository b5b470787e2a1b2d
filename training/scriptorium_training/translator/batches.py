"""Token arrays on disk, and the order in which training sees them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import torch

from ..corpora import TRANSLATOR_CORPORA
from .directions import Direction, Vocabulary

_POOL = 400_000


@dataclass(frozen=True)
class Batch:
    """Padded token ids; `links` is the source position for each target token, -1 where unknown."""

    source: torch.Tensor
    target: torch.Tensor
    links: torch.Tensor

    def to(self, device: torch.device) -> "Batch":
        return Batch(self.source.to(device), self.target.to(device), self.links.to(device))


@dataclass(frozen=True)
class Pairs:
    """All training pairs as flat token arrays."""

    corpus: np.ndarray
    direction: np.ndarray
    source_tokens: np.ndarray
    source_ends: np.ndarray
    target_tokens: np.ndarray
    target_ends: np.ndarray

    @staticmethod
    def load(work: Path) -> "Pairs":
        data = np.load(work / "train.npz")
        return Pairs(
            data["corpus"], data["direction"], data["source"], data["source_ends"], data["target"], data["target_ends"]
        )

    @cached_property
    def source_lengths(self) -> np.ndarray:
        return np.diff(self.source_ends, prepend=0)

    @cached_property
    def target_lengths(self) -> np.ndarray:
        return np.diff(self.target_ends, prepend=0)

    def source(self, row: int) -> np.ndarray:
        return self.source_tokens[self.source_ends[row] - self.source_lengths[row] : self.source_ends[row]]

    def target_slice(self, row: int) -> slice:
        return slice(self.target_ends[row] - self.target_lengths[row], self.target_ends[row])

    def target(self, row: int) -> np.ndarray:
        return self.target_tokens[self.target_slice(row)]


def padded(rows: list[np.ndarray], value: int) -> torch.Tensor:
    out = np.full((len(rows), max(map(len, rows))), value, dtype=np.int64)
    for row, tokens in zip(out, rows, strict=True):
        row[: len(tokens)] = tokens
    return torch.from_numpy(out)


def shares(pairs: Pairs, directions: tuple[Direction, ...]) -> np.ndarray:
    """The part of each pair that a pass takes: as much of every direction as of the smallest, corpora by their own
    share, and of several directions into one language less, as they teach one another."""
    corpora = np.array([corpus.translator_share for corpus in TRANSLATOR_CORPORA])[pairs.corpus]
    sizes = np.bincount(pairs.direction, corpora * pairs.target_lengths, len(directions))
    into = Counter(direction.target for direction in directions)
    alike = np.array([into[direction.target] ** -0.5 for direction in directions])
    return corpora * (sizes.min() / sizes * alike)[pairs.direction]


class Sampler:
    """Deterministic batches of about equal size in tokens, by pass and position, so that a run resumes anywhere."""

    def __init__(self, pairs: Pairs, links: np.ndarray, tokens: int, vocabulary: Vocabulary, seed: int) -> None:
        self._pairs = pairs
        self._links = links
        self._tokens = tokens
        self._directions = vocabulary.directions
        self._pad = vocabulary.pad
        self._seed = seed

    def _order(self, number: int) -> list[np.ndarray]:
        rng = np.random.default_rng([self._seed, number])
        chosen = np.flatnonzero(rng.random(len(self._pairs.corpus)) < shares(self._pairs, self._directions))
        rng.shuffle(chosen)
        batches = []
        for pool in np.array_split(chosen, max(1, len(chosen) // _POOL)):
            lengths = self._pairs.target_lengths[pool] * 1000 + self._pairs.source_lengths[pool]
            pool = pool[np.argsort(lengths, kind="stable")]
            widths = np.maximum(self._pairs.source_lengths[pool], self._pairs.target_lengths[pool])
            start = 0
            while start < len(pool):
                running = np.maximum.accumulate(widths[start:]) * np.arange(1, len(pool) - start + 1)
                size = max(1, int(np.searchsorted(running, self._tokens, side="right")))
                batches.append(pool[start : start + size])
                start += size
        return [batches[i] for i in rng.permutation(len(batches))]

    def batches(self, number: int, first: int) -> Iterator[Batch]:
        """The batches of one pass from position `first` on."""
        for rows in self._order(number)[first:]:
            yield Batch(
                padded([self._pairs.source(row) for row in rows], self._pad),
                padded([self._pairs.target(row) for row in rows], self._pad),
                padded([self._links[self._pairs.target_slice(row)] for row in rows], -1),
            )
