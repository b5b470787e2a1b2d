"""The long run's batches: drawn, varied and cut into pieces portion by portion, each portion a function of the seed and
its number alone, so that a run goes on anywhere and never sees a pair twice in the same words."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..corpora import CORPORA
from .augment import varied
from .batches import Batch, padded
from .directions import Direction, Vocabulary
from .links import Links
from .store import LANGUAGES, Store

PORTION = 16_000
LONGEST_TOKENS = 150
# Below 1: large corpora are drawn less than their size, small ones more.
TEMPERATURE = 0.7
# Several directions into one language teach one another.
INTO_ENGLISH = 0.6
JOINED = 0.12
BATCH_TOKENS = 2_000
BATCHES_OF_A_STEP = 4


def corpus_shares(characters: dict[str, int]) -> dict[str, float]:
    """The part of a language's characters that comes from each corpus."""
    weights = {corpus.name: corpus.weight for corpus in CORPORA}
    drawn = {name: weights[name] * size**TEMPERATURE for name, size in characters.items()}
    total = sum(drawn.values())
    return {name: value / total for name, value in drawn.items()}


@dataclass(frozen=True)
class Example:
    """Texts of one training example, varied."""

    direction: Direction
    source: str
    target: str


class Draw:
    """Draws examples of all directions from the stores."""

    def __init__(self, work: Path, directions: tuple[Direction, ...]) -> None:
        self._directions = directions
        self._stores = {language: Store.load(work, language) for language in LANGUAGES}
        shares = np.array([INTO_ENGLISH if direction.target == "en" else 1.0 for direction in directions])
        self._direction_shares = shares / shares.sum()
        self._corpora = {language: self._rates(store) for language, store in self._stores.items()}

    @staticmethod
    def _rates(store: Store) -> tuple[list[tuple[int, int]], np.ndarray]:
        """Each corpus' rows and how often a pair is drawn from it: its share of characters over its pairs' length."""
        characters = {name: store.characters(name) for name in store.corpora}
        shares = corpus_shares(characters)
        rates = np.array(
            [shares[name] * (last - first) / characters[name] for name, (first, last) in store.corpora.items()]
        )
        return list(store.corpora.values()), rates / rates.sum()

    def examples(self, seed: int, portion: int, count: int, alike: bool = False) -> list[Example]:
        """`alike` leaves out the variations of the source alone."""
        generator = np.random.default_rng([seed, portion])
        rng = random.Random(int(generator.integers(2**62)))
        numbers = generator.choice(len(self._directions), size=count, p=self._direction_shares)
        found = []
        for number in numbers:
            direction = self._directions[number]
            spans, rates = self._corpora[direction.foreign]
            found.append((direction, spans[int(np.searchsorted(np.cumsum(rates), generator.random()))]))
        return [self._example(direction, span, rng, alike) for direction, span in found]

    def _example(self, direction: Direction, span: tuple[int, int], rng: random.Random, alike: bool) -> Example:
        row = rng.randrange(*span)
        together = rng.choice((2, 2, 3)) if rng.random() < JOINED else 1
        sides = zip(
            *(self._varied(direction, at, rng, alike) for at in range(row, min(row + together, span[1]))), strict=True
        )
        source, target = (" ".join(parts) for parts in sides)
        return Example(direction, source, target)

    def _varied(self, direction: Direction, row: int, rng: random.Random, alike: bool) -> tuple[str, str]:
        english, foreign = self._stores[direction.foreign].pair(row)
        texts = (english, foreign) if direction.source == "en" else (foreign, english)
        return varied(*texts, direction, rng, alike)


@dataclass(frozen=True)
class Position:
    """The next step: a portion, and a step in it."""

    portion: int = 0
    step: int = 0


class Stream:
    """Steps of a few batches each, in the order in which they are trained on."""

    def __init__(self, work: Path, vocabulary: Vocabulary, links: Links | None, seed: int) -> None:
        self._draw = Draw(work, vocabulary.directions)
        self._vocabulary = vocabulary
        self._links = links
        self._seed = seed

    def _pieces(self, portion: int) -> list[tuple[list[int], list[int]]]:
        examples = self._draw.examples(self._seed, portion, PORTION)
        sources = self._vocabulary.pieces.encode([example.source for example in examples], add_eos=True)
        targets = self._vocabulary.pieces.encode([example.target for example in examples], add_eos=True)
        return [
            (self._vocabulary.opening(example.direction) + source, target)
            for example, source, target in zip(examples, sources, targets, strict=True)
            if max(len(source), len(target)) <= LONGEST_TOKENS
        ]

    def steps(self, portion: int) -> list[list[Batch]]:
        """All steps of a portion; the last batches that make no whole step are left out."""
        rows = sorted(self._pieces(portion), key=lambda pair: (len(pair[1]), len(pair[0])))
        groups: list[list[tuple[list[int], list[int]]]] = []
        width = 0
        for row in rows:
            width = max(width, len(row[0]), len(row[1]))
            if not groups or width * (len(groups[-1]) + 1) > BATCH_TOKENS:
                groups.append([])
                width = max(len(row[0]), len(row[1]))
            groups[-1].append(row)
        order = np.random.default_rng([self._seed, portion, 1]).permutation(len(groups))
        whole = len(order) // BATCHES_OF_A_STEP
        return [
            [self._batch(groups[i]) for i in chosen]
            for chosen in order[: whole * BATCHES_OF_A_STEP].reshape(whole, BATCHES_OF_A_STEP)
        ]

    def _batch(self, rows: list[tuple[list[int], list[int]]]) -> Batch:
        sources, targets = ([np.array(row[side]) for row in rows] for side in (0, 1))
        if self._links is None:
            found = [np.full(len(target), -1) for target in targets]
        else:
            found = [self._links.of(source, target) for source, target in zip(sources, targets, strict=True)]
        pad = self._vocabulary.pad
        return Batch(padded(sources, pad), padded(targets, pad), padded(found, -1))

    def after(self, position: Position) -> Iterator[tuple[Position, list[Batch]]]:
        """Steps without end, each with the position that follows it."""
        portion, first = position.portion, position.step
        while True:
            steps = self.steps(portion)
            for number in range(first, len(steps)):
                following = Position(portion, number + 1) if number + 1 < len(steps) else Position(portion + 1, 0)
                yield following, steps[number]
            portion, first = portion + 1, 0
