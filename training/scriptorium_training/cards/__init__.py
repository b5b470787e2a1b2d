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


def _beside_words(head: str, figures: dict[str, Any], cell: Callable[[Any], Any], count: str = "sentences") -> str:
    """One row for each entry: the model and its two baselines of words."""
    names = ("model", "tfidf_words", "tfidf_characters")
    rows = [[title, row[count], *(cell(row[name]) for name in names)] for title, row in figures.items()]
    return table([head, count, "this model", "TF-IDF of words", "TF-IDF of characters"], rows)


def _embedding(figures: dict[str, Any]) -> dict[str, Any]:
    intents = {k: v | {"sentences": figures["intents"]["sentences"]} for k, v in figures["intents"].items() if "_" in k}
    return figures["training"] | {
        "retrieval": _beside_words(
            "pair", figures["retrieval_top1_percent"], lambda cell: f"{cell['to_other']} / {cell['to_english']}"
        ),
        "paraphrases": _beside_words("language", figures["paraphrase_top1_percent"], lambda cell: cell),
        "intents": _beside_words(
            "of each label",
            {title.replace("_", " "): row for title, row in intents.items()},
            lambda cell: f"{cell['accuracy']} ± {cell['deviation']}",
        ),
        "labels": figures["intents"]["labels"],
        "draws": figures["intents"]["draws"],
    }


def _sentiment(figures: dict[str, Any]) -> dict[str, Any]:
    names = ("model", "tfidf_linear", "vader", "majority")
    heads = ["this model", "TF-IDF, linear", "VADER"]
    sentences = [
        [kind, row["sentences"], *(" / ".join(str(value) for value in row[name].values()) for name in names)]
        for kind, row in figures["kept_out"].items()
    ]
    documents = [
        [kind, row["documents"], *(row[name] for name in names[:3])] for kind, row in figures["documents"].items()
    ]
    agreement = [[language, *row.values()] for language, row in figures["score_correlation_with_english"].items()]
    pairs = figures["training"]["pairs"]
    return figures["training"] | {
        "quality": table(["texts", "sentences", *heads, "most frequent label"], sentences),
        "documents": table(["texts", "documents", *heads], documents),
        "agreement": table(["language", "everyday (tatoeba)", "business documentation", "news"], agreement),
        "pairs": ", ".join(f"{count} {language}" for language, count in pairs.items()),
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
    trained, measured = figures["training"]["embedding_model"], figures["measured_with_embedding_model"]
    others = "" if measured == trained else ", which are others than it learned with"
    return figures["training"] | {
        "quality": table(head, rows),
        "weights": figures["weights"],
        "vectors": f"Measured with the sentence embeddings with digest {measured}{others}.",
    }


def _speed(figures: dict[str, Any]) -> str:
    """A sentence about what the model costs, once that was measured."""
    if results.SPEED not in figures:
        return "Not measured for these weights yet."
    speed = figures[results.SPEED]
    return (
        f"In the product's engine, on one thread: {speed['load_cpu_seconds']} CPU seconds to load, "
        f"{speed['texts_per_cpu_second']} texts a CPU second in batches of {speed['batch']} "
        f"(`ModelCost` over {speed['texts']} texts; benchmarks/README.md says which and where)."
    )


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
    return template.substitute(values, megabytes=figures["weights_megabytes"], speed=_speed(figures))


def write(folder: Path) -> None:
    (folder / "README.md").write_text(render(folder), encoding="utf-8")


def render_sources(models: Path) -> str:
    """The list of all training data of the shipped models, which NOTICE points to."""
    shipped = [results.read(folder)["training"] for folder in models.glob("translator*")]
    long_run = any("curve" in training for training in shipped)
    used = [c for c in CORPORA if c.translator_share or c.embedding_share or long_run]
    rows = [[c.name, c.domain, ", ".join(c.languages), c.licence, c.source] for c in used]
    template = Template((_TEMPLATES / "SOURCES.md").read_text(encoding="utf-8"))
    return template.substitute(translations=table(["name", "domain", "languages", "licence", "source"], rows))


def write_sources(models: Path) -> None:
    (models / "SOURCES.md").write_text(render_sources(models), encoding="utf-8")
