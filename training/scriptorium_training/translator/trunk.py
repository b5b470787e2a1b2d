"""The model of the long run with all that its training changes, and one step of it."""

import math
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from transformers import MarianMTModel

from ..muon import Muon
from ..precision import faster_kind
from .batches import Batch
from .directions import Vocabulary
from .lanes import Lanes
from .lean import LeanForward

WARM_UP_STEPS = 100
MATRIX_RATE = 0.02
OTHER_RATE = 0.002
SMOOTHING = 0.1
GUIDANCE = 0.2
SAMPLED_TOKENS = 1000
AVERAGED_STEPS = 200
_MUON_PARTS = 4


@dataclass
class Progress:
    """Where the run stands: what it has seen, and the position of its next step."""

    steps: int = 0
    tokens: int = 0
    tokens_before: int = 0
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    portion: int = 0
    step_of_portion: int = 0
    evaluated_at: int = 0


def _matrices(model: MarianMTModel) -> list[torch.nn.Parameter]:
    return [p for n, p in model.named_parameters() if p.requires_grad and p.ndim == 2 and ".layers." in n]


class Trunk:
    """Trains at a constant rate, or at a falling one where a factor is given, and keeps an average of its weights."""

    def __init__(self, model: MarianMTModel, vocabulary: Vocabulary, lanes: Lanes) -> None:
        self.model = model.train()
        self.progress = Progress()
        self._pad = vocabulary.pad
        self._lanes = lanes
        self._forward = LeanForward(model, vocabulary.pad)
        self._kind = faster_kind(torch.device("cpu"))
        matrices = _matrices(model)
        chosen = set(map(id, matrices))
        others = [p for p in model.parameters() if p.requires_grad and id(p) not in chosen]
        self._muons = [Muon(matrices[part::_MUON_PARTS], lr=MATRIX_RATE) for part in range(_MUON_PARTS)]
        self._adam = torch.optim.Adam(others, lr=OTHER_RATE, betas=(0.9, 0.98), eps=1e-9)
        self._parameters = [*matrices, *others]
        self._shared = next(i for i, p in enumerate(self._parameters) if p is model.model.shared.weight)
        self._average = [p.detach().clone() for p in self._parameters]

    def step(self, batches: list[Batch], factor: float = 1.0, sampled: bool = True) -> float:
        """One update; the mean loss of a target token."""
        warm = min(1.0, (self.progress.steps + 1) / WARM_UP_STEPS)
        for optimizer, rate in (*((muon, MATRIX_RATE) for muon in self._muons), (self._adam, OTHER_RATE)):
            optimizer.param_groups[0]["lr"] = rate * factor * warm
        counts = [int((batch.target != self._pad).sum()) for batch in batches]
        tokens = sum(counts)
        sample = SAMPLED_TOKENS if sampled else None

        def gradients(item: tuple[Batch, int]) -> tuple[list[torch.Tensor], float]:
            batch, count = item
            with torch.autocast("cpu", dtype=self._kind, enabled=self._kind != torch.float32):
                loss, guided = self._forward.losses(batch, SMOOTHING, sample)
            share = count / tokens
            found = torch.autograd.grad((loss + GUIDANCE * guided) * share, self._parameters)
            return list(found), loss.item() * share

        summed, loss = self._lanes.summed(gradients, list(zip(batches, counts, strict=True)))
        if not math.isfinite(loss):
            raise ArithmeticError(f"the loss is {loss} at step {self.progress.steps}")
        summed[self._shared][self._pad].zero_()
        for parameter, gradient in zip(self._parameters, summed, strict=True):
            parameter.grad = gradient
        torch.nn.utils.clip_grad_norm_(self._parameters, 1.0)
        self._lanes.each(lambda optimizer: optimizer.step(), [self._adam, *self._muons])
        self._follow()
        self.progress.steps += 1
        self.progress.tokens += tokens
        return loss

    @torch.no_grad()
    def _follow(self) -> None:
        decay = min(1 - 1 / AVERAGED_STEPS, (1 + self.progress.steps) / (10 + self.progress.steps))
        torch._foreach_lerp_(self._average, self._parameters, 1 - decay)

    @torch.no_grad()
    def averaged(self) -> dict[str, torch.Tensor]:
        """The average of the weights over the last steps, by name."""
        by_id = {id(p): value for p, value in zip(self._parameters, self._average, strict=True)}
        names = dict(self.model.named_parameters())
        return {name: by_id[id(p)].clone() for name, p in names.items() if id(p) in by_id}

    def state(self) -> dict:
        return {
            "model": self.model.state_dict(),
            "average": self._average,
            "muons": [muon.state_dict() for muon in self._muons],
            "adam": self._adam.state_dict(),
            "progress": asdict(self.progress),
        }

    def take(self, state: dict) -> None:
        self.model.load_state_dict(state["model"])
        self._average = state["average"]
        for muon, saved in zip(self._muons, state["muons"], strict=True):
            muon.load_state_dict(saved)
        self._adam.load_state_dict(state["adam"])
        self.progress = Progress(**state["progress"])

    def save(self, path: Path) -> None:
        """Whole or not at all: a run that is killed while it writes goes on from the checkpoint before."""
        unfinished = path.with_suffix(".tmp")
        torch.save(self.state(), unfinished)
        unfinished.replace(path)
