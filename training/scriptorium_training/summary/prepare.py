"""prepare: divides documents with summaries into those to train on, to choose by and to measure on."""

import gzip
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..corpora import tidy

LANGUAGES = ("en", "de", "fr", "es")
SPLITS = ("train", "dev", "kept-out")
# Of each corpus, and of papers, which are short.
MOST = {"train": 600, "dev": 200, "kept-out": 150}
MOST_PAPERS = {"train": 1500, "dev": 200, "kept-out": 619}
KEPT_OUT_SHARE, DEV_SHARE = 0.2, 0.1


def _lot(seed: int, name: str) -> float:
    return int.from_bytes(hashlib.sha256(f"{seed}/{name}".encode()).digest()[:4]) / 2**32


def _split(lot: float) -> str:
    return "kept-out" if lot < KEPT_OUT_SHARE else "dev" if lot < KEPT_OUT_SHARE + DEV_SHARE else "train"


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _documentation(data: Path, seed: int) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """A page and its translations have the same path, and so are on the same side."""
    for language in LANGUAGES:
        for page in _lines(data / f"summaries/msdocs.{language}.jsonl.gz"):
            lot = _lot(seed, page["path"])
            text = "\n\n".join(line for line in map(tidy, page["text"].split("\n")) if line)
            row = {"language": language, "title": tidy(page["title"]), "text": text}
            yield _split(lot), f"documentation.{language}", row | {"references": [tidy(page["summary"])]}


def _papers(data: Path, seed: int) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for part in ("train", "dev"):
        for paper in _lines(data / f"summaries/scitldr.{part}.jsonl.gz"):
            lot = _lot(seed, paper["paper_id"])
            split = "kept-out" if part == "dev" else "dev" if lot < DEV_SHARE else "train"
            row = {"language": "en", "title": tidy(paper["title"]), "text": tidy(" ".join(paper["source"]))}
            yield split, "papers.en", row | {"references": [tidy(target) for target in paper["target"]]}


def prepare(data: Path, work: Path, seed: int) -> None:
    """Writes SPLIT.CORPUS.LANGUAGE.jsonl.gz into the work folder, in an order drawn by lot."""
    work.mkdir(parents=True, exist_ok=True)
    found: dict[tuple[str, str], list[tuple[float, dict[str, Any]]]] = defaultdict(list)
    for rows in (_documentation(data, seed), _papers(data, seed)):
        for split, corpus, row in rows:
            found[split, corpus].append((_lot(seed + 1, row["title"] + row["text"]), row))
    for (split, corpus), rows in sorted(found.items()):
        most = (MOST_PAPERS if corpus == "papers.en" else MOST)[split]
        chosen = [row for _, row in sorted(rows, key=lambda drawn: drawn[0])[:most]]
        with gzip.open(work / f"{split}.{corpus}.jsonl.gz", "wt", encoding="utf-8") as out:
            out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in chosen)
        print(split, corpus, len(chosen), "of", len(rows))
