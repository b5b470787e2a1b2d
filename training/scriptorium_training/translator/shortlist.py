"""shortlist: which target pieces a translation of given source pieces may need, so that the output layer computes a few
hundred scores for a batch and not the whole vocabulary.

A file holds int32 `always` (pieces that every sentence may use), `targets` and `offsets`: the candidates of source
piece `s` are `targets[offsets[s]:offsets[s + 1]]`."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file

from .batches import Pairs
from .directions import EOS, Direction, Vocabulary


def file_name(direction: Direction, directions: tuple[Direction, ...]) -> str:
    return "shortlist.safetensors" if len(directions) == 1 else f"shortlist.{direction}.safetensors"


@dataclass(frozen=True)
class Shortlist:
    """Candidates by source piece, and those of every sentence."""

    always: np.ndarray
    offsets: np.ndarray
    targets: np.ndarray

    @staticmethod
    def load(path: Path) -> "Shortlist":
        return Shortlist(**load_file(path))

    def save(self, path: Path) -> None:
        arrays = {"always": self.always, "offsets": self.offsets, "targets": self.targets}
        save_file({name: np.ascontiguousarray(array, dtype=np.int32) for name, array in arrays.items()}, path)

    def of(self, source: Iterable[int]) -> set[int]:
        """What a sentence of these source pieces may use."""
        allowed = set(self.always.tolist())
        for piece in set(source):
            allowed.update(self.targets[self.offsets[piece] : self.offsets[piece + 1]].tolist())
        return allowed


def _spelling(vocabulary: Vocabulary) -> list[int]:
    """The end, and every piece of one character or one byte: with these alone any text can be written."""
    single = [
        number
        for number, token in enumerate(vocabulary.tokens())
        if len(token.lstrip("▁")) <= 1 or number < len(vocabulary.pieces) and vocabulary.pieces.is_byte(number)
    ]
    return sorted({EOS, *single})


def build(
    vocabulary: Vocabulary, pairs: Pairs, links: np.ndarray, direction: Direction, frequent: int, likely: int
) -> Shortlist:
    """From the word alignment of the training pairs: the `frequent` most frequent target pieces, and for each source
    piece itself and the `likely` target pieces that it is linked with most often."""
    of_direction = pairs.direction == vocabulary.directions.index(direction)
    rows = np.repeat(np.arange(len(pairs.corpus)), pairs.target_lengths)
    chosen = of_direction[rows]
    targets = pairs.target_tokens.astype(np.int64)
    counts = np.bincount(targets[chosen], minlength=vocabulary.size)
    linked = chosen & (links >= 0)
    first = pairs.source_ends - pairs.source_lengths
    sources = pairs.source_tokens[first[rows[linked]] + links[linked]].astype(np.int64)
    cells, times = np.unique(sources * vocabulary.size + targets[linked], return_counts=True)
    order = np.lexsort((-times, cells // vocabulary.size))
    source, target = cells[order] // vocabulary.size, cells[order] % vocabulary.size
    starts = np.searchsorted(source, np.arange(vocabulary.size + 1))
    candidates = [
        np.unique([*target[start : min(end, start + likely)], piece]) if start < end else np.array([piece])
        for piece, (start, end) in enumerate(zip(starts[:-1], starts[1:], strict=True))
    ]
    most_frequent = np.argsort(-counts, kind="stable")[:frequent]
    unwritten = [vocabulary.pad, *(len(vocabulary.pieces) + n for n in range(vocabulary.size - len(vocabulary.pieces)))]
    always = np.setdiff1d([*most_frequent, *_spelling(vocabulary)], unwritten)
    return Shortlist(always, np.cumsum([0, *map(len, candidates)]), np.concatenate(candidates))


def coverage(shortlist: Shortlist, sources: list[list[int]], targets: list[list[int]]) -> dict[str, float]:
    """How much of human translations lies within, and how many pieces that takes for one sentence."""
    allowed = [shortlist.of(source) for source in sources]
    inside = [sum(piece in pieces for piece in target) for pieces, target in zip(allowed, targets, strict=True)]
    whole = sum(count == len(target) for count, target in zip(inside, targets, strict=True))
    return {
        "pieces_percent": round(100 * sum(inside) / sum(map(len, targets)), 2),
        "whole_sentences_percent": round(100 * whole / len(targets), 1),
        "candidates_of_a_sentence": round(sum(map(len, allowed)) / len(allowed)),
    }


def write(work: Path, out: Path, frequent: int, likely: int) -> None:
    """One file for each direction into the model folder."""
    vocabulary, pairs, links = Vocabulary.load(work), Pairs.load(work), np.load(work / "links.npy")
    for direction in vocabulary.directions:
        shortlist = build(vocabulary, pairs, links, direction, frequent, likely)
        shortlist.save(out / file_name(direction, vocabulary.directions))
        print(f"{direction}: {len(shortlist.always)} pieces always, {len(shortlist.targets)} by source piece")
