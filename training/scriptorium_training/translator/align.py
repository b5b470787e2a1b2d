"""align: which source piece each target piece most likely comes from (IBM model 1 with a diagonal prior, as in
fast_align, Dyer et al. 2013). Training shows these links to the attention, which learns to align many times sooner."""

import math
from pathlib import Path

import numpy as np

from .batches import Pairs
from .directions import Vocabulary

ROUNDS = 4
DIAGONAL = 4.0
SURE = 0.4
_CELLS_AT_ONCE = 8_000_000


def _prior(source_length: int, target_length: int) -> np.ndarray:
    source = (np.arange(source_length) + 0.5) / source_length
    target = (np.arange(target_length) + 0.5) / target_length
    prior = np.exp(-DIAGONAL * np.abs(target[:, None] - source[None, :]))
    return (prior / prior.sum(axis=1, keepdims=True)).astype(np.float32)


def _shapes(pairs: Pairs) -> list[np.ndarray]:
    """Indices of pairs grouped by equal source and target length, so that a group is one dense array."""
    keys = pairs.source_lengths.astype(np.int64) * 1000 + pairs.target_lengths
    order = np.argsort(keys, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(keys[order])) + 1)


def _posteriors(pairs: Pairs, rows: np.ndarray, table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Table cells and link probabilities, both [pairs, target, source]."""
    source = np.stack([pairs.source(row) for row in rows]).astype(np.int64)
    target = np.stack([pairs.target(row) for row in rows]).astype(np.int64)
    cells = source[:, None, :] * math.isqrt(len(table)) + target[:, :, None]
    weights = table[cells] * _prior(source.shape[1], target.shape[1])
    return cells, weights / weights.sum(axis=2, keepdims=True)


def _chunks(pairs: Pairs, shapes: list[np.ndarray]) -> list[np.ndarray]:
    chunks = []
    for rows in shapes:
        area = int(pairs.source_lengths[rows[0]]) * int(pairs.target_lengths[rows[0]])
        chunks.extend(np.array_split(rows, -(-len(rows) * area // _CELLS_AT_ONCE)))
    return chunks


def align(work: Path) -> None:
    """Writes links.npy: per target token the source position, or -1 where none is sure."""
    pairs = Pairs.load(work)
    size = Vocabulary.load(work).size
    chunks = _chunks(pairs, _shapes(pairs))
    table = np.full(size * size, 1 / size, dtype=np.float32)
    for number in range(ROUNDS):
        counts = np.full_like(table, 1e-6)
        for rows in chunks:
            cells, posterior = _posteriors(pairs, rows, table)
            np.add.at(counts, cells.ravel(), posterior.ravel())
        by_source = counts.reshape(size, size)
        table = (by_source / by_source.sum(axis=1, keepdims=True)).ravel()
        print(f"round {number + 1} of {ROUNDS}", flush=True)
    links = np.full(len(pairs.target_tokens), -1, dtype=np.int16)
    for rows in chunks:
        _, posterior = _posteriors(pairs, rows, table)
        best = np.where(posterior.max(axis=2) >= SURE, posterior.argmax(axis=2), -1)
        best[:, -1] = posterior.shape[2] - 1
        for row, found in zip(rows, best, strict=True):
            links[pairs.target_slice(row)] = found
    np.save(work / "links.npy", links)
    print(f"{np.mean(links >= 0):.1%} of the target pieces are linked")
