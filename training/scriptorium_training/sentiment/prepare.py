"""prepare: reads the rated sentences, keeps whole documents out and bins the mean ratings."""

import gzip
import hashlib
import html
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from ..corpora import tidy

LABELS = ("very_negative", "negative", "neutral", "positive", "very_positive")
# Ratings run from -4 to 4. A mean within half a point of zero is neutral; beyond two points it is very strong.
BOUNDS = (-2.0, -0.5, 0.5, 2.0)
KEPT_OUT_SHARE = 0.1


@dataclass(frozen=True)
class Rated:
    """A text with the mean of its ratings; `kind` is where it comes from."""

    kind: str
    rating: float
    text: str

    @property
    def label(self) -> int:
        return sum(self.rating > bound for bound in BOUNDS)


def _is_kept_out(kind: str, row_id: str, seed: int) -> bool:
    """By document (the part of the id before the underscore), so that no review is on both sides."""
    digest = hashlib.sha256(f"{seed}/{kind}/{row_id.split('_')[0]}".encode()).digest()
    return digest[0] / 256 < KEPT_OUT_SHARE


def prepare(data: Path, work: Path, seed: int) -> None:
    """Writes train.json and kept-out.json into the work folder."""
    work.mkdir(parents=True, exist_ok=True)
    train, kept_out = [], []
    for path in sorted((data / "sentiment").glob("*.tsv.gz")):
        kind = path.name.removesuffix(".tsv.gz").removesuffix("Snippets")
        with gzip.open(path, "rt", encoding="utf-8", errors="replace") as lines:
            for line in lines:
                row_id, rating, text = line.rstrip("\n").split("\t", 2)
                row = Rated(kind, float(rating), tidy(html.unescape(text)))
                (kept_out if _is_kept_out(kind, row_id, seed) else train).append(row)
    for name, rows in (("train", train), ("kept-out", kept_out)):
        (work / f"{name}.json").write_text(json.dumps([asdict(row) for row in rows]), encoding="utf-8")
        counts = [sum(row.label == label for row in rows) for label in range(len(LABELS))]
        print(name, len(rows), dict(zip(LABELS, counts, strict=True)))


def load(work: Path, name: str) -> list[Rated]:
    return [Rated(**row) for row in json.loads((work / f"{name}.json").read_text(encoding="utf-8"))]
