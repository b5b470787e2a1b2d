"""evaluate: BLEU and chrF for each direction and set beside copying the source, and what goes wrong without a
reference."""

import gzip
import json
import random
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import ctranslate2
import sentencepiece
import torch
from sacrebleu.metrics import BLEU, CHRF

from .. import results
from . import shortlist
from .augment import untranslatable
from .directions import Direction, directions_of
from .fast import FastTranslations
from .faults import loops, survivors, untranslated

EVALUATE_ONLY = {"FLORES dev": "flores-dev", "WMT 2012 news": "wmt12"}
PLANTED = 500
GREEDY, BEAMS = 1, 4
Rows = list[tuple[str, str]]
KeptOut = dict[str, dict[str, list[list[str]]]]


def evaluate_only(data: Path, name: str, direction: Direction) -> Rows:
    path = data / "evaluate-only" / f"{name}.en-{direction.foreign}.tsv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [tuple(line.rstrip("\n").split("\t")[:2]) for line in lines]
    return rows if direction.source == "en" else [(foreign, english) for english, foreign in rows]


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


def _survival(rows: Rows, outputs: list[str]) -> dict[str, Any]:
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


def planted(rows: Rows, seed: int) -> Rows:
    """Kept-out sentences with a made-up item in brackets before the final full stop, on both sides."""
    rng = random.Random(seed)
    whole = [row for row in rows if row[0][-1] == "." == row[1][-1]]
    found = []
    for source, target in rng.sample(whole, min(PLANTED, len(whole))):
        item = untranslatable(rng)
        found.append((f"{source[:-1]} ({item}).", f"{target[:-1]} ({item})."))
    return found


def write_planted(work: Path, seed: int) -> None:
    """Writes the planted sentences of each direction for the benchmark CheckedTranslations, which adds the checks."""
    for direction, sets in json.loads((work / "kept-out.json").read_text(encoding="utf-8")).items():
        items = planted([tuple(row) for rows in sets.values() for row in rows], seed)
        lines = "".join(f"{source}\t{reference}\n" for source, reference in items)
        (work / f"planted-{direction}.tsv").write_text(lines, encoding="utf-8")


def take_survival(out: Path, printed: Path) -> None:
    """Puts what survived in the lines that CheckedTranslations printed into the results file."""
    lines = [json.loads(line) for line in printed.read_text(encoding="utf-8").splitlines() if line.startswith("{")]
    found = results.read(out)
    for name, figures in found["directions"].items():
        mine = [line for line in lines if line["direction"] == name]
        if not mine:
            raise SystemExit(f"{printed} has no line of the direction {name}")
        rows = [(line["source"], line["reference"]) for line in mine]
        for key, output in (("survival_unchecked", "first"), ("survival_checked", "checked")):
            figures[key] = _survival(rows, [line[output] for line in mine])
    results.write(out, found)


@dataclass
class _Measured:
    """What was translated of one direction, with beams."""

    rows: Rows = field(default_factory=list)
    outputs: list[str] = field(default_factory=list)

    def faults(self) -> dict[str, int]:
        both = list(zip(self.rows, self.outputs, strict=True))
        counts = {
            "repetition_loops": sum(loops(row[0], output) for row, output in both),
            "untranslated": sum(untranslated(*row, output) for row, output in both),
        }
        return {fault: round(10_000 * count / len(both)) for fault, count in counts.items()}


@dataclass(frozen=True)
class Extent:
    """How much is measured: the most sentences of a set, of a kept-out one if that is less, with which corpora's
    kept-out sentences, and whether greedy, too."""

    sentences: int
    kept_out_sentences: int = 1_000_000
    corpora: frozenset[str] | None = None
    greedy: bool = True

    def sets(self, kept_out: dict[str, list[list[str]]]) -> dict[str, Rows]:
        most = min(self.sentences, self.kept_out_sentences)
        return {
            f"kept-out {name}": [tuple(row) for row in rows[:most]]
            for name, rows in kept_out.items()
            if self.corpora is None or name in self.corpora
        }


class Evaluation:
    """Measures the directions of one model folder one after the other."""

    def __init__(self, out: Path, kept_out: KeptOut, extent: Extent, seed: int, threads: int) -> None:
        self._pieces = sentencepiece.SentencePieceProcessor(model_file=str(out / "source.spm"))
        self.directions = directions_of(out)
        self._kept_out = kept_out
        self._model = FastTranslations(out, threads)
        self._out = out
        self._extent = extent
        self._seed = seed

    def texts(self, direction: Direction, rows: Rows, beams: int) -> list[str]:
        opening = f"{direction.tag} " if len(self.directions) > 1 else ""
        return self._model.texts([opening + source for source, _ in rows], beams)

    def _coverage(self, direction: Direction, rows: Rows) -> dict[str, float] | None:
        path = self._out / shortlist.file_name(direction, self.directions)
        if not path.exists():
            return None
        sides = [self._pieces.encode([row[side] for row in rows], add_eos=True) for side in (0, 1)]
        return shortlist.coverage(shortlist.Shortlist.load(path), *sides)

    def survival_of_planted(self, direction: Direction, count: int) -> dict[str, Any]:
        items = planted(_rows(self._kept_out[str(direction)]), self._seed)[:count]
        return _survival(items, self.texts(direction, items, BEAMS))

    def direction(self, direction: Direction, data: Path) -> dict[str, Any]:
        kept_out = self._kept_out[str(direction)]
        held = _rows(kept_out)
        sets = self._extent.sets(kept_out)
        for title, name in EVALUATE_ONLY.items():
            sets[title] = evaluate_only(data, name, direction)[: self._extent.sentences]
        figures: dict[str, Any] = {}
        measured = _Measured()
        for title, rows in sets.items():
            sources, references = [row[0] for row in rows], [row[1] for row in rows]
            greedy = {"greedy": _scores(self.texts(direction, rows, GREEDY), references)} if self._extent.greedy else {}
            beams = self.texts(direction, rows, BEAMS)
            figures[title] = {
                "sentences": len(rows),
                **greedy,
                "beams": _scores(beams, references),
                "copy": _scores(sources, references),
            }
            print(direction, title, figures[title], flush=True)
            measured.rows += rows
            measured.outputs += beams
        return {
            "sets": figures,
            "survival": _survival(measured.rows, measured.outputs),
            "survival_planted": self.survival_of_planted(direction, PLANTED),
            "per_10000_sentences": measured.faults(),
            "shortlist": {
                title: self._coverage(direction, rows)
                for title, rows in (("kept-out", held), ("FLORES dev", sets["FLORES dev"]))
            },
        }


def _rows(kept_out: dict[str, list[list[str]]]) -> Rows:
    return [tuple(row) for rows in kept_out.values() for row in rows]


def write(evaluation: Evaluation, data: Path, out: Path, training: dict[str, Any]) -> None:
    """Writes evaluation.json beside the exported weights; `training` says how they came about."""
    results.write(
        out,
        {
            "weights_megabytes": results.megabytes(out),
            "training": training,
            "engine": f"CTranslate2 {ctranslate2.__version__}, fp32",
            "beams": BEAMS,
            "signatures": _signatures(),
            "directions": {str(one): evaluation.direction(one, data) for one in evaluation.directions},
        },
    )


def evaluate(data: Path, work: Path, out: Path, sentences: int, seed: int, threads: int) -> None:
    """Writes evaluation.json of a model that the steps `train` and `export` made."""
    kept_out = json.loads((work / "kept-out.json").read_text(encoding="utf-8"))
    progress = torch.load(work / "checkpoint.pt", map_location="cpu")["progress"]
    training = {
        "minutes": round(progress["seconds"] / 60),
        "steps": progress["step"],
        "million_target_tokens": round(progress["tokens"] / 1e6, 1),
        "million_target_tokens_before": progress["million_tokens_before"],
    }
    write(Evaluation(out, kept_out, Extent(sentences), seed, threads), data, out, training)
