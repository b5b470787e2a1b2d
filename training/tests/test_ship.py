"""The step that puts a candidate in the place of what is shipped, whole, with a tiny model; and what it says of flags."""

import json
import shutil
from pathlib import Path

import pytest
import torch

from scriptorium_training import results
from scriptorium_training.translator import export, glance, quality, ship, store, stream
from scriptorium_training.translator.directions import Vocabulary
from scriptorium_training.translator.model import Shape, fresh
from scriptorium_training.translator.ship import Settings

SETTINGS = Settings(sentences=3, of_each_set=2, seed=5, threads=1, frequent=50, likely=5)


@pytest.fixture
def candidate(work: Path, tmp_path: Path) -> Path:
    torch.manual_seed(1)
    vocabulary = Vocabulary.load(work)
    out = tmp_path / "candidate"
    export.write(out, vocabulary, work / "pieces.model", fresh(vocabulary.size, vocabulary.pad, Shape(64, 1, 1)))
    (out / ship.TRAINING).write_text('{"million_target_tokens": 1.5, "million_target_tokens_before": 0}')
    return out


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch, data: Path) -> None:
    monkeypatch.setattr(ship, "PLANTED", 3)
    monkeypatch.setattr(ship.evaluate, "PLANTED", 3)
    monkeypatch.setattr(ship.evaluate, "EVALUATE_ONLY", {"FLORES dev": "flores-dev"})
    monkeypatch.setattr(ship, "LISTED", 200)
    monkeypatch.setattr(stream, "PORTION", 120)


def test_a_candidate_that_is_no_better_is_refused_and_nothing_is_changed(
    data: Path, work: Path, candidate: Path, tmp_path: Path
) -> None:
    models = tmp_path / "models"
    shutil.copytree(candidate, models / "translator")
    before = sorted((models / "translator").iterdir())

    with pytest.raises(SystemExit, match="the mean BLEU on FLORES dev does not rise"):
        ship.ship(candidate, data, work, models, SETTINGS)

    assert sorted((models / "translator").iterdir()) == before


def test_an_adopted_candidate_has_shortlists_thresholds_figures_and_a_card(
    data: Path, work: Path, candidate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    models = tmp_path / "models"
    models.mkdir()
    monkeypatch.setattr(ship, "objections", lambda before, after: [])

    ship.ship(candidate, data, work, models, SETTINGS)

    out = models / "translator"
    names = set(map(str, store.DIRECTIONS))
    assert {f"shortlist.{name}.safetensors" for name in names} <= {path.name for path in out.iterdir()}
    assert set(json.loads((out / quality.FILE).read_text(encoding="utf-8"))["score_thresholds"]) == names
    assert set(results.read(out)["directions"]) == names == set(results.read(out)["flags"])
    card = (out / "README.md").read_text(encoding="utf-8")
    assert "1.5 million target tokens, on a CPU" in card
    assert not (out / ship.TRAINING).exists()


def test_the_sentences_for_the_product_are_those_that_no_training_sees(
    data: Path, work: Path, candidate: Path, tmp_path: Path
) -> None:
    shutil.copyfile(work / "kept-out.json", tmp_path / "kept-out.json")
    quality.write_sets(data, tmp_path, candidate, 2)
    rows = (tmp_path / "in-domain.en-de.tsv").read_text(encoding="utf-8").splitlines()
    kept_out = json.loads((work / "kept-out.json").read_text(encoding="utf-8"))["en-de"]
    assert rows == ["\t".join(row) for row in glance.in_domain(kept_out, 2)]


def _printed(path: Path, names: list[str], precisions: tuple[str, ...]) -> Path:
    lines = [
        {
            "file": f"{kind}.{name}.tsv",
            "precision": precision,
            "direction": name,
            "source": "x",
            "reference": "The invoice was paid.",
            "checked": "The invoice was paid." if number else "nonsense",
            "score": -0.01 * (100 - number),
        }
        for name in names
        for kind in quality.KINDS
        for precision in precisions
        for number in range(100)
    ]
    path.write_text("WARNING\n" + "".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def test_flags_and_precisions_come_from_what_the_product_wrote(candidate: Path, tmp_path: Path) -> None:
    results.write(candidate, {"directions": {}})
    names = list(map(str, store.DIRECTIONS))

    quality.take_flags(candidate, _printed(tmp_path / "printed", names, ("INT8", "FLOAT32")))

    found = results.read(candidate)
    assert found["flags"]["en-de"]["general"] == {
        "sentences": 100,
        "bad": 1,
        "bad_flagged_percent": 100.0,
        "flagged_percent": 3.0,
    }
    assert found["precisions"]["en-de"]["INT8"] == found["precisions"]["en-de"]["FLOAT32"]
    assert json.loads((candidate / quality.FILE).read_text(encoding="utf-8"))["score_thresholds"]["es-en"] == -0.971


def test_a_direction_without_lines_is_named(candidate: Path, tmp_path: Path) -> None:
    names = list(map(str, store.DIRECTIONS))
    with pytest.raises(SystemExit, match="of fr-en with FLOAT32"):
        quality.take_flags(candidate, _printed(tmp_path / "printed", [n for n in names if n != "fr-en"], ("FLOAT32",)))


def test_false_alarms_are_counted_on_sentences_that_did_not_set_the_threshold() -> None:
    assert quality.false_alarms_percent([-0.01 * number for number in range(200)]) == pytest.approx(3, abs=1)
    assert quality.false_alarms_percent([-1.0, -2.0] * 50) == 50.0
