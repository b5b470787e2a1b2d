"""Teaches the translator to leave alone what it must not translate, and to bear sloppy casing and punctuation."""

import random
import re
import string

from .amounts import amount
from .directions import Direction

_NUMBER = re.compile(r"(?<![\w.,])\d{1,6}(?![\w.,]*\d)")
_WORD = re.compile(r"^[A-Za-z]{4,}$")


def _identifier(rng: random.Random) -> str:
    parts = ["".join(rng.choices(string.ascii_lowercase, k=rng.randint(2, 7))) for _ in range(rng.randint(1, 3))]
    return rng.choice(["_", "-", "."]).join(parts) if rng.random() < 0.6 else "".join(p.title() for p in parts)


def untranslatable(rng: random.Random) -> str:
    """A made-up placeholder, address, code span or reference that must survive translation."""
    name = _identifier(rng)
    number = rng.randint(0, 9)
    return rng.choice(
        [
            f"{{{number}}}",
            f"%{rng.choice('sd')}",
            f"%{number}$s",
            f"{{{{{name}}}}}",
            f"{{{name}}}",
            f"${{{name}}}",
            f"`{name}`",
            f"`{name}()`",
            f"<{name}>",
            f"https://{name.lower()}.{rng.choice(['com', 'org', 'de', 'io'])}/{_identifier(rng)}",
            f"{name.lower()}@example.{rng.choice(['com', 'org'])}",
            f"{name[:3].upper()}-{rng.randint(1, 99999)}",
        ]
    )


def _renumber(source: str, target: str, rng: random.Random) -> tuple[str, str]:
    """The pair with one number that stands on both sides exchanged for another of similar length."""
    for found in _NUMBER.findall(source):
        if _NUMBER.findall(source).count(found) == _NUMBER.findall(target).count(found) == 1:
            other = str(rng.randint(10 ** (len(found) - 1), 10 ** len(found) - 1))
            this = re.compile(_NUMBER.pattern.replace(r"\d{1,6}", found))
            return this.sub(other, source), this.sub(other, target)
    return source, target


def _exchanged(text: str, word: str, item: str) -> str:
    return " ".join(item if part == word else part for part in text.split(" "))


def _beside(pair: tuple[str, str], items: tuple[str, str], rng: random.Random) -> tuple[str, str]:
    """The pair with an item attached to both sides in the same way."""
    pattern = rng.choice(["{text} {item}", "{item} {text}", "{text} ({item})", "{item}: {text}"])
    source, target = (pattern.format(text=text, item=item) for text, item in zip(pair, items, strict=True))
    return source, target


def _attach(source: str, target: str, rng: random.Random) -> tuple[str, str]:
    """The pair with the same untranslatable item attached to both sides, or in place of a word that both share."""
    item = untranslatable(rng)
    shared = [word for word in source.split() if _WORD.match(word) and target.split().count(word) == 1]
    if shared:
        word = rng.choice(shared)
        return _exchanged(source, word, item), _exchanged(target, word, item)
    return _beside((source, target), (item, item), rng)


def _mistyped(text: str, rng: random.Random) -> str:
    """One letter of the text left out, doubled or exchanged with the next."""
    at = rng.randrange(len(text))
    if not text[at].isalpha():
        return text
    change = rng.choice(("", text[at] * 2, text[at + 1 : at + 2] + text[at]))
    return text[:at] + change + text[at + 1 + (len(change) == 2 and change[0] != text[at]) :]


def augmented(source: str, target: str, rng: random.Random, alike: bool = False) -> tuple[str, str]:
    """The pair as it is seen in one pass: mostly unchanged. `alike` changes both sides or none, so that the pair may be
    read in both directions."""
    draw = rng.random()
    if draw < 0.12:
        return _renumber(source, target, rng)
    if draw < 0.17:
        return _attach(source, target, rng)
    if draw < 0.18:
        return source.upper(), target.upper()
    if draw < 0.20:
        return source if alike else source.lower(), target
    if draw < 0.22 and source[-1] == "." and target[-1] == ".":
        return source[:-1], target[:-1]
    return source, target


def varied(
    source: str, target: str, direction: Direction, rng: random.Random, alike: bool = False
) -> tuple[str, str]:
    """The pair as the long run sees it once: also with amounts and dates, in capitals or mistyped."""
    draw = rng.random()
    if draw < 0.05:
        written = amount(rng)
        return _beside((source, target), (written[direction.source], written[direction.target]), rng)
    if draw < 0.07:
        return source.upper(), target.upper()
    if draw < 0.09:
        return source if alike else _mistyped(source, rng), target
    return augmented(source, target, rng, alike)
