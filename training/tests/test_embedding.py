"""What the sentence embeddings are trained and measured on."""

import random
from pathlib import Path

import numpy as np
import torch

from scriptorium_training.embedding.batches import Batches, Pairs
from scriptorium_training.embedding.model import bag_vectors, fresh, vectors
from scriptorium_training.embedding.paraphrases import paraphrases
from scriptorium_training.embedding.train import contrast


def test_paraphrases_differ_in_more_than_punctuation() -> None:
    rows = [("Hallo!", "Hello!"), ("Hallo!", "hello"), ("Danke.", "Thank you."), ("Danke.", "Thanks.")]
    [pair] = paraphrases(rows, 10, random.Random(1))
    assert set(pair) == {"Thank you.", "Thanks."}


def test_no_paraphrase_is_taken_twice() -> None:
    rows = [("a", "one"), ("a", "two"), ("b", "Two."), ("b", "three"), ("c", "four"), ("c", "five")]
    texts = [text for pair in paraphrases(rows, 10, random.Random(1)) for text in pair]
    assert len({text.strip(".").lower() for text in texts}) == len(texts) == 4


def test_the_bag_gives_what_a_fresh_model_gives() -> None:
    torch.manual_seed(1)
    model = fresh().eval()
    ids = torch.tensor([[2, 7, 8, 3, 0], [2, 9, 9, 11, 3]])
    torch.testing.assert_close(bag_vectors(model, ids), vectors(model, ids))


def test_nearly_the_same_english_is_no_wrong_answer() -> None:
    same, far = torch.tensor([[1.0, 0.0], [1.0, 0.0]]), torch.tensor([[1.0, 0.0], [0.0, 1.0]])
    assert contrast(same, same) < 1e-6
    assert contrast(far, far.flip(0)) > 10


def _pairs(work: Path) -> Pairs:
    """Three languages, of which the second has few pairs; the length tells nothing else."""
    language = np.array([0] * 50 + [1] * 10 + [2] * 50, dtype=np.int8)
    ids = np.zeros((len(language), 8), dtype=np.int16)
    for row, tokens in enumerate(ids):
        tokens[: 2 + row % 6] = 5 + language[row]
    np.savez(work / "pairs.npz", english=ids, other=ids, language=language)
    return Pairs(work)


def test_batches_hold_pairs_of_like_length_and_repeat_by_step(tmp_path: Path) -> None:
    pairs = _pairs(tmp_path)
    batches = Batches(pairs, 10, seed=3)
    drawn = [batches.at(step)[0] for step in range(22)]
    lengths = [(ids != 0).sum(dim=1) for ids in drawn]
    assert max(int(row.max() - row.min()) for row in lengths) <= 1
    again = Batches(pairs, 10, seed=3).at(21)[0]
    assert torch.equal(drawn[21], again)
