"""What the translator's card says of its results file."""

from pathlib import Path
from typing import Any

from ..corpora import TRANSLATOR_CORPORA
from ..translator import shortlist
from ..translator.directions import Direction
from .tables import table

_NAMES = {"de": "German", "en": "English", "es": "Spanish", "fr": "French"}
# BLEU on FLORES devtest as published in mozilla/firefox-translations-models @e7957fc40744.
_YARDSTICKS = {
    "en-de": {"Argos": 31.8, "OPUS-MT (74M)": 36.1, "NLLB-600M": 33.7, "17M student": 38.8, "Google": 42.3},
    "en-fr": {"Argos": 42.7, "OPUS-MT (74M)": 47.8, "NLLB-600M": 46.3, "17M student": 48.7, "Google": 41.8},
    "en-es": {"Argos": 23.3, "OPUS-MT (74M)": 26.7, "NLLB-600M": 26.4, "17M student": 26.2, "Google": 30.4},
}
_READ = Path(__file__).parent / "read"


def _named(direction: Direction) -> str:
    return f"{_NAMES[direction.source]} to {_NAMES[direction.target]}"


def _quality(figures: dict[str, Any]) -> str:
    columns = [f"{metric} {name}" for name in ("greedy", "with beams", "of the source") for metric in ("BLEU", "chrF")]
    rows = [
        [title, row["sentences"], *(row[part][m] for part in ("greedy", "beams", "copy") for m in ("bleu", "chrf"))]
        for title, row in figures["sets"].items()
    ]
    return table(["set", "sentences", *columns], rows)


_SURVIVAL = {
    "as they stand in the sets above": "survival",
    "planted": "survival_planted",
    "planted, before the translator service's checks": "survival_unchecked",
    "planted, after them": "survival_checked",
}


def _survival(figures: dict[str, Any]) -> str:
    rows = [
        [kind, where, row["items"], row["survived_percent"]]
        for where, key in _SURVIVAL.items()
        for kind, row in figures.get(key, {}).items()
    ]
    return table(["what", "where", "items", "survived, %"], rows)


def _coverage(figures: dict[str, Any]) -> str:
    rows = [[title, *row.values()] for title, row in figures["shortlist"].items() if row is not None]
    head = ["references of", "pieces inside, %", "sentences wholly inside, %", "candidates of a sentence"]
    return table(head, rows) if rows else "None was made."


def _section(name: str, figures: dict[str, Any], beams: int) -> str:
    faults = figures["per_10000_sentences"]
    published = ", ".join(f"{system} {bleu}" for system, bleu in _YARDSTICKS.get(name, {}).items())
    return "\n\n".join(
        [
            f"### {_named(Direction(*name.split('-')))}: quality",
            _quality(figures),
            f"Beside it, BLEU of others on FLORES devtest as published: {published}." if published else "",
            "What must not be translated, with beams:",
            _survival(figures),
            f"In 10,000 sentences with {beams} beams: {faults['repetition_loops']} repetition loops (the same words "
            f"four times in a row or more) and {faults['untranslated']} left in the source language.",
            "Shortlist of the output layer:",
            _coverage(figures),
        ]
    ).replace("\n\n\n\n", "\n\n")


def _training_data(directions: list[Direction]) -> str:
    languages = {direction.foreign for direction in directions}
    return table(
        ["corpus", "domain", "part taken in a pass", "licence", "source"],
        [
            [corpus.name, corpus.domain, f"{corpus.translator_share:.0%}", corpus.licence, corpus.source]
            for corpus in TRANSLATOR_CORPORA
            if languages & set(corpus.languages)
        ],
    )


def _earlier(training: dict[str, Any]) -> str:
    before = training["million_target_tokens_before"]
    return f", begun with the weights of an earlier training on {before} million" if before else ""


def _earlier_caveat(training: dict[str, Any]) -> str:
    return (
        " The earlier training, whose\nweights this one began with, kept out other sentences: it may have seen some "
        "of these."
        if training["million_target_tokens_before"]
        else ""
    )


def _balance(directions: list[Direction]) -> str:
    return (
        " A pass took as much of every direction as\nof the smallest, and less of those into one language, as they "
        "teach one another."
        if len(directions) > 1
        else ""
    )


def substitutions(name: str, figures: dict[str, Any]) -> dict[str, Any]:
    """What the template asks for; `name` is the model folder's."""
    directions = [Direction(*item.split("-")) for item in figures["directions"]]
    read = _READ / f"{name}.md"
    weak_points = read.read_text(encoding="utf-8").strip() if read.exists() else "Nobody has read its outputs yet."
    return figures["training"] | {
        "languages": ", ".join(sorted({language for d in directions for language in (d.source, d.target)})),
        "title": "; ".join(map(_named, directions)),
        "sections": "\n\n".join(_section(key, row, figures["beams"]) for key, row in figures["directions"].items()),
        "weak_points": weak_points,
        "earlier": _earlier(figures["training"]),
        "earlier_caveat": _earlier_caveat(figures["training"]),
        "balance": _balance(directions),
        "shortlists": ", ".join(f"`{shortlist.file_name(direction, tuple(directions))}`" for direction in directions),
        "beams": figures["beams"],
        "engine": figures["engine"],
        "bleu_signature": figures["signatures"]["bleu"],
        "chrf_signature": figures["signatures"]["chrf"],
        "training_data": _training_data(directions),
    }
