"""train: fits the translator within a budget of minutes; stops and resumes anywhere."""

import math
import time
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


def _save(work: Path, model: MarianMTModel, optims: list[torch.optim.Optimizer], progress: Progress) -> None:
    snapshot = {name: value.half() for name, value in model.state_dict().items()}
    torch.save(snapshot, work / f"snapshot-{progress.step:06d}.pt")
    for old in sorted(work.glob("snapshot-*.pt"))[:-KEPT_SNAPSHOTS]:
        old.unlink()
    state = {
        "model": model.state_dict(),
        "optimizers": [optim.state_dict() for optim in optims],
        "progress": asdict(progress),
    }
    torch.save(state, work / "checkpoint.tmp")
    (work / "checkpoint.tmp").replace(work / "checkpoint.pt")


def train(work: Path, minutes: float, seed: int, threads: int) -> None:
    """Trains until `minutes` of training time are spent in all, over however many calls."""
    torch.manual_seed(seed)
    torch.set_num_threads(threads)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    sampler = Sampler(Pairs.load(work), np.load(work / "links.npy"), TOKENS, seed)
    model = fresh().to(device)
    model.set_attn_implementation("eager")
    tap = AttentionTap(model)
    optims = optimizers(model)
    progress = Progress()
    if (work / "checkpoint.pt").exists():
        state = torch.load(work / "checkpoint.pt", map_location=device)
        model.load_state_dict(state["model"])
        for optim, saved in zip(optims, state["optimizers"], strict=True):
            optim.load_state_dict(saved)
        progress = Progress(**state["progress"])
    base_rates = [MATRIX_RATE, OTHER_RATE]
    budget = minutes * 60
    saved_at = progress.seconds
    sums = np.zeros(2)
    model.train()
    while progress.seconds < budget:
        for batch in sampler.batches(progress.corpus_pass, progress.batch):
            started = time.monotonic()
            batch = Batch(batch.source.to(device), batch.target.to(device), batch.links.to(device))
            for optim, base in zip(optims, base_rates, strict=True):
                optim.param_groups[0]["lr"] = base * rate_factor(progress, budget)
            with torch.autocast(device.type, dtype=torch.bfloat16):
                loss, guided = losses(model, tap, batch)
            (loss + guidance_weight(progress, budget) * guided).backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            for optim in optims:
                optim.step()
                optim.zero_grad()
            progress.step += 1
            progress.batch += 1
            progress.tokens += int((batch.target != PAD).sum())
            progress.seconds += time.monotonic() - started
            sums += (loss.item(), guided.item())
            if progress.step % 20 == 0:
                mean, sums = sums / 20, np.zeros(2)
                print(
                    f"step {progress.step} pass {progress.corpus_pass} minutes {progress.seconds / 60:.1f} "
                    f"loss {mean[0]:.3f} guided {mean[1]:.3f} tokens/s {progress.tokens / progress.seconds:.0f}",
                    flush=True,
                )
            if not math.isfinite(loss.item()):
                raise ArithmeticError(f"loss is {loss.item()} at step {progress.step}")
            if progress.seconds - saved_at > CHECKPOINT_SECONDS:
                _save(work, model, optims, progress)
                saved_at = progress.seconds
            if progress.seconds >= budget:
                break
        else:
            progress.corpus_pass += 1
            progress.batch = 0
    _save(work, model, optims, progress)
