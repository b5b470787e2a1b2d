"""What the long run reports while it goes on: its loss on sentences that it never sees, and BLEU of 200 sentences a
direction of each of two kinds."""

import json
import tempfile
from itertools import chain, zip_longest
from pathlib import Path

import numpy as np
import torch
from sacrebleu.metrics import BLEU
from transformers import MarianMTModel

from ..corpora import TRANSLATOR_CORPORA
from .batches import Batch, padded
from .directions import Direction, Vocabulary
from .evaluate import Rows, evaluate_only
from .export import write
from .fast import FastTranslations
from .lanes import Lanes
from .lean import LeanForward

SENTENCES = 200
_ROWS = 25
IN_DOMAIN = tuple(corpus.name for corpus in TRANSLATOR_CORPORA if corpus.domain in ("business", "administration"))


def in_domain(kept_out: dict[str, list[list[str]]], count: int) -> Rows:
    """As many of each business and administration corpus as there are, in turn."""
    sets = [rows for name, rows in sorted(kept_out.items()) if name in IN_DOMAIN]
    mixed = [tuple(row) for row in chain(*zip_longest(*sets)) if row is not None]
    return mixed[:count]


def sets(data: Path, work: Path, directions: tuple[Direction, ...], count: int) -> dict[Direction, dict[str, Rows]]:
    """Sentences that no training sees."""
    kept_out = json.loads((work / "kept-out.json").read_text(encoding="utf-8"))
    return {
        direction: {
            "in-domain": in_domain(kept_out[str(direction)], count),
            "FLORES dev": evaluate_only(data, "flores-dev", direction)[:count],
        }
        for direction in directions
    }


def bleu(outputs: list[str], rows: Rows) -> float:
    return round(BLEU().corpus_score(outputs, [[row[1] for row in rows]]).score, 1)


class Glance:
    """Looks at a model now and then."""

    def __init__(self, data: Path, work: Path, vocabulary: Vocabulary, lanes: Lanes) -> None:
        self._sets = sets(data, work, vocabulary.directions, SENTENCES)
        self._vocabulary = vocabulary
        self._pieces = work / "pieces.model"
        self._lanes = lanes

    def _batches(self) -> list[Batch]:
        found = []
        for direction, kinds in self._sets.items():
            for rows in kinds.values():
                sources, targets = (
                    [np.array(ids) for ids in self._vocabulary.pieces.encode([row[i] for row in rows], add_eos=True)]
                    for i in (0, 1)
                )
                opening = self._vocabulary.opening(direction)
                sources = [np.concatenate([opening, ids]).astype(np.int64) for ids in sources]
                for at in range(0, len(rows), _ROWS):
                    chosen = slice(at, at + _ROWS)
                    unlinked = [np.full(len(ids), -1) for ids in targets[chosen]]
                    pad = self._vocabulary.pad
                    sides = (padded(sources[chosen], pad), padded(targets[chosen], pad))
                    found.append(Batch(*sides, padded(unlinked, -1)))
        return found

    def loss(self, model: MarianMTModel) -> float:
        """Mean cross entropy of a target token."""
        forward = LeanForward(model, self._vocabulary.pad)

        def summed(batch: Batch) -> tuple[float, int]:
            with torch.no_grad():
                loss, _ = forward.losses(batch, smoothing=0.0, sample=None)
            count = int((batch.target != self._vocabulary.pad).sum())
            return loss.item() * count, count

        sums = self._lanes.each(summed, self._batches())
        return sum(loss for loss, _ in sums) / sum(count for _, count in sums)

    def scores(self, model: MarianMTModel) -> dict[str, dict[str, float]]:
        """BLEU by direction and kind, greedy; the model is in fp16 afterwards."""
        with tempfile.TemporaryDirectory() as folder:
            write(Path(folder), self._vocabulary, self._pieces, model)
            translations = FastTranslations(Path(folder), self._lanes.count)
            return {
                str(direction): {
                    kind: bleu(translations.texts([f"{direction.tag} {row[0]}" for row in rows], beams=1), rows)
                    for kind, rows in kinds.items()
                }
                for direction, kinds in self._sets.items()
            }
