"""The scorer of sentences: the shipped network is the one that was measured, and training learns what sets a sentence apart."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import load_file

from scriptorium_training.summary import export, features, train

FOLDER = Path(__file__).resolve().parents[2] / "models" / "summary-scorer"


def test_the_shipped_weights_have_the_shapes_that_the_configuration_says() -> None:
    config = json.loads((FOLDER / "config.json").read_text(encoding="utf-8"))
    weights = load_file(FOLDER / "model.safetensors")
    count, hidden = len(config["features"]), config["hidden_size"]
    assert {name: tensor.shape for name, tensor in weights.items()} == {
        "hidden.weight": (hidden, count),
        "hidden.bias": (hidden,),
        "output.weight": (1, hidden),
        "output.bias": (1,),
    }
    assert {tensor.dtype for tensor in weights.values()} == {np.dtype(np.float32)}
    assert len(config["means"]) == len(config["scales"]) == count
    assert config["served_by"] == "summarizer"


def _write(work: Path, split: str, names: list[str], rng: np.random.Generator) -> None:
    with gzip.open(work / f"{split}.made-up.features.gz", "wt", encoding="utf-8") as lines:
        lines.write(json.dumps({"features": names, "embeddingModel": "abc"}) + "\n")
        for _ in range(130):
            rows = rng.random((5, 2))
            rouge = np.stack([rows[:, 1]] * 3, axis=1)
            lines.write(json.dumps({"features": rows.tolist(), "rouge": rouge.tolist()}) + "\n")


def test_training_finds_the_feature_that_matters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train, "EPOCHS", 40)
    rng = np.random.default_rng(3)
    for split in ("train", "dev"):
        _write(tmp_path, split, ["noise", "signal"], rng)
    train.train(tmp_path, seed=1)
    export.export(tmp_path, tmp_path / "model")
    trained = torch.load(tmp_path / "model.pt")
    scorer = train.Scorer(2)
    scorer.load_state_dict(trained["model"])
    dev = features.load(tmp_path, "dev").documents
    standard = [(document.features - trained["means"]) / trained["scales"] for document in dev]
    hits = [
        int(scorer(torch.tensor(rows, dtype=torch.float32)).argmax()) == int(document.features[:, 1].argmax())
        for rows, document in zip(standard, dev, strict=True)
    ]
    assert np.mean(hits) > 0.9
    assert json.loads((tmp_path / "model/config.json").read_text())["features"] == ["noise", "signal"]


def test_features_of_two_versions_are_not_mixed(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    _write(tmp_path, "train", ["noise", "signal"], rng)
    (tmp_path / "train.made-up.features.gz").rename(tmp_path / "train.a.features.gz")
    _write(tmp_path, "train", ["signal", "noise"], rng)
    with pytest.raises(ValueError, match="another version"):
        features.load(tmp_path, "train")
