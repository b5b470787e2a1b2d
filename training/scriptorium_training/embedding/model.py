"""The sentence encoder: a small BERT, mean pooling over all tokens, unit length."""

import torch
from torch.nn import functional
from transformers import BertConfig, BertModel

from .prepare import VOCABULARY

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


def _norms_only(model: BertModel, ids: torch.Tensor) -> torch.Tensor:
    """What the model computes while its layers change nothing."""
    hidden = model.embeddings(input_ids=ids)
    for layer in model.encoder.layer:
        hidden = layer.output.LayerNorm(layer.attention.output.LayerNorm(hidden))
    return hidden


def vectors(model: BertModel, ids: torch.Tensor, layers: bool = True) -> torch.Tensor:
    """Unit vectors of padded token ids; without layers as a bag of embeddings."""
    mask = (ids != model.config.pad_token_id).long()
    hidden = model(input_ids=ids, attention_mask=mask).last_hidden_state if layers else _norms_only(model, ids)
    weights = mask[:, :, None].to(hidden.dtype)
    mean = (hidden * weights).sum(dim=1) / weights.sum(dim=1)
    return functional.normalize(mean.float(), dim=1)
