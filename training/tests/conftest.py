"""Small made-up corpora, so that the translator's steps run whole in seconds."""

import gzip
import itertools
from pathlib import Path

import pytest
import torch

from scriptorium_training.corpora import Corpus
from scriptorium_training.translator import align, batches, longrun, prepare, store
from scriptorium_training.translator.directions import Direction

SUBJECTS = {
    "de": (("The invoice", "Die Rechnung"), ("The order", "Die Bestellung"), ("The report", "Der Bericht"),
           ("The customer", "Der Kunde"), ("The window", "Das Fenster"), ("The file", "Die Datei")),
    "fr": (("The invoice", "La facture"), ("The order", "La commande"), ("The report", "Le rapport"),
           ("The customer", "Le client"), ("The window", "La fenêtre"), ("The file", "Le fichier")),
}  # fmt: skip
ENDS = {
    "de": (("was paid", "wurde bezahlt"), ("was opened", "wurde geöffnet"), ("was not found", "wurde nicht gefunden"),
           ("is ready", "ist bereit"), ("is new", "ist neu"), ("was closed", "wurde geschlossen")),
    "fr": (("was paid", "est payé"), ("was opened", "est ouvert"), ("was not found", "est introuvable"),
           ("is ready", "est prêt"), ("is new", "est nouveau"), ("was closed", "est fermé")),
}  # fmt: skip
WHEN = {
    "de": (("today", "heute"), ("yesterday", "gestern"), ("again", "wieder"), ("here", "hier"), ("now", "jetzt")),
    "fr": (
        ("today", "aujourd'hui"),
        ("yesterday", "hier"),
        ("again", "encore"),
        ("here", "ici"),
        ("now", "maintenant"),
    ),
}


def _write(path: Path, pairs: list[tuple[str, str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        lines.writelines(f"{english}\t{foreign}\n" for english, foreign in pairs)


@pytest.fixture(scope="session")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("data")
    for language in ("de", "fr"):
        combined = itertools.product(SUBJECTS[language], ENDS[language], WHEN[language])
        pairs = [tuple(" ".join(part[side] for part in parts) + "." for side in (0, 1)) for parts in combined]
        _write(data / "parallel" / f"made-up.en-{language}.tsv.gz", pairs)
        _write(data / "evaluate-only" / f"news.en-{language}.tsv.gz", [pairs[0]])
    return data


def prepared(data: Path, work: Path, directions: str, size: int) -> Path:
    """A work folder with everything that training reads."""
    made_up = Corpus("made-up", "business", ("de", "fr"), 1.0, 1.0, "CC0", "these tests")
    with pytest.MonkeyPatch.context() as patch:
        for module in (prepare, batches):
            patch.setattr(module, "TRANSLATOR_CORPORA", (made_up,))
        prepare.prepare(data, work, Direction.parse(directions), size, seed=3)
        align.align(work)
    return work


@pytest.fixture(scope="session")
def two_directions(corpora: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.set_num_threads(1)
    return prepared(corpora, tmp_path_factory.mktemp("two"), "en-de,fr-en", 200)


@pytest.fixture(scope="session")
def one_direction(corpora: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.set_num_threads(1)
    return prepared(corpora, tmp_path_factory.mktemp("one"), "en-de", 180)


def made_up_pairs(language: str) -> list[tuple[str, str]]:
    parts = itertools.product(SUBJECTS[language], ENDS[language], WHEN[language])
    return [tuple(" ".join(word[side] for word in words) + "." for side in (0, 1)) for words in parts]


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made-up pairs under the names of three corpora, Spanish being French here."""
    folder = tmp_path_factory.mktemp("data")
    for kind in ("parallel", "evaluate-only"):
        (folder / kind).mkdir()
    for language in store.LANGUAGES:
        pairs = made_up_pairs("de" if language == "de" else "fr")
        parts = {"tatoeba": pairs[:120], "gutenberg-books": pairs[120:160], "msdocs-business-central": pairs[160:]}
        for name, rows in parts.items():
            with gzip.open(folder / "parallel" / f"{name}.en-{language}.tsv.gz", "wt", encoding="utf-8") as lines:
                lines.writelines(f"{english}\t{foreign}\n" for english, foreign in rows)
        with gzip.open(folder / "evaluate-only" / f"flores-dev.en-{language}.tsv.gz", "wt", encoding="utf-8") as lines:
            lines.write("\t".join(pairs[0]) + "\n")
    return folder


@pytest.fixture(scope="session")
def work(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("work")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(longrun, "PIECES_FROM", 2000)
        patch.setattr(longrun, "LINKED", 500)
        longrun.prepare(data, folder, seed=5, size=620)
    return folder
