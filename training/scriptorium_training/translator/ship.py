"""ship: measures a candidate beside what is shipped, puts it in its place where the rule of adoption holds, and refuses
where it does not."""

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from .. import cards, results
from ..corpora import CORPORA, TRANSLATOR_CORPORA
from . import evaluate, glance, quality, shortlist
from .adoption import Standing, objections
from .batches import Pairs
from .directions import Direction, Vocabulary, directions_of, folder_name
from .evaluate import Extent
from .export import join_parts
from .fast import FastTranslations
from .links import Links
from .stream import Draw

TRAINING = "training.json"
PLANTED = 300
LISTED = 60_000
_LANGUAGES = {"de": "German", "fr": "French", "es": "Spanish"}


@dataclass(frozen=True)
class Settings:
    """How much is measured, on how many threads, and how long the shortlists are.

    `sentences` of each kind are compared for the rule. The card has as many of the sets for evaluation only, and at most
    `of_each_set` of each kept-out one.
    """

    sentences: int
    of_each_set: int
    seed: int
    threads: int
    frequent: int
    likely: int


def _standings(
    folder: Path, sets: dict[Direction, dict[str, evaluate.Rows]], kept_out: evaluate.KeptOut, settings: Settings
) -> dict[str, tuple[Standing, dict[str, Any]]]:
    """For each of the model's directions where it stands, and its threshold with what that finds."""
    model, directions = FastTranslations(folder, settings.threads), directions_of(folder)
    survival = evaluate.Evaluation(folder, kept_out, Extent(settings.sentences), settings.seed, settings.threads)
    found = {}
    for direction in (one for one in directions if one in sets):
        opening = f"{direction.tag} " if len(directions) > 1 else ""
        figures = quality.measured(model, direction, sets[direction], opening)
        kinds = survival.survival_of_planted(direction, PLANTED).values()
        items = sum(kind["items"] for kind in kinds)
        survived = sum(kind["items"] * kind["survived_percent"] for kind in kinds) / items
        standing = Standing(figures["bleu"]["in-domain"], figures["bleu"]["FLORES dev"], round(survived, 1))
        print(f"{folder.name} {direction}: {standing}", flush=True)
        found[str(direction)] = (standing, figures)
    return found


def replaced(models: Path, candidate: Path) -> list[Path]:
    """The shipped translators that the candidate would take the place of: those with none but its directions, and the
    one whose folder it needs."""
    directions = set(directions_of(candidate))
    shipped = [folder for folder in sorted(models.glob("translator*")) if (folder / "config.json").exists()]
    return [
        folder
        for folder in shipped
        if set(directions_of(folder)) <= directions or folder.name == folder_name(directions_of(candidate))
    ]


def _write_shortlists(work: Path, out: Path, settings: Settings) -> None:
    vocabulary, links = Vocabulary.load(work), Links.load(work / "links.npz")
    examples = Draw(work, vocabulary.directions).examples(settings.seed, 0, LISTED)
    sources, targets = (
        vocabulary.pieces.encode([getattr(example, side) for example in examples], add_eos=True)
        for side in ("source", "target")
    )
    pairs = Pairs(
        np.zeros(len(examples), dtype=np.uint8),
        np.array([vocabulary.directions.index(example.direction) for example in examples]),
        np.concatenate(sources),
        np.cumsum([len(row) for row in sources]),
        np.concatenate(targets),
        np.cumsum([len(row) for row in targets]),
    )
    found = np.concatenate([links.of(pairs.source(row), pairs.target(row)) for row in range(len(examples))])
    for direction in vocabulary.directions:
        made = shortlist.build(vocabulary, pairs, found, direction, settings.frequent, settings.likely)
        made.save(out / shortlist.file_name(direction, vocabulary.directions))


def readme_row(figures: dict[str, Any]) -> str:
    """What the README's table of models says of a translator of all directions from English."""
    business = {
        language: [
            row["beams"]["bleu"]
            for title, row in figures["directions"][f"en-{language}"]["sets"].items()
            if title.removeprefix("kept-out ") in glance.IN_DOMAIN
        ]
        for language in _LANGUAGES
    }
    general = [row["sets"]["FLORES dev"]["beams"]["bleu"] for row in figures["directions"].values()]
    fields = ", ".join(
        f"{_LANGUAGES[language]} {round(min(values))} to {round(max(values))}" for language, values in business.items()
    )
    return (
        "| translation | English to and from German, French and Spanish; other pairs of these go through English. Trained "
        f"for this project on idle CPU cores. | BLEU from English on kept-out business documentation: {fields}. On "
        f"general text (FLORES dev): {min(general)} to {max(general)}. For drafts in its field, not for publishing. "
        "[Card](models/translator/README.md). |"
    )


def _refuse(reasons: list[str]) -> None:
    raise SystemExit("\n".join(["The candidate is not adopted:", *(f"- {reason}" for reason in reasons)]))


def _of_the_card(training: dict[str, Any], settings: Settings) -> Extent:
    """The corpora that the model was trained on: the run that goes on has more than the earlier trainings."""
    corpora = CORPORA if "curve" in training else TRANSLATOR_CORPORA
    names = frozenset(corpus.name for corpus in corpora)
    return Extent(settings.sentences, settings.of_each_set, names, greedy=False)


def ship(candidate: Path, data: Path, work: Path, models: Path, settings: Settings) -> None:
    """Compares candidate and shipped models direction by direction. Afterwards the fixtures have to be made anew."""
    join_parts(candidate)
    kept_out = json.loads((work / "kept-out.json").read_text(encoding="utf-8"))
    names = directions_of(candidate)
    sets = glance.sets(data, work, names, settings.sentences)
    old = replaced(models, candidate)
    measured = [_standings(folder, sets, kept_out, settings) for folder in old]
    before = {name: found for standings in measured for name, found in standings.items()}
    shipped_names = [str(direction) for folder in old for direction in directions_of(folder)]
    now = _standings(candidate, sets, kept_out, settings)
    reasons = [f"the candidate does not translate {name}" for name in shipped_names if name not in now]
    reasons = reasons or objections(*({name: found[0] for name, found in side.items()} for side in (before, now)))
    if reasons:
        _refuse(reasons)
    out = models / folder_name(names)
    for folder in old:
        shutil.rmtree(folder)
    shutil.copytree(candidate, out, ignore=shutil.ignore_patterns(TRAINING))
    if not list(out.glob("shortlist*")):
        _write_shortlists(work, out, settings)
    quality.write(out, {name: figures["flag"]["score_threshold"] for name, (_, figures) in now.items()})
    training = json.loads((candidate / TRAINING).read_text(encoding="utf-8"))
    evaluation = evaluate.Evaluation(out, kept_out, _of_the_card(training, settings), settings.seed, settings.threads)
    evaluate.write(evaluation, data, out, training)
    flags = {name: figures["flag"] for name, (_, figures) in now.items()}
    results.write(out, results.read(out) | {"flags": flags})
    cards.write(out)
    readme = models.parent / "README.md"
    if readme.exists() and len(names) == 6:
        row = readme_row(results.read(out))
        text = re.sub(r"^\| translation \|.*$", lambda _: row, readme.read_text(encoding="utf-8"), flags=re.MULTILINE)
        readme.write_text(text, encoding="utf-8")
    print(f"adopted as {out}; now run: fixtures, sources, and the tests")
