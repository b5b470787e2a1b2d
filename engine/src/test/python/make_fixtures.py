"""Makes the small random-weight models of the engine's tests and what transformers computes with them.

    pip install torch transformers sentencepiece safetensors tokenizers
    python make_fixtures.py ../resources/models

Each folder is a model in Hugging Face layout with an `expected.json` beside it. Everything is seeded; another version
of torch may give other weights, so folder and expectation are always made together.
"""

import json
import random
import sys
import tempfile
from pathlib import Path

import sentencepiece
import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers
from transformers import (
    BartConfig,
    BartForConditionalGeneration,
    BertConfig,
    BertForSequenceClassification,
    BertModel,
    GenerationConfig,
    M2M100Config,
    M2M100ForConditionalGeneration,
    MarianConfig,
    MarianMTModel,
    MarianTokenizer,
    MBartConfig,
    MBartForConditionalGeneration,
    PegasusConfig,
    PegasusForConditionalGeneration,
    T5Config,
    T5ForConditionalGeneration,
    logging,
)

WORDS = {
    "en": "the a small river runs through our old town and every morning people walk along its green banks to work",
    "de": "der die das kleine Fluss fließt durch unsere alte Stadt und jeden Morgen gehen Leute am grünen Ufer zur Arbeit",
    "fr": "la petite rivière traverse notre vieille ville et chaque matin des gens marchent sur ses rives jusqu'au travail",
    "el": "το μικρό ποτάμι περνά μέσα από την παλιά πόλη μας και κάθε πρωί άνθρωποι περπατούν στις όχθες του",
}

ODD_TEXTS = [
    "",
    " ",
    "   two  spaces   between  ",
    "tab\tand\nnewline\r\nhere",
    "no\u00a0break\u2003space\u3000wide",
    "ﬁne ligatures ﬂow, ＦＵＬＬ ｗｉｄｔｈ１２３",
    "zero\u200bwidth and soft\u00adhyphen",
    "emoji 🙂👩‍👩‍👧 and 𝔘𝔫𝔦𝔠𝔬𝔡𝔢",
    "漢字とかな and עברית and العربية",
    "a\u0301 combining, \u212b ångström Å",
    "\u2581already\u2581escaped",
    "digits 1234567890 and punctuation !?;:…—“”",
    "x" * 300,
    "https://example.org/a?b=c&d=%20",
    "\u0000control\u0007characters",
]


def sentences(seed: int, count: int) -> list[str]:
    chance = random.Random(seed)
    made = []
    for _ in range(count):
        words = WORDS[chance.choice(list(WORDS))].split()
        text = " ".join(chance.choice(words) for _ in range(chance.randint(1, 14)))
        made.append(text.capitalize() + chance.choice([".", "!", "?", ""]))
    return made


def write_json(path: Path, value) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def spread(model: torch.nn.Module, scale: float, seed: int) -> None:
    """Weights far enough apart that outputs vary with the input and no two tokens are nearly equally likely."""
    generator = torch.Generator().manual_seed(seed)
    for name, parameter in model.named_parameters():
        if "embed_positions" in name:
            continue
        values = torch.randn(parameter.shape, generator=generator)
        with torch.no_grad():
            if "norm" in name.lower() and name.endswith("weight"):
                parameter.copy_(1 + 0.2 * values)
            else:
                parameter.copy_(values * (scale if parameter.dim() > 1 else 0.2) * (2 if "encoder_attn" in name else 1))


# --- Marian ---------------------------------------------------------------------------------------------------------


def character_rules(path: Path) -> None:
    """A small character map of the kind that SentencePiece compiles; the built-in one alone has 240 KB."""
    rules = {"\u00a0": " ", "\u2003": " ", "\u3000": " ", "\t": " ", "\n": " ", "\r": " ", "\u200b": "", "\u00ad": ""}
    rules |= {"ﬁ": "fi", "ﬂ": "fl", "…": "...", "a\u0301": "\u00e1", "\u212b": "\u00c5", "\u0007": "", "\u2581": " "}
    rules |= {chr(0xFF01 + i): chr(0x21 + i) for i in range(94)}
    lines = (" ".join(f"{ord(c):X}" for c in a) + "\t" + " ".join(f"{ord(c):X}" for c in b) for a, b in rules.items())
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def train_pieces(folder: Path, name: str, size: int, seed: int, **options) -> list[str]:
    with tempfile.TemporaryDirectory() as work:
        text = Path(work, "text")
        text.write_text("\n".join(sentences(seed, 2000)), encoding="utf-8")
        rules = Path(work, "rules.tsv")
        character_rules(rules)
        sentencepiece.SentencePieceTrainer.train(
            input=str(text),
            model_prefix=str(Path(work, "pieces")),
            vocab_size=size,
            bos_id=-1,
            eos_id=0,
            unk_id=1,
            normalization_rule_tsv=str(rules),
            minloglevel=2,
            num_threads=1,
            **options,
        )
        (folder / name).write_bytes(Path(work, "pieces.model").read_bytes())
    processor = sentencepiece.SentencePieceProcessor(model_file=str(folder / name))
    return [processor.id_to_piece(i) for i in range(len(processor))]


def marian(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    pieces = train_pieces(folder, "source.spm", 240, 1, model_type="unigram")
    pieces += [p for p in train_pieces(folder, "target.spm", 220, 2, model_type="unigram") if p not in pieces]
    vocabulary = {piece: i for i, piece in enumerate(pieces)}
    vocabulary[">>deu<<"] = len(vocabulary)
    vocabulary["<pad>"] = len(vocabulary)
    write_json(folder / "vocab.json", vocabulary)
    pad, size = vocabulary["<pad>"], len(vocabulary)
    config = MarianConfig(
        vocab_size=size,
        d_model=32,
        encoder_layers=2,
        decoder_layers=2,
        encoder_attention_heads=4,
        decoder_attention_heads=4,
        encoder_ffn_dim=64,
        decoder_ffn_dim=64,
        max_position_embeddings=64,
        activation_function="swish",
        scale_embedding=True,
        pad_token_id=pad,
        eos_token_id=0,
        forced_eos_token_id=0,
        decoder_start_token_id=pad,
    )
    model = MarianMTModel(config).eval()
    spread(model, 0.35, 3)
    generator = torch.Generator().manual_seed(4)
    model.final_logits_bias.copy_(torch.randn(model.final_logits_bias.shape, generator=generator))
    model.final_logits_bias[0, 0] = 4.5
    model.generation_config = GenerationConfig(
        bad_words_ids=[[pad]],
        decoder_start_token_id=pad,
        eos_token_id=0,
        pad_token_id=pad,
        forced_eos_token_id=0,
        max_length=28,
        num_beams=4,
        length_penalty=1.0,
        early_stopping=False,
    )
    model = model.half()
    model.save_pretrained(folder)
    MarianTokenizer(str(folder / "source.spm"), str(folder / "target.spm"), str(folder / "vocab.json")).save_pretrained(
        folder
    )
    write_json(folder / "vocab.json", vocabulary)
    expect_marian(folder)


SETTINGS = {
    "greedy": {"num_beams": 1},
    "beam4": {"num_beams": 4},
    "beam3 full": {"num_beams": 3, "length_penalty": 0.6, "early_stopping": True, "max_new_tokens": 12},
    "beam5 never": {"num_beams": 5, "length_penalty": 1.4, "early_stopping": "never", "max_new_tokens": 20},
    "greedy penalised": {"num_beams": 1, "repetition_penalty": 1.3, "no_repeat_ngram_size": 3},
    "beam4 penalised": {"num_beams": 4, "repetition_penalty": 1.2, "no_repeat_ngram_size": 2},
}


def expect_marian(folder: Path) -> None:
    tokenizer = MarianTokenizer.from_pretrained(folder)
    model = MarianMTModel.from_pretrained(folder, dtype=torch.float32).eval()
    texts = sentences(5, 200) + ODD_TEXTS + [">>deu<< the old town"]
    texts = [text for text in texts if len(tokenizer(text).input_ids) <= 64]
    encoded = [tokenizer(text).input_ids for text in texts]
    expected = {"texts": texts, "ids": encoded, "runs": []}
    for name, settings in SETTINGS.items():
        outputs, scores = [], []
        for start in range(0, len(encoded), 16):
            batch = tokenizer.pad({"input_ids": encoded[start : start + 16]}, return_tensors="pt")
            result = model.generate(**batch, **settings, return_dict_in_generate=True, output_scores=True)
            ids = result.sequences[:, 1:].tolist()
            outputs += [cut(row, model.config.eos_token_id) for row in ids]
            if settings["num_beams"] > 1:
                scores += result.sequences_scores.tolist()
        expected["runs"].append({"name": name, "settings": settings, "outputs": outputs, "scores": scores})
        print(name, "mean length", sum(map(len, outputs)) / len(outputs), "distinct", len(set(map(tuple, outputs))))
    expected["decoded"] = tokenizer.batch_decode(expected["runs"][1]["outputs"], skip_special_tokens=True)
    write_json(folder / "expected.json", expected)


def cut(row: list[int], end: int) -> list[int]:
    return row[: row.index(end) + 1] if end in row else row


# --- BART, mBART, M2M100, Pegasus, T5: without a tokenizer, which has tests of its own -----------------------------------------------

BOS, PAD, EOS, LANGUAGE = 0, 1, 2, 95

FAMILY_SETTINGS = {
    "greedy": {"num_beams": 1},
    "beam4": {"num_beams": 4},
    "beam3 full": {"num_beams": 3, "length_penalty": 0.6, "early_stopping": True, "max_new_tokens": 12},
}


def family(folder: Path, model_class, config, seed: int, scale: float, first_token: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    model = model_class(config).eval()
    spread(model, scale, seed)
    if "final_logits_bias" in dict(model.named_buffers()):
        generator = torch.Generator().manual_seed(seed)
        model.final_logits_bias.copy_(torch.randn(model.final_logits_bias.shape, generator=generator))
        model.final_logits_bias[0, EOS] = 5
    model.generation_config = GenerationConfig(
        decoder_start_token_id=EOS,
        bos_token_id=BOS,
        eos_token_id=EOS,
        pad_token_id=PAD,
        # A padding token that is written counts as no place, in transformers and there alone.
        bad_words_ids=[[PAD]],
        forced_bos_token_id=first_token,
        forced_eos_token_id=EOS,
        max_length=24,
        num_beams=4,
        early_stopping=False,
    )
    model.half().save_pretrained(folder)

    model = model_class.from_pretrained(folder, dtype=torch.float32).eval()
    exact = model_class.from_pretrained(folder, dtype=torch.float64).eval()
    chance = random.Random(seed)
    rows = [[chance.randrange(3, LANGUAGE) for _ in range(chance.randint(1, 18))] + [EOS] for _ in range(240)]
    runs = {name: ([], []) for name in FAMILY_SETTINGS}
    for start in range(0, len(rows), 16):
        batch = padded(rows[start : start + 16], PAD)
        for name, settings in FAMILY_SETTINGS.items():
            for which, outputs in ((model, runs[name][0]), (exact, runs[name][1])):
                ids = which.generate(**batch, **settings)[:, 1:].tolist()
                outputs.extend(cut(row, EOS) for row in ids)
    # Where twice the digits give another text, a decision was a tie, and neither text is more right.
    clear = [i for i in range(len(rows)) if all(some[i] == more[i] for some, more in runs.values())]
    assert len(clear) >= 200, len(clear)
    expected = {"ids": [rows[i] for i in clear], "runs": []}
    for name, (outputs, _) in runs.items():
        outputs = [outputs[i] for i in clear]
        expected["runs"].append({"name": name, "settings": FAMILY_SETTINGS[name], "outputs": outputs})
        print(folder.name, name, "rows", len(outputs), "mean length", sum(map(len, outputs)) / len(outputs), end=" ")
        print("distinct", len(set(map(tuple, outputs))))
    write_json(folder / "expected.json", expected)


def family_config(config_class, **more):
    return config_class(
        vocab_size=100,
        d_model=32,
        encoder_layers=2,
        decoder_layers=3,
        encoder_attention_heads=2,
        decoder_attention_heads=4,
        encoder_ffn_dim=48,
        decoder_ffn_dim=64,
        max_position_embeddings=40,
        bos_token_id=BOS,
        pad_token_id=PAD,
        eos_token_id=EOS,
        decoder_start_token_id=EOS,
        **more,
    )


# --- BERT -----------------------------------------------------------------------------------------------------------


def word_pieces(folder: Path) -> Tokenizer:
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    tokenizer.train_from_iterator(
        sentences(6, 2000), trainers.WordPieceTrainer(vocab_size=400, special_tokens=special, show_progress=False)
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    return tokenizer


def bert_config(tokenizer: Tokenizer, **more) -> BertConfig:
    return BertConfig(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=64,
        max_position_embeddings=96,
        **more,
    )


def padded(rows: list[list[int]], padding: int = 0) -> dict[str, torch.Tensor]:
    longest = max(map(len, rows))
    ids = torch.tensor([row + [padding] * (longest - len(row)) for row in rows])
    mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in rows])
    return {"input_ids": ids, "attention_mask": mask}


def rounded(rows: torch.Tensor) -> list[list[float]]:
    return [[round(value, 6) for value in row] for row in rows.tolist()]


def embedding(folder: Path) -> None:
    tokenizer = word_pieces(folder)
    model = BertModel(bert_config(tokenizer), add_pooling_layer=False).eval()
    spread(model, 0.3, 7)
    model.to(torch.bfloat16).save_pretrained(folder, max_shard_size="60KB")
    write_json(
        folder / "modules.json",
        [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
        ],
    )
    (folder / "1_Pooling").mkdir(exist_ok=True)
    write_json(folder / "1_Pooling" / "config.json", {"word_embedding_dimension": 32, "pooling_mode_mean_tokens": True})
    write_json(folder / "sentence_bert_config.json", {"max_seq_length": 80})

    model = BertModel.from_pretrained(folder, dtype=torch.float32, add_pooling_layer=False).eval()
    texts = sentences(8, 185) + ODD_TEXTS
    texts = [text for text in texts if len(tokenizer.encode(text).ids) <= 80]
    ids = [tokenizer.encode(text).ids for text in texts]
    with torch.no_grad():
        batch = padded(ids)
        hidden = model(**batch).last_hidden_state
        mask = batch["attention_mask"].unsqueeze(-1).float()
        vectors = torch.nn.functional.normalize((hidden * mask).sum(1) / mask.sum(1), dim=-1)
    write_json(folder / "expected.json", {"texts": texts, "ids": ids, "rows": rounded(vectors)})


def classifier(folder: Path) -> None:
    tokenizer = word_pieces(folder)
    labels = {0: "negative", 1: "neutral", 2: "positive"}
    config = bert_config(tokenizer, num_labels=3, hidden_act="gelu_new")
    config.id2label, config.label2id = labels, {label: i for i, label in labels.items()}
    model = BertForSequenceClassification(config).eval()
    spread(model, 0.3, 9)
    model.save_pretrained(folder)
    texts = sentences(10, 200)
    ids = [tokenizer.encode(text).ids for text in texts]
    with torch.no_grad():
        rows = torch.softmax(model(**padded(ids)).logits, dim=-1)
    write_json(folder / "expected.json", {"texts": texts, "ids": ids, "rows": rounded(rows)})


if __name__ == "__main__":
    torch.set_num_threads(1)
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    resources = Path(sys.argv[1])
    marian(resources / "tiny-marian")
    family(
        resources / "tiny-bart",
        BartForConditionalGeneration,
        family_config(BartConfig, activation_function="gelu"),
        11,
        0.6,
        BOS,
    )
    family(
        resources / "tiny-mbart",
        MBartForConditionalGeneration,
    PegasusConfig,
    PegasusForConditionalGeneration,
    T5Config,
    T5ForConditionalGeneration,
        family_config(MBartConfig, activation_function="gelu", scale_embedding=True, tie_word_embeddings=False),
        12,
        0.35,
        LANGUAGE,
    )
    family(
        resources / "tiny-m2m100",
        M2M100ForConditionalGeneration,
        family_config(M2M100Config, activation_function="relu", scale_embedding=True),
        13,
        0.35,
        LANGUAGE,
    )
    family(
        resources / "tiny-pegasus",
        PegasusForConditionalGeneration,
        family_config(PegasusConfig, activation_function="relu", scale_embedding=True),
        17,
        0.6,
        LANGUAGE,
    )
    t5 = {
        "vocab_size": 100,
        "d_model": 32,
        "d_ff": 48,
        "num_layers": 2,
        "relative_attention_num_buckets": 8,
        "relative_attention_max_distance": 12,
        "pad_token_id": PAD,
        "eos_token_id": EOS,
        "decoder_start_token_id": EOS,
    }
    family(
        resources / "tiny-t5",
        T5ForConditionalGeneration,
        T5Config(num_heads=4, d_kv=16, feed_forward_proj="relu", **t5),
        15,
        0.3,
        LANGUAGE,
    )
    family(
        resources / "tiny-t5-gated",
        T5ForConditionalGeneration,
        T5Config(num_heads=3, d_kv=8, feed_forward_proj="gated-gelu", tie_word_embeddings=False, **t5),
        16,
        0.3,
        LANGUAGE,
    )
    embedding(resources / "tiny-embedding")
    classifier(resources / "tiny-classifier")
