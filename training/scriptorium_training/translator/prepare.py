"""prepare: cleans the corpora, keeps sentences out, trains the pieces and writes token ids."""

import gzip
import io
import json
import random
import re
import string
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import sentencepiece

from ..corpora import TRANSLATOR_CORPORA, read_pairs, tidy
from .augment import augmented
from .directions import EOS, UNKNOWN, Direction, Vocabulary

KEPT_OUT_PER_CORPUS = 1000
LONGEST_TOKENS = 120
TARGETS_PER_SOURCE = 3
PIECES_FROM_SENTENCES = 250_000
# Rare in the corpora, and yet addresses, code and placeholders are nothing without them.
REQUIRED_CHARACTERS = (
    string.ascii_letters + string.digits + string.punctuation + "€§°…–—„“”‚‘’«»¿¡àáâçèéêëíîïñóôúùûœÀÉäöüÄÖÜß"
)
_NOT_LETTERS = re.compile(r"[\W\d_]+")


@dataclass(frozen=True)
class Pair:
    """One training pair with the index of its corpus."""

    corpus: int
    direction: Direction
    source: str
    target: str


def likeness(text: str) -> str:
    """What near copies share: the words without case, numbers and punctuation."""
    return _NOT_LETTERS.sub(" ", text.casefold()).strip()


def evaluation_texts(data: Path, directions: tuple[Direction, ...]) -> set[str]:
    barred: set[str] = set()
    for language in {direction.foreign for direction in directions}:
        for path in sorted((data / "evaluate-only").glob(f"*.en-{language}.tsv.gz")):
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                barred.update(likeness(tidy(text)) for line in lines for text in line.split("\t")[:2])
    return barred


def read_all(data: Path, directions: tuple[Direction, ...]) -> list[Pair]:
    pairs = []
    read = cache(lambda path: list(read_pairs(path)))
    for direction in directions:
        for index, corpus in enumerate(TRANSLATOR_CORPORA):
            if direction.foreign in corpus.languages and corpus.path(data, direction.foreign).exists():
                for english, foreign in read(corpus.path(data, direction.foreign)):
                    texts = (english, foreign) if direction.source == "en" else (foreign, english)
                    pairs.append(Pair(index, direction, *texts))
    return pairs


def keep_out(pairs: list[Pair], rng: random.Random) -> dict[str, dict[str, list[Pair]]]:
    """Per direction and corpus up to 1,000 pairs of at least three words, no two of them alike; a small corpus gives a
    tenth of its sentences at most."""
    groups: dict[tuple[str, str], dict[str, Pair]] = {}
    for pair in rng.sample(pairs, len(pairs)):
        key = likeness(pair.source)
        if len(key.split()) >= 3:
            name = TRANSLATOR_CORPORA[pair.corpus].name
            groups.setdefault((str(pair.direction), name), {}).setdefault(key, pair)
    kept_out: dict[str, dict[str, list[Pair]]] = {}
    for (direction, name), by_key in sorted(groups.items()):
        chosen = list(by_key.values())[: min(KEPT_OUT_PER_CORPUS, len(by_key) // 10)]
        kept_out.setdefault(direction, {})[name] = chosen
    return kept_out


def _without(pairs: list[Pair], barred: set[str]) -> list[Pair]:
    """Pairs neither side of which is like a barred text, with at most a few targets for one source."""
    counts: dict[tuple[Direction, str], int] = {}
    kept = []
    for pair in pairs:
        alike = {likeness(pair.source), likeness(pair.target)} - {""}
        key = (pair.direction, pair.source.lower())
        counts[key] = counts.get(key, 0) + 1
        if not alike & barred and counts[key] <= TARGETS_PER_SOURCE:
            kept.append(pair)
    return kept


def _train_pieces(pairs: list[Pair], work: Path, rng: random.Random, size: int) -> None:
    chosen = [pair for pair in pairs if rng.random() < TRANSLATOR_CORPORA[pair.corpus].translator_share * 0.6]
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([text for pair in chosen for text in (pair.source, pair.target)]),
        model_writer=model,
        model_type="unigram",
        vocab_size=size,
        normalization_rule_name="nmt_nfkc",
        character_coverage=0.9999,
        required_chars=REQUIRED_CHARACTERS,
        split_digits=True,
        bos_id=-1,
        eos_id=EOS,
        unk_id=UNKNOWN,
        num_threads=2,
        input_sentence_size=PIECES_FROM_SENTENCES,
        shuffle_input_sentence=True,
        minloglevel=1,
    )
    (work / "pieces.model").write_bytes(model.getvalue())


def _encode(pairs: list[Pair], vocabulary: Vocabulary, work: Path, seed: int) -> None:
    rng = random.Random(seed)
    texts = [augmented(pair.source, pair.target, rng) for pair in pairs]
    sources = vocabulary.pieces.encode([source for source, _ in texts], add_eos=True)
    targets = vocabulary.pieces.encode([target for _, target in texts], add_eos=True)
    kept = [i for i in range(len(pairs)) if max(len(sources[i]), len(targets[i])) <= LONGEST_TOKENS]
    sources = [vocabulary.opening(pairs[i].direction) + sources[i] for i in kept]
    targets = [targets[i] for i in kept]
    arrays = {
        "corpus": np.array([pairs[i].corpus for i in kept], dtype=np.uint8),
        "direction": np.array([vocabulary.directions.index(pairs[i].direction) for i in kept], dtype=np.uint8),
    }
    for side, rows in (("source", sources), ("target", targets)):
        arrays[side] = np.concatenate([np.array(row, dtype=np.uint16) for row in rows])
        arrays[f"{side}_ends"] = np.cumsum([len(row) for row in rows])
    np.savez(work / "train.npz", **arrays)
    print(f"{len(kept)} pairs, {len(arrays['source'])} source and {len(arrays['target'])} target tokens")


def prepare(data: Path, work: Path, directions: tuple[Direction, ...], size: int, seed: int) -> None:
    """Writes directions.json, pieces.model, train.npz and kept-out.json into the work folder; `size` is that of the
    vocabulary."""
    work.mkdir(parents=True, exist_ok=True)
    rng = random.Random(seed)
    pairs = read_all(data, directions)
    kept_out = keep_out(pairs, rng)
    held = [pair for corpora in kept_out.values() for chosen in corpora.values() for pair in chosen]
    barred = {likeness(text) for pair in held for text in (pair.source, pair.target)}
    training = _without(rng.sample(pairs, len(pairs)), barred | evaluation_texts(data, directions))
    print(f"{len(pairs)} pairs, {len(held)} kept out, {len(training)} unlike these and unlike what is for evaluation")
    rows = {
        direction: {name: [[pair.source, pair.target] for pair in chosen] for name, chosen in corpora.items()}
        for direction, corpora in kept_out.items()
    }
    (work / "kept-out.json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    (work / "directions.json").write_text(json.dumps(list(map(str, directions))), encoding="utf-8")
    _train_pieces(training, work, rng, size - len(Vocabulary.tags(directions)) - 1)
    _encode(training, Vocabulary.load(work), work, seed)
