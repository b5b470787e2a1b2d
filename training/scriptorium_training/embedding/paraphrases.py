"""Sentences of one language that people gave as translations of the same sentence: kept out, to measure with."""

import random
import re
from collections.abc import Iterable

_LETTERS = re.compile(r"[\W_]+")


def _bare(text: str) -> str:
    return _LETTERS.sub("", text).lower()


def paraphrases(pairs: Iterable[tuple[str, str]], count: int, rng: random.Random) -> list[tuple[str, str]]:
    """Up to `count` pairs of texts that differ in more than punctuation, from (pivot, text) pairs; none twice."""
    groups: dict[str, list[str]] = {}
    for pivot, text in pairs:
        groups.setdefault(pivot, []).append(text)
    several = sorted(pivot for pivot, texts in groups.items() if len(texts) > 1)
    rng.shuffle(several)
    found, used = [], set()
    for pivot in several:
        first, *others = rng.sample(groups[pivot], len(groups[pivot]))
        second = next((text for text in others if _bare(text) != _bare(first)), None)
        if second is not None and not {_bare(first), _bare(second)} & used:
            used |= {_bare(first), _bare(second)}
            found.append((first, second))
        if len(found) == count:
            break
    return found
