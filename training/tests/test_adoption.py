"""When new translators may replace shipped ones, and what is flagged."""

import json
from pathlib import Path

import pytest

from scriptorium_training.translator import quality
from scriptorium_training.translator.adoption import Standing, objections

SHIPPED = {"en-de": Standing(40.0, 8.0, 95.0), "de-en": Standing(36.0, 9.0, 95.0)}


def _with(**changed: float) -> dict[str, Standing]:
    values = {"in_domain": 40.0, "general": 9.0, "survived_percent": 95.0} | changed
    return SHIPPED | {"en-de": Standing(**values)}


def test_a_better_model_is_adopted() -> None:
    assert objections(SHIPPED, _with()) == []


def test_a_loss_of_three_tenths_in_the_domain_is_borne_and_one_more_is_not() -> None:
    assert objections(SHIPPED, _with(in_domain=39.7)) == []
    [objection] = objections(SHIPPED, _with(in_domain=39.6))
    assert objection.startswith("en-de: in-domain BLEU falls from 40.0 to 39.6")


def test_general_text_must_become_better_in_the_mean() -> None:
    [objection] = objections(SHIPPED, _with(general=8.0))
    assert "FLORES dev does not rise: 8.50 before, 8.50 now" in objection


def test_placeholders_and_numbers_must_go_on_surviving() -> None:
    assert objections(SHIPPED, _with(survived_percent=94.0)) == []
    [objection] = objections(SHIPPED, _with(survived_percent=93.9))
    assert "of planted items 93.9 % survive" in objection


def test_every_shipped_direction_must_be_there() -> None:
    assert objections(SHIPPED, {"de-en": SHIPPED["de-en"]}) == ["the candidate does not translate en-de"]


def test_three_of_a_hundred_good_translations_are_flagged() -> None:
    scores = [-0.01 * number for number in range(100)]
    below = quality.threshold(scores)
    assert sum(score < below for score in scores) == 3


def test_recall_counts_the_bad_ones_among_the_flagged() -> None:
    assert quality.recall([-2.0, -0.5, -1.5, -0.1], [True, True, False, False], below=-1.0) == {
        "sentences": 4,
        "bad": 2,
        "bad_flagged_percent": 50.0,
        "flagged_percent": 50.0,
    }


def test_the_file_of_thresholds_has_the_key_that_the_translator_service_reads(tmp_path: Path) -> None:
    quality.write(tmp_path, {"en-de": -0.93})
    assert json.loads((tmp_path / "quality.json").read_text(encoding="utf-8")) == {"score_thresholds": {"en-de": -0.93}}


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_recall_of_nothing_bad_is_none(share: float) -> None:
    assert quality.recall([share], [False], below=0.5)["bad_flagged_percent"] == 0.0
