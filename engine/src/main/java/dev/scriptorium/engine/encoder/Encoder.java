package dev.scriptorium.engine.encoder;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.engine.batch.Inputs;
import dev.scriptorium.engine.batch.LengthBatches;
import dev.scriptorium.tokenizers.EncoderTokenizer;
import dev.scriptorium.tokenizers.ModelFiles;
import dev.scriptorium.tokenizers.TokenizedText;
import java.util.List;

/** What all encoders do: texts to ids, ids to numbers for each input. Safe for many threads. */
abstract class Encoder {

    private static final LengthBatches BATCHES = new LengthBatches(64, 8192);

    private final EncoderTokenizer tokenizer;
    private final ForwardPass pass;
    private final Inputs accepted;

    Encoder(Parts parts) {
        this.tokenizer = parts.tokenizer();
        this.pass = parts.pass();
        this.accepted = parts.accepted();
    }

    /** What an encoder is made of. */
    record Parts(EncoderTokenizer tokenizer, ForwardPass pass, Inputs accepted) {

        static Parts of(ModelFiles files, EncoderConfig config, ForwardPass pass) {
            try {
                return new Parts(
                        EncoderTokenizer.read(files), pass, new Inputs(maxTokens(files, config), config.vocabSize()));
            } catch (RuntimeException e) {
                pass.close();
                throw e;
            }
        }
    }

    /** The longest input: the smallest limit that any of the model's files names. */
    private static int maxTokens(ModelFiles files, EncoderConfig config) {
        int limit = config.maxTokens();
        limit = Math.min(limit, limit(files, "sentence_bert_config.json", "max_seq_length", limit));
        return Math.min(limit, limit(files, "tokenizer_config.json", "model_max_length", limit));
    }

    /** A tokenizer without a limit says so by a number that no integer holds. */
    private static int limit(ModelFiles files, String file, String key, int otherwise) {
        if (!files.has(file)) {
            return otherwise;
        }
        JsonNode value = files.json(file).path(key);
        return value.canConvertToInt() && value.asInt() > 0 ? value.asInt() : otherwise;
    }

    /** What the network gives for each input, in order. */
    List<float[]> run(List<int[]> inputs) {
        accepted.check(inputs);
        return BATCHES.run(inputs, pass::run);
    }

    public int[] encode(String text) {
        return tokenizer.encode(text);
    }

    TokenizedText tokenized(String text) {
        return tokenizer.tokenize(text);
    }

    public int maxInputTokens() {
        return accepted.maxTokens();
    }

    public String tokenizerDigest() {
        return tokenizer.digest();
    }

    public void close() {
        pass.close();
        tokenizer.close();
    }
}
