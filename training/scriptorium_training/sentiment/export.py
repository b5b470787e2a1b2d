"""export: writes the classifier and the tokenizer that it shares with the sentence embeddings."""

from pathlib import Path

import torch

from ..embedding.export import write_tokenizer
from .train import fresh


def export(work: Path, encoder_work: Path, out: Path) -> None:
    """Writes everything of the model folder but its results and its card."""
    out.mkdir(parents=True, exist_ok=True)
    model = fresh({})
    model.load_state_dict(torch.load(work / "model.pt", map_location="cpu")["model"])
    model.half().save_pretrained(out)
    write_tokenizer(encoder_work, out)
