"""export: writes the averaged weights and the vocabulary in the layout in which OPUS-MT models are published."""

import json
import shutil
from pathlib import Path

import sentencepiece
import torch
from transformers import GenerationConfig

from .model import EOS, PAD, POSITIONS, VOCABULARY, fresh

TOKENIZER_CONFIG = {
    "tokenizer_class": "MarianTokenizer",
    "source_lang": "en",
    "target_lang": "de",
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


def export(work: Path, out: Path, snapshots: int) -> None:
    """Writes everything of the model folder but its results and its card."""
    out.mkdir(parents=True, exist_ok=True)
    model = fresh()
    model.load_state_dict(averaged(work, snapshots))
    model.generation_config = GenerationConfig(
        decoder_start_token_id=PAD,
        pad_token_id=PAD,
        eos_token_id=EOS,
        forced_eos_token_id=EOS,
        bad_words_ids=[[PAD]],
        num_beams=4,
        max_length=POSITIONS,
    )
    model.half().save_pretrained(out)
    for side in ("source", "target"):
        shutil.copyfile(work / "pieces.model", out / f"{side}.spm")
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(work / "pieces.model"))
    vocabulary = {pieces.id_to_piece(number): number for number in range(VOCABULARY - 1)} | {"<pad>": PAD}
    (out / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    (out / "tokenizer_config.json").write_text(json.dumps(TOKENIZER_CONFIG, indent=2) + "\n", encoding="utf-8")
