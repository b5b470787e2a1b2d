"""The run that goes on for as long as it is let: `keep` trains, `branch` makes a finished model of where it stands."""

import json
import signal
import time
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

import torch
from transformers import MarianMTModel

from . import spelling, store
from .directions import Vocabulary
from .export import write
from .glance import Glance
from .lanes import Lanes
from .links import Links
from .model import SIX_DIRECTIONS, Shape, fresh
from .stream import Draw, Position, Stream
from .trunk import Progress, Trunk
from .warm import tokens_before
from .widen import begun_with

VOCABULARY = 24_000
CHECKPOINT_SECONDS = 180
STATUS_SECONDS = 20
EVALUATED_TOKENS = 2_000_000
PIECES_FROM = 80_000
LINKED = 80_000
UNSAMPLED_FROM = 0.7
_THOUSAND_SEED = 1000


def _replace(path: Path, text: str) -> None:
    unfinished = path.with_name(path.name + ".tmp")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(path)


def prepare(data: Path, work: Path, seed: int, size: int) -> None:
    """Makes of the work folder what is not there yet: pairs, pieces, links."""
    work.mkdir(parents=True, exist_ok=True)
    if not (work / "kept-out.json").exists():
        store.write(data, work, seed)
    draw = Draw(work, store.DIRECTIONS)
    if not (work / "pieces.model").exists():
        examples = draw.examples(seed + _THOUSAND_SEED, 0, PIECES_FROM)
        texts = (text for example in examples for text in (example.source, example.target))
        spelling.train(texts, size - len(Vocabulary.tags(store.DIRECTIONS)) - 1, work / "pieces.tmp")
        (work / "pieces.tmp").replace(work / "pieces.model")
    if not (work / "links.npz").exists():
        vocabulary = Vocabulary.load(work)
        examples = draw.examples(seed + _THOUSAND_SEED, 1, LINKED)
        sides = [
            vocabulary.pieces.encode([getattr(example, side) for example in examples], add_eos=True)
            for side in ("source", "target")
        ]
        Links.fitted(list(zip(*sides, strict=True)), vocabulary.size).save(work / "links.tmp.npz")
        (work / "links.tmp.npz").replace(work / "links.npz")


class Run:
    """A trunk with its stream of batches, its checkpoint and what it reports."""

    def __init__(self, work: Path, start: Path | None, seed: int, threads: int, shape: Shape) -> None:
        torch.manual_seed(seed)
        self.work = work
        self.lanes = Lanes(threads)
        self.vocabulary = Vocabulary.load(work)
        self.shape = shape
        self._checkpoint = work / "checkpoint.pt"
        size, pad = self.vocabulary.size, self.vocabulary.pad
        if self._checkpoint.exists() or start is None:
            self.trunk = Trunk(fresh(size, pad, shape), self.vocabulary, self.lanes)
        else:
            self.trunk = Trunk(begun_with(start, self.vocabulary, shape), self.vocabulary, self.lanes)
            self.trunk.progress.tokens_before = round(tokens_before(start) * 1e6)
        if self._checkpoint.exists():
            self.trunk.take(torch.load(self._checkpoint, map_location="cpu"))
        self.stream = Stream(work, self.vocabulary, Links.load(work / "links.npz"), seed)

    @property
    def progress(self) -> Progress:
        return self.trunk.progress

    @property
    def position(self) -> Position:
        return Position(self.progress.portion, self.progress.step_of_portion)

    def at(self, position: Position) -> None:
        self.progress.portion, self.progress.step_of_portion = position.portion, position.step

    def save(self) -> None:
        self.trunk.save(self._checkpoint)

    def averaged_model(self) -> MarianMTModel:
        model = fresh(self.vocabulary.size, self.vocabulary.pad, self.shape)
        model.load_state_dict(self.trunk.averaged(), strict=False)
        return model


class _Reports:
    """The status line, and a line of the curve for every evaluation."""

    def __init__(self, work: Path) -> None:
        self._status = work / "status"
        self._curve = work / "curve.jsonl"
        self._evaluated = ""
        if self._curve.exists():
            self._say(json.loads(self._curve.read_text(encoding="utf-8").splitlines()[-1]))

    def _say(self, line: dict) -> None:
        scores = ", ".join(
            f"{direction} {kinds['in-domain']}/{kinds['FLORES dev']}" for direction, kinds in line["bleu"].items()
        )
        self._evaluated = (
            f"; held-out loss {line['held_out_loss']:.3f} and BLEU (in-domain/FLORES dev) at "
            f"{line['tokens'] / 1e6:.1f} M: {scores}"
        )

    def evaluated(self, progress: Progress, loss: float, scores: dict) -> None:
        line = {
            "tokens": progress.tokens,
            "tokens_before": progress.tokens_before,
            "cpu_hours": round(progress.cpu_seconds / 3600, 3),
            "hours": round(progress.seconds / 3600, 3),
            "held_out_loss": round(loss, 4),
            "bleu": scores,
        }
        with self._curve.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(line) + "\n")
        self._say(line)

    def status(self, progress: Progress, loss: float, now: float, cpu: float) -> None:
        _replace(
            self._status,
            f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC: {progress.tokens:,} target tokens seen "
            f"({progress.tokens_before:,} before), {now:,.0f} tokens/s, {cpu:,.0f} for each second of a core, "
            f"loss {loss:.3f}{self._evaluated}\n",
        )


class _Stop:
    """Whether somebody asked to stop."""

    def __init__(self) -> None:
        self.asked = False
        signal.signal(signal.SIGTERM, self._ask)
        signal.signal(signal.SIGINT, self._ask)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self.asked = True


def keep(data: Path, work: Path, start: Path | None, seed: int, threads: int, most_steps: int | None = None) -> None:
    """Trains until it is stopped by SIGTERM; `most_steps` ends it earlier."""
    stop = _Stop()
    run = Run(work, start, seed, threads, SIX_DIRECTIONS)
    glance, reports, progress = Glance(data, work, run.vocabulary, run.lanes), _Reports(work), run.progress
    saved = reported = time.monotonic()
    began, cpu_began, tokens_began = reported, time.process_time(), progress.tokens
    losses: list[float] = []
    for following, batches in run.stream.after(run.position):
        if stop.asked or (most_steps is not None and progress.steps >= most_steps):
            break
        if progress.tokens // EVALUATED_TOKENS > progress.evaluated_at:
            model = run.averaged_model()
            reports.evaluated(progress, glance.loss(model), glance.scores(model))
            progress.evaluated_at = progress.tokens // EVALUATED_TOKENS
            run.save()
            began, cpu_began, tokens_began = time.monotonic(), time.process_time(), progress.tokens
        losses.append(run.trunk.step(batches))
        run.at(following)
        now, cpu = time.monotonic(), time.process_time()
        if now - reported > STATUS_SECONDS:
            new = progress.tokens - tokens_began
            progress.seconds += now - began
            progress.cpu_seconds += cpu - cpu_began
            reports.status(progress, sum(losses) / len(losses), new / (now - began), new / (cpu - cpu_began))
            began, cpu_began, tokens_began, reported = now, cpu, progress.tokens, now
            losses.clear()
        if now - saved > CHECKPOINT_SECONDS:
            run.save()
            saved = time.monotonic()
    run.save()


def branch(work: Path, out: Path, tokens: int, seed: int, threads: int) -> None:
    """Writes a finished model: a copy of the trunk that is trained on so many further tokens at a rate that falls to
    zero, or with none of them the average of the trunk's weights. The trunk and its checkpoint stay as they are."""
    run = Run(work, None, seed, threads, SIX_DIRECTIONS)
    first = run.progress.tokens
    for following, batches in run.stream.after(run.position):
        done = run.progress.tokens - first
        if done >= tokens:
            break
        part = done / tokens
        loss = run.trunk.step(batches, 1 - part, sampled=part < UNSAMPLED_FROM)
        run.at(following)
        print(f"{done} of {tokens} tokens, loss {loss:.3f}", flush=True)
    write(out, run.vocabulary, work / "pieces.model", run.trunk.model if tokens else run.averaged_model())
    _replace(out / "training.json", json.dumps(_training(run, tokens), indent=2) + "\n")


def _training(run: Run, branch_tokens: int) -> dict:
    """How the model came about, for its card."""
    curve = run.work / "curve.jsonl"
    lines = curve.read_text(encoding="utf-8").splitlines() if curve.exists() else []
    progress = run.progress
    return {
        "architecture": f"{run.shape.encoder_layers} encoder and {run.shape.decoder_layers} decoder layers, "
        f"width {run.shape.width}",
        "million_target_tokens": round(progress.tokens / 1e6, 1),
        "million_target_tokens_before": round(progress.tokens_before / 1e6, 1),
        "million_target_tokens_falling": round(branch_tokens / 1e6, 1),
        "steps": progress.steps,
        "minutes": round(progress.seconds / 60),
        "core_hours": round(progress.cpu_seconds / 3600, 1),
        "curve": [json.loads(line) for line in lines],
    }
