"""Writes what transformers, or this package, makes of the shipped weights, for the engine's parity tests."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from .embedding.embed import Embeddings
from .sentiment.classify import Sentiments
from .translator.translate import Translations

TEXTS = Path(__file__).parent / "fixture_texts.json"


def _translator(folder: Path, texts: list[str]) -> list[dict[str, Any]]:
    """Each text by itself: a batch's padding changes the last bits, and with them a close decision."""
    model = Translations(folder)
    rows = []
    for text in texts:
        [greedy], [beam] = model.ids([text], beams=1), model.ids([text], beams=4)
        greedy_text, beam_text = model.tokenizer.batch_decode([greedy, beam], skip_special_tokens=True)
        rows.append(
            {
                "source": text,
                "sourceIds": model.tokenizer(text)["input_ids"],
                "greedyIds": greedy,
                "greedyText": greedy_text,
                "beam4Ids": beam,
                "beam4Text": beam_text,
            }
        )
    return rows


def _embedding(folder: Path, texts: list[str]) -> list[dict[str, Any]]:
    model = Embeddings(folder)
    return [
        {
            "text": text,
            "ids": model.tokenizer(text)["input_ids"],
            "vector": [round(float(value), 6) for value in model.vectors([text])[0]],
        }
        for text in texts
    ]


def _sentiment(folder: Path, texts: list[str]) -> list[dict[str, Any]]:
    model = Sentiments(folder)
    return [
        {
            "text": text,
            "ids": model.tokenizer.encode(text).ids,
            "probabilities": [round(float(value), 6) for value in model.probabilities([text])[0]],
        }
        for text in texts
    ]


_MAKERS = {
    "translator-en-de": _translator,
    "translator": _translator,
    "sentence-embedding": _embedding,
    "sentiment": _sentiment,
}
MODELS = tuple(_MAKERS)


def write(models: Path, names: Sequence[str], out: Path) -> None:
    """One file for each of the named models."""
    torch.set_num_threads(1)
    out.mkdir(parents=True, exist_ok=True)
    texts = json.loads(TEXTS.read_text(encoding="utf-8"))
    for name in names:
        lines = [json.dumps(row, ensure_ascii=False) for row in _MAKERS[name](models / name, texts[name])]
        (out / f"{name}.json").write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")
