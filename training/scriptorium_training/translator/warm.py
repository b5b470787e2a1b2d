"""Begins a training with the weights of an exported model of the same architecture, whatever its pieces."""

import json
from pathlib import Path

import torch
from transformers import MarianMTModel

from .. import results
from .directions import Vocabulary

_OF_THE_VOCABULARY = ("shared", "embed_tokens", "lm_head", "final_logits_bias", "embed_positions")


def parts(token: str, known: dict[str, int]) -> list[int]:
    """The known pieces that a token consists of, from the left the longest first, without characters of no piece."""
    found, at = [], 0
    while at < len(token):
        end = next((end for end in range(len(token), at, -1) if token[at:end] in known), None)
        if end is not None:
            found.append(known[token[at:end]])
        at = end or at + 1
    return found


def warm_start(model: MarianMTModel, vocabulary: Vocabulary, folder: Path) -> None:
    """Takes over all layers, the embeddings of equal pieces, and for a new piece the mean of the old ones in it."""
    old = MarianMTModel.from_pretrained(folder, dtype=torch.float32)
    layers = {
        name: value for name, value in old.state_dict().items() if not any(part in name for part in _OF_THE_VOCABULARY)
    }
    model.load_state_dict(layers, strict=False)
    known = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
    equal = 0
    with torch.no_grad():
        for number, token in enumerate(vocabulary.tokens()):
            if number == vocabulary.pad:
                continue
            ids = parts(token, known)
            equal += token in known
            if ids:
                model.model.shared.weight[number] = old.model.shared.weight[ids].mean(dim=0)
    print(f"of {vocabulary.size} pieces {equal} were known to {folder.name}")


def tokens_before(folder: Path) -> float:
    """Million target tokens that the model in the folder was trained on, 0 where its results file is missing."""
    if not (folder / results.FILE).exists():
        return 0.0
    training = json.loads((folder / results.FILE).read_text(encoding="utf-8"))["training"]
    return training["million_target_tokens"] + training.get("million_target_tokens_before", 0)
