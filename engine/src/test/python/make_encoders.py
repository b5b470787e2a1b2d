"""Makes the small random-weight encoders of the engine's tests and what transformers computes with them.

    pip install torch transformers sentencepiece protobuf safetensors tokenizers onnx
    python make_encoders.py ../resources/models

Tokenizers are those of make_fixtures.py and make_tokenizers.py.
"""

import sys
from pathlib import Path

import torch
from make_fixtures import ODD_TEXTS, bert_config, rounded, sentences, spread, word_pieces, write_json
from make_tokenizers import SENTENCES, corpus
from tokenizers import Tokenizer, models, pre_tokenizers, processors, trainers
from torch import nn
from transformers import (
    BertModel,
    DistilBertConfig,
    DistilBertForSequenceClassification,
    PreTrainedTokenizerFast,
    RobertaConfig,
    RobertaForSequenceClassification,
    TokenClassificationPipeline,
    XLMRobertaConfig,
    XLMRobertaForTokenClassification,
    XLMRobertaModel,
    logging,
)

SHAPE = {
    "hidden_size": 32,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "intermediate_size": 64,
    "max_position_embeddings": 130,
    "pad_token_id": 1,
    "type_vocab_size": 1,
    "layer_norm_eps": 1e-5,
}


def byte_level(folder: Path) -> PreTrainedTokenizerFast:
    """As RoBERTa has it."""
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    trainer = trainers.BpeTrainer(
        vocab_size=500,
        special_tokens=["<s>", "<pad>", "</s>", "<unk>", "<mask>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(corpus(), trainer)
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), True, False)
    return saved(tokenizer, folder, "<s>", "<pad>", "</s>")


def metaspace(folder: Path) -> PreTrainedTokenizerFast:
    """As XLM-RoBERTa has it."""
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    trainer = trainers.UnigramTrainer(
        vocab_size=420,
        special_tokens=["<s>", "<pad>", "</s>", "<unk>", "<mask>"],
        unk_token="<unk>",
        show_progress=False,
    )
    tokenizer.train_from_iterator(corpus(), trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    return saved(tokenizer, folder, "<s>", "<pad>", "</s>")


def saved(tokenizer: Tokenizer, folder: Path, start: str, pad: str, end: str) -> PreTrainedTokenizerFast:
    tokenizer.save(str(folder / "tokenizer.json"))
    fast = PreTrainedTokenizerFast(
        tokenizer_file=str(folder / "tokenizer.json"), cls_token=start, pad_token=pad, sep_token=end, unk_token="<unk>"
    )
    fast.model_input_names = ["input_ids", "attention_mask"]
    return fast


def some_texts(tokenizer, seed: int, longest: int) -> list[str]:
    texts = SENTENCES + sentences(seed, 185) + ["", "x" * 30, "emoji 🙂👩‍👩‍👧 in Berlin 🇩🇪!"] + ODD_TEXTS[2:8]
    return [text for text in texts if len(tokenizer(text).input_ids) <= longest]


@torch.no_grad()
def run(model, tokenizer, texts: list[str]) -> list[torch.Tensor]:
    """The model's last output for each text, run in batches, without the filling."""
    rows = []
    for start in range(0, len(texts), 24):
        batch = tokenizer(texts[start : start + 24], padding=True, return_tensors="pt")
        batch = {key: batch[key] for key in ("input_ids", "attention_mask")}
        output = model(**batch)[0]
        for row, mask in zip(output, batch["attention_mask"]):
            rows.append(row if row.dim() == 1 else row[: int(mask.sum())])
    return rows


def expect(folder: Path, tokenizer, texts: list[str], rows: torch.Tensor, **more) -> None:
    ids = [tokenizer(text).input_ids for text in texts]
    write_json(folder / "expected.json", {"texts": texts, "ids": ids, "rows": rounded(rows)} | more)
    print(folder.name, len(texts), "texts")


def distilbert(folder: Path) -> None:
    """Several labels may hold at once."""
    tokenizer = word_pieces(folder)
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]")
    config = DistilBertConfig(
        vocab_size=tokenizer.get_vocab_size(),
        dim=32,
        n_layers=2,
        n_heads=4,
        hidden_dim=64,
        max_position_embeddings=96,
        num_labels=4,
        problem_type="multi_label_classification",
    )
    config.id2label = {0: "finance", 1: "travel", 2: "sports", 3: "health"}
    config.label2id = {label: i for i, label in config.id2label.items()}
    model = DistilBertForSequenceClassification(config).eval()
    spread(model, 0.3, 21)
    model.save_pretrained(folder)
    texts = some_texts(fast, 22, 96)
    expect(folder, fast, texts, torch.sigmoid(torch.stack(run(model, fast, texts))))


def roberta(folder: Path) -> None:
    tokenizer = byte_level(folder)
    config = RobertaConfig(vocab_size=len(tokenizer), num_labels=3, **SHAPE)
    config.id2label = {0: "question", 1: "statement", 2: "order"}
    config.label2id = {label: i for i, label in config.id2label.items()}
    model = RobertaForSequenceClassification(config).eval()
    spread(model, 0.3, 23)
    model.save_pretrained(folder)
    texts = some_texts(tokenizer, 24, 128)
    expect(folder, tokenizer, texts, torch.softmax(torch.stack(run(model, tokenizer, texts)), dim=-1))


def xlm_roberta_tokens(folder: Path) -> None:
    tokenizer = metaspace(folder)
    labels = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"]
    config = XLMRobertaConfig(vocab_size=len(tokenizer), num_labels=5, **SHAPE)
    config.id2label = dict(enumerate(labels))
    config.label2id = {label: i for i, label in enumerate(labels)}
    model = XLMRobertaForTokenClassification(config).eval()
    spread(model, 0.3, 25)
    model.save_pretrained(folder)
    texts = some_texts(tokenizer, 26, 128)
    rows = [torch.softmax(row, dim=-1).flatten() for row in run(model, tokenizer, texts)]
    ids = [tokenizer(text).input_ids for text in texts]
    spans = {}
    for aggregation in ("simple", "first"):
        pipeline = TokenClassificationPipeline(model=model, tokenizer=tokenizer, aggregation_strategy=aggregation)
        spans[aggregation] = []
        for text in texts:
            found = pipeline(text) if text else []
            spans[aggregation].append(
                [[span["entity_group"], round(float(span["score"]), 6), span["start"], span["end"]] for span in found]
            )
    rows = [[round(value, 6) for value in row.tolist()] for row in rows]
    write_json(folder / "expected.json", {"texts": texts, "ids": ids, "rows": rows, "spans": spans})
    print(folder.name, len(texts), "texts")


def xlm_roberta_embedding(folder: Path) -> None:
    """The first token's state, through a dense layer."""
    tokenizer = metaspace(folder)
    model = XLMRobertaModel(XLMRobertaConfig(vocab_size=len(tokenizer), **SHAPE), add_pooling_layer=False).eval()
    spread(model, 0.3, 27)
    model.save_pretrained(folder)
    torch.manual_seed(28)
    dense = nn.Linear(32, 16)
    steps = [("0", "", "Transformer"), ("1", "1_Pooling", "Pooling"), ("2", "2_Dense", "Dense"), ("3", "3_Normalize", "Normalize")]
    write_json(
        folder / "modules.json",
        [
            {"idx": int(name), "name": name, "path": path, "type": f"sentence_transformers.models.{kind}"}
            for name, path, kind in steps
        ],
    )
    (folder / "1_Pooling").mkdir(exist_ok=True)
    write_json(folder / "1_Pooling" / "config.json", {"word_embedding_dimension": 32, "pooling_mode_cls_token": True})
    (folder / "2_Dense").mkdir(exist_ok=True)
    write_json(
        folder / "2_Dense" / "config.json",
        {
            "in_features": 32,
            "out_features": 16,
            "bias": True,
            "activation_function": "torch.nn.modules.activation.Tanh",
        },
    )
    from safetensors.torch import save_file

    save_file({"linear.weight": dense.weight.detach(), "linear.bias": dense.bias.detach()}, folder / "2_Dense" / "model.safetensors")
    texts = some_texts(tokenizer, 29, 128)
    first = torch.stack([row[0] for row in run(model, tokenizer, texts)])
    with torch.no_grad():
        vectors = nn.functional.normalize(torch.tanh(dense(first)), dim=-1)
    expect(folder, tokenizer, texts, vectors)


def published_graph(folder: Path) -> None:
    """Only a graph, as others export it, and the largest of each column."""
    tokenizer = word_pieces(folder)
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]")
    model = BertModel(bert_config(tokenizer), add_pooling_layer=False).eval()
    spread(model, 0.3, 31)
    model.config.architectures = ["BertModel"]
    model.config.save_pretrained(folder)
    write_json(
        folder / "modules.json",
        [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
        ],
    )
    (folder / "1_Pooling").mkdir(exist_ok=True)
    write_json(folder / "1_Pooling" / "config.json", {"word_embedding_dimension": 32, "pooling_mode_max_tokens": True})
    texts = some_texts(fast, 32, 96)
    (folder / "onnx").mkdir(exist_ok=True)
    sizes = {0: "batch", 1: "length"}
    ids = torch.tensor([[2, 7, 8, 3], [2, 9, 3, 0]])
    torch.onnx.export(
        Exported(model).eval(),
        (ids, (ids != 0).long(), torch.zeros_like(ids)),
        str(folder / "onnx" / "model.onnx"),
        input_names=["input_ids", "attention_mask", "token_type_ids"],
        output_names=["last_hidden_state"],
        dynamic_axes={name: sizes for name in ("input_ids", "attention_mask", "token_type_ids", "last_hidden_state")},
        opset_version=17,
        dynamo=False,
    )
    largest = torch.stack([row.max(dim=0).values for row in run(model, fast, texts)])
    expect(folder, fast, texts, nn.functional.normalize(largest, dim=-1))


class Exported(nn.Module):
    """With an attention mask of four dimensions, which an exporter can follow."""

    def __init__(self, model: BertModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids, mask, types):
        wide = (1.0 - mask[:, None, None, :].float()) * -1e9
        return self.model(input_ids=ids, attention_mask=wide, token_type_ids=types)[0]


if __name__ == "__main__":
    torch.set_num_threads(1)
    logging.set_verbosity_error()
    resources = Path(sys.argv[1])
    distilbert(resources / "tiny-distilbert-classifier")
    roberta(resources / "tiny-roberta-classifier")
    xlm_roberta_tokens(resources / "tiny-xlm-roberta-tokens")
    xlm_roberta_embedding(resources / "tiny-xlm-roberta-embedding")
    published_graph(resources / "tiny-bert-graph")
