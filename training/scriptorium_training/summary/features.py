"""Reads what the Java program SummaryFeatures wrote: the features are computed in one place, where the product computes them."""

import gzip
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass(frozen=True)
class Document:
    """A text with a row for each sentence: its features, and its ROUGE-1, -2 and -L against the summary."""

    corpus: str
    features: np.ndarray
    rouge: np.ndarray


@dataclass(frozen=True)
class Documents:
    """All texts of a split; `names` are the features', `embedding_model` the digest of the vectors' model."""

    names: list[str]
    embedding_model: str
    documents: list[Document]


def load(work: Path, split: str) -> Documents:
    names, embedding_model, documents = [], "", []
    for path in sorted(work.glob(f"{split}.*.features.gz")):
        corpus = path.name.removeprefix(f"{split}.").removesuffix(".features.gz")
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            header = json.loads(next(lines))
            if names and (header["features"], header["embeddingModel"]) != (names, embedding_model):
                raise ValueError(f"{path} was written by another version than the files before it; write all anew")
            names, embedding_model = header["features"], header["embeddingModel"]
            for row in map(json.loads, lines):
                features, rouge = (np.array(row[key], np.float32) for key in ("features", "rouge"))
                documents.append(Document(corpus, features, rouge))
    if not documents:
        raise FileNotFoundError(f"no {split}.*.features.gz in {work}: run SummaryFeatures of benchmarks first")
    return Documents(names, embedding_model, documents)
