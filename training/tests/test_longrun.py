"""The run that goes on for days: what it draws, and that it goes on after it was killed."""

import itertools
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import torch

from scriptorium_training.translator import amounts, augment, longrun, spelling, store, stream
from scriptorium_training.translator.directions import Direction, Vocabulary
from scriptorium_training.translator.lanes import Lanes
from scriptorium_training.translator.links import Links
from scriptorium_training.translator.model import Shape, fresh
from scriptorium_training.translator.stream import Draw, Position, Stream
from scriptorium_training.translator.trunk import Trunk
from scriptorium_training.translator.widen import begun_with

from conftest import made_up_pairs

TINY = Shape(64, 1, 1)


def _stream(work: Path) -> Stream:
    return Stream(work, Vocabulary.load(work), Links.load(work / "links.npz"), seed=5)


@pytest.fixture(autouse=True)
def _small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "PORTION", 120)
    monkeypatch.setattr(stream, "BATCH_TOKENS", 200)


def test_kept_out_sentences_and_those_for_evaluation_are_not_trained_on(data: Path, work: Path) -> None:
    kept_out = json.loads((work / "kept-out.json").read_text(encoding="utf-8"))
    assert set(kept_out) == set(map(str, store.DIRECTIONS))
    barred = {row[0] for row in kept_out["en-de"]["tatoeba"]} | {made_up_pairs("de")[0][0]}
    pairs = store.Store.load(work, "de")
    texts = {pairs.pair(row)[0] for row in range(len(pairs.ends))}
    assert len(texts) > 100
    assert not texts & barred


def test_small_corpora_are_drawn_more_than_their_size_and_unwanted_ones_less() -> None:
    shares = stream.corpus_shares({"msdocs-project-ops": 1_000_000, "opensource-guide": 10_000, "bible": 1_000_000})
    assert 0.01 < shares["opensource-guide"] / shares["msdocs-project-ops"] < 0.1
    assert shares["bible"] == pytest.approx(shares["msdocs-project-ops"] * 0.3 / 1.2)


def test_from_english_each_direction_gets_the_same_and_into_english_less(work: Path) -> None:
    drawn = [str(example.direction) for example in Draw(work, store.DIRECTIONS).examples(1, 0, 3000)]
    assert drawn.count("en-de") == pytest.approx(3000 / 4.8, rel=0.15)
    assert drawn.count("es-en") == pytest.approx(0.6 * 3000 / 4.8, rel=0.2)


def test_some_examples_are_neighbours_joined(work: Path) -> None:
    examples = Draw(work, store.DIRECTIONS).examples(1, 0, 500)
    joined = [example for example in examples if example.source.count(". The ") and example.direction.source == "en"]
    assert joined
    assert all(example.target.count(". ") == example.source.count(". ") for example in joined)


def test_a_portion_is_the_same_every_time_and_unlike_the_next(work: Path) -> None:
    one, again, other = _stream(work).steps(3), _stream(work).steps(3), _stream(work).steps(4)
    pairs = [both for steps in zip(one, again, strict=True) for both in zip(*steps, strict=True)]
    assert all(torch.equal(first.source, second.source) for first, second in pairs)
    assert not torch.equal(one[0][0].source, other[0][0].source)


def test_the_stream_goes_on_from_a_position(work: Path) -> None:
    whole = list(itertools.islice(_stream(work).after(Position()), 12))
    position = whole[6][0]
    following, batches = next(_stream(work).after(position))
    assert following == whole[7][0]
    assert torch.equal(batches[0].target, whole[7][1][0].target)


def test_every_character_survives_the_pieces(work: Path) -> None:
    pieces = Vocabulary.load(work).pieces
    for text in ("Zoë paid ½ of 1 000 ₽ for 日本語 😀 x² ™", "ΑΒΓ АБВ", "PLEASE SAVE ALL FILES"):
        assert pieces.decode(pieces.encode(text)) == text
    assert pieces.encode("2024", out_type=str)[-4:] == ["2", "0", "2", "4"]


def test_spaces_invisible_signs_and_composed_letters_become_plain(work: Path) -> None:
    pieces = Vocabulary.load(work).pieces
    assert pieces.decode(pieces.encode("1\u00a0000\u202f€ e\u0301 a\u200bb ﬁn ＡＢ")) == "1 000 € é ab fin AB"
    assert "200D" not in spelling.rules()


def test_amounts_have_the_same_digits_in_every_language() -> None:
    rng = random.Random(3)
    for _ in range(300):
        written = amounts.amount(rng)
        digits = {"".join(sorted(c for c in text if c.isdigit())) for text in written.values()}
        assert len(digits) == 1
    assert amounts.number(1234567, "50", "de") == "1.234.567,50"
    assert amounts.number(1234567, "", "en") == "1,234,567"


def test_variants_have_capitals_amounts_and_slips_on_the_source_side() -> None:
    rng, direction = random.Random(4), Direction("en", "de")
    seen = {augment.varied("The invoice was paid.", "Die Rechnung wurde bezahlt.", direction, rng) for _ in range(800)}
    assert ("THE INVOICE WAS PAID.", "DIE RECHNUNG WURDE BEZAHLT.") in seen
    assert any("€" in source and "€" in target for source, target in seen)
    slips = {source for source, target in seen if target == "Die Rechnung wurde bezahlt."}
    assert {"The nivoice was paid.", "The invoice was paid."} & slips
    assert all(abs(len(source) - len("The invoice was paid.")) <= 1 for source in slips)


def test_links_follow_words_that_go_together(work: Path) -> None:
    links, vocabulary = Links.load(work / "links.npz"), Vocabulary.load(work)
    source = np.array(vocabulary.pieces.encode("The invoice was paid today.", add_eos=True))
    target = np.array(vocabulary.pieces.encode("Die Rechnung wurde bezahlt heute.", add_eos=True))
    found = links.of(source, target)
    assert len(found) == len(target)
    assert found[-1] == len(source) - 1


def test_lanes_sum_as_one_would() -> None:
    def gradients(item: int) -> tuple[list[torch.Tensor], float]:
        return [torch.full((2,), float(item))], float(item)

    for count in (1, 3):
        summed, loss = Lanes(count).summed(gradients, [1, 2, 3, 4])
        assert summed[0].tolist() == [10.0, 10.0]
        assert loss == 10.0


def _trunk(work: Path) -> Trunk:
    torch.manual_seed(1)
    vocabulary = Vocabulary.load(work)
    return Trunk(fresh(vocabulary.size, vocabulary.pad, TINY), vocabulary, Lanes(2))


def test_training_lowers_the_loss_and_leaves_padding_at_zero(work: Path) -> None:
    trunk = _trunk(work)
    losses = [trunk.step(batches) for _, batches in itertools.islice(_stream(work).after(Position()), 60)]
    assert np.mean(losses[-10:]) < 0.75 * np.mean(losses[:10])
    assert not trunk.model.model.shared.weight[Vocabulary.load(work).pad].any()


def test_a_checkpoint_gives_back_weights_average_and_position(work: Path, tmp_path: Path) -> None:
    trunk, other = _trunk(work), _trunk(work)
    for _, batches in itertools.islice(_stream(work).after(Position()), 3):
        trunk.step(batches)
    trunk.progress.portion = 7
    trunk.save(tmp_path / "checkpoint.pt")
    other.take(torch.load(tmp_path / "checkpoint.pt"))
    assert other.progress == trunk.progress
    for name, value in trunk.averaged().items():
        torch.testing.assert_close(other.averaged()[name], value)


def test_a_wider_and_deeper_model_begins_about_where_the_smaller_one_stands(work: Path, tmp_path: Path) -> None:
    trunk, vocabulary = _trunk(work), Vocabulary.load(work)
    steps = list(itertools.islice(_stream(work).after(Position()), 150))
    for _, batches in steps:
        trunk.step(batches)
    longrun.write(tmp_path, vocabulary, work / "pieces.model", trunk.model)
    wide = Trunk(begun_with(tmp_path, vocabulary, Shape(128, 2, 1)), vocabulary, Lanes(1))
    small = Trunk(begun_with(tmp_path, vocabulary, TINY), vocabulary, Lanes(1))
    first, wider = small.step(steps[0][1], factor=0.0), wide.step(steps[0][1], factor=0.0)
    assert first < 2.5
    assert wider < first + 1.0


_KEEP = """
import sys
from pathlib import Path
from scriptorium_training.translator import glance, longrun, stream
from scriptorium_training.translator.model import Shape
stream.PORTION, stream.BATCH_TOKENS = 120, 200
longrun.SIX_DIRECTIONS = Shape(64, 1, 1)
longrun.CHECKPOINT_SECONDS = longrun.STATUS_SECONDS = 0
glance.SENTENCES = 2
longrun.keep(Path(sys.argv[1]), Path(sys.argv[2]), None, seed=5, threads=1, most_steps=int(sys.argv[3]))
"""


def _keep(data: Path, work: Path, steps: int) -> subprocess.Popen:
    arguments = [sys.executable, "-c", _KEEP, str(data), str(work), str(steps)]
    return subprocess.Popen(arguments, cwd=Path(__file__).parents[1])


def _wait_for(path: Path, process: subprocess.Popen) -> None:
    while not path.exists():
        assert process.poll() is None, "it ended before"
        time.sleep(0.05)


def test_a_killed_run_goes_on_where_its_last_checkpoint_is_and_ends_as_one_that_was_not_killed(
    data: Path, work: Path, tmp_path: Path
) -> None:
    runs = []
    for name in ("killed", "whole"):
        folder = tmp_path / name
        folder.mkdir()
        for path in work.iterdir():
            os.link(path, folder / path.name)
        runs.append(folder)
    process = _keep(data, runs[0], 100_000)
    _wait_for(runs[0] / "checkpoint.pt", process)
    process.send_signal(signal.SIGKILL)
    process.wait()
    killed_at = torch.load(runs[0] / "checkpoint.pt")["progress"]["steps"]
    assert killed_at > 0
    for folder in runs:
        assert _keep(data, folder, killed_at + 5).wait() == 0
    ended, whole = (torch.load(folder / "checkpoint.pt")["progress"] for folder in runs)
    for part in ("steps", "tokens", "portion", "step_of_portion"):
        assert ended[part] == whole[part]
    assert "target tokens seen" in (runs[0] / "status").read_text(encoding="utf-8")


def test_an_asked_run_stops_with_a_checkpoint(data: Path, work: Path, tmp_path: Path) -> None:
    for path in work.iterdir():
        os.link(path, tmp_path / path.name)
    process = _keep(data, tmp_path, 100_000)
    _wait_for(tmp_path / "status", process)
    process.send_signal(signal.SIGTERM)
    assert process.wait() == 0
    assert torch.load(tmp_path / "checkpoint.pt")["progress"]["steps"] > 0


def test_a_branch_is_a_finished_model_and_leaves_the_trunk_alone(
    data: Path, work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, out = tmp_path / "run", tmp_path / "model"
    run.mkdir()
    for path in work.iterdir():
        os.link(path, run / path.name)
    assert _keep(data, run, 3).wait() == 0
    before = (run / "checkpoint.pt").read_bytes()
    monkeypatch.setattr(longrun, "SIX_DIRECTIONS", TINY)
    for tokens in (0, 500):
        longrun.branch(run, out, tokens, seed=5, threads=1)
        assert {"config.json", "model.safetensors", "source.spm", "vocab.json"} <= {path.name for path in out.iterdir()}
    assert (run / "checkpoint.pt").read_bytes() == before
