"""evaluate: correlation and accuracy on kept-out documents beside linear models, and agreement across languages."""

import gzip
from pathlib import Path

import numpy as np
import torch
from scipy.stats import pearsonr
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression, Ridge

from .. import results
from .classify import Sentiments, score
from .prepare import Rated, load
from .train import EPOCHS

_THREE = np.array([0, 0, 1, 2, 2])


def _figures(predicted: np.ndarray, scores: np.ndarray, rows: list[Rated]) -> dict[str, float]:
    gold = np.array([row.label for row in rows])
    ratings = [row.rating for row in rows]
    constant = bool(np.ptp(scores) == 0)
    return {
        "correlation": 0.0 if constant else round(float(pearsonr(scores, ratings).statistic), 3),
        "accuracy_5": round(100 * float((predicted == gold).mean()), 1),
        "accuracy_3": round(100 * float((_THREE[predicted] == _THREE[gold]).mean()), 1),
    }


def _linear(train: list[Rated], rows: list[Rated]) -> tuple[np.ndarray, np.ndarray]:
    """TF-IDF over words and word pairs: logistic regression for the label, ridge regression for the score."""
    vectorizer = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    features = vectorizer.fit_transform([row.text for row in train])
    unseen = vectorizer.transform([row.text for row in rows])
    labels = LogisticRegression(max_iter=200).fit(features, [row.label for row in train]).predict(unseen)
    return labels, Ridge().fit(features, [row.rating for row in train]).predict(unseen)


def _agreement(model: Sentiments, data: Path) -> dict[str, float]:
    """How far the scores of the two sides of the WMT 2012 news and of FLORES go together."""
    found = {}
    for language in ("de", "es", "fr"):
        rows = []
        for name in ("flores-dev", "wmt12"):
            with gzip.open(data / "evaluate-only" / f"{name}.en-{language}.tsv.gz", "rt", encoding="utf-8") as lines:
                rows += [line.rstrip("\n").split("\t")[:2] for line in lines][:1000]
        english, other = (score(model.logits([row[side] for row in rows])) for side in (0, 1))
        found[language] = round(float(pearsonr(english, other).statistic), 3)
    return found


def evaluate(data: Path, work: Path, out: Path, threads: int) -> None:
    """Writes evaluation.json beside the exported weights."""
    torch.set_num_threads(threads)
    model = Sentiments(out)
    train, rows = load(work, "train"), load(work, "kept-out")
    logits = model.logits([row.text for row in rows])
    predicted, scores = logits.argmax(axis=1), score(logits)
    linear_labels, linear_scores = _linear(train, rows)
    majority = np.bincount([row.label for row in train]).argmax()
    kinds = np.array([row.kind for row in rows])
    figures = {
        "all": {
            "sentences": len(rows),
            "model": _figures(predicted, scores, rows),
            "tfidf_linear": _figures(linear_labels, linear_scores, rows),
            "majority": _figures(np.full(len(rows), majority), np.zeros(len(rows)), rows),
        }
    }
    for kind in sorted(set(kinds)):
        chosen = np.flatnonzero(kinds == kind)
        part = [rows[i] for i in chosen]
        figures[kind] = {
            "sentences": len(part),
            "model": _figures(predicted[chosen], scores[chosen], part),
            "tfidf_linear": _figures(linear_labels[chosen], linear_scores[chosen], part),
            "majority": _figures(np.full(len(part), majority), np.zeros(len(part)), part),
        }
        print(kind, figures[kind], flush=True)
    results.write(
        out,
        {
            "weights_megabytes": results.megabytes(out),
            "training": {
                "epochs": EPOCHS,
                "minutes": round(torch.load(work / "model.pt", map_location="cpu")["minutes"]),
            },
            "kept_out": figures,
            "score_correlation_with_english": _agreement(model, data),
        },
    )
    print(figures["all"])
