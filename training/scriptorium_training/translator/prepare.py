"""prepare: cleans the corpora, keeps sentences out, trains the pieces and writes token ids."""

import gzip
import io
import json
import random
import string
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import sentencepiece

from ..corpora import TRANSLATOR_CORPORA, read_pairs, tidy
from .augment import augmented

KEPT_OUT_PER_DOMAIN = 1000
PIECES = 7999
LONGEST_TOKENS = 120
TARGETS_PER_SOURCE = 3
# Rare in the corpora, and yet addresses, code and placeholders are nothing without them.
REQUIRED_CHARACTERS = string.punctuation + "€§°…–—„“”‚‘’«»àáâçèéêëíñóôúÀÉ"


@dataclass(frozen=True)
class Pair:
    """One training pair and the index of its corpus."""

    corpus: int
    source: str
    target: str


def _evaluation_sources(data: Path) -> set[str]:
    sources: set[str] = set()
    for path in sorted((data / "evaluate-only").glob("*.en-de.tsv.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            sources.update(tidy(line.split("\t")[0]).lower() for line in lines)
    return sources


def _read_all(data: Path) -> list[Pair]:
    pairs = []
    for index, corpus in enumerate(TRANSLATOR_CORPORA):
        for source, target in read_pairs(corpus.path(data, "de")):
            pairs.append(Pair(index, source, target))
    return pairs


def _keep_out(pairs: list[Pair], rng: random.Random) -> dict[str, list[Pair]]:
    """Per domain, up to 1,000 pairs with different sources of at least three words."""
    groups: dict[str, dict[str, Pair]] = {}
    for pair in rng.sample(pairs, len(pairs)):
        if len(pair.source.split()) >= 3:
            groups.setdefault(TRANSLATOR_CORPORA[pair.corpus].domain, {}).setdefault(pair.source.lower(), pair)
    # A small group gives a tenth of its sentences at most.
    return {
        group: list(by_source.values())[: min(KEPT_OUT_PER_DOMAIN, len(by_source) // 10)]
        for group, by_source in sorted(groups.items())
    }


def _without(pairs: list[Pair], barred: set[str]) -> list[Pair]:
    """Pairs whose source is not barred, with at most a few targets for one source."""
    counts: dict[str, int] = {}
    kept = []
    for pair in pairs:
        key = pair.source.lower()
        counts[key] = counts.get(key, 0) + 1
        if key not in barred and counts[key] <= TARGETS_PER_SOURCE:
            kept.append(pair)
    return kept


def _train_pieces(pairs: list[Pair], work: Path, rng: random.Random) -> None:
    chosen = [pair for pair in pairs if rng.random() < TRANSLATOR_CORPORA[pair.corpus].translator_share * 0.6]
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([text for pair in chosen for text in (pair.source, pair.target)]),
        model_writer=model,
        model_type="unigram",
        vocab_size=PIECES,
        normalization_rule_name="nmt_nfkc",
        character_coverage=0.9999,
        required_chars=REQUIRED_CHARACTERS,
        split_digits=True,
        bos_id=-1,
        eos_id=0,
        unk_id=1,
        num_threads=2,
        input_sentence_size=250_000,
        shuffle_input_sentence=True,
        minloglevel=1,
    )
    (work / "pieces.model").write_bytes(model.getvalue())


def _encode(pairs: list[Pair], pieces: sentencepiece.SentencePieceProcessor, work: Path, seed: int) -> None:
    rng = random.Random(seed)
    texts = [augmented(pair.source, pair.target, rng) for pair in pairs]
    sources = pieces.encode([source for source, _ in texts], add_eos=True)
    targets = pieces.encode([target for _, target in texts], add_eos=True)
    kept = [i for i in range(len(pairs)) if max(len(sources[i]), len(targets[i])) <= LONGEST_TOKENS]
    arrays = {"corpus": np.array([pairs[i].corpus for i in kept], dtype=np.uint8)}
    for side, rows in (("source", sources), ("target", targets)):
        arrays[side] = np.concatenate([np.array(rows[i], dtype=np.int16) for i in kept])
        arrays[f"{side}_ends"] = np.cumsum([len(rows[i]) for i in kept])
    np.savez(work / "train.npz", **arrays)
    print(f"{len(kept)} pairs, {len(arrays['source'])} source and {len(arrays['target'])} target tokens")


def prepare(data: Path, work: Path, seed: int) -> None:
    """Writes pieces.model, train.npz and kept-out.json into the work folder."""
    work.mkdir(parents=True, exist_ok=True)
    rng = random.Random(seed)
    pairs = _read_all(data)
    kept_out = _keep_out(pairs, rng)
    barred = {pair.source.lower() for group in kept_out.values() for pair in group} | _evaluation_sources(data)
    training = _without(rng.sample(pairs, len(pairs)), barred)
    rows = {group: [[pair.source, pair.target] for pair in chosen] for group, chosen in kept_out.items()}
    (work / "kept-out.json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    _train_pieces(training, work, rng)
    _encode(training, sentencepiece.SentencePieceProcessor(model_file=str(work / "pieces.model")), work, seed)
