package dev.scriptorium.inference.engine.tokenizer;

import java.util.OptionalInt;

/**
 * The texts of a model that writes: what it reads as ids, and what it wrote as text. Ids equal those of transformers, with
 * one exception on purpose: what looks like a special token in a text is text. Safe for many threads.
 */
public interface GenerationTokenizer extends AutoCloseable {

    /**
     * The text's ids, with the special tokens and the language tags that the model wants.
     *
     * @throws dev.scriptorium.core.failure.FailureException {@code LANGUAGE_PAIR_UNAVAILABLE} where the model has several
     *     languages and none of them is the one that is said
     */
    int[] encode(String text, Languages languages);

    /** The text of what a model wrote; special tokens are left out. */
    String decode(int[] ids);

    /** The token that the model's answer has to begin with, where that is how it is told the target language. */
    OptionalInt forcedFirstToken(Languages languages);

    /** Frees what lies outside the Java heap. */
    @Override
    default void close() {}
}
