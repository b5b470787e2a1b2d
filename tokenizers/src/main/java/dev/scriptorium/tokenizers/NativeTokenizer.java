package dev.scriptorium.tokenizers;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;

/** The tokenizer of a {@code tokenizer.json} in Hugging Face's native library, through DJL. Safe for many threads. */
final class NativeTokenizer implements AutoCloseable {

    private final HuggingFaceTokenizer tokenizer;

    private NativeTokenizer(HuggingFaceTokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    static NativeTokenizer of(TokenizerFile file) {
        Offline.prepare();
        try {
            return new NativeTokenizer(HuggingFaceTokenizer.newInstance(
                    new ByteArrayInputStream(file.forNativeLibrary()),
                    Map.of("truncation", "false", "padding", "false")));
        } catch (IOException | RuntimeException e) {
            throw new FailureException(
                    FailureCode.MODEL_CORRUPT,
                    TokenizerFile.NAME + " is not a tokenizer that is known: " + e.getMessage(),
                    e);
        }
    }

    /** @param special whether the special tokens that the model wants stand around the text */
    int[] ids(String text, boolean special) {
        TokenizersLibrary library = TokenizersLibrary.LIB;
        try {
            // DJL's own encodings bring every token as a string with its place, which takes longer than the tokenizing.
            long encoding = library.encode(tokenizer.getHandle(), wellFormed(text), special);
            try {
                return Arrays.stream(library.getTokenIds(encoding))
                        .mapToInt(Math::toIntExact)
                        .toArray();
            } finally {
                library.deleteEncoding(encoding);
            }
        } catch (RuntimeException e) {
            throw unreadable(e);
        }
    }

    Encoding encode(String text, boolean special) {
        try {
            return tokenizer.encode(wellFormed(text), special, false);
        } catch (RuntimeException e) {
            throw unreadable(e);
        }
    }

    private static FailureException unreadable(RuntimeException e) {
        return new FailureException(
                FailureCode.MODEL_FAILED, "The tokenizer cannot read this text: " + e.getMessage(), e);
    }

    /** A half of a surrogate pair has no UTF-8 form; it becomes a question mark. */
    static String wellFormed(String text) {
        return new String(text.getBytes(UTF_8), UTF_8);
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
