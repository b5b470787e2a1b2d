"""What a sentence is to the model: its runs of tokens, its words, and its words under a negation, each as a key.

Words under a negation as features of their own: Das and Chen, "Yahoo! for Amazon" (2001). The product computes the same
in Java (`engine/phrases`); the parity fixtures hold the two together.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from tokenizers import Tokenizer

TOKEN_RUN = 3
NEGATION_REACH = 4
# The last word of each, as the tokenizer has it.
NEGATORS = (
    "not no never without nothing neither nor none nobody hardly barely rarely seldom cannot n't dont cant wont isnt "
    "doesnt didnt wasnt aint lack lacks "
    "nicht kein keine keinen keiner keinem keines nie niemals nichts niemand ohne weder kaum "
    "pas jamais rien sans ni aucun aucune "
    "nunca jamás nada sin ningún ninguno ninguna tampoco nadie"
).split()
# Of the symbols, these stand inside words and end no negation.
JOINING = ("'", "’", "-")
# What the hashes of a kind of feature begin with: multiples of 2^32 divided by the golden ratio.
_TOKENS, _WORDS, _NEGATED = (np.uint32(0x9E3779B9 * kind % 2**32) for kind in (1, 2, 3))


def mixed(hashes: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """Takes one more number into each hash: the end of MurmurHash3 (32 bits) over both."""
    with np.errstate(over="ignore"):
        h = (hashes + np.uint32(1)) * np.uint32(0xCC9E2D51) ^ numbers.astype(np.uint32)
        h ^= h >> np.uint32(16)
        h *= np.uint32(0x85EBCA6B)
        h ^= h >> np.uint32(13)
        h *= np.uint32(0xC2B2AE35)
        return h ^ (h >> np.uint32(16))


def negated(words: np.ndarray) -> np.ndarray:
    """The keys of words under a negation."""
    return mixed(np.full(len(words), _NEGATED), words)


@dataclass(frozen=True)
class Keys:
    """The features of some sentences: of which row, and their keys, ascending and each once in its row."""

    rows: np.ndarray
    keys: np.ndarray
    count: int

    def matrix(self, known: np.ndarray, power: float) -> csr_matrix:
        """A column for each known key, ascending; a row's features count less the more it has, known or not."""
        places = np.minimum(np.searchsorted(known, self.keys), len(known) - 1)
        found = known[places] == self.keys
        values = np.maximum(np.bincount(self.rows, minlength=self.count), 1.0) ** -power
        entries = values[self.rows[found]], (self.rows[found], places[found])
        return csr_matrix(entries, (self.count, len(known)), dtype=np.float32)


class Features:
    """Texts to keys, by a tokenizer that marks where words begin."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        pieces = [tokenizer.id_to_token(number) for number in range(tokenizer.get_vocab_size())]
        self._starts = np.array([piece.startswith("▁") for piece in pieces])
        self._symbols = np.array([piece != "▁" and not _has_letter_or_number(piece) for piece in pieces])
        self._marks = self._symbols & ~np.isin([piece.removeprefix("▁") for piece in pieces], JOINING)
        rows, words, _ = self._words(*self._flat(NEGATORS))
        self._negators = words[np.append(rows[1:] != rows[:-1], True)]

    def words(self, texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """Rows and keys of the words, in their order."""
        return self._words(*self._flat(texts))[:2]

    def keys(self, texts: Sequence[str]) -> Keys:
        rows, ids = self._flat(texts)
        word_rows, words, marks = self._words(rows, ids)
        under = self._under_negation(word_rows, words, marks)
        found = [*_runs(rows, ids), (word_rows, words), (word_rows[under], negated(words[under]))]
        row, key = (np.concatenate([part[side] for part in found]) for side in (0, 1))
        both = np.sort(row.astype(np.int64) << 32 | key)
        both = both[np.append(True, both[1:] != both[:-1])[: len(both)]]
        return Keys(both >> 32, both.astype(np.uint32), len(texts))

    def _flat(self, texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """Rows and ids of all tokens, without the tokenizer's own first and last."""
        ids = [row.ids[1:-1] for row in self._tokenizer.encode_batch(list(texts))]
        return np.repeat(np.arange(len(ids)), [len(row) for row in ids]), np.array([i for row in ids for i in row], int)

    def _words(self, rows: np.ndarray, ids: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Rows and keys of the words, and whether each ends a negation. A symbol is a word of its own."""
        symbols = self._symbols[ids]
        first = self._starts[ids] | symbols
        first[1:] |= symbols[:-1] | (rows[1:] != rows[:-1])
        first[:1] = True
        places = np.flatnonzero(first)
        lengths = np.diff(np.append(places, len(ids)))
        words = np.full(len(places), _WORDS)
        for at in range(lengths.max(initial=0)):
            longer = np.flatnonzero(lengths > at)
            words[longer] = mixed(words[longer], ids[places[longer] + at])
        return rows[places], words, self._marks[ids[places]]

    def _under_negation(self, rows: np.ndarray, words: np.ndarray, marks: np.ndarray) -> np.ndarray:
        """Whether a negator stands a few words before, in the same text and with no mark between."""
        at = np.arange(len(rows))
        negators = np.isin(words, self._negators)
        last_mark = np.maximum.accumulate(np.where(marks, at, -1))
        under = np.zeros(len(rows), bool)
        for back in range(1, NEGATION_REACH + 1):
            same = rows[:-back] == rows[back:]
            under[back:] |= negators[:-back] & same & (last_mark[back:] < at[:-back])
        return under


def _runs(rows: np.ndarray, ids: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Rows and keys of all runs of tokens."""
    run = np.full(len(ids), _TOKENS)
    for length in range(1, min(TOKEN_RUN, len(ids)) + 1):
        count = len(ids) - length + 1
        run = mixed(run[:count], ids[length - 1 :])
        inside = rows[:count] == rows[length - 1 :]
        yield rows[:count][inside], run[inside]


def _has_letter_or_number(piece: str) -> bool:
    return any(unicodedata.category(character)[0] in "LN" for character in piece)
