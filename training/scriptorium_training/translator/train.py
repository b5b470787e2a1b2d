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
from .batches import Batch, Pairs, Sampler
from .loss import OutputLoss
from .model import PAD, fresh

TOKENS = 4000
WARM_UP_STEPS = 200
DECAY_FROM = 0.35
MATRIX_RATE = 0.02
OTHER_RATE = 0.002
SMOOTHING = 0.1
GUIDED_HEADS = 2
GUIDED_UNTIL = 0.6
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


def rate_factor(progress: Progress, budget_seconds: float) -> float:
    """Warm-up by steps, then constant, then linear to zero at the end of the budget."""
    warm = min(1.0, (progress.step + 1) / WARM_UP_STEPS)
    left = 1 - progress.seconds / budget_seconds
    return warm * max(0.0, min(1.0, left / (1 - DECAY_FROM)))


def guidance_weight(progress: Progress, budget_seconds: float) -> float:
    return max(0.0, 1 - progress.seconds / (GUIDED_UNTIL * budget_seconds))


class AttentionTap:
    """Catches the cross-attention weights of the last decoder layer."""

    def __init__(self, model: MarianMTModel) -> None:
        self.weights: torch.Tensor | None = None
        model.model.decoder.layers[-1].encoder_attn.register_forward_hook(self._catch)

    def _catch(self, _module: torch.nn.Module, _inputs: tuple, output: tuple) -> None:
        self.weights = output[1]


def losses(model: MarianMTModel, tap: AttentionTap, batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
    """Smoothed cross entropy per target token, and the cost of attention that misses the links."""
    decoder_input = torch.full_like(batch.target, PAD)
    decoder_input[:, 1:] = batch.target[:, :-1]
    hidden = model.model(
        input_ids=batch.source,
        attention_mask=(batch.source != PAD).long(),
        decoder_input_ids=decoder_input,
        use_cache=False,
    ).last_hidden_state
    real = batch.target != PAD
    loss = OutputLoss.apply(hidden[real], model.model.shared.weight, batch.target[real], SMOOTHING)
    linked = batch.links >= 0
    attention = tap.weights[:, :GUIDED_HEADS].transpose(1, 2)[linked]
    positions = batch.links[linked][:, None, None].expand(-1, GUIDED_HEADS, 1)
    return loss, -attention.gather(2, positions).float().clamp_min(1e-6).log().mean()


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
        self._model = fresh().to(self._device).train()
        self._model.set_attn_implementation("eager")
        self._tap = AttentionTap(self._model)
        self._optimizers = optimizers(self._model)
        self.progress = Progress()

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
        with torch.autocast(self._device.type, dtype=torch.bfloat16):
            loss, guided = losses(self._model, self._tap, batch)
        if not math.isfinite(loss.item()):
            raise ArithmeticError(f"the loss is {loss.item()} at step {self.progress.step}")
        (loss + guidance_weight(self.progress, self._budget) * guided).backward()
        torch.nn.utils.clip_grad_norm_(self._model.parameters(), 1.0)
        for optimizer in self._optimizers:
            optimizer.step()
            optimizer.zero_grad()
        self.progress.step += 1
        self.progress.batch += 1
        self.progress.tokens += int((batch.target != PAD).sum())
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

    def resume(self) -> None:
        """Goes back to the checkpoint, if there is one."""
        if not (self._work / "checkpoint.pt").exists():
            return
        state = torch.load(self._work / "checkpoint.pt", map_location=self._device)
        self._model.load_state_dict(state["model"])
        for optimizer, saved in zip(self._optimizers, state["optimizers"], strict=True):
            optimizer.load_state_dict(saved)
        self.progress = Progress(**state["progress"])


def _batches(sampler: Sampler, progress: Progress) -> Iterator[Batch]:
    """Batches without end, from where the run stands."""
    while True:
        yield from sampler.batches(progress.corpus_pass, progress.batch)
        progress.corpus_pass += 1
        progress.batch = 0


def train(work: Path, minutes: float, seed: int, threads: int) -> None:
    """Trains until `minutes` of training time are spent in all, over however many calls."""
    torch.manual_seed(seed)
    torch.set_num_threads(threads)
    sampler = Sampler(Pairs.load(work), np.load(work / "links.npy"), TOKENS, seed)
    run = Run(work, minutes * 60)
    run.resume()
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
