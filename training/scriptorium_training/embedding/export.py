"""export: writes the encoder in the layout of sentence-transformers."""

import json
from pathlib import Path

import torch
from tokenizers import Tokenizer

from .model import POSITIONS, config, fresh

TOKENIZER_CONFIG = {
    "tokenizer_class": "PreTrainedTokenizerFast",
    "model_max_length": POSITIONS,
    "pad_token": "[PAD]",
    "unk_token": "[UNK]",
    "cls_token": "[CLS]",
    "sep_token": "[SEP]",
    "mask_token": "[MASK]",
}
MODULES = [
    {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
    {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
    {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
]
POOLING = {
    "word_embedding_dimension": config().hidden_size,
    "pooling_mode_cls_token": False,
    "pooling_mode_mean_tokens": True,
    "pooling_mode_max_tokens": False,
    "pooling_mode_mean_sqrt_len_tokens": False,
}


def write_json(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def write_tokenizer(work: Path, out: Path) -> None:
    """tokenizer.json without truncation or padding: both are the caller's choice."""
    tokenizer = Tokenizer.from_file(str(work / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokenizer.save(str(out / "tokenizer.json"), pretty=False)
    write_json(out / "tokenizer_config.json", TOKENIZER_CONFIG)


def export(work: Path, out: Path) -> None:
    """Writes everything of the model folder but its results and its card."""
    out.mkdir(parents=True, exist_ok=True)
    model = fresh()
    model.load_state_dict(torch.load(work / "checkpoint.pt", map_location="cpu")["model"])
    model.half().save_pretrained(out)
    write_tokenizer(work, out)
    write_json(out / "modules.json", MODULES)
    write_json(out / "1_Pooling" / "config.json", POOLING)
    write_json(out / "sentence_bert_config.json", {"max_seq_length": POSITIONS, "do_lower_case": False})
