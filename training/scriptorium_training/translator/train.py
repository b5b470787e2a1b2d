"""train: fits the translator within a budget of minutes; stops and resumes anywhere."""

import math
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from transformers import MarianMTModel

from ..muon import Muon
from ..precision import faster_kind
from .batches import Batch, Pairs, Sampler
from .directions import Vocabulary
from .lean import LeanForward
from .model import fresh
from .warm import tokens_before, warm_start

TOKENS = 6000
WARM_UP_STEPS = 200
DECAY_FROM = 0.2
MATRIX_RATE = 0.02
OTHER_RATE = 0.002
SMOOTHING = 0.1
GUIDED_UNTIL = 0.6
SAMPLED_TOKENS = 1000
SAMPLED_UNTIL = 0.7
CHECKPOINT_SECONDS = 150
KEPT_SNAPSHOTS = 8
REPORTED_STEPS = 20


@dataclass
class Progress:
    """Where a run stands."""

    step: int = 0
    corpus_pass: int = 0
    batch: int = 0
    tokens: int = 0
    seconds: float = 0.0
    million_tokens_before: float = 0.0


def rate_factor(progress: Progress, budget_seconds: float) -> float:
    """Warm-up by steps, then constant, then linear to zero at the end of the budget."""
    warm = min(1.0, (progress.step + 1) / WARM_UP_STEPS)
    left = 1 - progress.seconds / budget_seconds
    return warm * max(0.0, min(1.0, left / (1 - DECAY_FROM)))


def guidance_weight(progress: Progress, budget_seconds: float) -> float:
    return max(0.0, 1 - progress.seconds / (GUIDED_UNTIL * budget_seconds))


def optimizers(model: MarianMTModel) -> list[torch.optim.Optimizer]:
    matrices = [
        p
        for n, p in model.named_parameters()
        if p.requires_grad and p.ndim == 2 and "embed" not in n and "shared" not in n
    ]
    chosen = set(map(id, matrices))
    others = [p for p in model.parameters() if p.requires_grad and id(p) not in chosen]
    return [Muon(matrices, lr=MATRIX_RATE), torch.optim.Adam(others, lr=OTHER_RATE, betas=(0.9, 0.98), eps=1e-9)]


class Run:
    """A model with all that its training changes; saved whole, so that it goes on where it stopped."""

    def __init__(self, work: Path, budget_seconds: float) -> None:
        self._work = work
        self._budget = budget_seconds
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self._vocabulary = Vocabulary.load(work)
        self._model = fresh(self._vocabulary.size, self._vocabulary.pad).to(self._device).train()
        self._keep_padding_at_zero()
        self._forward = LeanForward(self._model, self._vocabulary.pad)
        self._optimizers = optimizers(self._model)
        self._kind = faster_kind(self._device)
        self.progress = Progress()

    def _keep_padding_at_zero(self) -> None:
        """Decoding starts from it, and programs that run published Marian models take it to be zero."""
        weight, pad = self._model.model.shared.weight, torch.tensor([self._vocabulary.pad], device=self._device)
        weight.register_hook(lambda gradient: gradient.index_fill(0, pad, 0.0))

    @property
    def is_over(self) -> bool:
        return self.progress.seconds >= self._budget

    def step(self, batch: Batch) -> tuple[float, float]:
        """One update; the mean loss of a target token and the cost of attention."""
        started = time.monotonic()
        batch = batch.to(self._device)
        factor = rate_factor(self.progress, self._budget)
        for optimizer, rate in zip(self._optimizers, (MATRIX_RATE, OTHER_RATE), strict=True):
            optimizer.param_groups[0]["lr"] = rate * factor
        sample = SAMPLED_TOKENS if self.progress.seconds < SAMPLED_UNTIL * self._budget else None
        with torch.autocast(self._device.type, dtype=self._kind, enabled=self._kind != torch.float32):
            loss, guided = self._forward.losses(batch, SMOOTHING, sample)
        if not math.isfinite(loss.item()):
            raise ArithmeticError(f"the loss is {loss.item()} at step {self.progress.step}")
        (loss + guidance_weight(self.progress, self._budget) * guided).backward()
        torch.nn.utils.clip_grad_norm_(self._model.parameters(), 1.0)
        for optimizer in self._optimizers:
            optimizer.step()
            optimizer.zero_grad()
        self.progress.step += 1
        self.progress.batch += 1
        self.progress.tokens += int((batch.target != self._vocabulary.pad).sum())
        self.progress.seconds += time.monotonic() - started
        return loss.item(), guided.item()

    def save(self) -> None:
        """The checkpoint to resume from, and a snapshot for the average."""
        weights = self._model.state_dict()
        snapshot = {name: value.half() for name, value in weights.items()}
        torch.save(snapshot, self._work / f"snapshot-{self.progress.step:06d}.pt")
        for old in sorted(self._work.glob("snapshot-*.pt"))[:-KEPT_SNAPSHOTS]:
            old.unlink()
        optimizer_states = [optimizer.state_dict() for optimizer in self._optimizers]
        state = {"model": weights, "optimizers": optimizer_states, "progress": asdict(self.progress)}
        torch.save(state, self._work / "checkpoint.tmp")
        (self._work / "checkpoint.tmp").replace(self._work / "checkpoint.pt")

    def begin_with(self, folder: Path) -> None:
        """Takes over what an exported model of the same architecture has learned."""
        warm_start(self._model, self._vocabulary, folder)
        self.progress.million_tokens_before = tokens_before(folder)

    def resume(self) -> bool:
        """Goes back to the checkpoint; false where there is none."""
        if not (self._work / "checkpoint.pt").exists():
            return False
        state = torch.load(self._work / "checkpoint.pt", map_location=self._device)
        self._model.load_state_dict(state["model"])
        for optimizer, saved in zip(self._optimizers, state["optimizers"], strict=True):
            optimizer.load_state_dict(saved)
        self.progress = Progress(**state["progress"])
        return True


def _batches(sampler: Sampler, progress: Progress) -> Iterator[Batch]:
    """Batches without end, from where the run stands."""
    while True:
        yield from sampler.batches(progress.corpus_pass, progress.batch)
        progress.corpus_pass += 1
        progress.batch = 0


def train(work: Path, minutes: float, seed: int, threads: int, start: Path | None) -> None:
    """Trains until `minutes` of training time are spent in all, over however many calls; `start` is a model folder to
    begin with."""
    torch.manual_seed(seed)
    torch.set_num_threads(threads)
    sampler = Sampler(Pairs.load(work), np.load(work / "links.npy"), TOKENS, Vocabulary.load(work), seed)
    run = Run(work, minutes * 60)
    if not run.resume() and start is not None:
        run.begin_with(start)
    progress = run.progress
    saved_at = progress.seconds
    recent: list[tuple[float, float]] = []
    for batch in _batches(sampler, progress):
        if run.is_over:
            break
        recent.append(run.step(batch))
        if len(recent) == REPORTED_STEPS:
            loss, guided = np.mean(recent, axis=0)
            recent.clear()
            print(
                f"step {progress.step} pass {progress.corpus_pass} minutes {progress.seconds / 60:.1f} "
                f"loss {loss:.3f} attention {guided:.3f} tokens/s {progress.tokens / progress.seconds:.0f}",
                flush=True,
            )
        if progress.seconds - saved_at > CHECKPOINT_SECONDS:
            run.save()
            saved_at = progress.seconds
    run.save()
