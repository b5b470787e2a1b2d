"""train: contrastive training on translation pairs, first as a bag of embeddings, then with the layers.

The bag is cheap: it sees most of the pairs, in large batches. The layers then learn on fewer, harder batches of pairs
that are alike in length and in topic.
"""

import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional
from transformers import BertModel

from .batches import Batches, Pairs, topics
from .model import bag_vectors, fresh, vectors

BAG_BATCH = 2048
LAYERS_BATCH = 256
BAG_PART = 0.67
BAG_RATE = 5e-3
LAYERS_RATE = 7e-4
WORDS_RATE = 5e-4
WARM_UP = 0.1
TEMPERATURE = 0.05
# English sides that are closer than this say the same: the one's translation is no wrong answer for the other.
SAME = 0.95
CHECKPOINT_SECONDS = 120


@dataclass
class Progress:
    """Where a run stands; the batch order follows from step and seed alone."""

    step: int = 0
    bag_steps: int = 0
    seconds: float = 0.0


def contrast(english: torch.Tensor, other: torch.Tensor) -> torch.Tensor:
    """Symmetric InfoNCE over the batch; rows with nearly the same English text are not each other's negatives."""
    scores = english @ other.T / TEMPERATURE
    same = (english @ english.T).detach() > SAME
    scores = scores.masked_fill(same & ~torch.eye(len(same), dtype=torch.bool, device=same.device), -1e4)
    gold = torch.arange(len(scores), device=scores.device)
    return (functional.cross_entropy(scores, gold) + functional.cross_entropy(scores.T, gold)) / 2


def set_rates(optimizer: torch.optim.Optimizer, done: float) -> None:
    """By the part of the budget that is spent: the bag's rate falls to a tenth; then words and layers warm up and fall
    to zero."""
    words, layers = optimizer.param_groups
    if done < BAG_PART:
        words["lr"] = layers["lr"] = BAG_RATE * (1 - 0.9 * done / BAG_PART)
    else:
        part = (done - BAG_PART) / (1 - BAG_PART)
        falling = min(1.0, (part + 0.01) / WARM_UP) * max(0.0, 1 - part)
        words["lr"], layers["lr"] = WORDS_RATE * falling, LAYERS_RATE * falling


def _end_of_bag(work: Path, model: BertModel, pairs: Pairs, seed: int) -> np.ndarray:
    """Finds the topics of the pairs by the bag as it is now."""
    path = work / "topics.npy"
    if path.exists():
        return np.load(path)
    with torch.inference_mode():
        parts = (torch.from_numpy(part.astype(np.int64)) for part in np.array_split(pairs.english, 64))
        bags = [bag_vectors(model, part.to(model.device)).cpu().numpy() for part in parts]
    found = topics(np.concatenate(bags), seed)
    np.save(path, found)
    return found


def _save(work: Path, model: BertModel, optimizer: torch.optim.Optimizer, progress: Progress) -> None:
    state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "progress": asdict(progress)}
    torch.save(state, work / "checkpoint.tmp")
    (work / "checkpoint.tmp").replace(work / "checkpoint.pt")


def _optimizer(model: BertModel) -> torch.optim.Optimizer:
    words = model.embeddings.word_embeddings.weight
    rest = [parameter for parameter in model.parameters() if parameter is not words]
    return torch.optim.Adam([{"params": [words]}, {"params": rest}], lr=BAG_RATE, betas=(0.9, 0.98))


def _step(model: BertModel, optimizer: torch.optim.Optimizer, ids: torch.Tensor, bag: bool) -> float:
    """One batch, English rows before the others; gives the loss."""
    with torch.autocast(ids.device.type, dtype=torch.bfloat16, enabled=not bag):
        both = (bag_vectors if bag else vectors)(model, ids)
    loss = contrast(*both.chunk(2))
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return loss.item()


def train(work: Path, minutes: float, seed: int, threads: int) -> None:
    """Trains for `minutes` in all, over however many calls."""
    torch.manual_seed(seed)
    torch.set_num_threads(threads)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    pairs, model, progress = Pairs(work), fresh().to(device).train(), Progress()
    optimizer = _optimizer(model)
    if (work / "checkpoint.pt").exists():
        state = torch.load(work / "checkpoint.pt", map_location=device)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        progress = Progress(**state["progress"])
    bag_batches, layers_batches = Batches(pairs, BAG_BATCH, seed), None
    saved_at = progress.seconds
    while (done := progress.seconds / (60 * minutes)) < 1:
        started = time.monotonic()
        bag = done < BAG_PART
        if not bag and layers_batches is None:
            layers_batches = Batches(pairs, LAYERS_BATCH, seed, _end_of_bag(work, model, pairs, seed))
        set_rates(optimizer, done)
        batches = bag_batches if bag else layers_batches
        loss = _step(model, optimizer, torch.cat(batches.at(progress.step)).to(device), bag)
        progress.step += 1
        progress.bag_steps += bag
        progress.seconds += time.monotonic() - started
        if progress.step % 20 == 0:
            print(f"step {progress.step} minutes {progress.seconds / 60:.1f} loss {loss:.3f}", flush=True)
        if progress.seconds - saved_at > CHECKPOINT_SECONDS:
            _save(work, model, optimizer, progress)
            saved_at = progress.seconds
    _save(work, model, optimizer, progress)
