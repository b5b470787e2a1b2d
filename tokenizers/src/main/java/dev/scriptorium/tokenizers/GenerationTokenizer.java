package dev.scriptorium.tokenizers;

import java.util.OptionalInt;

/**
 * The texts of a model that writes: what it reads as ids, and what it wrote as text. Ids equal those of transformers, with
 * one exception on purpose: what looks like a special token in a text is text. Safe for many threads.
 */
public interface GenerationTokenizer extends AutoCloseable {

    /**
     * The tokenizer of a model's folder: of the kind that tokenizer_config.json names, else of the one that the architecture
     * in config.json usually has.
     */
    static GenerationTokenizer read(ModelFiles files) {
        return switch (TokenizerKind.of(files)) {
            case MARIAN -> MarianTokenizer.read(files);
            case M2M100 -> M2M100Tokenizer.read(files);
            case NLLB -> JsonTokenizer.nllb(files);
            case MBART -> JsonTokenizer.mbart(files);
            case MBART_50 -> JsonTokenizer.mbart50(files);
            case T5 -> T5Tokenizer.read(files);
            case PLAIN -> JsonTokenizer.plain(files);
        };
    }

    /**
     * The text's ids, with the special tokens and the language tags that the model wants.
     *
     * @throws dev.scriptorium.core.failure.FailureException {@code LANGUAGE_PAIR_UNAVAILABLE} where the model has several
     *     languages and none of them is the one that is said
     */
    int[] encode(String text, Languages languages);

    /**
     * A text's ids as the model would have written it, the end token last. Most models read and write in the same form;
     * one that does not says so here.
     */
    default int[] encodeTarget(String text, Languages languages) {
        return encode(text, new Languages(languages.target(), languages.source()));
    }

    /** The text of what a model wrote; special tokens are left out. */
    String decode(int[] ids);

    /** The text of a source's ids, as the model reads it: made normal, without special tokens. */
    default String decodeSource(int[] ids) {
        return decode(ids);
    }

    /** The token that the output must begin with, where the model takes the target language so. */
    OptionalInt forcedFirstToken(Languages languages);

    /** Frees what lies outside the Java heap. */
    @Override
    default void close() {}
}
