"""The output layer and its loss in one step, chunk by chunk so that logits stay small: on a CPU half the time of
`linear` followed by `cross_entropy`; and, where asked for, over a sample of the vocabulary."""

import math
from dataclasses import dataclass

import torch

# A processor's caches want small chunks, a GPU large products.
_CHUNK = 1024
_CHUNK_OF_A_GPU = 16_384


@dataclass(frozen=True)
class Candidates:
    """The tokens that the loss is over: all that the batch has, and the rest of the vocabulary or a sample of it, whose
    weight makes up for what was not drawn, so that the sum over the vocabulary is right on average."""

    ids: torch.Tensor
    log_weights: torch.Tensor
    gold: torch.Tensor

    @staticmethod
    def drawn(gold: torch.Tensor, vocabulary: int, sample: int | None) -> "Candidates":
        if sample is None:
            ids = torch.arange(vocabulary, device=gold.device)
            return Candidates(ids, torch.zeros(vocabulary, device=gold.device), gold)
        needed = torch.unique(gold)
        is_rest = torch.ones(vocabulary, dtype=torch.bool, device=gold.device)
        is_rest[needed] = False
        rest = is_rest.nonzero().flatten()
        chosen = rest[torch.randperm(len(rest), device=gold.device)[:sample]]
        ids = torch.cat([needed, chosen])
        log_weights = torch.zeros(len(ids), device=gold.device)
        log_weights[len(needed) :] = math.log(len(rest) / max(1, len(chosen)))
        place = torch.empty(vocabulary, dtype=torch.long, device=gold.device)
        place[ids] = torch.arange(len(ids), device=gold.device)
        return Candidates(ids, log_weights, place[gold])


class OutputLoss(torch.autograd.Function):
    """Mean label-smoothed cross entropy of `hidden @ weight.T`; gradients are made in the forward pass."""

    @staticmethod
    def forward(
        ctx: torch.autograd.function.FunctionCtx,
        hidden: torch.Tensor,
        weight: torch.Tensor,
        candidates: Candidates,
        smoothing: float,
    ) -> torch.Tensor:
        count, vocabulary = hidden.size(0), weight.size(0)
        device = hidden.device.type
        low = torch.get_autocast_dtype(device) if torch.is_autocast_enabled(device) else torch.float32
        rows = weight[candidates.ids].to(low)
        low_hidden = hidden.to(low)
        mean = weight.mean(dim=0)
        hidden_gradient = torch.empty_like(low_hidden)
        rows_gradient = torch.zeros_like(rows, dtype=torch.float32)
        total = torch.zeros((), device=hidden.device)
        chunk = _CHUNK_OF_A_GPU if hidden.is_cuda else _CHUNK
        for start in range(0, count, chunk):
            part = low_hidden[start : start + chunk]
            target = candidates.gold[start : start + chunk, None]
            logits = torch.addmm(candidates.log_weights.to(low), part, rows.T)
            probability = torch.softmax(logits, dim=1, dtype=torch.float32)
            top, at = logits.max(dim=1, keepdim=True)
            log_sum = top.float() - probability.gather(1, at).log()
            expected = (1 - smoothing) * logits.gather(1, target).float()
            expected += smoothing * (part.float() @ mean)[:, None]
            total += (log_sum - expected).sum()
            probability.scatter_add_(1, target, torch.full_like(top, smoothing - 1, dtype=torch.float32))
            error = probability.to(low)
            hidden_gradient[start : start + chunk] = error @ rows
            rows_gradient += error.T @ part
        # Smoothing pulls at every token of the vocabulary alike, drawn or not.
        hidden_gradient = (hidden_gradient - smoothing * mean) / count
        weight_gradient = (low_hidden.float().sum(dim=0) * (-smoothing / vocabulary)).repeat(vocabulary, 1)
        weight_gradient.index_add_(0, candidates.ids, rows_gradient).div_(count)
        ctx.save_for_backward(hidden_gradient.to(hidden.dtype), weight_gradient)
        return total / count

    @staticmethod
    def backward(ctx: torch.autograd.function.FunctionCtx, output_gradient: torch.Tensor) -> tuple:
        hidden_gradient, weight_gradient = ctx.saved_tensors
        return output_gradient * hidden_gradient, output_gradient * weight_gradient, None, None
