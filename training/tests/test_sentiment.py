"""How ratings become labels, and which documents are kept out."""

import pytest

from scriptorium_training.sentiment.prepare import Rated, _is_kept_out
from scriptorium_training.sentiment.train import soft_label


@pytest.mark.parametrize(
    ("rating", "label"), [(-4.0, 0), (-2.0, 0), (-1.9, 1), (-0.5, 1), (0.0, 2), (0.6, 3), (2.1, 4)]
)
def test_bins_of_the_mean_rating(rating: float, label: int) -> None:
    row = Rated("tweets", rating, "text")
    assert row.label == label


def test_a_softened_label_sums_to_one_and_peaks_at_its_bin() -> None:
    soft = soft_label(3.4)
    assert sum(soft) == pytest.approx(1)
    assert max(soft) == soft[4] > 0.9
    assert soft_label(0.0)[1] == pytest.approx(soft_label(0.0)[3])


def test_the_sentences_of_a_document_are_kept_out_together() -> None:
    out = [number for number in range(1000) if _is_kept_out("amazonReview", f"{number}_1", 17)]
    assert 60 < len(out) < 140
    assert out == [number for number in range(1000) if _is_kept_out("amazonReview", f"{number}_27", 17)]
