package dev.scriptorium.engine;

/**
 * A model that is loaded and ready to run.
 *
 * <p>Every method is synchronous, may be called from many threads at once, and gives the same output for an input
 * whatever else shares its batch. After {@link #close()} no method may be called; closing while calls run is the
 * caller's mistake.
 */
public sealed interface InferenceModel extends AutoCloseable permits Seq2SeqModel, EncoderModel, CausalModel {

    /**
     * The ids of a text with the model's own tokenizer, special tokens included, not cut to {@link #maxInputTokens()}.
     * What looks like a special token in the text is text.
     */
    int[] encode(String text);

    /** The most ids that one input may have; a longer input fails with {@code INPUT_TOO_LONG}. */
    int maxInputTokens();

    @Override
    void close();
}
