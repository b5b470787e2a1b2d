"""The translator's training step, and the folder it is exported to."""

from pathlib import Path

import numpy as np
import pytest
import torch
from torch.nn.functional import cross_entropy
from transformers import MarianMTModel, MarianTokenizer

from scriptorium_training.corpora import Corpus
from scriptorium_training.translator import batches, export, train
from scriptorium_training.translator.batches import Batch, Pairs, Sampler
from scriptorium_training.translator.directions import Direction, Vocabulary
from scriptorium_training.translator.lean import LeanForward
from scriptorium_training.translator.loss import Candidates, OutputLoss
from scriptorium_training.translator.model import fresh
from scriptorium_training.translator.warm import parts, warm_start

PAD, SIZE = 59, 60


def _batch() -> Batch:
    source = torch.randint(2, PAD, (3, 7))
    target = torch.randint(2, PAD, (3, 5))
    source[1, 4:] = PAD
    target[2, 3:] = PAD
    links = torch.where(target == PAD, -1, torch.randint(0, 4, target.shape))
    return Batch(source, target, links)


@pytest.fixture
def model() -> MarianMTModel:
    torch.manual_seed(1)
    return fresh(SIZE, PAD)


def test_the_lean_forward_pass_gives_the_loss_and_the_attention_of_transformers(model: MarianMTModel) -> None:
    batch = _batch()
    loss, guided = LeanForward(model, PAD).losses(batch, smoothing=0.1, sample=None)
    model.set_attn_implementation("eager")
    decoder_input = torch.cat([torch.full((3, 1), PAD), batch.target[:, :-1]], dim=1)
    theirs = model(
        input_ids=batch.source,
        attention_mask=(batch.source != PAD).long(),
        decoder_input_ids=decoder_input,
        output_attentions=True,
    )
    expected = cross_entropy(theirs.logits.flatten(0, 1), batch.target.flatten(), ignore_index=PAD, label_smoothing=0.1)
    torch.testing.assert_close(loss, expected, rtol=1e-4, atol=1e-4)
    attention = theirs.cross_attentions[-1][:, :2].transpose(1, 2)[batch.links >= 0]
    chosen = attention.gather(2, batch.links[batch.links >= 0][:, None, None].expand(-1, 2, 1))
    torch.testing.assert_close(guided, -chosen.log().mean(), rtol=1e-4, atol=1e-4)


def test_in_half_the_bits_the_loss_and_its_gradient_are_nearly_the_same(model: MarianMTModel) -> None:
    batch, weights = _batch(), model.model.encoder.layers[0].self_attn.q_proj.weight
    losses = []
    for kind in (torch.float32, torch.bfloat16):
        with torch.autocast("cpu", dtype=kind, enabled=kind != torch.float32):
            loss, guided = LeanForward(model, PAD).losses(batch, smoothing=0.1, sample=None)
        (gradient,) = torch.autograd.grad(loss + guided, weights)
        losses.append((loss.item(), guided.item(), gradient.norm().item()))
    assert losses[1] == pytest.approx(losses[0], rel=0.03)
    assert losses[1] != losses[0]


def _gradients(loss: torch.Tensor, *tensors: torch.Tensor) -> tuple[torch.Tensor, ...]:
    return torch.autograd.grad(loss, tensors)


def test_the_output_loss_is_smoothed_cross_entropy_with_its_gradients() -> None:
    torch.manual_seed(2)
    hidden, weight = torch.randn(50, 16, requires_grad=True), torch.randn(300, 16, requires_grad=True)
    gold = torch.randint(0, 60, (50,))
    expected = cross_entropy(hidden @ weight.T, gold, label_smoothing=0.1)
    loss = OutputLoss.apply(hidden, weight, Candidates.drawn(gold, 300, None), 0.1)
    torch.testing.assert_close(loss, expected)
    for mine, theirs in zip(_gradients(loss, hidden, weight), _gradients(expected, hidden, weight), strict=True):
        torch.testing.assert_close(mine, theirs)


def test_over_a_sample_of_the_vocabulary_the_loss_is_right_on_average() -> None:
    torch.manual_seed(2)
    hidden, weight = torch.randn(50, 16) / 4, torch.randn(300, 16)
    gold = torch.randint(0, 60, (50,))
    whole = OutputLoss.apply(hidden, weight, Candidates.drawn(gold, 300, None), 0.1)
    drawn = [OutputLoss.apply(hidden, weight, Candidates.drawn(gold, 300, 120), 0.1) for _ in range(40)]
    assert torch.stack(drawn).mean().item() == pytest.approx(whole.item(), rel=0.005)


def test_a_new_piece_is_put_together_from_the_longest_known_ones() -> None:
    known = {"▁in": 2, "vo": 3, "▁invoice": 4, "s": 5}
    assert parts("▁invoices", known) == [4, 5]
    assert parts("▁in§vo", known) == [2, 3]
    assert parts("§", known) == []


def _run(work: Path, steps: int) -> train.Run:
    made_up = Corpus("made-up", "business", ("de", "fr"), 1.0, 1.0, "CC0", "these tests")
    torch.manual_seed(4)
    run = train.Run(work, budget_seconds=3600)
    sampler = Sampler(Pairs.load(work), np.load(work / "links.npy"), 1000, Vocabulary.load(work), seed=5)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batches, "TRANSLATOR_CORPORA", (made_up,))
        for _, batch in zip(range(steps), sampler.batches(0, 0), strict=False):
            run.step(batch)
    run.save()
    return run


@pytest.fixture(scope="module")
def exported(two_directions: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    _run(two_directions, steps=3)
    out = tmp_path_factory.mktemp("translator")
    export.export(two_directions, out, snapshots=4)
    return out


def test_transformers_reads_the_tag_as_the_training_wrote_it(exported: Path, two_directions: Path) -> None:
    vocabulary, tokenizer = Vocabulary.load(two_directions), MarianTokenizer.from_pretrained(exported)
    text = "The invoice was paid."
    expected = [*vocabulary.opening(Direction("en", "de")), *vocabulary.pieces.encode(text, add_eos=True)]
    assert tokenizer(f">>deu<< {text}").input_ids == expected
    assert tokenizer.decode(expected[1:], skip_special_tokens=True) == text


def test_decoding_starts_from_zero_as_in_published_marian_models(exported: Path) -> None:
    weight = MarianMTModel.from_pretrained(exported).model.shared.weight
    assert not weight[-1].any()
    assert weight[:-1].any(dim=1).all()


def test_what_the_export_generates_begins_with_padding_and_holds_none_after(exported: Path) -> None:
    tokenizer, model = MarianTokenizer.from_pretrained(exported), MarianMTModel.from_pretrained(exported)
    inputs = tokenizer([">>deu<< The report is new now."], return_tensors="pt")
    [ids] = model.float().generate(**inputs, num_beams=2, max_length=12).tolist()
    assert ids[0] == tokenizer.pad_token_id
    assert tokenizer.pad_token_id not in ids[1:]
    assert ids[-1] == tokenizer.eos_token_id


def test_a_run_goes_on_where_it_was_saved(one_direction: Path) -> None:
    saved = _run(one_direction, steps=2)
    resumed = train.Run(one_direction, budget_seconds=3600)
    assert resumed.resume()
    assert resumed.progress == saved.progress
    assert resumed.progress.step == 2


def test_a_warm_start_takes_over_layers_and_equal_pieces(exported: Path, one_direction: Path) -> None:
    old, vocabulary = MarianMTModel.from_pretrained(exported, dtype=torch.float32), Vocabulary.load(one_direction)
    model = fresh(vocabulary.size, vocabulary.pad)
    warm_start(model, vocabulary, exported)
    name = "model.encoder.layers.2.fc1.weight"
    torch.testing.assert_close(model.state_dict()[name], old.state_dict()[name])
    known = MarianTokenizer.from_pretrained(exported).get_vocab()
    piece = next(token for token in vocabulary.tokens() if token in known and len(token) == 2 and token[0] == "▁")
    was, now = known[piece], vocabulary.tokens().index(piece)
    torch.testing.assert_close(model.model.shared.weight[now], old.model.shared.weight[was])
