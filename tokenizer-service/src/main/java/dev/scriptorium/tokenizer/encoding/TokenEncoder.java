package dev.scriptorium.tokenizer.encoding;

import java.util.List;

/** Turns texts into the token ids of the models that read whole sentences. Safe for use by several threads. */
public interface TokenEncoder extends AutoCloseable {

    /** For each text, in order, its ids with the special tokens that the models expect; never cut off. */
    List<int[]> encode(List<String> texts);

    /** SHA-256 of tokenizer.json in hexadecimal, by which a model knows its own ids. */
    String digest();

    /** The most ids of one text that the models read. */
    int maxTokens();

    @Override
    void close();
}
