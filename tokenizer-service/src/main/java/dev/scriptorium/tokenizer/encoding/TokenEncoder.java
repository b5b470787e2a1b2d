package dev.scriptorium.tokenizer.encoding;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** Turns texts into the token ids of the models that read whole sentences. Safe for use by several threads. */
public interface TokenEncoder extends AutoCloseable {

    /**
     * The tokenizer of a model folder in Hugging Face layout. Special tokens that a text happens to contain are text.
     * Fails with a code where the folder has no tokenizer that is safe to load.
     */
    static TokenEncoder load(Path folder) {
        TokenizerFile file = TokenizerFile.read(folder);
        return WordUnigramEncoder.of(file)
                .<TokenEncoder>map(Function.identity())
                .orElseGet(() -> HuggingFaceTokenEncoder.of(file));
    }

    /** For each text, in order, its ids with the special tokens that the models expect; never cut off. */
    List<int[]> encode(List<String> texts);

    /** SHA-256 of tokenizer.json in hexadecimal, by which a model knows its own ids. */
    String digest();

    /** The most ids of one text that the models read. */
    int maxTokens();

    @Override
    void close();
}
