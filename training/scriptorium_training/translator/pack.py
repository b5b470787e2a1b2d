"""The long run's pairs as token arrays small enough to be carried to another machine: drawn and varied as the run draws
them, in compressed parts of ten portions."""

import io
import json
import lzma
import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from . import stream
from .directions import Direction, Vocabulary
from .glance import sets
from .stream import Draw, Example

PORTIONS_OF_A_PART = 10
# One portion in so many has the variations of the source alone, and is read in its own direction only.
ONE_WAY_EVERY = 20
HELD_OUT = 100
_SEED = 2000


@dataclass(frozen=True)
class Rows:
    """Pairs as token ids: `source` and `target` one after the other, `both` where a pair may be read in both
    directions. Tags are not in them."""

    direction: np.ndarray
    both: np.ndarray
    source: np.ndarray
    source_lengths: np.ndarray
    target: np.ndarray
    target_lengths: np.ndarray

    @staticmethod
    def encoded(examples: list[Example], vocabulary: Vocabulary, both: bool) -> "Rows":
        sides = [
            vocabulary.pieces.encode([getattr(example, side) for example in examples], add_eos=True)
            for side in ("source", "target")
        ]
        kept = [i for i, pair in enumerate(zip(*sides, strict=True)) if max(map(len, pair)) <= stream.LONGEST_TOKENS]
        arrays = []
        for side in sides:
            rows = [side[i] for i in kept]
            arrays += [np.array([token for row in rows for token in row], dtype=np.uint16)]
            arrays += [np.array([len(row) for row in rows], dtype=np.uint8)]
        numbers = [vocabulary.directions.index(examples[i].direction) for i in kept]
        return Rows(np.array(numbers, dtype=np.uint8), np.full(len(kept), both), *arrays)

    @staticmethod
    def joined(parts: list["Rows"]) -> "Rows":
        return Rows(*(np.concatenate([getattr(part, name) for part in parts]) for name in Rows.__annotations__))

    def to_bytes(self) -> bytes:
        out = io.BytesIO()
        np.savez(out, **self.__dict__)
        return lzma.compress(out.getvalue(), preset=6)

    @staticmethod
    def from_file(path: Path) -> "Rows":
        with lzma.open(path) as compressed:
            arrays = np.load(io.BytesIO(compressed.read()))
            return Rows(*(arrays[name] for name in Rows.__annotations__))


def _part(draw: Draw, vocabulary: Vocabulary, seed: int, number: int) -> Rows:
    portions = []
    for portion in range(number * PORTIONS_OF_A_PART, (number + 1) * PORTIONS_OF_A_PART):
        both = portion % ONE_WAY_EVERY != 0
        examples = draw.examples(seed + _SEED, portion, stream.PORTION, alike=both)
        portions.append(Rows.encoded(examples, vocabulary, both))
    return Rows.joined(portions)


def _held_out(data: Path, work: Path, vocabulary: Vocabulary) -> Rows:
    examples = [
        Example(direction, *row)
        for direction, kinds in sets(data, work, vocabulary.directions, HELD_OUT).items()
        for rows in kinds.values()
        for row in rows
    ]
    return Rows.encoded(examples, vocabulary, both=False)


def pack(data: Path, work: Path, out: Path, megabytes: float, seed: int) -> None:
    """Writes pairs of the run in `work` into the folder `out`, which has so many megabytes at most."""
    vocabulary = Vocabulary.load(work)
    draw = Draw(work, vocabulary.directions)
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    shutil.copyfile(work / "pieces.model", out / "pieces.model")
    shutil.copyfile(work / "directions.json", out / "directions.json")
    (out / "held-out.xz").write_bytes(_held_out(data, work, vocabulary).to_bytes())
    used = sum(path.stat().st_size for path in out.iterdir())
    parts = tokens = pairs = 0
    while True:
        rows = _part(draw, vocabulary, seed, parts)
        compressed = rows.to_bytes()
        if used + len(compressed) > megabytes * 1e6:
            break
        (out / f"part-{parts:03d}.xz").write_bytes(compressed)
        used += len(compressed)
        parts += 1
        pairs += len(rows.direction)
        tokens += len(rows.source) + len(rows.target)
        print(f"{parts} parts, {pairs} pairs, {tokens} tokens, {used / 1e6:.1f} MB", flush=True)
    if not parts:
        raise SystemExit(f"a part takes {len(compressed) / 1e6:.1f} MB, more than the {megabytes} MB that are allowed")


def load(folder: Path) -> tuple[Rows, Rows, tuple[Direction, ...]]:
    """What to train on, what to measure the loss with, and the directions."""
    names = json.loads((folder / "directions.json").read_text(encoding="utf-8"))
    rows = Rows.joined([Rows.from_file(path) for path in sorted(folder.glob("part-*.xz"))])
    return rows, Rows.from_file(folder / "held-out.xz"), tuple(Direction(*name.split("-")) for name in names)
