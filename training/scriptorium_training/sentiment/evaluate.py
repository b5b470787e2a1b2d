"""evaluate: kept-out sentences and documents beside linear models and VADER, and agreement across languages."""

import gzip
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.special import softmax
from scipy.stats import pearsonr
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import f1_score
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from .. import results
from .classify import CENTRES, Sentiments, score
from .prepare import BOUNDS, LANGUAGES, Rated, load, read

_THREE = np.array([0, 0, 1, 2, 2])
# Below and above which VADER's authors call a text negative or positive.
_VADER_NEUTRAL = 0.05
_AGREEMENT = ("tatoeba", "msdocs-business-central")
_NEWS = ("flores-dev", "wmt12")
_NEWS_SENTENCES = 1000


@dataclass(frozen=True)
class Answers:
    """What a model says of some texts: a score, one of five labels, one of three."""

    scores: np.ndarray
    five: np.ndarray
    three: np.ndarray

    @staticmethod
    def of(probabilities: np.ndarray) -> "Answers":
        five = probabilities.argmax(axis=1)
        return Answers(score(probabilities), five, _THREE[five])

    def figures(self, chosen: np.ndarray, ratings: np.ndarray) -> dict[str, float]:
        gold = np.searchsorted(BOUNDS, ratings)
        scores, three = self.scores[chosen], self.three[chosen]
        constant = bool(np.ptp(scores) == 0)
        return {
            "correlation": 0.0 if constant else round(float(pearsonr(scores, ratings).statistic), 3),
            "accuracy_5": round(100 * float((self.five[chosen] == gold).mean()), 1),
            "accuracy_3": round(100 * float((three == _THREE[gold]).mean()), 1),
            "macro_f1_3": round(100 * float(f1_score(_THREE[gold], three, average="macro", zero_division=0)), 1),
        }


def _linear(train: list[Rated], rows: list[Rated]) -> Answers:
    """TF-IDF over words and word pairs: logistic regression for the label, ridge regression for the score."""
    vectorizer = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    features = vectorizer.fit_transform([row.text for row in train])
    unseen = vectorizer.transform([row.text for row in rows])
    labels = LogisticRegression(max_iter=200).fit(features, [row.label for row in train]).predict(unseen)
    return Answers(Ridge().fit(features, [row.rating for row in train]).predict(unseen), labels, _THREE[labels])


def _vader(rows: list[Rated]) -> Answers:
    """VADER's compound score; its five labels are those of the score stretched to the ratings' -4 to 4."""
    analyzer = SentimentIntensityAnalyzer()
    scores = np.array([analyzer.polarity_scores(row.text)["compound"] for row in rows])
    three = 1 + (scores >= _VADER_NEUTRAL).astype(int) - (scores <= -_VADER_NEUTRAL).astype(int)
    return Answers(scores, np.searchsorted(BOUNDS, 4 * scores), three)


def _majority(train: list[Rated], rows: list[Rated]) -> Answers:
    label = np.bincount([row.label for row in train]).argmax()
    five = np.full(len(rows), label)
    return Answers(np.zeros(len(rows)), five, _THREE[five])


def _sentences(answers: dict[str, Answers], rows: list[Rated]) -> dict[str, dict]:
    kinds = np.array([row.kind for row in rows])
    ratings = np.array([row.rating for row in rows])
    figures = {}
    for kind in ("all", *sorted(set(kinds))):
        chosen = np.flatnonzero((kinds == kind) | (kind == "all"))
        figures[kind] = {"sentences": len(chosen)} | {
            name: answer.figures(chosen, ratings[chosen]) for name, answer in answers.items()
        }
        print(kind, figures[kind], flush=True)
    return figures


def _documents(probabilities: np.ndarray, others: dict[str, Answers], rows: list[Rated]) -> dict[str, dict]:
    """Documents of several sentences. The model's are the geometric mean of its sentences' probabilities, weighted by
    their characters as the product does; the others' the mean of their scores with the same weights."""
    places = defaultdict(list)
    for place, row in enumerate(rows):
        places[row.kind, row.document].append(place)
    figures = {}
    for kind in sorted({kind for kind, _ in places}):
        found = [chosen for (of, _), chosen in places.items() if of == kind and len(chosen) > 1]
        if not found:
            continue
        weights = [np.array([len(rows[place].text) for place in chosen], float) for chosen in found]
        ratings = np.array([np.mean([rows[place].rating for place in chosen]) for chosen in found])

        def correlation(scores: np.ndarray) -> float:
            means = [np.average(scores[c], weights=w) for c, w in zip(found, weights, strict=True)]
            return round(float(pearsonr(means, ratings).statistic), 3)

        logarithms = [w @ np.log(probabilities[c]) / w.sum() for c, w in zip(found, weights, strict=True)]
        figures[kind] = {
            "documents": len(found),
            "model": round(float(pearsonr(softmax(logarithms, axis=1) @ CENTRES, ratings).statistic), 3),
        } | {name: correlation(answer.scores) for name, answer in others.items()}
    return figures


def _news(data: Path, language: str) -> list[list[str]]:
    rows = []
    for name in _NEWS:
        with gzip.open(data / "evaluate-only" / f"{name}.en-{language}.tsv.gz", "rt", encoding="utf-8") as lines:
            rows += [line.rstrip("\n").split("\t")[:2] for line in lines][:_NEWS_SENTENCES]
    return rows


def _agreement(scores: Callable[[list[str]], np.ndarray], data: Path, work: Path) -> dict[str, dict[str, float]]:
    """How far the scores of the two sides of kept-out translations go together."""
    found = {}
    for language in LANGUAGES:
        kept_out = read(work, f"pairs.{language}.kept-out")
        pairs = {name: kept_out[name] for name in _AGREEMENT} | {"news": _news(data, language)}
        found[language] = {
            name: round(float(pearsonr(*(scores([row[side] for row in rows]) for side in (0, 1))).statistic), 3)
            for name, rows in pairs.items()
        }
    return found


def evaluate(data: Path, work: Path, out: Path) -> None:
    """Writes evaluation.json beside the exported weights."""
    model = Sentiments(out)
    train, rows = load(work, "train"), load(work, "kept-out")
    probabilities = model.probabilities([row.text for row in rows])
    others = {"vader": _vader(rows), "tfidf_linear": _linear(train, rows), "majority": _majority(train, rows)}
    trained = np.load(work / "model.npz")
    scored = {name: answer for name, answer in others.items() if name != "majority"}
    results.write(
        out,
        {
            "weights_megabytes": results.megabytes(out),
            "training": {
                "features": len(trained["keys"]),
                "minutes": round(float(trained["minutes"]), 1),
                "rated": len(train),
                "words": len(read(work, "lexicon")),
                "pairs": {language: len(read(work, f"pairs.{language}")) for language in LANGUAGES},
            },
            "kept_out": _sentences({"model": Answers.of(probabilities)} | others, rows),
            "documents": _documents(probabilities, scored, rows),
            "score_correlation_with_english": _agreement(lambda texts: score(model.probabilities(texts)), data, work),
        },
    )
    print(results.read(out)["documents"], results.read(out)["score_correlation_with_english"])
