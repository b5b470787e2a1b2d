"""What the translator's card says of its results file."""

from pathlib import Path
from typing import Any

from ..corpora import CORPORA, TRANSLATOR_CORPORA
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


_PARTS = {"greedy": "greedy", "beams": "with beams", "copy": "of the source"}


def _quality(figures: dict[str, Any]) -> str:
    """What was measured of each set: `ship` leaves out the greedy translations."""
    parts = [part for part in _PARTS if all(part in row for row in figures["sets"].values())]
    columns = [f"{metric} {_PARTS[part]}" for part in parts for metric in ("BLEU", "chrF")]
    rows = [
        [title, row["sentences"], *(row[part][metric] for part in parts for metric in ("bleu", "chrf"))]
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


def _training_data(training: dict[str, Any], directions: list[Direction]) -> str:
    languages = {direction.foreign for direction in directions}
    long_run = "curve" in training
    corpora = [corpus for corpus in (CORPORA if long_run else TRANSLATOR_CORPORA) if languages & set(corpus.languages)]
    return table(
        ["corpus", "domain", "weight" if long_run else "part taken in a pass", "licence", "source"],
        [
            [c.name, c.domain, c.weight if long_run else f"{c.translator_share:.0%}", c.licence, c.source]
            for c in corpora
        ],
    )


def _curve(lines: list[dict[str, Any]]) -> str:
    """BLEU of 200 sentences by the tokens seen, greedy, of the average of the weights."""
    names = list(lines[0]["bleu"])
    rows = [
        [
            round((line["tokens"] + line["tokens_before"]) / 1e6, 1),
            round(line["held_out_loss"], 2),
            *(" / ".join(str(value) for value in line["bleu"][name].values()) for name in names),
        ]
        for line in lines
    ]
    return table(["million tokens", "held-out loss", *names], rows)


def _flags(figures: dict[str, Any]) -> str:
    """What the score says, where it was measured."""
    if "flags" not in figures:
        return ""
    rows = [
        [
            name,
            row["score_threshold"],
            row["in_domain"]["percent"],
            row["general"]["bad"],
            row["general"]["bad_flagged_percent"],
            row["general"]["flagged_percent"],
        ]
        for name, row in figures["flags"].items()
    ]
    first = next(iter(figures["flags"].values()))
    shares = ["flagged in-domain, %", "bad general ones", "of these flagged, %", "of all, %"]
    head = ["direction", "flagged below", *shares]
    return (
        "## Score\n"
        "The mean log probability of a translation's tokens, its end included; `quality.json` has the thresholds. Of "
        f"{first['in_domain']['sentences']} kept-out\nsentences of its field three in a hundred have a lower score. "
        "Flagged in-domain: each half of them by the threshold of the other half.\n"
        f"General ones are {first['general']['sentences']} of FLORES dev, bad below 25 chrF.\n\n"
        f"{table(head, rows)}\n\n"
    )


def _training(training: dict[str, Any], directions: list[Direction]) -> str:
    """How the weights came about: by a budget of minutes, or by the run that goes on."""
    million = training["million_target_tokens"]
    made_up = (
        "Made-up placeholders, addresses and numbers were put into a part of the pairs so that\n"
        "the model learns to copy."
    )
    if "curve" not in training:
        return (
            f"{million} million target tokens{_earlier(training)}{_time(training)}. Muon for matrices and Adam for\n"
            "the rest, label smoothing 0.1, attention guided by statistical word alignment at first, the loss over a "
            "sample of the vocabulary for\na part of the time, the mean of the last snapshots. "
            f"{made_up}{_balance(directions)}"
        )
    return (
        f"{million} million target tokens{_earlier(training)}; {training['steps']} steps in {training['core_hours']} core hours, "
        f"at the lowest priority beside other work.\nThe rate was constant, and fell to zero over the last "
        f"{training['million_target_tokens_falling']} million. Muon for matrices and Adam for the rest, label "
        "smoothing 0.1, attention guided\nby statistical word alignment, the loss over a sample of the vocabulary. Corpora were "
        "drawn by weight and the 0.7th power of their size.\nA part of the pairs was joined in twos and threes, in capitals, "
        f"mistyped, or with amounts, dates and emoji. {made_up}\n\n"
        f"BLEU of 200 sentences in-domain / of FLORES dev, greedy, before the rate fell:\n\n{_curve(training['curve'])}"
    )


def _precisions(figures: dict[str, Any]) -> str:
    """BLEU and chrF of the product's translations, after its checks, by how it holds the weights."""
    if "precisions" not in figures:
        return ""
    rows = [
        [
            name,
            kind,
            by_precision["INT8"][kind]["sentences"],
            *(by_precision[key][kind][metric] for metric in ("bleu", "chrf") for key in ("FLOAT32", "INT8")),
        ]
        for name, by_precision in figures["precisions"].items()
        if "FLOAT32" in by_precision
        for kind in by_precision["INT8"]
    ]
    lost = [row[5] - row[6] for row in rows]
    head = ["direction", "set", "sentences", "BLEU float32", "BLEU int8", "chrF float32", "chrF int8"]
    return (
        "## In the product, with 32 and with 8 bits\n"
        "Translated by the product with its checks (`CheckedTranslations`), 4 beams; with 8 bits it uses the shortlist, too.\n"
        f"chrF changes by {-sum(lost) / len(lost):+.2f} in the mean with 8 bits.\n\n{table(head, rows)}\n\n"
        if rows
        else ""
    )


def _time(training: dict[str, Any]) -> str:
    """How long it took, where that was recorded."""
    if "minutes" not in training:
        return ", on a CPU"
    cores = training.get("cores", "one core")
    return f"; {training['steps']} steps in {training['minutes']} minutes on {cores} of a CPU"


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
        "architecture": figures["training"].get("architecture", "4 encoder and 2 decoder layers, width 256"),
        "training": _training(figures["training"], directions),
        "flags": _flags(figures),
        "precisions": _precisions(figures),
        "thresholds": ", `quality.json` (thresholds of the score)" if "flags" in figures else "",
        "earlier_caveat": _earlier_caveat(figures["training"]),
        "shortlists": ", ".join(f"`{shortlist.file_name(direction, tuple(directions))}`" for direction in directions),
        "beams": figures["beams"],
        "greedy": " and greedy" if "greedy" in next(iter(figures["directions"].values()))["sets"]["FLORES dev"] else "",
        "engine": figures["engine"],
        "bleu_signature": figures["signatures"]["bleu"],
        "chrf_signature": figures["signatures"]["chrf"],
        "training_data": _training_data(figures["training"], directions),
    }
