"""The score below which a translation is flagged: of what the model is made for three sentences in a hundred lie below
it; and how many of its bad translations of general text it finds."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from sacrebleu.metrics import CHRF

from .directions import Direction
from .fast import FastTranslations
from .glance import Rows, bleu

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


def measured(model: FastTranslations, direction: Direction, kinds: dict[str, Rows], opening: str) -> dict[str, Any]:
    """BLEU by kind, the threshold and its recall for one direction."""
    figures: dict[str, Any] = {}
    scores: dict[str, list[float]] = {}
    outputs: dict[str, list[str]] = {}
    for kind, rows in kinds.items():
        found = model.scored([opening + row[0] for row in rows], BEAMS)
        outputs[kind], scores[kind] = [text for text, _ in found], [score for _, score in found]
        figures[kind] = bleu(outputs[kind], rows)
    below = threshold(scores["in-domain"])
    general = kinds["FLORES dev"]
    bad = [
        CHRF().sentence_score(output, [row[1]]).score < BAD_BELOW_CHRF
        for output, row in zip(outputs["FLORES dev"], general, strict=True)
    ]
    return {
        "direction": str(direction),
        "bleu": figures,
        "score_threshold": below,
        "false_alarms": {"sentences": len(scores["in-domain"]), "percent": FALSE_ALARMS_PERCENT},
        "general": recall(scores["FLORES dev"], bad, below),
        "outputs": outputs,
        "scores": scores,
    }


def said(figures: dict[str, Any]) -> dict[str, Any]:
    """What the card says of a direction's flag."""
    return {
        "score_threshold": figures["score_threshold"],
        "in_domain": figures["false_alarms"],
        "general": figures["general"],
    }


def write(folder: Path, thresholds: dict[str, float]) -> None:
    """What the translator service reads: by direction the mean log probability of a token below which a translation is
    flagged."""
    (folder / FILE).write_text(json.dumps({"score_thresholds": thresholds}, indent=2) + "\n", encoding="utf-8")
