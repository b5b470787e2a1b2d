"""evaluate: finds the translation of each FLORES sentence among all of them, beside a bag-of-words baseline."""

import gzip
from pathlib import Path

import numpy as np
import torch
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from .. import results
from .embed import Embeddings
from .prepare import LANGUAGES

Rows = np.ndarray | csr_matrix


def _flores(data: Path, language: str) -> tuple[list[str], list[str]]:
    with gzip.open(data / "evaluate-only" / f"flores-dev.en-{language}.tsv.gz", "rt", encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines]
    return [row[0] for row in rows], [row[1] for row in rows]


def _top_one(queries: Rows, answers: Rows) -> float:
    """The percentage of rows whose nearest answer is the one of the same row."""
    nearest = np.asarray((queries @ answers.T).argmax(axis=1)).ravel()
    return round(100 * float((nearest == np.arange(len(nearest))).mean()), 1)


def _words(texts: list[str], others: list[str], analyzer: str, ngrams: tuple[int, int]) -> tuple[Rows, Rows]:
    vectorizer = TfidfVectorizer(analyzer=analyzer, ngram_range=ngrams).fit(texts + others)
    return vectorizer.transform(texts), vectorizer.transform(others)


def evaluate(data: Path, work: Path, out: Path, threads: int) -> None:
    """Writes evaluation.json beside the exported weights."""
    torch.set_num_threads(threads)
    model = Embeddings(out)
    figures = {}
    for language in LANGUAGES:
        english, other = _flores(data, language)
        sides = {
            "model": (model.vectors(english), model.vectors(other)),
            "tfidf_words": _words(english, other, "word", (1, 1)),
            "tfidf_characters": _words(english, other, "char_wb", (3, 5)),
        }
        figures[f"en-{language}"] = {"sentences": len(english)} | {
            name: {"to_other": _top_one(ours, theirs), "to_english": _top_one(theirs, ours)}
            for name, (ours, theirs) in sides.items()
        }
        print(language, figures[f"en-{language}"], flush=True)
    progress = torch.load(work / "checkpoint.pt", map_location="cpu")["progress"]
    results.write(
        out,
        {
            "weights_megabytes": results.megabytes(out),
            "training": {"minutes": round(progress["seconds"] / 60), "steps": progress["step"]},
            "retrieval_top1_percent": figures,
        },
    )
