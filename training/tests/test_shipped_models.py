"""The shipped folders load with transformers, and their cards say what their results files say."""

from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from scriptorium_training import cards
from scriptorium_training.embedding.embed import Embeddings
from scriptorium_training.sentiment.classify import Sentiments, score
from scriptorium_training.sentiment.prepare import LABELS
from scriptorium_training.translator.translate import Translations

MODELS = Path(__file__).resolve().parents[2] / "models"
NAMES = ("translator-en-de", "translator", "sentence-embedding", "sentiment")
MOST_BYTES = 60_000_000


@pytest.mark.parametrize("name", [*NAMES, "summary-scorer"])
def test_card_is_rendered_from_the_results_file(name: str) -> None:
    assert (MODELS / name / "README.md").read_text(encoding="utf-8") == cards.render(MODELS / name)


def test_sources_are_rendered_from_the_corpora() -> None:
    assert (MODELS / "SOURCES.md").read_text(encoding="utf-8") == cards.render_sources(MODELS)


@pytest.mark.parametrize("name", NAMES)
def test_weights_are_half_precision(name: str) -> None:
    weights = load_file(MODELS / name / "model.safetensors")
    keys = {"keys"} if name == "sentiment" else set()
    assert {tensor.dtype for key, tensor in weights.items() if key not in keys} == {torch.float16}


def test_all_models_together_stay_small() -> None:
    assert sum(path.stat().st_size for name in NAMES for path in (MODELS / name).rglob("*")) < MOST_BYTES


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("translator-en-de", "The invoice was paid."),
        ("translator", ">>fra<< The invoice was paid."),
        ("translator", ">>eng<< Die Rechnung wurde bezahlt."),
    ],
)
def test_translator_never_emits_padding_and_ends(name: str, source: str) -> None:
    model = Translations(MODELS / name)
    [ids] = model.ids([source], beams=4)
    assert ids[-1] == model.tokenizer.eos_token_id
    assert model.tokenizer.unk_token_id not in ids


def test_a_translation_is_nearer_than_another_sentence() -> None:
    vectors = Embeddings(MODELS / "sentence-embedding").vectors(
        ["The invoice was paid.", "Die Rechnung wurde bezahlt.", "Der Hund schläft im Garten."]
    )
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]


@pytest.mark.parametrize(
    ("praise", "blame"),
    [
        ("I love this phone, it is great!", "This is terrible, I hate it."),
        ("Das Essen war wunderbar.", "Das Essen war schrecklich."),
        ("Le film est magnifique.", "Le film est horrible."),
        ("Estoy muy contento.", "Estoy muy triste."),
        ("The soup was good.", "The soup was not good."),
    ],
)
def test_praise_scores_higher_than_blame(praise: str, blame: str) -> None:
    probabilities = Sentiments(MODELS / "sentiment").probabilities([praise, blame])
    assert probabilities.shape == (2, len(LABELS))
    assert score(probabilities)[0] > 0.5 > -0.5 > score(probabilities)[1]
