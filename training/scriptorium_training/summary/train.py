"""train: fits the scorer so that, of a text's sentences, those that share most with the summary by people score highest."""

import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from .features import Document, Documents, load

HIDDEN = 16
EPOCHS = 20
BATCH = 64
RATE = 3e-3
# Of a text longer than this the first sentences are learned from; the others hardly ever are the best ones.
MOST_SENTENCES = 200
# The chance that a sentence should be chosen: softmax of its ROUGE over this.
SPREAD = 0.05
SMALLEST_SCALE = 1e-2


class Scorer(nn.Module):
    """The network that the summarizer-service computes; its output goes through the logistic function there."""

    def __init__(self, features: int) -> None:
        super().__init__()
        self.hidden = nn.Linear(features, HIDDEN)
        self.output = nn.Linear(HIDDEN, 1)

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        return self.output(torch.tanh(self.hidden(features)))[..., 0]


def quality(document: Document) -> np.ndarray:
    """The mean of ROUGE-1 and ROUGE-2 of each sentence."""
    return document.rouge[:, :2].mean(axis=1)


def standardizing(documents: list[Document]) -> tuple[np.ndarray, np.ndarray]:
    """What to take from each feature, and what to divide it by."""
    rows = np.concatenate([document.features for document in documents])
    return rows.mean(axis=0), np.maximum(rows.std(axis=0), SMALLEST_SCALE)


def _batch(
    documents: list[Document], means: np.ndarray, scales: np.ndarray
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Features, quality, and where there are sentences; each document is a row, padded."""
    width = min(MOST_SENTENCES, max(len(document.features) for document in documents))
    features = torch.zeros(len(documents), width, len(means))
    gold, there = torch.zeros(len(documents), width), torch.zeros(len(documents), width, dtype=torch.bool)
    for row, document in enumerate(documents):
        count = min(width, len(document.features))
        features[row, :count] = torch.from_numpy((document.features[:count] - means) / scales)
        gold[row, :count] = torch.from_numpy(quality(document)[:count])
        there[row, :count] = True
    return features, gold, there


def _loss(scores: torch.Tensor, gold: torch.Tensor, there: torch.Tensor) -> torch.Tensor:
    """Which sentence to choose (a listwise cross-entropy), and how near each comes to the best one, which makes a score of
    one text mean the same as that of another."""
    scores = scores.masked_fill(~there, -1e4)
    chances = torch.softmax((gold / SPREAD).masked_fill(~there, -1e4), dim=1)
    choice = -(chances * torch.log_softmax(scores, dim=1)).sum(dim=1).mean()
    best = gold.max(dim=1, keepdim=True).values.clamp(min=1e-3)
    nearness = functional.binary_cross_entropy_with_logits(scores, gold / best, reduction="none")
    return choice + nearness[there].mean()


def _report(scorer: Scorer, dev: Documents, means: np.ndarray, scales: np.ndarray) -> None:
    found: dict[str, list[tuple[float, float]]] = {}
    for document in dev.documents:
        with torch.inference_mode():
            chosen = int(scorer(torch.from_numpy((document.features - means) / scales)).argmax())
        found.setdefault(document.corpus, []).append((document.rouge[chosen, 0], document.rouge[0, 0]))
    for corpus, pairs in found.items():
        ours, first = 100 * np.array(pairs).mean(axis=0)
        print(f"  {corpus}: ROUGE-1 of the best sentence {ours:.1f}, of the first {first:.1f}", flush=True)


def train(work: Path, seed: int) -> None:
    """Writes model.pt into the work folder."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    rng = np.random.default_rng(seed)
    given, dev = load(work, "train"), load(work, "dev")
    documents = given.documents
    means, scales = standardizing(documents)
    scorer = Scorer(len(given.names))
    optimizer = torch.optim.AdamW(scorer.parameters(), lr=RATE, weight_decay=1e-3)
    steps, step, started = EPOCHS * (len(documents) // BATCH), 0, time.process_time()
    for epoch in range(EPOCHS):
        total = 0.0
        # texts of like length side by side, a little shuffled, so that little is padded
        order = sorted(rng.permutation(len(documents)), key=lambda i: len(documents[i].features) // 4)
        batches = [order[at : at + BATCH] for at in range(0, len(order) - BATCH + 1, BATCH)]
        for number in rng.permutation(len(batches)):
            features, gold, there = _batch([documents[i] for i in batches[number]], means, scales)
            optimizer.param_groups[0]["lr"] = RATE * max(0.02, 1 - step / steps)
            loss = _loss(scorer(features), gold, there)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item()
            step += 1
        print(f"epoch {epoch + 1} loss {total / len(batches):.4f}", flush=True)
    _report(scorer, dev, means, scales)
    torch.save(
        {
            "model": scorer.state_dict(),
            "features": given.names,
            "means": means.tolist(),
            "scales": scales.tolist(),
            "embedding_model": given.embedding_model,
            # each text is there with its title and without
            "texts": len(documents) // 2,
            "epochs": EPOCHS,
            "seconds": round(time.process_time() - started),
        },
        work / "model.pt",
    )
