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
                # One batch for each thread: beside other work threads that share a product wait for one another.
                converted, inter_threads=threads, intra_threads=1, compute_type="float32"
            )

    def texts(self, texts: list[str], beams: int) -> list[str]:
        """Translations in the order of the texts; a text of a model of several directions begins with its tag."""
        return [self._text(hypothesis) for hypothesis in self._hypotheses(self._pieces(texts), beams)]

    def scored(self, texts: list[str], beams: int) -> list[tuple[str, float]]:
        """Each translation with the mean log probability of its tokens and its end, as the product scores it."""
        pieces = self._pieces(texts)
        hypotheses = self._hypotheses(pieces, beams)
        scored = self._translator.score_batch(pieces, hypotheses, max_batch_size=1024, batch_type="tokens")
        return [
            (self._text(hypothesis), sum(result.log_probs) / len(result.log_probs))
            for hypothesis, result in zip(hypotheses, scored, strict=True)
        ]

    def _text(self, hypothesis: list[str]) -> str:
        return self._tokenizer.decode(self._tokenizer.convert_tokens_to_ids(hypothesis), skip_special_tokens=True)

    def _pieces(self, texts: list[str]) -> list[list[str]]:
        return [self._tokenizer.convert_ids_to_tokens(ids) for ids in self._tokenizer(texts, truncation=True).input_ids]

    def _hypotheses(self, pieces: list[list[str]], beams: int) -> list[list[str]]:
        """What is written for each source, without the end."""
        order = sorted(range(len(pieces)), key=lambda row: len(pieces[row]))
        found: list[list[str]] = [[] for _ in pieces]
        for start in range(0, len(order), _ROWS):
            rows = order[start : start + _ROWS]
            results = self._translator.translate_batch(
                [pieces[row] for row in rows],
                beam_size=beams,
                suppress_sequences=[[self._tokenizer.pad_token]],
                max_batch_size=1024,
                batch_type="tokens",
                max_decoding_length=min(_LONGEST, _GROWTH * len(pieces[rows[-1]])),
            )
            for row, result in zip(rows, results, strict=True):
                found[row] = result.hypotheses[0]
        return found
