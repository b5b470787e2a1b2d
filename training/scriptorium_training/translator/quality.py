"""The score below which a translation is flagged: of what the model is made for three sentences in a hundred lie below
it; and how many of its bad translations of general text it finds."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from sacrebleu.metrics import CHRF

from .. import results
from . import glance
from .directions import Direction, directions_of
from .fast import FastTranslations
from .glance import Rows, bleu

# How the product holds weights by default, as the benchmark names it.
DEFAULT = "FLOAT32"
KINDS = {"in-domain": "in-domain", "flores-dev": "FLORES dev"}
FILE = "quality.json"
FALSE_ALARMS_PERCENT = 3
BAD_BELOW_CHRF = 25
BEAMS = 4


def threshold(scores: list[float]) -> float:
    """Rounded down, so that not one alarm more is raised."""
    return float(np.floor(1000 * np.percentile(scores, FALSE_ALARMS_PERCENT)) / 1000)


def recall(scores: list[float], bad: list[bool], below: float) -> dict[str, Any]:
    """How many of the bad ones are flagged, and how many of all."""
    flagged = [score < below for score in scores]
    found = sum(one and other for one, other in zip(flagged, bad, strict=True))
    return {
        "sentences": len(scores),
        "bad": sum(bad),
        "bad_flagged_percent": round(100 * found / max(1, sum(bad)), 1),
        "flagged_percent": round(100 * sum(flagged) / len(scores), 1),
    }


def false_alarms_percent(scores: list[float]) -> float:
    """How many in a hundred are flagged of sentences that did not set the threshold: each half by the other's."""
    halves = scores[::2], scores[1::2]
    alarms = sum(sum(score < threshold(other) for score in half) for half, other in (halves, halves[::-1]))
    return round(100 * alarms / len(scores), 1)


def measured(model: FastTranslations, direction: Direction, kinds: dict[str, Rows], opening: str) -> dict[str, Any]:
    """BLEU by kind, the threshold and its recall for one direction."""
    figures: dict[str, Any] = {}
    scores: dict[str, list[float]] = {}
    outputs: dict[str, list[str]] = {}
    for kind, rows in kinds.items():
        found = model.scored([opening + row[0] for row in rows], BEAMS)
        outputs[kind], scores[kind] = [text for text, _ in found], [score for _, score in found]
        figures[kind] = bleu(outputs[kind], rows)
    references = [row[1] for row in kinds["FLORES dev"]]
    return {
        "direction": str(direction),
        "bleu": figures,
        "flag": flag(scores["in-domain"], scores["FLORES dev"], outputs["FLORES dev"], references),
        "outputs": outputs,
        "scores": scores,
    }


def flag(in_domain: list[float], general: list[float], outputs: list[str], references: list[str]) -> dict[str, Any]:
    """A direction's threshold, how often it is wrong in its field, and what it finds of bad general translations."""
    below = threshold(in_domain)
    bad = [
        CHRF().sentence_score(output, [reference]).score < BAD_BELOW_CHRF
        for output, reference in zip(outputs, references, strict=True)
    ]
    return {
        "score_threshold": below,
        "in_domain": {"sentences": len(in_domain), "percent": false_alarms_percent(in_domain)},
        "general": recall(general, bad, below),
    }


def write_sets(data: Path, work: Path, folder: Path, count: int) -> None:
    """Writes the sentences of each kind and direction for the benchmark CheckedTranslations."""
    for direction, kinds in glance.sets(data, work, directions_of(folder), count).items():
        for name, kind in KINDS.items():
            lines = "".join(f"{source}\t{reference}\n" for source, reference in kinds[kind])
            (work / f"{name}.{direction}.tsv").write_text(lines, encoding="utf-8")


Line = dict[str, Any]


def _scores(lines: list[Line]) -> dict[str, float]:
    outputs, references = [line["checked"] for line in lines], [[line["reference"] for line in lines]]
    return {
        "bleu": round(glance.BLEU().corpus_score(outputs, references).score, 1),
        "chrf": round(CHRF().corpus_score(outputs, references).score, 2),
    }


def _by(lines: list[Line], key: Callable[[Line], str]) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(key(line), []).append(line)
    return found


def take_flags(folder: Path, printed: Path) -> None:
    """Sets the thresholds from what CheckedTranslations printed with its default precision and puts the
    figures of the flags and of each precision into the results file."""
    lines = [json.loads(line) for line in printed.read_text(encoding="utf-8").splitlines() if line.startswith("{")]
    by_direction = _by(lines, lambda line: line["direction"])
    flags, precisions = {}, {}
    for name in map(str, directions_of(folder)):
        kinds = {
            precision: _by(mine, lambda line: KINDS[line["file"].split(".")[0]])
            for precision, mine in _by(by_direction.get(name, []), lambda line: line["precision"]).items()
        }
        if set(kinds.get(DEFAULT, {})) != set(KINDS.values()):
            raise SystemExit(f"{printed} must have lines of {name} with {DEFAULT} of each of {', '.join(KINDS)}")
        field, general = (kinds[DEFAULT][kind] for kind in KINDS.values())
        flags[name] = flag(
            [line["score"] for line in field],
            [line["score"] for line in general],
            [line["checked"] for line in general],
            [line["reference"] for line in general],
        )
        precisions[name] = {
            precision: {kind: {"sentences": len(rows)} | _scores(rows) for kind, rows in found.items()}
            for precision, found in kinds.items()
        }
    write(folder, {name: figures["score_threshold"] for name, figures in flags.items()})
    results.write(folder, results.read(folder) | {"flags": flags, "precisions": precisions})


def write(folder: Path, thresholds: dict[str, float]) -> None:
    """What the translator service reads: by direction the mean log probability of a token below which a translation is
    flagged."""
    (folder / FILE).write_text(json.dumps({"score_thresholds": thresholds}, indent=2) + "\n", encoding="utf-8")
