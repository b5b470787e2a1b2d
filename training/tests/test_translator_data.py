"""What the translator's `prepare` and `shortlist` make of the corpora."""

import json
from pathlib import Path

import numpy as np
import pytest

from scriptorium_training.translator import shortlist
from scriptorium_training.translator.batches import Pairs
from scriptorium_training.translator.directions import EOS, Direction, Vocabulary, folder_name
from scriptorium_training.translator.prepare import REQUIRED_CHARACTERS, likeness


def test_a_direction_that_leaves_english_out_is_refused() -> None:
    with pytest.raises(ValueError, match="from or to English"):
        Direction.parse("de-fr")


def test_the_folder_of_one_direction_is_named_after_it() -> None:
    assert folder_name(Direction.parse("en-de")) == "translator-en-de"
    assert folder_name(Direction.parse("en-de,de-en")) == "translator"


def test_every_source_of_several_directions_begins_with_the_language_of_its_target(two_directions: Path) -> None:
    vocabulary, pairs = Vocabulary.load(two_directions), Pairs.load(two_directions)
    tokens = vocabulary.tokens()
    tags = {0: ">>deu<<", 1: ">>eng<<"}
    assert set(pairs.direction.tolist()) == {0, 1}
    for row in range(len(pairs.corpus)):
        assert tokens[pairs.source(row)[0]] == tags[pairs.direction[row]]
        assert pairs.target(row).max() < len(vocabulary.pieces)


def test_a_reversed_direction_reads_the_foreign_side(two_directions: Path) -> None:
    vocabulary, pairs = Vocabulary.load(two_directions), Pairs.load(two_directions)
    row = int(np.flatnonzero(pairs.direction == 1)[0])
    source = vocabulary.pieces.decode(pairs.source(row)[1:].tolist())
    target = vocabulary.pieces.decode(pairs.target(row).tolist())
    assert source.lower().startswith(("la ", "le "))
    assert target.lower().startswith("the ")


def test_a_single_direction_has_no_tags(one_direction: Path) -> None:
    vocabulary = Vocabulary.load(one_direction)
    assert not [token for token in vocabulary.tokens() if token.startswith(">>")]
    assert vocabulary.opening(vocabulary.directions[0]) == []


def test_what_addresses_and_code_are_written_with_has_pieces(one_direction: Path) -> None:
    pieces = Vocabulary.load(one_direction).pieces
    text = "`a_b` <c@d.org> ~/e ^ {f} € « »"
    assert set(text) - {" "} <= set(REQUIRED_CHARACTERS)
    assert pieces.decode(pieces.encode(text)) == text


def test_texts_are_alike_whatever_their_case_numbers_and_punctuation() -> None:
    assert likeness("Pay 1,250 now!") == likeness("pay (7) NOW") == "pay now"
    assert likeness("Pay now") != likeness("Pay later")


def test_nothing_like_a_kept_out_or_evaluation_text_is_trained_on(one_direction: Path) -> None:
    vocabulary, pairs = Vocabulary.load(one_direction), Pairs.load(one_direction)
    trained = {likeness(vocabulary.pieces.decode(pairs.source(row).tolist())) for row in range(len(pairs.corpus))}
    kept_out = json.loads((one_direction / "kept-out.json").read_text(encoding="utf-8"))["en-de"]["made-up"]
    assert kept_out
    assert not trained & {likeness(source) for source, _ in kept_out}
    assert likeness("The invoice was paid today.") not in trained


def test_any_text_can_be_spelled_within_the_shortlist(two_directions: Path) -> None:
    vocabulary, pairs = Vocabulary.load(two_directions), Pairs.load(two_directions)
    links = np.load(two_directions / "links.npy")
    made = shortlist.build(vocabulary, pairs, links, vocabulary.directions[0], frequent=5, likely=3)
    allowed = made.of([])
    tokens = vocabulary.tokens()
    assert EOS in allowed
    assert all(tokens.index(character) in allowed for character in "aZ0<@`é")
    assert not {number for number in allowed if tokens[number].startswith(">>")} | ({vocabulary.pad} & allowed)


def test_the_shortlist_of_a_direction_holds_what_its_words_are_translated_with(two_directions: Path) -> None:
    vocabulary = Vocabulary.load(two_directions)
    shortlist.write(two_directions, two_directions, frequent=0, likely=8)
    german = shortlist.Shortlist.load(two_directions / "shortlist.en-de.safetensors")
    source = vocabulary.pieces.encode("The customer is ready now.")
    target = vocabulary.pieces.encode("Der Kunde ist bereit jetzt.")
    assert shortlist.coverage(german, [source], [target])["pieces_percent"] == 100
    assert (two_directions / "shortlist.fr-en.safetensors").exists()
    assert len(german.offsets) == vocabulary.size + 1
    assert german.offsets[-1] == len(german.targets)
