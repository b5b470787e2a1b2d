package dev.scriptorium.tokenizer.encoding;

import dev.scriptorium.tokenizers.EncoderTokenizer;
import dev.scriptorium.tokenizers.ModelFiles;
import java.nio.file.Path;
import java.util.List;

/** Turns texts into the token ids of the encoder models. Thread-safe. */
public interface TokenEncoder extends AutoCloseable {

    /** The tokenizer of a model folder in Hugging Face layout; fails with a code where it has none that is safe to load. */
    static TokenEncoder load(Path folder) {
        ModelFiles files = new ModelFiles(folder);
        return new ModelEncoder(EncoderTokenizer.read(files), ModelEncoder.maxTokens(files));
    }

    /** For each text, in order, its ids with the special tokens that the models expect; never truncated. */
    List<int[]> encode(List<String> texts);

    /** SHA-256 of tokenizer.json in hexadecimal, by which a model knows its own ids. */
    String digest();

    /** The most ids of one text that the models read. */
    int maxTokens();

    @Override
    void close();

    /** The tokenizer of a model. */
    record ModelEncoder(EncoderTokenizer tokenizer, int maxTokens) implements TokenEncoder {

        private static int maxTokens(ModelFiles files) {
            int positions = files.has("config.json")
                    ? files.json("config.json").path("max_position_embeddings").asInt(0)
                    : 0;
            return positions > 0 ? positions : Integer.MAX_VALUE;
        }

        @Override
        public List<int[]> encode(List<String> texts) {
            return texts.stream().map(tokenizer::encode).toList();
        }

        @Override
        public String digest() {
            return tokenizer.digest();
        }

        @Override
        public void close() {
            tokenizer.close();
        }
    }
}
