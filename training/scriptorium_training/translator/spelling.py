"""The pieces of the long run's vocabulary: every character survives, by its bytes where no piece has it."""

import io
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

import sentencepiece

from .directions import EOS, UNKNOWN
from .prepare import REQUIRED_CHARACTERS

SENTENCES = 500_000
_ALSO_REQUIRED = "²³½¼¾×÷±→←•™®©√µ£¥¢º¹ªß"
_LIGATURES = range(0xFB00, 0xFB07)
_FULL_WIDTH = range(0xFF01, 0xFF5F)
# Joiners and variation selectors are parts of emoji.
_KEPT_FORMATS = {0x200C, 0x200D}


def _rules() -> Iterator[tuple[str, str]]:
    """What stands for what before pieces are looked for: NFC, one kind of space, nothing invisible, ligatures and
    full-width letters as plain ones. Other signs stay as they are, such as `²`, `½` or `™`."""
    for code in range(0x21, 0x30000):
        if 0xD800 <= code < 0xE000:
            continue
        character = chr(code)
        category = unicodedata.category(character)
        if category in ("Zs", "Zl", "Zp"):
            yield character, " "
        elif category == "Cc" or category == "Cf" and code not in _KEPT_FORMATS:
            yield character, ""
        elif code in _LIGATURES or code in _FULL_WIDTH:
            yield character, unicodedata.normalize("NFKC", character)
        elif not 0xAC00 <= code < 0xD7A4:
            apart = unicodedata.normalize("NFD", character)
            if apart != character and unicodedata.normalize("NFC", apart) == character:
                yield apart, character
    for code in (0x09, 0x0A, 0x0D):
        yield chr(code), " "


def rules() -> str:
    """As SentencePiece reads them: code points in hexadecimal, a tab between the two sides."""
    both = ("\t".join(" ".join(f"{ord(c):X}" for c in side) for side in rule) for rule in sorted(set(_rules())))
    return "\n".join(both) + "\n"


def train(texts: Iterable[str], size: int, out: Path) -> None:
    """Pieces of the texts and of every fiftieth in capitals."""
    lines = (text.upper() if number % 50 == 0 else text for number, text in enumerate(texts))
    model = io.BytesIO()
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".tsv") as file:
        file.write(rules())
        file.flush()
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=lines,
            model_writer=model,
            model_type="unigram",
            vocab_size=size,
            normalization_rule_tsv=file.name,
            character_coverage=0.9998,
            required_chars="".join(dict.fromkeys(REQUIRED_CHARACTERS + _ALSO_REQUIRED)),
            byte_fallback=True,
            split_digits=True,
            bos_id=-1,
            eos_id=EOS,
            unk_id=UNKNOWN,
            num_threads=2,
            input_sentence_size=SENTENCES,
            shuffle_input_sentence=True,
            minloglevel=1,
        )
    out.write_bytes(model.getvalue())
