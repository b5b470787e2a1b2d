"""The translator's architecture: deep enough to encode, shallow to decode, everything tied."""

from transformers import MarianConfig, MarianMTModel

VOCABULARY = 8000
PAD = VOCABULARY - 1
EOS = 0
UNKNOWN = 1
POSITIONS = 512


def config() -> MarianConfig:
    return MarianConfig(
        vocab_size=VOCABULARY,
        decoder_vocab_size=VOCABULARY,
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
        pad_token_id=PAD,
        eos_token_id=EOS,
        forced_eos_token_id=EOS,
        bos_token_id=None,
        decoder_start_token_id=PAD,
        num_beams=None,
    )


def fresh() -> MarianMTModel:
    """A randomly initialised model; the embeddings are scaled so that scaled inputs have unit variance."""
    model = MarianMTModel(config())
    model.model.shared.weight.data.normal_(0, config().d_model ** -0.5)
    model.model.shared.weight.data[PAD].zero_()
    return model
