"""export: writes the model's folder: keys and weights, how a text becomes keys, and the tokenizer of the embeddings."""

import json
import shutil
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

from .features import JOINING, NEGATION_REACH, NEGATORS, TOKEN_RUN
from .prepare import BOUNDS, LABELS
from .train import LENGTH_POWER

ARCHITECTURE = "ScriptoriumPhrasesForSequenceClassification"
TOKENIZER_FILES = ("tokenizer.json", "tokenizer_config.json")
MOST_TOKENS = 512


def export(work: Path, tokenizer: Path, out: Path) -> None:
    """Writes everything of the model folder but its results and its card; `tokenizer` is the folder that has one."""
    out.mkdir(parents=True, exist_ok=True)
    model = np.load(work / "model.npz")
    # The product compares keys as signed numbers.
    keys = model["keys"].view(np.int32)
    order = np.argsort(keys)
    save_file({"keys": keys[order], "weights": model["weights"][order].astype(np.float16)}, out / "model.safetensors")
    config = {
        "architectures": [ARCHITECTURE],
        "id2label": dict(enumerate(LABELS)),
        "bounds": BOUNDS,
        "spread": round(float(model["spread"]), 4),
        "intercept": round(float(model["intercept"]), 4),
        "features": len(keys),
        "length_power": LENGTH_POWER,
        "token_run": TOKEN_RUN,
        "negation_reach": NEGATION_REACH,
        "negators": NEGATORS,
        "joining": JOINING,
        "max_position_embeddings": MOST_TOKENS,
    }
    (out / "config.json").write_text(json.dumps(config, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    for name in TOKENIZER_FILES:
        shutil.copyfile(tokenizer / name, out / name)
