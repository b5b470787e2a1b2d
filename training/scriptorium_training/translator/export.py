"""export: writes the averaged weights and the vocabulary in the layout in which OPUS-MT models are published."""

import json
import shutil
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from transformers import GenerationConfig, MarianMTModel

from .directions import EOS, Vocabulary
from .lean import GUIDED_HEADS
from .model import POSITIONS, fresh

WHOLE = 10**9


def _languages(codes: set[str]) -> str:
    """One code, or as OPUS-MT writes several."""
    return "+".join(sorted(codes))


def tokenizer_config(vocabulary: Vocabulary) -> dict[str, Any]:
    return {
        "tokenizer_class": "MarianTokenizer",
        "source_lang": _languages({direction.source for direction in vocabulary.directions}),
        "target_lang": _languages({direction.target for direction in vocabulary.directions}),
        "unk_token": "<unk>",
        "eos_token": "</s>",
        "pad_token": "<pad>",
        "model_max_length": POSITIONS,
        "separate_vocabs": False,
    }


def averaged(work: Path, snapshots: int) -> dict[str, torch.Tensor]:
    """The mean of the last snapshots, in fp32."""
    states = [torch.load(path) for path in sorted(work.glob("snapshot-*.pt"))[-snapshots:]]
    return {name: torch.stack([state[name].float() for state in states]).mean(dim=0) for name in states[0]}


def write(
    out: Path, vocabulary: Vocabulary, pieces: Path, model: MarianMTModel, most_bytes_of_a_file: int = WHOLE
) -> None:
    """The weights in fp16, the settings and the vocabulary: what `transformers` and the product load, the weights in
    parts where they are larger than a file may be."""
    out.mkdir(parents=True, exist_ok=True)
    model.generation_config = GenerationConfig(
        decoder_start_token_id=vocabulary.pad,
        pad_token_id=vocabulary.pad,
        eos_token_id=EOS,
        forced_eos_token_id=EOS,
        bad_words_ids=[[vocabulary.pad]],
        num_beams=4,
        max_length=POSITIONS,
    )
    # More than the two sides in tokenizer_config.json say: not every one of the sources is translated to every target.
    model.config.language_pairs = list(map(str, vocabulary.directions))
    # The heads that training shows word alignments: what the product places inline codes by.
    model.config.alignment_heads = [[model.config.decoder_layers - 1, head] for head in range(GUIDED_HEADS)]
    model.half().save_pretrained(out, max_shard_size=most_bytes_of_a_file)
    for side in ("source", "target"):
        shutil.copyfile(pieces, out / f"{side}.spm")
    ids = {token: number for number, token in enumerate(vocabulary.tokens())}
    (out / "vocab.json").write_text(json.dumps(ids, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    config = json.dumps(tokenizer_config(vocabulary), indent=2)
    (out / "tokenizer_config.json").write_text(config + "\n", encoding="utf-8")


def join_parts(folder: Path) -> None:
    """One file of weights in place of its parts."""
    index = folder / "model.safetensors.index.json"
    if not index.exists():
        return
    names = sorted(set(json.loads(index.read_text(encoding="utf-8"))["weight_map"].values()))
    weights = {name: value for part in names for name, value in load_file(folder / part).items()}
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    for name in (*names, index.name):
        (folder / name).unlink()


def export(work: Path, out: Path, snapshots: int) -> None:
    """Writes everything of the model folder but its shortlists, its results and its card."""
    vocabulary = Vocabulary.load(work)
    model = fresh(vocabulary.size, vocabulary.pad)
    model.load_state_dict(averaged(work, snapshots))
    write(out, vocabulary, work / "pieces.model", model)
