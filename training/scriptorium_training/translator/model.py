"""The translators' architecture: deep enough to encode, shallow to decode, everything tied."""

from dataclasses import dataclass

from transformers import MarianConfig, MarianMTModel

from .directions import EOS

POSITIONS = 512


@dataclass(frozen=True)
class Shape:
    """How wide and how deep a model is; a head has 64 numbers."""

    width: int
    encoder_layers: int
    decoder_layers: int

    @property
    def heads(self) -> int:
        return self.width // 64

    @property
    def inner(self) -> int:
        return 4 * self.width


SMALL = Shape(256, 4, 2)
# With 24,000 pieces 18 million numbers: 37 MB in fp16.
SIX_DIRECTIONS = Shape(320, 6, 2)


def config(size: int, pad: int, shape: Shape = SMALL) -> MarianConfig:
    return MarianConfig(
        vocab_size=size,
        decoder_vocab_size=size,
        d_model=shape.width,
        encoder_layers=shape.encoder_layers,
        decoder_layers=shape.decoder_layers,
        encoder_attention_heads=shape.heads,
        decoder_attention_heads=shape.heads,
        encoder_ffn_dim=shape.inner,
        decoder_ffn_dim=shape.inner,
        activation_function="relu",
        dropout=0.0,
        attention_dropout=0.0,
        activation_dropout=0.0,
        max_position_embeddings=POSITIONS,
        scale_embedding=True,
        share_encoder_decoder_embeddings=True,
        tie_word_embeddings=True,
        is_encoder_decoder=True,
        static_position_embeddings=True,
        normalize_before=False,
        pad_token_id=pad,
        eos_token_id=EOS,
        forced_eos_token_id=EOS,
        bos_token_id=None,
        decoder_start_token_id=pad,
        num_beams=None,
    )


def fresh(size: int, pad: int, shape: Shape = SMALL) -> MarianMTModel:
    """A randomly initialised model; the embeddings are scaled so that scaled inputs have unit variance."""
    model = MarianMTModel(config(size, pad, shape))
    model.model.shared.weight.data.normal_(0, model.config.d_model**-0.5)
    model.model.shared.weight.data[pad].zero_()
    return model
