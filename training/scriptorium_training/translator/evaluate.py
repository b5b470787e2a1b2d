"""evaluate: BLEU and chrF per domain beside copying the source, and what goes wrong without a reference."""

import gzip
import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

import torch
from sacrebleu.metrics import BLEU, CHRF

from .. import results
from .augment import untranslatable
from .faults import loops, survivors, untranslated
from .translate import Translations

EVALUATE_ONLY = {"FLORES dev": "flores-dev", "WMT 2012 news": "wmt12"}
PLANTED = 500


def _evaluate_only(data: Path, name: str) -> list[tuple[str, str]]:
    with gzip.open(data / "evaluate-only" / f"{name}.en-de.tsv.gz", "rt", encoding="utf-8") as lines:
        return [tuple(line.rstrip("\n").split("\t")[:2]) for line in lines]


def _scores(outputs: list[str], references: list[str]) -> dict[str, float]:
    return {
        "bleu": round(BLEU().corpus_score(outputs, [references]).score, 1),
        "chrf": round(CHRF().corpus_score(outputs, [references]).score, 1),
    }


def _signatures() -> dict[str, str]:
    found = {}
    for name, metric in (("bleu", BLEU()), ("chrf", CHRF())):
        metric.corpus_score(["a"], [["a"]])
        found[name] = str(metric.get_signature())
    return found


def _survival(rows: list[tuple[str, str]], outputs: list[str]) -> dict[str, Any]:
    counted: Counter[str] = Counter()
    survived: Counter[str] = Counter()
    for (source, reference), output in zip(rows, outputs, strict=True):
        for kind, (expected, kept) in survivors(source, reference, output).items():
            counted[kind] += expected
            survived[kind] += kept
    return {
        kind: {"items": counted[kind], "survived_percent": round(100 * survived[kind] / counted[kind], 1)}
        for kind in counted
        if counted[kind]
    }


def _planted(rows: list[tuple[str, str]], seed: int) -> list[tuple[str, str]]:
    """Kept-out sentences with a made-up item in brackets before the final full stop, on both sides."""
    rng = random.Random(seed)
    planted = []
    for source, target in rng.sample([row for row in rows if row[0][-1] == "." == row[1][-1]], PLANTED):
        item = untranslatable(rng)
        planted.append((f"{source[:-1]} ({item}).", f"{target[:-1]} ({item})."))
    return planted


def evaluate(data: Path, work: Path, out: Path, beams: int, sentences: int, seed: int, threads: int) -> None:
    """Writes evaluation.json beside the exported weights."""
    torch.set_num_threads(threads)
    model = Translations(out)
    kept_out = json.loads((work / "kept-out.json").read_text(encoding="utf-8"))
    sets = {f"kept-out {group}": [tuple(row) for row in rows] for group, rows in kept_out.items()}
    sets |= {title: _evaluate_only(data, name) for title, name in EVALUATE_ONLY.items()}
    figures, every_row, every_output = {}, [], []
    for title, every in sets.items():
        rows = every[:sentences]
        sources, references = [row[0] for row in rows], [row[1] for row in rows]
        outputs = model.texts(sources, beams)
        figures[title] = {"sentences": len(rows), "model": _scores(outputs, references)}
        figures[title]["copy"] = _scores(sources, references)
        print(title, figures[title], flush=True)
        every_row += rows
        every_output += outputs
    planted = _planted([row for title in sets if title.startswith("kept-out") for row in sets[title]], seed)
    every_fault = {
        "repetition_loops": sum(loops(row[0], output) for row, output in zip(every_row, every_output, strict=True)),
        "untranslated": sum(untranslated(*row, output) for row, output in zip(every_row, every_output, strict=True)),
    }
    checkpoint = torch.load(work / "checkpoint.pt", map_location="cpu")["progress"]
    results.write(
        out,
        {
            "weights_megabytes": results.megabytes(out),
            "training": {
                "minutes": round(checkpoint["seconds"] / 60),
                "steps": checkpoint["step"],
                "million_target_tokens": round(checkpoint["tokens"] / 1e6, 1),
            },
            "beams": beams,
            "signatures": _signatures(),
            "sets": figures,
            "survival": _survival(every_row, every_output),
            "survival_planted": _survival(planted, model.texts([row[0] for row in planted], beams)),
            "per_10000_sentences": {
                fault: round(10_000 * count / len(every_row)) for fault, count in every_fault.items()
            },
        },
    )
