"""The pieces that all four languages share, as a tokenizer.json: parts of words, and the commonest words whole.

Every language counts as much as the next. The parts come from SentencePiece's unigram training; of words that it would
split, the commonest are added whole, for a small encoder finds the meaning of a word more easily in one vector than
in three. Accents are dropped: that brings cognates together (población, population) and costs few distinctions.
"""

import math
import re
import tempfile
import unicodedata
from collections import Counter
from pathlib import Path

import sentencepiece
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

VOCABULARY = 16_000
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
_PARTS = 6_000
# The words that teach the parts count by this power of their frequency, so that the rarer ones have a say.
_DAMPING = 0.75
_SCALE = 500_000
# What a text may hold beside letters: each is a piece by itself, as likely as a rare word.
_SINGLE = "".join(chr(code) for code in range(33, 127)).lower() + "«»„“”‚‘’–—·•°§€£©®¿¡×→"
_SINGLE_SCORE = -14.0
_SPACE = "▁"
_WORD = re.compile(r"[^\W\d_]+")
_MARKS = re.compile("[\u0300-\u036f]")


def normalizer() -> normalizers.Normalizer:
    return normalizers.Sequence(
        [
            normalizers.NFKD(),
            normalizers.StripAccents(),
            normalizers.Lowercase(),
            normalizers.Replace(Regex(r"\s+"), " "),
            normalizers.Strip(),
        ]
    )


def _shares(texts: dict[str, list[str]]) -> Counter[str]:
    """How much of all text each word is, where every language is as much as the next; words seen once are left out."""
    shares: Counter[str] = Counter()
    for rows in texts.values():
        plain = _MARKS.sub("", unicodedata.normalize("NFKD", "\n".join(rows))).lower()
        counts = Counter(_WORD.findall(plain))
        total = counts.total() * len(texts)
        for word, count in counts.items():
            if count > 1:
                shares[word] += count / total
    return shares


def _parts(shares: Counter[str]) -> list[tuple[str, float]]:
    """SentencePiece's pieces with their log probability."""
    with tempfile.TemporaryDirectory() as folder:
        table, prefix = Path(folder) / "words.tsv", Path(folder) / "pieces"
        counts = ((word, max(1, round(_SCALE * share**_DAMPING))) for word, share in shares.items())
        table.write_text("".join(f"{word}\t{count}\n" for word, count in counts), encoding="utf-8")
        sentencepiece.SentencePieceTrainer.train(
            input=str(table),
            input_format="tsv",
            model_prefix=str(prefix),
            vocab_size=_PARTS,
            character_coverage=0.99995,
            normalization_rule_name="identity",
            num_threads=1,
            minloglevel=2,
        )
        model = sentencepiece.SentencePieceProcessor(model_file=f"{prefix}.model")
    control = 3
    return [(model.id_to_piece(i), model.get_score(i)) for i in range(control, model.get_piece_size())]


def _pieces(texts: dict[str, list[str]]) -> list[tuple[str, float]]:
    shares = _shares(texts)
    pieces = dict.fromkeys(SPECIAL, 0.0) | dict(_parts(shares))
    singles = [character for character in dict.fromkeys(_SINGLE) if character not in pieces]
    for word, share in shares.most_common():
        if len(pieces) + len(singles) == VOCABULARY:
            break
        if len(word) > 1:
            pieces.setdefault(_SPACE + word, math.log(share))
    return list((pieces | dict.fromkeys(singles, _SINGLE_SCORE)).items())


def train_tokenizer(texts: dict[str, list[str]]) -> Tokenizer:
    """From the texts of each language."""
    pieces = _pieces(texts)
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=SPECIAL.index("[UNK]"), byte_fallback=False))
    tokenizer.add_special_tokens(list(SPECIAL))
    tokenizer.normalizer = normalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Metaspace(), pre_tokenizers.Punctuation(), pre_tokenizers.Digits(individual_digits=True)]
    )
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[(token, tokenizer.token_to_id(token)) for token in ("[CLS]", "[SEP]")],
    )
    return tokenizer
