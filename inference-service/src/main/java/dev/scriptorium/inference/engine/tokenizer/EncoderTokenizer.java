package dev.scriptorium.inference.engine.tokenizer;

import dev.scriptorium.inference.engine.files.ModelFiles;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The tokenizer of a model that reads, from its {@code tokenizer.json}. What looks like a special token in a text, such as
 * {@code [SEP]}, is text. Safe for many threads.
 */
public final class EncoderTokenizer implements AutoCloseable {

    private final NativeTokenizer tokenizer;
    private final String digest;

    private EncoderTokenizer(NativeTokenizer tokenizer, String digest) {
        this.tokenizer = tokenizer;
        this.digest = digest;
    }

    /** A file that would abort the JVM in the native library fails instead. */
    public static EncoderTokenizer read(ModelFiles files) {
        TokenizerFile file = TokenizerFile.read(files);
        return new EncoderTokenizer(NativeTokenizer.of(file), digest(files.bytes(TokenizerFile.NAME)));
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The text's ids with the special tokens that the model wants around it. */
    public int[] encode(String text) {
        return tokenizer.ids(text, true);
    }

    /** SHA-256 of the file in hexadecimal. */
    public String digest() {
        return digest;
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
