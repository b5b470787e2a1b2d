"""How ratings become labels, which documents are kept out, what a text's features are, and what is learnt from them."""

import gzip
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer, models, pre_tokenizers, processors

from scriptorium_training.sentiment import prepare
from scriptorium_training.sentiment.features import Features, Keys, negated
from scriptorium_training.sentiment.prepare import BOUNDS, LABELS, Rated, is_kept_out
from scriptorium_training.sentiment.train import Lexicon, Rounds, calibrated, chances

_WORDS = "good bad food film the is was not a very awful t n gut schlecht essen das ist nicht"
_PIECES = ["[CLS]", "[SEP]", "[UNK]", "▁", ",", ".", "'", "ly", "t", *(f"▁{word}" for word in _WORDS.split())]


@pytest.fixture(scope="module")
def features() -> Features:
    tokenizer = Tokenizer(models.Unigram([(piece, -float(i)) for i, piece in enumerate(_PIECES)], unk_id=2))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Metaspace(), pre_tokenizers.Punctuation(behavior="isolated")]
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 0), ("[SEP]", 1)]
    )
    return Features(tokenizer)


def _word(features: Features, text: str) -> np.uint32:
    return features.words([text])[1][-1]


def _has(features: Features, text: str, key: np.uint32) -> bool:
    return bool(np.isin(key, features.keys([text]).keys))


@pytest.mark.parametrize(
    ("rating", "label"), [(-4.0, 0), (-2.0, 0), (-1.9, 1), (-0.5, 1), (0.0, 2), (0.6, 3), (2.1, 4)]
)
def test_bins_of_the_mean_rating(rating: float, label: int) -> None:
    row = Rated("tweets", "1", rating, "text")
    assert row.label == label == np.searchsorted(BOUNDS, rating)


def test_about_a_tenth_of_the_documents_is_kept_out() -> None:
    assert 60 < sum(is_kept_out("amazonReview", str(number), 17) for number in range(1000)) < 140


def test_chances_sum_to_one_and_peak_at_the_scores_bin() -> None:
    found = chances(np.array([3.4, 0.0]), 0.3)
    assert found.sum(axis=1) == pytest.approx([1, 1])
    assert found.argmax(axis=1).tolist() == [4, 2]
    assert found[1, 1] == pytest.approx(found[1, 3])


def test_calibration_finds_the_scale_that_made_the_labels() -> None:
    rng = np.random.default_rng(3)
    true = rng.normal(0, 2, 4000)
    labels = np.searchsorted(BOUNDS, true + rng.logistic(0, 0.5, 4000))
    factor, shift, spread = calibrated((true - 1) / 2, labels)
    assert (factor, shift, spread) == pytest.approx((2, 1, 0.5), abs=0.1)


def test_a_word_under_a_negation_is_another_feature(features: Features) -> None:
    good = _word(features, "good")
    assert _has(features, "the food is not a very good", negated(np.array([good])))
    assert _has(features, "the food isn't good", negated(np.array([good])))
    assert not _has(features, "the food is good", negated(np.array([good])))


def test_a_negation_ends_after_four_words_and_at_a_mark(features: Features) -> None:
    under = negated(np.array([_word(features, "good")]))
    assert _has(features, "not the the the good", under)
    assert not _has(features, "not the the the the good", under)
    assert not _has(features, "not the, good", under)
    assert _has(features, "not the' good", under)


def test_a_negation_does_not_reach_into_the_next_text(features: Features) -> None:
    together = features.keys(["the food is not", "good"])
    assert together.keys[together.rows == 1].tolist() == features.keys(["good"]).keys.tolist()


def test_the_pieces_of_a_word_are_one_word(features: Features) -> None:
    rows, words = features.words(["badly.", "bad"])
    assert rows.tolist() == [0, 0, 1]
    assert len(set(words.tolist())) == 3


def test_a_text_of_nothing_has_no_features(features: Features) -> None:
    assert len(features.keys([""]).keys) == 0
    assert len(features.keys([]).keys) == 0


def test_features_count_less_the_more_there_are_known_or_not() -> None:
    keys = Keys(np.array([0, 1, 1, 1, 1]), np.array([7, 5, 6, 7, 9], np.uint32), 3)
    matrix = keys.matrix(np.array([6, 7], np.uint32), 0.5).toarray()
    assert matrix.tolist() == [[0, 1], [0.5, 0.5], [0, 0]]


def test_other_languages_learn_from_translations_and_rarely_rated_words_from_their_own(features: Features) -> None:
    rated = [Rated("x", str(i), sign * 3.0, f"the food is {word}{'.' * (i % 3)}") for i in range(12)
             for sign, word in ((1, "good"), (-1, "bad"))]  # fmt: skip
    rated += [Rated("x", "12", 0.0, f"the film was {word}") for word in ("awful", "very") for _ in range(2)]
    pairs = [["the film was good", "das ist gut"], ["the film was bad", "das ist schlecht"]] * 60
    pairs += [["the film was awful", "das essen ist schlecht"]] * 60
    model = Rounds(features, {"good": 2.0, "bad": -2.0}, [pairs]).fit(rated)

    def score(text: str) -> float:
        return model.scores(features.keys([text]))[0]

    assert score("das essen ist gut") > score("das essen ist schlecht") + 0.2
    assert score("awful") < score("very") - 0.02
    assert score("the food is not good") < score("the food is good")


def test_the_lexicon_has_what_is_one_word(features: Features) -> None:
    lexicon = Lexicon.of(features, {"bad": -2.5, "very good": 3.0, "badly": -2.0})
    assert sorted(lexicon.ratings.tolist()) == [-2.5, -2.0]


def test_no_side_of_a_kept_out_pair_is_trained_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, "KEPT_OUT_PAIRS", 0.3)
    (tmp_path / "parallel").mkdir()
    for name in prepare.PAIRS:
        with gzip.open(tmp_path / "parallel" / f"{name}.en-de.tsv.gz", "wt", encoding="utf-8") as lines:
            lines.writelines(f"{name} English {i}\tDeutsch {i // 2} in {name}\n" for i in range(100))
    taken, kept_out = prepare._pairs(tmp_path, "de", 17)
    out = [pair for pairs in kept_out.values() for pair in pairs]
    assert 100 < len(out) < 260
    for side in (0, 1):
        assert not {pair[side] for pair in taken} & {pair[side] for pair in out}
    assert len(LABELS) == len(BOUNDS) + 1
