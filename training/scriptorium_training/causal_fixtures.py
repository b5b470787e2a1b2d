"""Small decoder-only models with random weights, and what transformers makes of them, for the engine's parity tests.

python -m scriptorium_training.causal_fixtures <models> writes one model folder for each architecture into the folder, where
stories260k is already, and rotary.json into the folder parity beside it.
"""

import json
import sys
from pathlib import Path
from typing import Any

import tokenizers
import torch
import transformers
from tokenizers import decoders, models, normalizers, pre_tokenizers, processors, trainers

SENTENCES = [
    "The old harbour master counted seven boats, and 1234 gulls, before the rain began.",
    "Don't you think it's late? They've said we'll meet at 10:45 -- if the train isn't late.",
    "Die Müllers fuhren über die Brücke; es war schön, aber kalt.",
    "def area(width, height):\n    return width * height  # in metres\n\n\nprint(area(3, 4))",
    "価格は¥3,500です。 Привет, мир! 🙂👍🏽 naïve café",
    "  leading spaces,\ttabs\tand trailing ones   ",
    "a" * 40 + " " + "12345678901234567890",
    "",
]
CHAT = """{%- for message in messages %}
    {{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}
{%- endfor %}
{%- if add_generation_prompt %}{{- '<|im_start|>assistant\\n' }}{% endif %}
"""
PROMPTS = [[5], list(range(20, 50)), [7, 300, 9, 9, 9, 41, 256, 255, 3, 17, 88, 120]]
NEW_TOKENS = 24
LLAMA3_SPLIT = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
QWEN_SPLIT = LLAMA3_SPLIT.replace(r"\p{N}{1,3}", r"\p{N}")


def byte_level(split: str | None, bos: str | None, eos: str, extra: list[str]) -> tokenizers.Tokenizer:
    """A byte-level BPE as Llama 3, Qwen and GPT-2 have it."""
    tokenizer = tokenizers.Tokenizer(models.BPE())
    if split is None:
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    else:
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
            [
                pre_tokenizers.Split(tokenizers.Regex(split), behavior="isolated"),
                pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
            ]
        )
    if split == QWEN_SPLIT:
        tokenizer.normalizer = normalizers.NFC()
    special = [token for token in [bos, eos, *extra] if token]
    trainer = trainers.BpeTrainer(
        vocab_size=320 - len(special), initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False
    )
    tokenizer.train_from_iterator(SENTENCES, trainer)
    tokenizer.add_special_tokens(special)
    tokenizer.decoder = decoders.ByteLevel()
    if bos:
        tokenizer.post_processor = processors.Sequence(
            [
                processors.ByteLevel(trim_offsets=False),
                processors.TemplateProcessing(
                    single=f"{bos} $A", special_tokens=[(bos, tokenizer.token_to_id(bos))]
                ),
            ]
        )
    else:
        tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    return tokenizer


def byte_fallback(stories: Path, gemma: bool) -> tokenizers.Tokenizer:
    """The byte-pair encoding of a SentencePiece model, as Llama 2 and Mistral have it, or Gemma."""
    data = json.loads((stories / "tokenizer.json").read_text(encoding="utf-8"))
    if gemma:
        data["normalizer"] = {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}
        data["pre_tokenizer"] = {
            "type": "Split",
            "pattern": {"String": " "},
            "behavior": "MergedWithPrevious",
            "invert": False,
        }
        data["decoder"] = {
            "type": "Sequence",
            "decoders": [
                {"type": "Replace", "pattern": {"String": "▁"}, "content": " "},
                {"type": "ByteFallback"},
                {"type": "Fuse"},
            ],
        }
    return tokenizers.Tokenizer.from_str(json.dumps(data, ensure_ascii=False))


SHAPE: dict[str, Any] = {
    "hidden_size": 32,
    "intermediate_size": 56,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 128,
    "initializer_range": 0.3,
    "use_cache": True,
}


def families(stories: Path) -> dict[str, tuple[Any, tokenizers.Tokenizer, str]]:
    ends = {"bos_token_id": None, "eos_token_id": None, "pad_token_id": None}
    llama3 = byte_level(LLAMA3_SPLIT, "<|begin_of_text|>", "<|eot_id|>", ["<|start_header_id|>", "<|end_header_id|>"])
    qwen = byte_level(QWEN_SPLIT, None, "<|im_end|>", ["<|im_start|>", "<|endoftext|>"])
    gpt2 = byte_level(None, None, "<|endoftext|>", [])
    rope3 = {
        "rope_type": "llama3",
        "rope_theta": 500.0,
        "factor": 4.0,
        "low_freq_factor": 1.0,
        "high_freq_factor": 4.0,
        "original_max_position_embeddings": 32,
    }
    yarn = {"rope_type": "yarn", "rope_theta": 1000.0, "factor": 4.0, "original_max_position_embeddings": 32}
    return {
        "tiny-llama": (
            transformers.LlamaConfig(vocab_size=320, rope_parameters=rope3, **SHAPE, **ends),
            llama3,
            "bfloat16",
        ),
        "tiny-mistral": (
            transformers.MistralConfig(vocab_size=512, sliding_window=8, head_dim=12, **SHAPE, **ends),
            byte_fallback(stories, False),
            "float32",
        ),
        "tiny-qwen2": (
            transformers.Qwen2Config(vocab_size=320, tie_word_embeddings=True, **SHAPE, **ends),
            qwen,
            "float16",
        ),
        "tiny-qwen3": (
            transformers.Qwen3Config(
                vocab_size=320, head_dim=16, tie_word_embeddings=True, rope_parameters=yarn, **SHAPE, **ends
            ),
            qwen,
            "bfloat16",
        ),
        "tiny-gpt2": (
            transformers.GPT2Config(
                vocab_size=320, n_embd=32, n_layer=2, n_head=4, n_positions=128, initializer_range=0.3, **ends
            ),
            gpt2,
            "float32",
        ),
        "tiny-phi3": (
            transformers.Phi3Config(
                vocab_size=512, sliding_window=16, original_max_position_embeddings=128, **SHAPE, **ends
            ),
            byte_fallback(stories, False),
            "bfloat16",
        ),
        "tiny-gemma2": (
            transformers.Gemma2Config(
                vocab_size=512,
                head_dim=12,
                query_pre_attn_scalar=10,
                sliding_window=8,
                final_logit_softcapping=6.0,
                attn_logit_softcapping=4.0,
                **SHAPE,
                **ends,
            ),
            byte_fallback(stories, True),
            "bfloat16",
        ),
        "tiny-gemma3": (
            transformers.Gemma3TextConfig(
                vocab_size=512,
                head_dim=12,
                query_pre_attn_scalar=10,
                sliding_window=8,
                layer_types=["sliding_attention", "full_attention"],
                **SHAPE,
                **ends,
            ),
            byte_fallback(stories, True),
            "bfloat16",
        ),
    }


def spread(model: torch.nn.Module) -> None:
    """Gains and biases that do something: transformers starts them at 1 and 0."""
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.dim() == 1:
                parameter.add_(torch.randn_like(parameter) * 0.3)


def write(folder: Path, config: Any, tokenizer: tokenizers.Tokenizer, kind: str) -> None:
    torch.manual_seed(len(folder.name))
    model = transformers.AutoModelForCausalLM.from_config(config, attn_implementation="eager")
    spread(model)
    model = model.to(getattr(torch, kind)).eval()
    folder.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(folder)
    (folder / "generation_config.json").unlink(missing_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    if folder.name == "tiny-qwen2":
        (folder / "chat_template.jinja").write_text(CHAT, encoding="utf-8")
    # Read again: converting a model also rounds tables that are no weights.
    exact = transformers.AutoModelForCausalLM.from_pretrained(
        folder, dtype=torch.float32, attn_implementation="eager"
    ).eval()
    (folder / "expected.json").write_text(
        json.dumps(expected(exact, tokenizer), ensure_ascii=False) + "\n", encoding="utf-8"
    )


def expected(model: Any, tokenizer: tokenizers.Tokenizer) -> dict[str, Any]:
    rows = []
    for prompt in PROMPTS:
        ids = list(prompt)
        with torch.no_grad():
            first = model(torch.tensor([ids])).logits[0, -1]
            for _ in range(NEW_TOKENS):
                ids.append(int(model(torch.tensor([ids])).logits[0, -1].argmax()))
            last = model(torch.tensor([ids])).logits[0, -1]
        rows.append(
            {
                "prompt": prompt,
                "greedy": ids[len(prompt) :],
                "firstLogits": [round(float(value), 5) for value in first],
                "lastLogits": [round(float(value), 5) for value in last],
            }
        )
    texts = [{"text": text, "ids": tokenizer.encode(text).ids, "decoded": round_trip(tokenizer, text)} for text in SENTENCES]
    return {"prompts": rows, "texts": texts}


def round_trip(tokenizer: tokenizers.Tokenizer, text: str) -> str:
    return tokenizer.decode(tokenizer.encode(text).ids, skip_special_tokens=True)


def stories(folder: Path) -> None:
    model = transformers.AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
    rows = []
    for text in ["Once upon a time", "Tom had a red ball. One day,"]:
        ids = tokenizer.encode(text).ids
        with torch.no_grad():
            out = model.generate(torch.tensor([ids]), max_new_tokens=60, do_sample=False)[0].tolist()
            scores = torch.log_softmax(model(torch.tensor([out])).logits[0], dim=-1)
        written = out[len(ids) :]
        rows.append(
            {
                "text": text,
                "ids": ids,
                "greedy": written,
                "continuation": tokenizer.decode(out)[len(tokenizer.decode(ids)) :],
                "logProbabilities": [
                    round(float(scores[len(ids) - 1 + i, token]), 5) for i, token in enumerate(written)
                ],
            }
        )
    texts = [{"text": text, "ids": tokenizer.encode(text).ids, "decoded": round_trip(tokenizer, text)} for text in SENTENCES]
    (folder / "expected.json").write_text(
        json.dumps({"prompts": rows, "texts": texts}, ensure_ascii=False) + "\n", encoding="utf-8"
    )


def rotary(file: Path) -> None:
    """Frequencies by transformers' own functions."""
    scalings: list[dict[str, Any]] = [
        {"rope_type": "default", "rope_theta": 10000.0},
        {"rope_type": "default", "rope_theta": 500000.0},
        {"rope_type": "linear", "rope_theta": 10000.0, "factor": 8.0},
        {
            "rope_type": "llama3",
            "rope_theta": 500000.0,
            "factor": 32.0,
            "low_freq_factor": 1.0,
            "high_freq_factor": 4.0,
            "original_max_position_embeddings": 8192,
        },
        {
            "rope_type": "llama3",
            "rope_theta": 500000.0,
            "factor": 8.0,
            "low_freq_factor": 2.0,
            "high_freq_factor": 6.0,
            "original_max_position_embeddings": 4096,
        },
        {"rope_type": "yarn", "rope_theta": 1000000.0, "factor": 4.0, "original_max_position_embeddings": 32768},
        {
            "rope_type": "yarn",
            "rope_theta": 10000.0,
            "factor": 40.0,
            "original_max_position_embeddings": 4096,
            "mscale": 1.0,
            "mscale_all_dim": 0.7,
            "beta_fast": 16,
            "beta_slow": 2,
        },
        {
            "rope_type": "yarn",
            "rope_theta": 150000.0,
            "factor": 32.0,
            "original_max_position_embeddings": 4096,
            "truncate": False,
            "attention_factor": 1.25,
        },
    ]
    rows = []
    for scaling in scalings:
        config = transformers.LlamaConfig(
            hidden_size=64 * 4, num_attention_heads=4, max_position_embeddings=131072, rope_parameters=dict(scaling)
        )
        embedding = transformers.models.llama.modeling_llama.LlamaRotaryEmbedding(config)
        rows.append(
            {
                "scaling": scaling,
                "width": 64,
                "maxPositions": 131072,
                "attentionFactor": float(embedding.attention_scaling),
                "frequencies": [float(value) for value in embedding.inv_freq],
            }
        )
    file.write_text("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n", encoding="utf-8")


def main() -> None:
    out = Path(sys.argv[1])
    torch.set_num_threads(1)
    rotary(out.parent / "parity" / "rotary.json")
    trained = out / "stories260k"
    stories(trained)
    for name, (config, tokenizer, kind) in families(trained).items():
        write(out / name, config, tokenizer, kind)


if __name__ == "__main__":
    main()
