"""What transformers writes with each generation setting, for the model that make_fixtures.py makes.

    pip install torch transformers sentencepiece safetensors
    python settings_fixtures.py ../resources/models/tiny-marian

Writes `settings.json` beside the model. One input at a time, as transformers lets padding count as text where
`encoder_no_repeat_ngram_size` looks at the input.
"""

import json
import sys
from collections import Counter
from pathlib import Path

import torch
from transformers import MarianMTModel, logging
from transformers.generation.logits_process import (
    MinPLogitsWarper,
    TemperatureLogitsWarper,
    TopKLogitsWarper,
    TopPLogitsWarper,
)

INPUTS = 24


def written(row: list[int], ends: list[int]) -> list[int]:
    for place, token in enumerate(row):
        if token in ends:
            return row[: place + 1]
    return row


def run(model, inputs, name: str, settings: dict, ends: list[int]) -> dict:
    outputs, scores = [], []
    for ids in inputs:
        made = model.generate(
            torch.tensor([ids]), **settings, return_dict_in_generate=True, output_scores=True, output_logits=True
        )
        outputs.append([written(row[1:], ends) for row in made.sequences.tolist()])
        if made.get("sequences_scores") is not None:
            scores.append([round(score, 5) for score in made.sequences_scores.tolist()])
    return {"name": name, "settings": settings, "outputs": outputs, "scores": scores}


def cases(model, inputs) -> dict[str, dict]:
    """Settings that change the outputs: tokens and runs that the model writes often are the ones that are forbidden."""
    plain = [model.generate(torch.tensor([ids]), num_beams=1)[0, 1:].tolist() for ids in inputs]
    tokens = [token for token, _ in Counter(t for row in plain for t in row if t != 0).most_common(6)]
    runs = [list(pair) for pair, _ in Counter(p for row in plain for p in zip(row, row[1:]) if 0 not in p).most_common(4)]
    first = [token for token, _ in Counter(row[0] for row in plain).most_common(3)]
    pad = model.generation_config.pad_token_id
    return {
        "min_new_tokens": {"num_beams": 1, "min_new_tokens": 14},
        "min_new_tokens beams": {"num_beams": 3, "min_new_tokens": 14},
        "min_length": {"num_beams": 2, "min_length": 9},
        "encoder_no_repeat": {"num_beams": 1, "encoder_no_repeat_ngram_size": 1},
        "encoder_no_repeat beams": {"num_beams": 3, "encoder_no_repeat_ngram_size": 1},
        "no_repeat": {"num_beams": 3, "no_repeat_ngram_size": 2, "repetition_penalty": 1.4},
        "bad_words": {"num_beams": 1, "bad_words_ids": [[pad], *runs, [tokens[0]]]},
        "bad_words beams": {"num_beams": 4, "bad_words_ids": [[pad], *runs]},
        "suppress": {"num_beams": 1, "suppress_tokens": tokens[:3]},
        "suppress beams": {"num_beams": 3, "suppress_tokens": tokens[:3]},
        "begin_suppress": {"num_beams": 1, "begin_suppress_tokens": first},
        "begin_suppress beams": {"num_beams": 3, "begin_suppress_tokens": first},
        "forced_bos": {"num_beams": 1, "forced_bos_token_id": tokens[1], "begin_suppress_tokens": tokens},
        "forced_bos beams": {"num_beams": 3, "forced_bos_token_id": tokens[1]},
        "eos list": {"num_beams": 1, "eos_token_id": [0, tokens[2]]},
        "eos list beams": {"num_beams": 3, "eos_token_id": [0, tokens[2]]},
        "alternatives": {"num_beams": 4, "num_return_sequences": 4},
        "alternatives early": {"num_beams": 5, "num_return_sequences": 3, "early_stopping": True, "length_penalty": 0.3},
        "without forced eos": {"num_beams": 2, "forced_eos_token_id": None, "max_new_tokens": 7},
    }


def likelihoods(model, inputs, targets) -> list[list[float]]:
    scores = []
    for ids, target in zip(inputs, targets):
        decoder = torch.tensor([[model.config.decoder_start_token_id, *target[:-1]]])
        with torch.no_grad():
            logits = model(input_ids=torch.tensor([ids]), decoder_input_ids=decoder).logits[0]
        given = torch.log_softmax(logits, dim=-1)[range(len(target)), target]
        scores.append([round(score, 5) for score in given.tolist()])
    return scores


def limits() -> list[dict]:
    """Which tokens the warpers leave, and the probability of the likeliest one."""
    generator = torch.Generator().manual_seed(11)
    made = []
    for temperature, top_k, top_p, min_p in [(1, 5, 1, 0), (0.7, 0, 0.8, 0), (1.8, 0, 1, 0.2), (1.3, 20, 0.9, 0.05)]:
        for _ in range(5):
            scores = (2 * torch.randn(40, generator=generator)).round(decimals=4)
            warped = TemperatureLogitsWarper(float(temperature))(None, scores[None])
            warped = TopKLogitsWarper(top_k)(None, warped) if top_k else warped
            warped = TopPLogitsWarper(top_p)(None, warped) if top_p < 1 else warped
            warped = MinPLogitsWarper(min_p)(None, warped) if min_p else warped
            chances = torch.softmax(warped[0], dim=-1)
            left = torch.nonzero(chances > 0).flatten().tolist()
            settings = {"temperature": temperature, "top_k": top_k, "top_p": top_p, "min_p": min_p}
            made.append(
                {"settings": settings, "scores": scores.tolist(), "left": left, "likeliest": round(chances.max().item(), 5)}
            )
    return made


def main(folder: Path) -> None:
    model = MarianMTModel.from_pretrained(folder, dtype=torch.float32).eval()
    inputs = json.loads((folder / "expected.json").read_text(encoding="utf-8"))["ids"][:INPUTS]
    made = []
    for name, settings in cases(model, inputs).items():
        ends = settings.get("eos_token_id", [0])
        made.append(run(model, inputs, name, settings, ends))
        print(name, "distinct", len({json.dumps(output) for output in made[-1]["outputs"]}))
    targets = [outputs[0] for outputs in made[-1]["outputs"]]
    expected = {
        "runs": made,
        "targets": targets,
        "target_scores": likelihoods(model, inputs, targets),
        "limits": limits(),
    }
    text = json.dumps(expected, separators=(",", ":"))
    (folder / "settings.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    torch.set_num_threads(1)
    logging.set_verbosity_error()
    main(Path(sys.argv[1]))
