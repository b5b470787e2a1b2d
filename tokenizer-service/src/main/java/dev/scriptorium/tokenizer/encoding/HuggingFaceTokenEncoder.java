package dev.scriptorium.tokenizer.encoding;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The tokenizer of a model folder in Hugging Face layout, run by the Rust library that the models were made with.
 *
 * <p>Asks the library for ids only: DJL's own encodings also bring every token as a string with its place, which takes
 * longer than the tokenizing.
 */
final class HuggingFaceTokenEncoder implements TokenEncoder {

    private final TokenizerFile file;
    private final HuggingFaceTokenizer tokenizer;

    private HuggingFaceTokenEncoder(TokenizerFile file, HuggingFaceTokenizer tokenizer) {
        this.file = file;
        this.tokenizer = tokenizer;
    }

    static HuggingFaceTokenEncoder of(TokenizerFile file) {
        withoutNetwork();
        Map<String, String> options = Map.of("addSpecialTokens", "true", "truncation", "false", "padding", "false");
        try {
            return new HuggingFaceTokenEncoder(
                    file,
                    HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(file.withoutSpecialTokens()), options));
        } catch (IOException | RuntimeException e) {
            throw new FailureException(FailureCode.MODEL_CORRUPT, "tokenizer.json cannot be loaded", e);
        }
    }

    /** DJL would look for another build of the library on a machine with a GPU, and report its use. */
    private static void withoutNetwork() {
        for (Map.Entry<String, String> setting : Map.of(
                        "RUST_FLAVOR", "cpu", "ai.djl.offline", "true", "OPT_OUT_TRACKING", "true")
                .entrySet()) {
            if (System.getProperty(setting.getKey()) == null) {
                System.setProperty(setting.getKey(), setting.getValue());
            }
        }
    }

    @Override
    public List<int[]> encode(List<String> texts) {
        if (texts.isEmpty()) {
            return List.of();
        }
        long[] encodings = TokenizersLibrary.LIB.batchEncode(tokenizer.getHandle(), texts.toArray(String[]::new), true);
        List<int[]> ids = new ArrayList<>(encodings.length);
        try {
            for (long encoding : encodings) {
                ids.add(narrow(TokenizersLibrary.LIB.getTokenIds(encoding)));
            }
        } finally {
            for (long encoding : encodings) {
                TokenizersLibrary.LIB.deleteEncoding(encoding);
            }
        }
        return ids;
    }

    private static int[] narrow(long[] ids) {
        int[] narrowed = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            narrowed[i] = Math.toIntExact(ids[i]);
        }
        return narrowed;
    }

    @Override
    public String digest() {
        return file.digest();
    }

    @Override
    public int maxTokens() {
        return file.maxTokens();
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
