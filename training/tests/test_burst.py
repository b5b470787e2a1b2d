"""Pairs packed for a GPU elsewhere, and the training that reads them, here on the processor."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import MarianMTModel

from scriptorium_training.translator import burst, pack, stream
from scriptorium_training.translator.burst import Budget, Burst, Pairs
from scriptorium_training.translator.directions import Vocabulary
from scriptorium_training.translator.export import join_parts
from scriptorium_training.translator.model import Shape

TINY = Shape(64, 1, 1)
CPU = torch.device("cpu")


@pytest.fixture(autouse=True)
def _small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "PORTION", 60)


@pytest.fixture(scope="module")
def packed(data: Path, work: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("packed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stream, "PORTION", 60)
        pack.pack(data, work, out, megabytes=0.06, seed=5)
    return out


def _texts(vocabulary: Vocabulary, ids: torch.Tensor) -> list[str]:
    return [vocabulary.pieces.decode([int(i) for i in row if 0 < int(i) < len(vocabulary.pieces)]) for row in ids]


def test_a_pack_is_as_large_as_it_may_be_and_no_larger(packed: Path) -> None:
    sizes = [path.stat().st_size for path in packed.glob("part-*.xz")]
    used = sum(path.stat().st_size for path in packed.iterdir())
    assert used <= 60_000 < used + 2 * max(sizes)


def test_a_pack_that_cannot_hold_a_part_is_refused(data: Path, work: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="more than the 0.001 MB"):
        pack.pack(data, work, tmp_path / "packed", megabytes=0.001, seed=5)


def test_every_pair_is_read_once_a_pass_in_each_of_its_directions(packed: Path) -> None:
    rows, _, _ = pack.load(packed)
    vocabulary = Vocabulary.load(packed)
    pairs = Pairs(rows, vocabulary, CPU)
    batches = list(pairs.batches(1, 400))
    tokens = sum(int((batch.target != vocabulary.pad).sum()) for batch in batches)
    assert 0 < rows.both.sum() < len(rows.both)
    assert tokens == len(rows.target) + int(rows.source_lengths[rows.both].sum())
    assert all(batch.target.numel() <= 400 for batch in batches)
    assert all(side.size(1) % 8 == 0 for batch in batches for side in (batch.source, batch.target))


def test_a_turned_pair_has_the_tag_of_the_language_that_it_is_translated_into(packed: Path) -> None:
    vocabulary = Vocabulary.load(packed)
    rows = pack.Rows.encoded(
        [stream.Example(vocabulary.directions[0], "The invoice was paid.", "Die Rechnung wurde bezahlt.")],
        vocabulary,
        both=True,
    )
    read = {}
    for batch in Pairs(rows, vocabulary, CPU).batches(0, 400):
        tag = vocabulary.tokens()[int(batch.source[0, 0])]
        read[tag] = (_texts(vocabulary, batch.source[:, 1:])[0], _texts(vocabulary, batch.target)[0])
    english, german = "The invoice was paid.", "Die Rechnung wurde bezahlt."
    assert read == {">>deu<<": (english, german), ">>eng<<": (german, english)}


def _burst(packed: Path, work: Path, minutes: float = 60) -> Burst:
    return Burst(packed, work, None, Budget(minutes, 60, 600), TINY, seed=5)


def test_the_loss_falls_and_a_further_call_goes_on_from_the_checkpoint(
    packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    torch.set_num_threads(1)
    training = _burst(packed, tmp_path)
    before = training.held_out_loss()
    batches = [batch for number in range(3) for batch in training._pairs.batches(number, 600)]
    for batch in batches:
        training.step(batch)
    training.save()
    again = _burst(packed, tmp_path)
    assert again.progress == training.progress
    assert again.held_out_loss() == pytest.approx(training.held_out_loss())
    assert again.held_out_loss() < before - 0.5


def test_the_weights_are_written_in_parts_that_join_to_the_same_model(
    packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(burst, "PART_BYTES", 60_000)
    out = tmp_path / "model"
    _burst(packed, tmp_path / "work").write(out)
    parts = sorted(out.glob("model-*.safetensors"))
    assert len(parts) > 1
    in_parts = MarianMTModel.from_pretrained(out).state_dict()
    join_parts(out)
    assert not list(out.glob("model-*"))
    whole = MarianMTModel.from_pretrained(out).state_dict()
    assert all(torch.equal(value, whole[name]) for name, value in in_parts.items())
    assert json.loads((out / "training.json").read_text(encoding="utf-8"))["million_target_tokens"] == 0.0


def test_a_call_ends_with_its_minutes_and_a_finished_training_is_not_gone_on_with(packed: Path, tmp_path: Path) -> None:
    torch.set_num_threads(1)
    training = Burst(packed, tmp_path, None, Budget(60, 0, 600), TINY, seed=5)
    training.run()
    assert training.progress.step == 1
    assert not training.is_over
    training.progress.seconds = 3600.0
    assert training.is_over
    assert np.isfinite(training.held_out_loss())
