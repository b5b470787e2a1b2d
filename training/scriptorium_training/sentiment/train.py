"""train: fits one linear model of ratings to the rated sentences and words, and by translations to other languages.

Ridge regression over keys of features, in three rounds. The first knows English only. In the second the other side of a
pair learns the score of its English one. In the third the English side learns too, the mean of its own score and of the
other side's: an English word with few ratings takes after words that share its translations.

The words of the lexicon are a column of the regression, the sum of their ratings, and another for those under a
negation; being linear, both go into the weights at the end. What a score means for the labels (McCullagh, "Regression
Models for Ordinal Data", 1980) is fitted on documents that were left out.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, diags, hstack, vstack
from scipy.special import expit
from sklearn.linear_model import Ridge
from tokenizers import Tokenizer

from .features import Features, Keys, negated
from .prepare import BOUNDS, LANGUAGES, Rated, is_kept_out, load, read

LENGTH_POWER = 0.4
STRENGTH = 2.0
PAIR_WEIGHT = 0.5
# Features that fewer texts have are left out; of the other languages, which have many more texts, the latter.
LEAST_TEXTS = 2
LEAST_TRANSLATIONS = 5
# How large the columns are to the regression, and so how little it holds them back: a feature's and the lexicon's.
_FEATURE = 60**LENGTH_POWER / 40
_LEXICON = 3.0


@dataclass(frozen=True)
class Lexicon:
    """Words that were rated by themselves."""

    words: np.ndarray
    ratings: np.ndarray

    @staticmethod
    def of(features: Features, ratings: dict[str, float]) -> "Lexicon":
        """Of its entries those that are one word to the tokenizer."""
        rows, words = features.words(list(ratings))
        single = np.bincount(rows, minlength=len(ratings))[rows] == 1
        words, first = np.unique(words[single], return_index=True)
        return Lexicon(words, np.array(list(ratings.values()))[rows[single]][first])

    def columns(self, known: np.ndarray) -> np.ndarray:
        """For each known key its rating as a word and its rating as a word under a negation, else 0."""
        columns = np.zeros((len(known), 2))
        columns[np.searchsorted(known, self.words), 0] = self.ratings
        columns[np.searchsorted(known, negated(self.words)), 1] = self.ratings
        return columns


@dataclass(frozen=True)
class Linear:
    """Scores texts: the intercept and, for each known key, a weight."""

    known: np.ndarray
    weights: np.ndarray
    intercept: float

    def scores(self, keys: Keys) -> np.ndarray:
        return keys.matrix(self.known, LENGTH_POWER) @ self.weights + self.intercept


@dataclass(frozen=True)
class Taught:
    """Texts, as matrix, with what they are to score and how much each counts."""

    rows: csr_matrix
    scores: np.ndarray
    weight: float


def _frequent(keys: np.ndarray, least: int) -> np.ndarray:
    found, counts = np.unique(keys, return_counts=True)
    return found[counts >= least]


def fit(known: np.ndarray, lexicon: np.ndarray, taught: Sequence[Taught]) -> Linear:
    rows = vstack([part.rows for part in taught]).tocsr() * _FEATURE
    texts = np.bincount(rows.indices, minlength=len(known))
    rarity = np.where(texts < LEAST_TEXTS, 0, 1 + np.log((1 + rows.shape[0]) / (1 + texts)))
    columns = hstack([rows @ diags(rarity), csr_matrix(rows @ lexicon * _LEXICON)]).tocsr()
    ridge = Ridge(STRENGTH, solver="sparse_cg", tol=1e-3)
    weights = np.concatenate([np.full(len(part.scores), part.weight) for part in taught])
    ridge.fit(columns, np.concatenate([part.scores for part in taught]), sample_weight=weights)
    folded = ridge.coef_[:-2] * rarity + lexicon @ ridge.coef_[-2:] * _LEXICON
    return Linear(known, folded * _FEATURE, float(ridge.intercept_))


class Rounds:
    """The features of all texts, made once, and the fits to them."""

    def __init__(self, features: Features, ratings: dict[str, float], pairs: Sequence[list[list[str]]]) -> None:
        self._features = features
        self._lexicon = Lexicon.of(features, ratings)
        self._english, self._others = ([features.keys([p[side] for p in some]) for some in pairs] for side in (0, 1))
        self._foreign = [_frequent(keys.keys, LEAST_TRANSLATIONS) for keys in self._others]

    def fit(self, rows: Sequence[Rated]) -> Linear:
        keys = self._features.keys([row.text for row in rows])
        own = [_frequent(keys.keys, LEAST_TEXTS), self._lexicon.words, negated(self._lexicon.words)]
        known = np.unique(np.concatenate(own + self._foreign))
        lexicon = self._lexicon.columns(known)
        english, others = (
            [side.matrix(known, LENGTH_POWER) for side in sides] for sides in (self._english, self._others)
        )
        rated = Taught(keys.matrix(known, LENGTH_POWER), np.array([row.rating for row in rows]), 1.0)
        first = fit(known, lexicon, [rated])
        given = [matrix @ first.weights + first.intercept for matrix in english]
        second = fit(known, lexicon, [rated, *map(_silver, others, given)])
        mean = [(score + m @ second.weights + second.intercept) / 2 for score, m in zip(given, others, strict=True)]
        return fit(known, lexicon, [rated, *map(_silver, others, given), *map(_silver, english, mean)])


def _silver(rows: csr_matrix, scores: np.ndarray) -> Taught:
    return Taught(rows, scores, PAIR_WEIGHT)


def chances(scores: np.ndarray, spread: float) -> np.ndarray:
    """The chance of each label if the true rating lies logistically distributed about the score."""
    below = expit((np.array(BOUNDS) - np.asarray(scores)[:, None]) / spread)
    return np.diff(below, axis=1, prepend=0, append=1)


def calibrated(scores: np.ndarray, labels: np.ndarray) -> tuple[float, float, float]:
    """The factor and the shift of the scores and the spread that make the labels most likely."""

    def loss(values: np.ndarray) -> float:
        factor, shift, spread = values
        right = chances(factor * scores + shift, max(spread, 0.05))[np.arange(len(labels)), labels]
        return float(-np.log(np.maximum(right, 1e-12)).mean())

    factor, shift, spread = minimize(loss, (1.0, 0.0, 0.7), method="Nelder-Mead").x
    return float(factor), float(shift), float(spread)


def train(work: Path, tokenizer: Path, seed: int) -> None:
    """Writes model.npz into the work folder."""
    started = time.process_time()
    features = Features(Tokenizer.from_file(str(tokenizer)))
    rows = load(work, "train")
    rounds = Rounds(features, read(work, "lexicon"), [read(work, f"pairs.{language}") for language in LANGUAGES])
    left_out = [is_kept_out(row.kind, row.document, seed + 1) for row in rows]
    held = [row for row, out in zip(rows, left_out, strict=True) if out]
    partial = rounds.fit([row for row, out in zip(rows, left_out, strict=True) if not out])
    scores = partial.scores(features.keys([row.text for row in held]))
    print("left out", len(held), "correlation", np.corrcoef(scores, [row.rating for row in held])[0, 1].round(3))
    factor, shift, spread = calibrated(scores, np.array([row.label for row in held]))
    model = rounds.fit(rows)
    minutes = (time.process_time() - started) / 60
    print(f"features {len(model.known)} factor {factor:.3f} shift {shift:.3f} spread {spread:.3f}", flush=True)
    np.savez(
        work / "model.npz",
        keys=model.known,
        weights=model.weights * factor,
        intercept=model.intercept * factor + shift,
        spread=spread,
        minutes=minutes,
    )
