"""The long run's pairs on disk: cleaned texts of each language with English, in the order of their corpora, so that
neighbours in a document are neighbours here; and the sentences that are kept out of training."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..corpora import CORPORA, read_pairs
from .directions import Direction
from .prepare import TARGETS_PER_SOURCE, evaluation_texts, keep_out, likeness, read_all

LANGUAGES = ("de", "fr", "es")
DIRECTIONS = tuple(direction for language in LANGUAGES for direction in Direction.parse(f"en-{language},{language}-en"))
# What the models that this run is compared with kept out: their directions in the order of their training.
EARLIER = ("en-de", "de-en,en-fr,fr-en,en-es,es-en")
KEPT_OUT_OF_OTHERS = 200

Corpora = dict[str, list[tuple[str, str]]]


def kept_out_of_earlier(data: Path, seed: int) -> dict[str, Corpora]:
    """The sentences that the models of `EARLIER` kept out, drawn anew, in the direction in which they are measured."""
    found: dict[str, Corpora] = {}
    for names in EARLIER:
        directions = Direction.parse(names)
        for name, corpora in keep_out(read_all(data, directions), random.Random(seed)).items():
            found[name] = {corpus: [(pair.source, pair.target) for pair in rows] for corpus, rows in corpora.items()}
    return found


@dataclass(frozen=True)
class Store:
    """The pairs of one language: bytes of `English TAB other` lines, the end of each, and where each corpus begins."""

    text: np.ndarray
    ends: np.ndarray
    corpora: dict[str, tuple[int, int]]

    @staticmethod
    def load(work: Path, language: str) -> "Store":
        corpora = json.loads((work / f"pairs.{language}.json").read_text(encoding="utf-8"))
        return Store(
            np.memmap(work / f"pairs.{language}.txt", dtype=np.uint8, mode="r"),
            np.load(work / f"pairs.{language}.npy"),
            {name: (first, last) for name, (first, last) in corpora.items()},
        )

    def characters(self, corpus: str) -> int:
        """Bytes, which is near enough."""
        first, last = self.corpora[corpus]
        return int(self.ends[last - 1] - (self.ends[first - 1] if first else 0))

    def pair(self, row: int) -> tuple[str, str]:
        start = self.ends[row - 1] if row else 0
        english, foreign = self.text[start : self.ends[row] - 1].tobytes().decode("utf-8").split("\t")
        return english, foreign


def _allowed(pairs: Iterator[tuple[str, str]], barred: set[str], times: dict[str, int]) -> Iterator[tuple[str, str]]:
    for english, foreign in pairs:
        key = english.lower()
        times[key] = times.get(key, 0) + 1
        if times[key] <= TARGETS_PER_SOURCE and likeness(english) not in barred and likeness(foreign) not in barred:
            yield english, foreign


def _write(data: Path, work: Path, language: str, barred: set[str]) -> None:
    ends: list[int] = []
    spans: dict[str, tuple[int, int]] = {}
    times: dict[str, int] = {}
    at = 0
    with (work / f"pairs.{language}.txt").open("wb") as out:
        for corpus in CORPORA:
            path = corpus.path(data, language)
            if corpus.weight == 0 or language not in corpus.languages or not path.exists():
                continue
            first = len(ends)
            for english, foreign in _allowed(read_pairs(path), barred, times):
                line = f"{english}\t{foreign}\n".encode()
                out.write(line)
                at += len(line)
                ends.append(at)
            if len(ends) > first:
                spans[corpus.name] = (first, len(ends))
    np.save(work / f"pairs.{language}.npy", np.array(ends, dtype=np.int64))
    (work / f"pairs.{language}.json").write_text(json.dumps(spans), encoding="utf-8")
    print(f"{language}: {len(ends)} pairs of {len(spans)} corpora", flush=True)


def _kept_out_of_others(data: Path, language: str, rng: random.Random) -> Corpora:
    """Some of each corpus that the earlier models did not have, at most a twentieth; none of lists of words."""
    found: Corpora = {}
    for corpus in CORPORA:
        path = corpus.path(data, language)
        if corpus.translator_share or not corpus.weight or language not in corpus.languages or not path.exists():
            continue
        pairs = [pair for pair in read_pairs(path) if len(likeness(pair[0]).split()) >= 3]
        if chosen := rng.sample(pairs, min(KEPT_OUT_OF_OTHERS, len(pairs) // 20)):
            found[corpus.name] = chosen
    return found


def write(data: Path, work: Path, seed: int) -> None:
    """Writes pairs.LANGUAGE.* and kept-out.json, which is written last."""
    kept_out = kept_out_of_earlier(data, seed)
    rng = random.Random(seed)
    for language in LANGUAGES:
        for corpus, rows in _kept_out_of_others(data, language, rng).items():
            kept_out[f"en-{language}"][corpus] = rows
            kept_out[f"{language}-en"][corpus] = [(foreign, english) for english, foreign in rows]
    rows = [row for corpora in kept_out.values() for rows in corpora.values() for row in rows]
    barred = {likeness(text) for row in rows for text in row} | evaluation_texts(data, DIRECTIONS)
    barred.discard("")
    for language in LANGUAGES:
        _write(data, work, language, barred)
    (work / "directions.json").write_text(json.dumps(list(map(str, DIRECTIONS))), encoding="utf-8")
    whole = work / "kept-out.tmp"
    whole.write_text(json.dumps(kept_out, ensure_ascii=False), encoding="utf-8")
    whole.replace(work / "kept-out.json")


