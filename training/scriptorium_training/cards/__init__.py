"""card: renders README.md of a model from its template and its results file, so that no figure is typed by hand."""

from collections.abc import Callable
from pathlib import Path
from string import Template
from typing import Any

from .. import results
from ..corpora import CORPORA
from . import translator
from .tables import table

_TEMPLATES = Path(__file__).parent


def _embedding(figures: dict[str, Any]) -> dict[str, Any]:
    names = ("model", "tfidf_words", "tfidf_characters")
    rows = [
        [pair, row["sentences"], *(f"{row[name]['to_other']} / {row[name]['to_english']}" for name in names)]
        for pair, row in figures["retrieval_top1_percent"].items()
    ]
    head = ["pair", "sentences", "this model", "TF-IDF of words", "TF-IDF of characters"]
    return figures["training"] | {"retrieval": table(head, rows)}


def _sentiment(figures: dict[str, Any]) -> dict[str, Any]:
    rows = [
        [kind, row["sentences"], *(" / ".join(str(value) for value in row[name].values()) for name in names)]
        for names in [("model", "tfidf_linear", "majority")]
        for kind, row in figures["kept_out"].items()
    ]
    agreement = [[language, value] for language, value in figures["score_correlation_with_english"].items()]
    return figures["training"] | {
        "quality": table(["texts", "sentences", "this model", "TF-IDF, linear", "most frequent label"], rows),
        "agreement": table(["language", "correlation with English"], agreement),
    }


def _summary(figures: dict[str, Any]) -> dict[str, Any]:
    names = ("ours", "untitled", "first", "lot")
    rows = [
        [corpus, row["texts"], length]
        + [" / ".join(str(value) for value in by_length["rouge"][name]) for name in names]
        + ["{:+} ± {}".format(*by_length["gain"])]
        for corpus, row in figures["kept_out"].items()
        for length, by_length in row["bySentences"].items()
    ]
    head = ["texts", "number", "sentences", "this model", "without titles", "first sentences", "by lot", "gain, ROUGE-1"]
    return figures["training"] | {"quality": _table(head, rows), "weights": figures["weights"]}


_FIGURES: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "sentence-embedding": _embedding,
    "sentiment": _sentiment,
    "summary-scorer": _summary,
}


def render(folder: Path) -> str:
    """The card's text."""
    figures = results.read(folder)
    if folder.name.startswith("translator"):
        name, values = "translator", translator.substitutions(folder.name, figures)
    else:
        name, values = folder.name, _FIGURES[folder.name](figures)
    template = Template((_TEMPLATES / f"{name}.md").read_text(encoding="utf-8"))
    return template.substitute(values, megabytes=figures["weights_megabytes"])


def write(folder: Path) -> None:
    (folder / "README.md").write_text(render(folder), encoding="utf-8")


def render_sources() -> str:
    """The list of all training data, which NOTICE points to."""
    rows = [[c.name, c.domain, ", ".join(c.languages), c.licence, c.source] for c in CORPORA]
    template = Template((_TEMPLATES / "SOURCES.md").read_text(encoding="utf-8"))
    return template.substitute(translations=table(["name", "domain", "languages", "licence", "source"], rows))


def write_sources(models: Path) -> None:
    (models / "SOURCES.md").write_text(render_sources(), encoding="utf-8")
