"""The translator's architecture: deep enough to encode, shallow to decode, everything tied."""

from transformers import MarianConfig, MarianMTModel

from .directions import EOS

POSITIONS = 512


def config(size: int, pad: int) -> MarianConfig:
    return MarianConfig(
        vocab_size=size,
        decoder_vocab_size=size,
        d_model=256,
        encoder_layers=4,
        decoder_layers=2,
        encoder_attention_heads=4,
        decoder_attention_heads=4,
        encoder_ffn_dim=1024,
        decoder_ffn_dim=1024,
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


def fresh(size: int, pad: int) -> MarianMTModel:
    """A randomly initialised model; the embeddings are scaled so that scaled inputs have unit variance."""
    model = MarianMTModel(config(size, pad))
    model.model.shared.weight.data.normal_(0, model.config.d_model**-0.5)
    model.model.shared.weight.data[pad].zero_()
    return model
