"""train: contrastive training on translation pairs, first as a bag of embeddings, then with the layers."""

import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional
from transformers import BertModel

from .model import fresh, vectors

BATCH = 512
POOL = 64 * BATCH
BAG_PART = 0.75
BAG_RATE = 5e-3
LAYERS_RATE = 7e-4
WARM_UP_STEPS = 50
TEMPERATURE = 0.05
CHECKPOINT_SECONDS = 120


@dataclass
class Progress:
    """Where a run stands; the batch order follows from step and seed alone."""

    step: int = 0
    seconds: float = 0.0


class Batches:
    """Pairs of similar length together, drawn by step number."""

    def __init__(self, work: Path, seed: int) -> None:
        data = np.load(work / "pairs.npz")
        self._english, self._other = data["english"], data["other"]
        self._lengths = np.maximum((self._english != 0).sum(axis=1), (self._other != 0).sum(axis=1))
        self._seed = seed
        self._pool_number = -1
        self._pool: list[np.ndarray] = []

    def _draw_pool(self, number: int) -> None:
        rng = np.random.default_rng([self._seed, number])
        rows = rng.choice(len(self._lengths), POOL, replace=False)
        rows = rows[np.argsort(self._lengths[rows], kind="stable")]
        split = rows.reshape(-1, BATCH)
        self._pool = [split[i] for i in rng.permutation(len(split))]
        self._pool_number = number

    def at(self, step: int) -> tuple[torch.Tensor, torch.Tensor]:
        number, position = divmod(step, POOL // BATCH)
        if number != self._pool_number:
            self._draw_pool(number)
        rows = self._pool[position]
        width = int(self._lengths[rows].max())
        return tuple(torch.from_numpy(side[rows, :width].astype(np.int64)) for side in (self._english, self._other))


def contrast(english: torch.Tensor, other: torch.Tensor, english_ids: torch.Tensor) -> torch.Tensor:
    """Symmetric InfoNCE over the batch; rows with the very same English text are not each other's negatives."""
    scores = english @ other.T / TEMPERATURE
    same = (english_ids[:, None, :] == english_ids[None, :, :]).all(dim=2)
    scores = scores.masked_fill(same & ~torch.eye(len(same), dtype=torch.bool, device=same.device), -1e4)
    gold = torch.arange(len(scores), device=scores.device)
    return (functional.cross_entropy(scores, gold) + functional.cross_entropy(scores.T, gold)) / 2


def rate(step: int, steps: int) -> float:
    """The bag's rate falls to a tenth, then the layers warm up and fall to zero."""
    bag_steps = int(BAG_PART * steps)
    if step < bag_steps:
        return BAG_RATE * (1 - 0.9 * step / bag_steps)
    warm = min(1.0, (step - bag_steps + 1) / WARM_UP_STEPS)
    return LAYERS_RATE * warm * (steps - step) / (steps - bag_steps)


def _save(work: Path, model: BertModel, optimizer: torch.optim.Optimizer, progress: Progress) -> None:
    state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "progress": asdict(progress)}
    torch.save(state, work / "checkpoint.tmp")
    (work / "checkpoint.tmp").replace(work / "checkpoint.pt")


def train(work: Path, steps: int, seed: int, threads: int) -> None:
    """Trains until `steps` are done in all, over however many calls."""
    torch.manual_seed(seed)
    torch.set_num_threads(threads)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    batches = Batches(work, seed)
    model = fresh().to(device).train()
    optimizer = torch.optim.Adam(model.parameters(), lr=BAG_RATE, betas=(0.9, 0.98))
    progress = Progress()
    if (work / "checkpoint.pt").exists():
        state = torch.load(work / "checkpoint.pt", map_location=device)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        progress = Progress(**state["progress"])
    saved_at = progress.seconds
    while progress.step < steps:
        started = time.monotonic()
        layers = progress.step >= int(BAG_PART * steps)
        optimizer.param_groups[0]["lr"] = rate(progress.step, steps)
        english_ids, other_ids = (side.to(device) for side in batches.at(progress.step))
        with torch.autocast(device.type, dtype=torch.bfloat16, enabled=layers):
            both = vectors(model, torch.cat([english_ids, other_ids]), layers)
        loss = contrast(*both.chunk(2), english_ids)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        progress.step += 1
        progress.seconds += time.monotonic() - started
        if progress.step % 50 == 0:
            print(f"step {progress.step} minutes {progress.seconds / 60:.1f} loss {loss.item():.3f}", flush=True)
        if progress.seconds - saved_at > CHECKPOINT_SECONDS:
            _save(work, model, optimizer, progress)
            saved_at = progress.seconds
    _save(work, model, optimizer, progress)
