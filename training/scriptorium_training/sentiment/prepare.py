"""prepare: reads the rated sentences and words, keeps whole documents out, and takes pairs of translations."""

import gzip
import hashlib
import html
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from ..corpora import CORPORA, read_pairs, tidy

LABELS = ("very_negative", "negative", "neutral", "positive", "very_positive")
# Ratings run from -4 to 4. A mean within half a point of zero is neutral; beyond two points it is very strong.
BOUNDS = (-2.0, -0.5, 0.5, 2.0)
KEPT_OUT_SHARE = 0.1
LANGUAGES = ("de", "es", "fr")
# The most pairs of each language that are taken of a corpus, and the share of its English sentences that is kept out.
PAIRS = {
    "tatoeba": 120_000,
    "msdocs-business-central": 10_000,
    "mozilla-www": 6_000,
    "opensource-guide": 4_000,
    "gnome-help": 3_000,
    "debian-www": 2_000,
}
KEPT_OUT_PAIRS = 0.03
_MOST_KEPT_OUT = 1500


@dataclass(frozen=True)
class Rated:
    """A text with the mean of its ratings; `kind` is where it comes from, `document` what it is a sentence of."""

    kind: str
    document: str
    rating: float
    text: str

    @property
    def label(self) -> int:
        return sum(self.rating > bound for bound in BOUNDS)


def is_kept_out(kind: str, document: str, seed: int) -> bool:
    """By document, so that no review is on both sides."""
    return _share(f"{seed}/{kind}/{document}") < KEPT_OUT_SHARE


def _share(name: str) -> float:
    return hashlib.sha256(name.encode()).digest()[0] / 256


def _rated(data: Path) -> Iterator[Rated]:
    for path in sorted((data / "sentiment").glob("*.tsv.gz")):
        kind = path.name.removesuffix(".tsv.gz").removesuffix("Snippets")
        with gzip.open(path, "rt", encoding="utf-8", errors="replace") as lines:
            for line in lines:
                row_id, rating, text = line.rstrip("\n").split("\t", 2)
                yield Rated(kind, row_id.split("_")[0], float(rating), tidy(html.unescape(text)))


def _pairs(data: Path, language: str, seed: int) -> tuple[list[tuple[str, str]], dict[str, list[tuple[str, str]]]]:
    """Pairs to train on, and those of each corpus that are kept out: no side of these is among the former."""
    rng = np.random.default_rng(seed)
    taken: list[tuple[str, str]] = []
    kept_out = {}
    for corpus in (corpus for corpus in CORPORA if corpus.name in PAIRS):
        pairs = list(read_pairs(corpus.path(data, language)))
        out = [pair for pair in pairs if _share(f"{seed}/{pair[0]}") < KEPT_OUT_PAIRS]
        others = {other for _, other in out}
        rest = [p for p in pairs if _share(f"{seed}/{p[0]}") >= KEPT_OUT_PAIRS and p[1] not in others]
        taken += [rest[place] for place in rng.permutation(len(rest))[: PAIRS[corpus.name]]]
        kept_out[corpus.name] = out[:_MOST_KEPT_OUT]
    return taken, kept_out


def prepare(data: Path, work: Path, seed: int) -> None:
    """Writes rated sentences, rated words, and pairs into the work folder."""
    work.mkdir(parents=True, exist_ok=True)
    train, kept_out = [], []
    for row in _rated(data):
        (kept_out if is_kept_out(row.kind, row.document, seed) else train).append(row)
    for name, rows in (("train", train), ("kept-out", kept_out)):
        _write(work, name, [asdict(row) for row in rows])
        counts = [sum(row.label == label for row in rows) for label in range(len(LABELS))]
        print(name, len(rows), dict(zip(LABELS, counts, strict=True)))
    _write(work, "lexicon", SentimentIntensityAnalyzer().lexicon)
    for language in LANGUAGES:
        taken, out = _pairs(data, language, seed)
        _write(work, f"pairs.{language}", taken)
        _write(work, f"pairs.{language}.kept-out", out)
        print(language, len(taken), {name: len(pairs) for name, pairs in out.items()})


def _write(work: Path, name: str, values: object) -> None:
    (work / f"{name}.json").write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")


def read(work: Path, name: str) -> object:
    """What `prepare` wrote under a name."""
    return json.loads((work / f"{name}.json").read_text(encoding="utf-8"))


def load(work: Path, name: str) -> list[Rated]:
    return [Rated(**row) for row in read(work, name)]
