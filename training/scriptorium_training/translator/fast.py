"""Runs the exported model folder through CTranslate2 in fp32: the measurement of thousands of sentences in minutes."""

import tempfile
from pathlib import Path
from typing import Any

import ctranslate2
from ctranslate2.converters import TransformersConverter
from ctranslate2.converters.transformers import BartLoader, MarianMTLoader, register_loader
from transformers import MarianTokenizer

_ROWS = 256
# No good translation has twice as many tokens; stopping there spares the evaluation the rest of a loop.
_GROWTH = 2
_LONGEST = 200


@register_loader("MarianConfig")
class _StartingFromPadding(MarianMTLoader):
    """Decoding starts from the embedding of the padding, as in `transformers`. CTranslate2 takes it to be zero, which
    it is in published models and was not in the first ones of our own: these then lose their first word."""

    def set_config(self, config: Any, model: Any, tokenizer: MarianTokenizer) -> None:  # noqa: ANN401
        super().set_config(config, model, tokenizer)
        config.decoder_start_token = tokenizer.pad_token

    def set_decoder(self, spec: Any, decoder: Any) -> None:  # noqa: ANN401
        BartLoader.set_decoder(self, spec, decoder)

    def get_vocabulary(self, model: Any, tokenizer: MarianTokenizer) -> list[str]:  # noqa: ANN401
        return BartLoader.get_vocabulary(self, model, tokenizer)

    def _remove_pad_weights(self, spec: Any) -> None:  # noqa: ANN401
        """The padding is kept, and kept from being written when translating."""


class FastTranslations:
    """The shipped weights; outputs equal those of `transformers` but for ties in the last bits."""

    def __init__(self, folder: Path, threads: int) -> None:
        self._tokenizer = MarianTokenizer.from_pretrained(folder)
        with tempfile.TemporaryDirectory() as converted:
            TransformersConverter(str(folder)).convert(converted, force=True)
            self._translator = ctranslate2.Translator(
                converted, inter_threads=1, intra_threads=threads, compute_type="float32"
            )

    def texts(self, texts: list[str], beams: int) -> list[str]:
        """Translations in the order of the texts; a text of a model of several directions begins with its tag."""
        pieces = [
            self._tokenizer.convert_ids_to_tokens(ids) for ids in self._tokenizer(texts, truncation=True).input_ids
        ]
        order = sorted(range(len(texts)), key=lambda row: len(pieces[row]))
        found = [""] * len(texts)
        for start in range(0, len(order), _ROWS):
            rows = order[start : start + _ROWS]
            results = self._translator.translate_batch(
                [pieces[row] for row in rows],
                beam_size=beams,
                suppress_sequences=[[self._tokenizer.pad_token]],
                max_batch_size=4096,
                batch_type="tokens",
                max_decoding_length=min(_LONGEST, _GROWTH * len(pieces[rows[-1]])),
            )
            for row, result in zip(rows, results, strict=True):
                ids = self._tokenizer.convert_tokens_to_ids(result.hypotheses[0])
                found[row] = self._tokenizer.decode(ids, skip_special_tokens=True)
        return found
