"""The sentence encoder: a small BERT, mean pooling over all tokens, unit length."""

import torch
from torch.nn import functional
from transformers import BertConfig, BertModel

from .vocabulary import VOCABULARY

POSITIONS = 512


def config() -> BertConfig:
    return BertConfig(
        vocab_size=VOCABULARY,
        hidden_size=256,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=1024,
        max_position_embeddings=POSITIONS,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        pad_token_id=0,
    )


def fresh() -> BertModel:
    """A model whose layers change nothing at first, so that a bag of embeddings can be trained before them."""
    model = BertModel(config(), add_pooling_layer=False)
    model.embeddings.position_embeddings.weight.data.zero_()
    for layer in model.encoder.layer:
        for dense in (layer.attention.output.dense, layer.output.dense):
            dense.weight.data.zero_()
    return model


def bag_vectors(model: BertModel, ids: torch.Tensor) -> torch.Tensor:
    """What `vectors` gives while the layers change nothing. A token's vector is the same everywhere then, so the norms
    are computed once for the vocabulary and not for every token of the batch."""
    embeddings = model.embeddings
    table = embeddings.word_embeddings.weight + embeddings.token_type_embeddings.weight[0]
    table = embeddings.LayerNorm(table)
    for layer in model.encoder.layer:
        table = layer.output.LayerNorm(layer.attention.output.LayerNorm(table))
    mean = functional.embedding_bag(ids, table, mode="mean", padding_idx=model.config.pad_token_id)
    return functional.normalize(mean, dim=1)


def vectors(model: BertModel, ids: torch.Tensor) -> torch.Tensor:
    """Unit vectors of padded token ids."""
    mask = (ids != model.config.pad_token_id).long()
    hidden = model(input_ids=ids, attention_mask=mask).last_hidden_state
    weights = mask[:, :, None].to(hidden.dtype)
    mean = (hidden * weights).sum(dim=1) / weights.sum(dim=1)
    return functional.normalize(mean.float(), dim=1)
