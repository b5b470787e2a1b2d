"""evaluate: translations among the FLORES sentences, paraphrases within a language, labels from a few examples; each
beside a baseline of words."""

import gzip
import json
from pathlib import Path

import numpy as np
import torch
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

from .. import results
from .embed import Embeddings
from .prepare import LANGUAGES

Rows = np.ndarray | csr_matrix

EXAMPLES = (5, 20)
_DRAWS = 5
_BASELINES = {"tfidf_words": ("word", (1, 1)), "tfidf_characters": ("char_wb", (3, 5))}


def _flores(data: Path, language: str) -> tuple[list[str], list[str]]:
    with gzip.open(data / "evaluate-only" / f"flores-dev.en-{language}.tsv.gz", "rt", encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines]
    return [row[0] for row in rows], [row[1] for row in rows]


def _percent(hits: np.ndarray) -> float:
    return round(100 * float(hits.mean()), 1)


def _top_one(queries: Rows, answers: Rows) -> float:
    """The percentage of rows whose nearest answer is the one of the same row."""
    nearest = np.asarray((queries @ answers.T).argmax(axis=1)).ravel()
    return _percent(nearest == np.arange(len(nearest)))


def _sides(model: Embeddings, texts: list[str], others: list[str]) -> dict[str, tuple[Rows, Rows]]:
    """Both lists as rows of unit length, by the model and by the baselines."""
    found: dict[str, tuple[Rows, Rows]] = {"model": (model.vectors(texts), model.vectors(others))}
    for name, (analyzer, ngrams) in _BASELINES.items():
        vectorizer = TfidfVectorizer(analyzer=analyzer, ngram_range=ngrams).fit(texts + others)
        found[name] = (vectorizer.transform(texts), vectorizer.transform(others))
    return found


def _translations(model: Embeddings, data: Path) -> dict[str, dict]:
    figures = {}
    for language in LANGUAGES:
        english, other = _flores(data, language)
        figures[f"en-{language}"] = {"sentences": len(english)} | {
            name: {"to_other": _top_one(ours, theirs), "to_english": _top_one(theirs, ours)}
            for name, (ours, theirs) in _sides(model, english, other).items()
        }
        print(language, figures[f"en-{language}"], flush=True)
    return figures


def _paraphrases(model: Embeddings, work: Path) -> dict[str, dict]:
    figures = {}
    for language, pairs in json.loads((work / "paraphrases.json").read_text(encoding="utf-8")).items():
        sides = _sides(model, [pair[0] for pair in pairs], [pair[1] for pair in pairs])
        figures[language] = {"sentences": len(pairs)} | {
            name: _top_one(first, second) for name, (first, second) in sides.items()
        }
    return figures


def _by_examples(known: Rows, labels: np.ndarray, unseen: Rows, gold: np.ndarray, count: int, seed: int) -> float:
    """The percentage that the nearest of the labels' means gets right, when each label has `count` examples."""
    rng = np.random.default_rng(seed)
    names = np.unique(labels)
    drawn = [rng.choice(np.flatnonzero(labels == name), count, replace=False) for name in names]
    means = normalize(np.stack([np.asarray(known[rows].mean(axis=0)).ravel() for rows in drawn]))
    return _percent(names[np.asarray((unseen @ means.T).argmax(axis=1)).ravel()] == gold)


def _intents(model: Embeddings, data: Path) -> dict[str, object]:
    """CLINC150: the mean and the standard deviation of the accuracy over some draws of examples."""
    with gzip.open(data / "intents" / "clinc150.json.gz", "rt", encoding="utf-8") as file:
        sets = json.load(file)
    (texts, labels), (others, gold) = (map(list, zip(*sets[part], strict=True)) for part in ("train", "val"))
    labels, gold = np.array(labels), np.array(gold)
    figures: dict[str, object] = {"labels": len(set(labels)), "sentences": len(gold), "draws": _DRAWS}
    sides = _sides(model, texts, others)
    for count in EXAMPLES:
        accuracies = {
            name: [_by_examples(known, labels, unseen, gold, count, seed) for seed in range(_DRAWS)]
            for name, (known, unseen) in sides.items()
        }
        figures[f"{count}_examples"] = {
            name: {"accuracy": round(float(np.mean(row)), 1), "deviation": round(float(np.std(row)), 1)}
            for name, row in accuracies.items()
        }
    return figures


def evaluate(data: Path, work: Path, out: Path, threads: int) -> None:
    """Writes evaluation.json beside the exported weights."""
    torch.set_num_threads(threads)
    model = Embeddings(out)
    progress = torch.load(work / "checkpoint.pt", map_location="cpu")["progress"]
    figures = {
        "weights_megabytes": results.megabytes(out),
        "training": {
            "minutes": round(progress["seconds"] / 60),
            "bag_steps": progress["bag_steps"],
            "layers_steps": progress["step"] - progress["bag_steps"],
        },
        "retrieval_top1_percent": _translations(model, data),
        "paraphrase_top1_percent": _paraphrases(model, work),
        "intents": _intents(model, data),
    }
    results.write(out, figures)
    print(figures["paraphrase_top1_percent"], figures["intents"])
