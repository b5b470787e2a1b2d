"""The model of six directions trained on one GPU within minutes: pairs that `pack` wrote lie in the device's memory, and
batches are gathered there. Without a GPU the same runs on the processor, as a dry run."""

import json
import math
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch

from ..precision import faster_kind
from . import pack
from .batches import Batch
from .directions import Vocabulary
from .export import write
from .lean import LeanForward
from .model import SIX_DIRECTIONS, Shape, fresh
from .train import MATRIX_RATE, OTHER_RATE, SMOOTHING, Progress, optimizers, rate_factor
from .warm import tokens_before
from .widen import begun_with

PART_BYTES = 16_000_000
REPORTED_SECONDS = 15
CHECKPOINT_SECONDS = 120
AVERAGED_STEPS = 200
# Widths are multiples of this, which fused attention wants of its mask.
_MULTIPLE = 8
_POOL = 200_000


@dataclass(frozen=True)
class Budget:
    """How long the training takes in all and in this call, in minutes, and how many padded tokens a batch has."""

    minutes: float
    minutes_of_call: float
    batch_tokens: int


class _Side:
    """One side of all pairs on the device."""

    def __init__(self, tokens: np.ndarray, lengths: np.ndarray, device: torch.device) -> None:
        self.lengths = lengths.astype(np.int64)
        self._tokens = torch.from_numpy(tokens.astype(np.int32)).to(device)
        self._starts = torch.from_numpy(np.cumsum(self.lengths) - self.lengths).to(device)
        self._ends = torch.from_numpy(self.lengths).to(device)

    def padded(self, rows: torch.Tensor, width: int, pad: int) -> torch.Tensor:
        at = torch.arange(width, device=rows.device)
        inside = at < self._ends[rows][:, None]
        places = torch.where(inside, self._starts[rows][:, None] + at, 0)
        return torch.where(inside, self._tokens[places].long(), pad)


def _rounded(width: int) -> int:
    return -(-width // _MULTIPLE) * _MULTIPLE


class Pairs:
    """Packed pairs on a device, as batches of about equal size."""

    def __init__(self, rows: pack.Rows, vocabulary: Vocabulary, device: torch.device) -> None:
        self._device = device
        self._pad = vocabulary.pad
        self._sides = (
            _Side(rows.source, rows.source_lengths, device),
            _Side(rows.target, rows.target_lengths, device),
        )
        forwards = np.arange(len(rows.direction))
        backwards = forwards[rows.both]
        self._row = np.concatenate([forwards, backwards])
        self._turned = np.concatenate([np.zeros(len(forwards), bool), np.ones(len(backwards), bool)])
        lengths = np.stack([side.lengths for side in self._sides])
        self._source_lengths = lengths[self._turned.astype(int), self._row] + 1
        self._target_lengths = lengths[1 - self._turned.astype(int), self._row]
        names = vocabulary.directions
        tags = [[vocabulary.opening(type(one)(*turn))[0] for turn in ((one.source, one.target), (one.target, one.source))]
                for one in names]  # fmt: skip
        self._tags = np.array(tags)[rows.direction[self._row], self._turned.astype(int)]

    def batches(self, number: int, tokens: int) -> Iterator[Batch]:
        """One pass in an order of its own: every pair once in each of its directions. Neighbours in length share a
        batch of one way of reading."""
        rng = np.random.default_rng(number)
        order = rng.permutation(len(self._row))
        groups = []
        for pool in np.array_split(order, max(1, len(order) // _POOL)):
            lengths = self._target_lengths[pool] * 1000 + self._source_lengths[pool]
            pool = pool[np.lexsort((lengths, self._turned[pool]))]
            groups += self._cut(pool, tokens)
        for place in rng.permutation(len(groups)):
            yield self._batch(groups[place])

    def _cut(self, pool: np.ndarray, tokens: int) -> list[np.ndarray]:
        widths = np.maximum(self._source_lengths[pool], self._target_lengths[pool])
        widths = -(-widths // _MULTIPLE) * _MULTIPLE
        found, start = [], 0
        turn = int(np.searchsorted(self._turned[pool], True))
        while start < len(pool):
            end = turn if start < turn else len(pool)
            running = np.maximum.accumulate(widths[start : min(end, start + tokens)])
            size = max(1, int(np.searchsorted(running * np.arange(1, len(running) + 1), tokens, side="right")))
            found.append(pool[start : start + size])
            start += size
        return found

    def _batch(self, chosen: np.ndarray) -> Batch:
        turned = int(self._turned[chosen[0]])
        rows = torch.from_numpy(self._row[chosen]).to(self._device)
        read, written = self._sides[turned], self._sides[1 - turned]
        tags = torch.from_numpy(self._tags[chosen]).to(self._device)
        width = _rounded(int(self._source_lengths[chosen].max())) - 1
        source = torch.cat([tags[:, None], read.padded(rows, width, self._pad)], dim=1)
        target = written.padded(rows, _rounded(int(self._target_lengths[chosen].max())), self._pad)
        return Batch(source, target, torch.full_like(target, -1))


class Burst:
    """A model in training with its optimizers, average and checkpoint."""

    def __init__(self, data: Path, work: Path, start: Path | None, budget: Budget, shape: Shape, seed: int) -> None:
        torch.manual_seed(seed)
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self._data, self._work, self._budget, self._shape, self._seed = data, work, budget, shape, seed
        rows, held_out, _ = pack.load(data)
        self.vocabulary = Vocabulary.load(data)
        self._pairs = Pairs(rows, self.vocabulary, self._device)
        self._held_out = Pairs(held_out, self.vocabulary, self._device)
        size, pad = self.vocabulary.size, self.vocabulary.pad
        self._checkpoint = work / "checkpoint.pt"
        resumes = self._checkpoint.exists()
        model = fresh(size, pad, shape) if start is None or resumes else begun_with(start, self.vocabulary, shape)
        self._model = model.to(self._device).train()
        zeroed = torch.tensor([pad], device=self._device)
        self._model.model.shared.weight.register_hook(lambda gradient: gradient.index_fill(0, zeroed, 0.0))
        self._forward = LeanForward(self._model, pad)
        self._optimizers = optimizers(self._model)
        self._kind = faster_kind(self._device)
        self._parameters = [p for p in self._model.parameters() if p.requires_grad]
        self._average = [p.detach().clone() for p in self._parameters]
        self.progress = Progress(million_tokens_before=0.0 if start is None else tokens_before(start))
        if resumes:
            self._take(torch.load(self._checkpoint, map_location=self._device))

    def _losses(self, batch: Batch) -> torch.Tensor:
        with torch.autocast(self._device.type, dtype=self._kind, enabled=self._kind != torch.float32):
            return self._forward.loss(batch, SMOOTHING)

    def step(self, batch: Batch) -> float:
        factor = rate_factor(self.progress, self._budget.minutes * 60)
        for optimizer, rate in zip(self._optimizers, (MATRIX_RATE, OTHER_RATE), strict=True):
            optimizer.param_groups[0]["lr"] = rate * factor
        loss = self._losses(batch)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self._parameters, 1.0)
        for optimizer in self._optimizers:
            optimizer.step()
            optimizer.zero_grad()
        self.progress.step += 1
        self.progress.batch += 1
        decay = min(1 - 1 / AVERAGED_STEPS, (1 + self.progress.step) / (10 + self.progress.step))
        with torch.no_grad():
            torch._foreach_lerp_(self._average, self._parameters, 1 - decay)
        self.progress.tokens += int((batch.target != self.vocabulary.pad).sum())
        value = loss.item()
        if not math.isfinite(value):
            raise ArithmeticError(f"the loss is {value} at step {self.progress.step}")
        return value

    @torch.no_grad()
    def held_out_loss(self) -> float:
        """Mean cross entropy of a target token that no training sees."""
        total = count = 0.0
        for batch in self._held_out.batches(0, min(self._budget.batch_tokens, 8000)):
            tokens = int((batch.target != self.vocabulary.pad).sum())
            total += self._forward.loss(batch, 0.0).item() * tokens
            count += tokens
        return total / count

    def run(self) -> None:
        """Trains until the budget of this call or of all calls is spent; saves what a further call goes on from."""
        began = reported = saved = time.monotonic()
        spent, tokens, losses = self.progress.seconds, self.progress.tokens, []
        while True:
            for batch in self._rest_of_the_pass():
                losses.append(self.step(batch))
                now = time.monotonic()
                self.progress.seconds = spent + now - began
                if now - reported > REPORTED_SECONDS:
                    rate = (self.progress.tokens - tokens) / (now - reported)
                    print(
                        f"step {self.progress.step} pass {self.progress.corpus_pass} minutes "
                        f"{self.progress.seconds / 60:.1f} tokens {self.progress.tokens} loss "
                        f"{sum(losses) / len(losses):.3f} tokens/s {rate:.0f}",
                        flush=True,
                    )
                    reported, tokens = now, self.progress.tokens
                    losses.clear()
                if now - saved > CHECKPOINT_SECONDS:
                    self.save()
                    saved = now
                if self.is_over or now - began >= self._budget.minutes_of_call * 60:
                    self.save()
                    return
            self.progress.corpus_pass += 1
            self.progress.batch = 0

    @property
    def is_over(self) -> bool:
        return self.progress.seconds >= self._budget.minutes * 60

    def _rest_of_the_pass(self) -> Iterator[Batch]:
        number = self._seed * 1000 + self.progress.corpus_pass
        batches = self._pairs.batches(number, self._budget.batch_tokens)
        for _ in range(self.progress.batch):
            next(batches)
        return batches

    def save(self) -> None:
        """Whole or not at all."""
        self._work.mkdir(parents=True, exist_ok=True)
        state = {
            "model": self._model.state_dict(),
            "average": self._average,
            "optimizers": [optimizer.state_dict() for optimizer in self._optimizers],
            "progress": asdict(self.progress),
        }
        torch.save(state, self._checkpoint.with_suffix(".tmp"))
        self._checkpoint.with_suffix(".tmp").replace(self._checkpoint)

    def _take(self, state: dict) -> None:
        self._model.load_state_dict(state["model"])
        self._average = state["average"]
        for optimizer, saved in zip(self._optimizers, state["optimizers"], strict=True):
            optimizer.load_state_dict(saved)
        self.progress = Progress(**state["progress"])

    def write(self, out: Path) -> None:
        """The average of the last weights as a model folder, in parts of 16 MB."""
        with torch.no_grad():
            for parameter, value in zip(self._parameters, self._average, strict=True):
                parameter.copy_(value)
        loss = self.held_out_loss()
        model = self._model.to("cpu")
        write(out, self.vocabulary, self._data / "pieces.model", model, PART_BYTES)
        training = {
            "architecture": f"{self._shape.encoder_layers} encoder and {self._shape.decoder_layers} decoder layers, "
            f"width {self._shape.width}",
            "million_target_tokens": round(self.progress.tokens / 1e6, 1),
            "million_target_tokens_before": self.progress.million_tokens_before,
            "steps": self.progress.step,
            "minutes": round(self.progress.seconds / 60),
            "device": torch.cuda.get_device_name() if self._device.type == "cuda" else "cpu",
            "held_out_loss": round(loss, 4),
        }
        (out / "training.json").write_text(json.dumps(training, indent=2) + "\n", encoding="utf-8")
        print(f"held-out loss {loss:.3f} after {self.progress.tokens} tokens; written to {out}", flush=True)


def train(data: Path, work: Path, out: Path, start: Path | None, budget: Budget, seed: int) -> None:
    """Trains on packed pairs, or goes on with it, and writes the model folder."""
    burst = Burst(data, work, start, budget, SIX_DIRECTIONS, seed)
    print(f"held-out loss {burst.held_out_loss():.3f} at the start", flush=True)
    if not burst.is_over:
        burst.run()
    burst.write(out)
