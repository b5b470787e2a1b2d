"""card: renders README.md of a model from its template and its results file, so that no figure is typed by hand."""

from collections.abc import Callable
from pathlib import Path
from string import Template
from typing import Any

from .. import results
from ..corpora import CORPORA, TRANSLATOR_CORPORA

_TEMPLATES = Path(__file__).parent


def _table(head: list[str], rows: list[list[Any]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def _training_data() -> str:
    return _table(
        ["corpus", "domain", "part taken in a pass", "licence", "source"],
        [[c.name, c.domain, f"{c.translator_share:.0%}", c.licence, c.source] for c in TRANSLATOR_CORPORA],
    )


def _translator(figures: dict[str, Any]) -> dict[str, Any]:
    quality = [
        [title, row["sentences"], row["model"]["bleu"], row["model"]["chrf"], row["copy"]["bleu"], row["copy"]["chrf"]]
        for title, row in figures["sets"].items()
    ]
    kinds = [
        [kind, where, row["items"], row["survived_percent"]]
        for where, key in (("as they stand in the sets above", "survival"), ("planted", "survival_planted"))
        for kind, row in figures[key].items()
    ]
    return figures["training"] | {
        "quality": _table(["set", "sentences", "BLEU", "chrF", "BLEU of the source", "chrF of the source"], quality),
        "survival": _table(["what", "where", "items", "survived, %"], kinds),
        "loops": figures["per_10000_sentences"]["repetition_loops"],
        "untranslated": figures["per_10000_sentences"]["untranslated"],
        "beams": figures["beams"],
        "bleu_signature": figures["signatures"]["bleu"],
        "chrf_signature": figures["signatures"]["chrf"],
        "training_data": _training_data(),
    }


def _beside_words(head: str, figures: dict[str, Any], cell: Callable[[Any], Any], count: str = "sentences") -> str:
    """One row for each entry: the model and its two baselines of words."""
    names = ("model", "tfidf_words", "tfidf_characters")
    rows = [[title, row[count], *(cell(row[name]) for name in names)] for title, row in figures.items()]
    return _table([head, count, "this model", "TF-IDF of words", "TF-IDF of characters"], rows)


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
    rows = [
        [kind, row["sentences"], *(" / ".join(str(value) for value in row[name].values()) for name in names)]
        for names in [("model", "tfidf_linear", "majority")]
        for kind, row in figures["kept_out"].items()
    ]
    agreement = [[language, value] for language, value in figures["score_correlation_with_english"].items()]
    return figures["training"] | {
        "quality": _table(["texts", "sentences", "this model", "TF-IDF, linear", "most frequent label"], rows),
        "agreement": _table(["language", "correlation with English"], agreement),
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
    "translator-en-de": _translator,
    "sentence-embedding": _embedding,
    "sentiment": _sentiment,
    "summary-scorer": _summary,
}


def render(folder: Path) -> str:
    """The card's text."""
    figures = results.read(folder)
    template = Template((_TEMPLATES / f"{folder.name}.md").read_text(encoding="utf-8"))
    return template.substitute(
        _FIGURES[folder.name](figures), megabytes=figures["weights_megabytes"], speed=_speed(figures)
    )


def write(folder: Path) -> None:
    (folder / "README.md").write_text(render(folder), encoding="utf-8")


def render_sources() -> str:
    """The list of all training data, which NOTICE points to."""
    rows = [[c.name, c.domain, ", ".join(c.languages), c.licence, c.source] for c in CORPORA]
    template = Template((_TEMPLATES / "SOURCES.md").read_text(encoding="utf-8"))
    return template.substitute(translations=_table(["name", "domain", "languages", "licence", "source"], rows))


def write_sources(models: Path) -> None:
    (models / "SOURCES.md").write_text(render_sources(), encoding="utf-8")
