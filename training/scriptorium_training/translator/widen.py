"""Begins a wider and deeper model with what a smaller one has learned: numbers, heads and inner units are repeated and
what reads them is divided among the copies (Chen et al. 2016, "Net2Net"), and further layers change nothing yet."""

import json
from pathlib import Path

import torch
from transformers import MarianMTModel

from .directions import Vocabulary
from .model import Shape, fresh
from .warm import parts

Weights = dict[str, torch.Tensor]


def _nearest(old: int, new: int) -> torch.Tensor:
    """For each new number the old one whose place among the frequencies of the positions is nearest, sines and cosines
    by themselves."""
    half = torch.clamp((torch.arange(new // 2) * old / new).round().long(), max=old // 2 - 1)
    return torch.cat([half, half + old // 2])


def _repeated(old: int, new: int) -> torch.Tensor:
    return torch.arange(new) % old


def _portions(chosen: torch.Tensor) -> torch.Tensor:
    """Among copies of the same number random portions that add up to one, so that the copies do not stay alike."""
    drawn = torch.rand(len(chosen)) + 0.5
    return drawn / torch.zeros(int(chosen.max()) + 1).index_add_(0, chosen, drawn)[chosen]


def _layer(prefix: str, old: Weights, wide: torch.Tensor, inner: torch.Tensor, heads: torch.Tensor) -> Weights:
    within = (heads[:, None] * 64 + torch.arange(64)).flatten()
    reading, from_inner, from_heads = _portions(wide), _portions(inner), _portions(heads).repeat_interleave(64)
    found = {}
    for name, value in old.items():
        if not name.startswith(prefix):
            continue
        part = name.rsplit(".", 2)[-2]
        matrix = value.ndim == 2
        if part in ("q_proj", "k_proj", "v_proj"):
            found[name] = value[within][:, wide] * reading if matrix else value[within]
        elif part == "out_proj":
            found[name] = value[wide][:, within] * from_heads if matrix else value[wide]
        elif part == "fc1":
            found[name] = value[inner][:, wide] * reading if matrix else value[inner]
        elif part == "fc2":
            found[name] = value[wide][:, inner] * from_inner if matrix else value[wide]
        else:
            found[name] = value[wide]
    return found


def _changing_nothing(target: Weights, prefix: str, before: Weights, norm: str) -> None:
    """A further layer whose additions are zero and whose norms give back what the norm before it gave."""
    gain, shift = before[f"{norm}.weight"], before[f"{norm}.bias"]
    deviation = (gain.square().mean() + shift.var(correction=0)).sqrt()
    for name in target:
        if name.startswith(prefix):
            if "layer_norm" in name:
                target[name].fill_(deviation if name.endswith("weight") else shift.mean())
            elif "out_proj" in name or "fc2" in name:
                target[name].zero_()


def widen(old: MarianMTModel, old_shape: Shape, model: MarianMTModel, shape: Shape) -> torch.Tensor:
    """Sets the layers of the model; gives for each number of its width the old one."""
    wide = _nearest(old_shape.width, shape.width)
    inner, heads = _repeated(old_shape.inner, shape.inner), _repeated(old_shape.heads, shape.heads)
    source, target = old.state_dict(), model.state_dict()
    for side, count, further in (
        ("encoder", old_shape.encoder_layers, shape.encoder_layers),
        ("decoder", old_shape.decoder_layers, shape.decoder_layers),
    ):
        for number in range(further):
            prefix = f"model.{side}.layers.{number}."
            if number < count:
                for name, value in _layer(prefix, source, wide, inner, heads).items():
                    target[name].copy_(value)
            else:
                last = f"model.{side}.layers.{count - 1}.final_layer_norm"
                _changing_nothing(target, prefix, target, last)
    # The tied output adds up more numbers than before.
    grown = (shape.width / old_shape.width) ** 0.5
    for part in ("weight", "bias"):
        target[f"model.decoder.layers.{shape.decoder_layers - 1}.final_layer_norm.{part}"].div_(grown)
    return wide


def _shape(folder: Path) -> Shape:
    settings = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    return Shape(settings["d_model"], settings["encoder_layers"], settings["decoder_layers"])


def begun_with(folder: Path, vocabulary: Vocabulary, shape: Shape) -> MarianMTModel:
    """A model of this shape and vocabulary that knows what the exported one knows."""
    model = fresh(vocabulary.size, vocabulary.pad, shape)
    old, old_shape = MarianMTModel.from_pretrained(folder, dtype=torch.float32), _shape(folder)
    known = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
    equal = 0
    with torch.no_grad():
        if old_shape == shape:
            wide = torch.arange(shape.width)
            theirs, mine = old.state_dict(), model.state_dict()
            for name in (name for name in mine if ".layers." in name):
                mine[name].copy_(theirs[name])
        else:
            wide = widen(old, old_shape, model, shape)
        scale = (old_shape.width / shape.width) ** 0.5
        tags = [number for token, number in known.items() if token.startswith(">>")]
        for number, token in enumerate(vocabulary.tokens()):
            if number == vocabulary.pad:
                continue
            is_tag = number >= len(vocabulary.pieces)
            ids = tags if is_tag and token not in known else parts(token, known)
            equal += token in known
            if ids:
                model.model.shared.weight[number] = old.model.shared.weight[ids].mean(dim=0)[wide] * scale
    print(f"of {vocabulary.size} pieces {equal} were known to {folder.name}", flush=True)
    return model
