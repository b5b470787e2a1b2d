"""prepare: keeps paraphrases out, trains the tokenizer that all four languages share, writes token ids of the pairs."""

import json
import random
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from ..corpora import CORPORA, read_pairs
from .paraphrases import paraphrases
from .vocabulary import train_tokenizer

LANGUAGES = ("de", "es", "fr")
LONGEST_TOKENS = 64
PARAPHRASES = 1000
_TOKENIZER_SENTENCES = 60_000
_PARAPHRASED = next(corpus for corpus in CORPORA if corpus.name == "tatoeba")


def _kept_out(data: Path, rng: random.Random) -> dict[str, list[tuple[str, str]]]:
    """Paraphrases in each language, English ones by way of German."""
    pairs = {language: sorted(read_pairs(_PARAPHRASED.path(data, language))) for language in LANGUAGES}
    english = paraphrases(((other, text) for text, other in pairs["de"]), PARAPHRASES, rng)
    return {"en": english} | {language: paraphrases(rows, PARAPHRASES, rng) for language, rows in pairs.items()}


def _pairs(data: Path, rng: random.Random, barred: set[str]) -> list[tuple[str, str, int]]:
    """English, other, number of the other language; what was kept out is on neither side."""
    found = []
    for number, language in enumerate(LANGUAGES):
        for corpus in CORPORA:
            if language in corpus.languages:
                pairs = read_pairs(corpus.path(data, language), lambda c=corpus: rng.random() < c.embedding_share)
                found += [(*pair, number) for pair in pairs if barred.isdisjoint(pair)]
    rng.shuffle(found)
    return found


def _encode(tokenizer: Tokenizer, texts: list[str]) -> np.ndarray:
    """Token ids, one row for each text, cut and padded with 0."""
    ids = np.zeros((len(texts), LONGEST_TOKENS), dtype=np.int16)
    for row, encoding in zip(ids, tokenizer.encode_batch_fast(texts), strict=True):
        row[: len(encoding.ids)] = encoding.ids
    return ids


def prepare(data: Path, work: Path, seed: int) -> None:
    """Writes paraphrases.json, tokenizer.json and pairs.npz into the work folder."""
    work.mkdir(parents=True, exist_ok=True)
    rng = random.Random(seed)
    kept_out = _kept_out(data, rng)
    (work / "paraphrases.json").write_text(json.dumps(kept_out, ensure_ascii=False), encoding="utf-8")
    pairs = _pairs(data, rng, {text for rows in kept_out.values() for pair in rows for text in pair})
    texts = {"en": [pair[0] for pair in pairs[:_TOKENIZER_SENTENCES]]} | {
        language: [pair[1] for pair in pairs if pair[2] == number][:_TOKENIZER_SENTENCES]
        for number, language in enumerate(LANGUAGES)
    }
    tokenizer = train_tokenizer(texts)
    tokenizer.save(str(work / "tokenizer.json"))
    tokenizer.enable_truncation(LONGEST_TOKENS)
    english, other = (_encode(tokenizer, [pair[side] for pair in pairs]) for side in (0, 1))
    np.savez(work / "pairs.npz", english=english, other=other, language=np.array([p[2] for p in pairs], dtype=np.int8))
    counts = {language: sum(pair[2] == number for pair in pairs) for number, language in enumerate(LANGUAGES)}
    print(f"pairs {counts}, {np.count_nonzero(english)} English and {np.count_nonzero(other)} other tokens")
