"""train: fine-tunes the sentence encoder with a five-way head. The word vectors stay as they are, so that what is
learned from English carries over to the other languages."""

import math
import time
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.nn import functional
from transformers import BertForSequenceClassification

from ..embedding.model import config
from .prepare import BOUNDS, LABELS, Rated, load

EPOCHS = 3
BATCH = 64
RATE = 4e-4
DROPOUT = 0.15
RATING_SPREAD = 0.7
LONGEST_TOKENS = 64


def soft_label(rating: float) -> list[float]:
    """The chance of each bin if the true rating lies normally distributed about the mean that was given."""
    below = [0.5 * (1 + math.erf((bound - rating) / (RATING_SPREAD * math.sqrt(2)))) for bound in BOUNDS]
    edges = [0.0, *below, 1.0]
    return [after - before for before, after in zip(edges, edges[1:], strict=False)]


def fresh(encoder: dict[str, torch.Tensor]) -> BertForSequenceClassification:
    """A classifier on the trained sentence encoder with an untrained pooler and head."""
    settings = config()
    settings.id2label = dict(enumerate(LABELS))
    settings.label2id = {label: number for number, label in enumerate(LABELS)}
    settings.hidden_dropout_prob = DROPOUT
    model = BertForSequenceClassification(settings)
    model.bert.load_state_dict(encoder, strict=False)
    for parameter in model.bert.embeddings.parameters():
        parameter.requires_grad = False
    return model


def encoded(tokenizer: Tokenizer, texts: list[str]) -> tuple[torch.Tensor, torch.Tensor]:
    """Padded ids and attention mask."""
    rows = tokenizer.encode_batch(texts)
    return torch.tensor([row.ids for row in rows]), torch.tensor([row.attention_mask for row in rows])


def train(work: Path, encoder_work: Path, seed: int, threads: int) -> None:
    """Writes model.pt into the work folder."""
    torch.manual_seed(seed)
    torch.set_num_threads(threads)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    rows: list[Rated] = load(work, "train")
    tokenizer = Tokenizer.from_file(str(encoder_work / "tokenizer.json"))
    tokenizer.enable_truncation(LONGEST_TOKENS)
    tokenizer.enable_padding()
    model = fresh(torch.load(encoder_work / "checkpoint.pt", map_location="cpu")["model"]).to(device).train()
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=RATE, weight_decay=0.05)
    rng = np.random.default_rng(seed)
    steps = EPOCHS * (len(rows) // BATCH)
    step, started = 0, time.monotonic()
    for epoch in range(EPOCHS):
        total = 0.0
        by_length = sorted(rng.permutation(len(rows)), key=lambda i: len(rows[i].text) // 20)
        batches = [by_length[at : at + BATCH] for at in range(0, len(rows) - BATCH + 1, BATCH)]
        for number in rng.permutation(len(batches)):
            chosen = [rows[i] for i in batches[number]]
            ids, mask = encoded(tokenizer, [row.text for row in chosen])
            gold = torch.tensor([soft_label(row.rating) for row in chosen])
            optimizer.param_groups[0]["lr"] = RATE * min(1.0, (step + 1) / 100) * (1 - step / steps)
            with torch.autocast(device.type, dtype=torch.bfloat16):
                logits = model(input_ids=ids.to(device), attention_mask=mask.to(device)).logits
            loss = functional.cross_entropy(logits.float(), gold.to(device))
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            total += loss.item()
            step += 1
        minutes = (time.monotonic() - started) / 60
        print(f"epoch {epoch + 1} minutes {minutes:.1f} loss {total / len(batches):.3f}", flush=True)
    torch.save({"model": model.state_dict(), "minutes": minutes}, work / "model.pt")
