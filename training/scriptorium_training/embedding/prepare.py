"""prepare: trains the tokenizer that all four languages share and writes token ids of the pairs."""

import random
from pathlib import Path

import numpy as np
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

from ..corpora import CORPORA, read_pairs

LANGUAGES = ("de", "es", "fr")
VOCABULARY = 16_000
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
LONGEST_TOKENS = 64
_TOKENIZER_SHARE = 0.25


def _train_tokenizer(lines: list[str]) -> Tokenizer:
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Lowercase(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Strip()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Metaspace(), pre_tokenizers.Punctuation(), pre_tokenizers.Digits(individual_digits=True)]
    )
    tokenizer.decoder = decoders.Metaspace()
    trainer = trainers.UnigramTrainer(
        vocab_size=VOCABULARY, special_tokens=list(SPECIAL), unk_token="[UNK]", show_progress=False
    )
    tokenizer.train_from_iterator(lines, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[(token, tokenizer.token_to_id(token)) for token in ("[CLS]", "[SEP]")],
    )
    return tokenizer


def _encode(tokenizer: Tokenizer, texts: list[str]) -> np.ndarray:
    """Token ids, one row for each text, cut and padded with 0."""
    ids = np.zeros((len(texts), LONGEST_TOKENS), dtype=np.int16)
    for row, encoding in zip(ids, tokenizer.encode_batch_fast(texts), strict=True):
        row[: len(encoding.ids)] = encoding.ids
    return ids


def prepare(data: Path, work: Path, seed: int) -> None:
    """Writes tokenizer.json and pairs.npz into the work folder."""
    work.mkdir(parents=True, exist_ok=True)
    rng = random.Random(seed)
    pairs = []
    for language in LANGUAGES:
        for corpus in CORPORA:
            if language in corpus.languages:
                clean = read_pairs(corpus.path(data, language))
                pairs += [pair for pair in clean if rng.random() < corpus.embedding_share]
    rng.shuffle(pairs)
    tokenizer = _train_tokenizer([text for pair in pairs if rng.random() < _TOKENIZER_SHARE for text in pair])
    tokenizer.save(str(work / "tokenizer.json"))
    tokenizer.enable_truncation(LONGEST_TOKENS)
    english, other = (_encode(tokenizer, [pair[side] for pair in pairs]) for side in (0, 1))
    np.savez(work / "pairs.npz", english=english, other=other)
    print(f"{len(pairs)} pairs, {np.count_nonzero(english)} English and {np.count_nonzero(other)} other tokens")
