"""The forward pass of MarianMT for training, on the weights of `transformers`' model: the projections of an attention
in one product, fused attention, and attention weights only for the heads that are shown word alignments."""

import math

import torch
from torch.nn.functional import embedding, layer_norm, linear, relu, scaled_dot_product_attention
from transformers import MarianMTModel

from .batches import Batch
from .loss import Candidates, OutputLoss

GUIDED_HEADS = 2
Weights = dict[str, torch.Tensor]


def _joined(*tensors: torch.Tensor) -> torch.Tensor:
    return tensors[0] if len(tensors) == 1 else torch.cat(tensors)


def _norm(residual: torch.Tensor, change: torch.Tensor, weights: Weights, name: str) -> torch.Tensor:
    scale, shift = weights[f"{name}.weight"], weights[f"{name}.bias"]
    return layer_norm(residual + change, scale.shape, scale, shift)


def _projected(x: torch.Tensor, weights: Weights, *names: str) -> torch.Tensor:
    matrix = _joined(*(weights[f"{name}.weight"] for name in names))
    return linear(x, matrix, _joined(*(weights[f"{name}.bias"] for name in names)))


def _split(x: torch.Tensor, heads: int) -> torch.Tensor:
    return x.unflatten(-1, (heads, -1)).transpose(1, 2)


def _merge(x: torch.Tensor) -> torch.Tensor:
    return x.transpose(1, 2).flatten(2)


def _attended(
    query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, mask: torch.Tensor | None
) -> torch.Tensor:
    """Attention to all that the mask leaves, or without one to what came before. In bf16 on a CPU the fused kernel and
    its gradient take four times as long as their parts."""
    if query.is_cuda or query.dtype == torch.float32:
        allowed = None if mask is None else mask.to(query.dtype)
        return scaled_dot_product_attention(query, key, value, attn_mask=allowed, is_causal=mask is None)
    if mask is None:
        mask = torch.full((query.size(2), key.size(2)), -math.inf).triu(1)
    scores = query @ key.mT / math.sqrt(query.size(3)) + mask.to(query.dtype)
    return scores.softmax(dim=-1, dtype=torch.float32).to(value.dtype) @ value


def _self_attention(
    x: torch.Tensor, mask: torch.Tensor | None, weights: Weights, name: str, heads: int
) -> torch.Tensor:
    query, key, value = _projected(x, weights, f"{name}.q_proj", f"{name}.k_proj", f"{name}.v_proj").chunk(3, dim=-1)
    query, key, value = (_split(part, heads) for part in (query, key, value))
    return _projected(_merge(_attended(query, key, value, mask)), weights, f"{name}.out_proj")


def _cross_attention(
    x: torch.Tensor, memory: torch.Tensor, mask: torch.Tensor, weights: Weights, name: str, heads: int
) -> torch.Tensor:
    query = _split(_projected(x, weights, f"{name}.q_proj"), heads)
    key, value = _projected(memory, weights, f"{name}.k_proj", f"{name}.v_proj").chunk(2, dim=-1)
    attended = _attended(query, _split(key, heads), _split(value, heads), mask)
    return _projected(_merge(attended), weights, f"{name}.out_proj")


def _feed_forward(x: torch.Tensor, weights: Weights) -> torch.Tensor:
    return _projected(relu(_projected(x, weights, "fc1")), weights, "fc2")


def _encoder_layer(x: torch.Tensor, mask: torch.Tensor, weights: Weights, heads: int) -> torch.Tensor:
    x = _norm(x, _self_attention(x, mask, weights, "self_attn", heads), weights, "self_attn_layer_norm")
    return _norm(x, _feed_forward(x, weights), weights, "final_layer_norm")


def _decoder_layer(
    x: torch.Tensor, memory: torch.Tensor, mask: torch.Tensor, weights: Weights, heads: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """The layer's output, and what its attention to the source asked with."""
    x = _norm(x, _self_attention(x, None, weights, "self_attn", heads), weights, "self_attn_layer_norm")
    attended = _cross_attention(x, memory, mask, weights, "encoder_attn", heads)
    y = _norm(x, attended, weights, "encoder_attn_layer_norm")
    return _norm(y, _feed_forward(y, weights), weights, "final_layer_norm"), x


def _guidance(
    x: torch.Tensor, memory: torch.Tensor, mask: torch.Tensor, links: torch.Tensor, weights: Weights, width: int
) -> torch.Tensor:
    """The cost of attention of the first heads that misses the links."""
    rows = slice(0, GUIDED_HEADS * width)
    query, key = (
        linear(side, weights[f"encoder_attn.{name}.weight"][rows], weights[f"encoder_attn.{name}.bias"][rows])
        for name, side in (("q_proj", x), ("k_proj", memory))
    )
    scores = _split(query, GUIDED_HEADS) @ _split(key, GUIDED_HEADS).mT / math.sqrt(width) + mask
    linked = links >= 0
    chosen = scores.float().log_softmax(dim=-1).transpose(1, 2)[linked]
    return -chosen.gather(2, links[linked][:, None, None].expand(-1, GUIDED_HEADS, 1)).clamp_min(-14).mean()


class LeanForward:
    """Losses of a model in training; holds no weights of its own."""

    def __init__(self, model: MarianMTModel, pad: int) -> None:
        self._config = model.config
        self._pad = pad
        self._shared = model.model.shared.weight
        self._positions = model.model.encoder.embed_positions.weight
        self._encoder = [dict(layer.named_parameters()) for layer in model.model.encoder.layers]
        self._decoder = [dict(layer.named_parameters()) for layer in model.model.decoder.layers]

    def _embedded(self, tokens: torch.Tensor) -> torch.Tensor:
        scaled = embedding(tokens, self._shared) * math.sqrt(self._config.d_model)
        return scaled + self._positions[: tokens.size(1)]

    def _decoded(self, batch: Batch) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
        """The decoder's output, what its last layer asked the source with, the source's encoding and its mask."""
        heads = self._config.encoder_attention_heads
        memory = self._embedded(batch.source)
        mask = torch.zeros_like(batch.source, dtype=memory.dtype)
        mask = mask.masked_fill(batch.source == self._pad, -math.inf)[:, None, None, :]
        for weights in self._encoder:
            memory = _encoder_layer(memory, mask, weights, heads)
        decoder_input = torch.full_like(batch.target, self._pad)
        decoder_input[:, 1:] = batch.target[:, :-1]
        x = self._embedded(decoder_input)
        for weights in self._decoder:
            x, asking = _decoder_layer(x, memory, mask, weights, heads)
        return x, asking, memory, mask

    def _loss(self, x: torch.Tensor, batch: Batch, smoothing: float, sample: int | None) -> torch.Tensor:
        real = batch.target != self._pad
        candidates = Candidates.drawn(batch.target[real], self._shared.size(0), sample)
        return OutputLoss.apply(x[real], self._shared, candidates, smoothing)

    def loss(self, batch: Batch, smoothing: float) -> torch.Tensor:
        """Mean smoothed cross entropy of a target token."""
        return self._loss(self._decoded(batch)[0], batch, smoothing, None)

    def losses(self, batch: Batch, smoothing: float, sample: int | None) -> tuple[torch.Tensor, torch.Tensor]:
        """Mean smoothed cross entropy of a target token, over so large a sample of the vocabulary if one is named, and
        the cost of attention that misses the links."""
        x, asking, memory, mask = self._decoded(batch)
        width = self._config.d_model // self._config.encoder_attention_heads
        guided = _guidance(asking, memory, mask, batch.links, self._decoder[-1], width)
        return self._loss(x, batch, smoothing, sample), guided
