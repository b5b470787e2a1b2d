package dev.scriptorium.tokenizers;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tokenizer of a model that reads, from its {@code tokenizer.json}. What looks like a special token in a text, such as
 * {@code [SEP]}, is text. Safe for many threads.
 */
public final class EncoderTokenizer implements AutoCloseable {

    private final NativeTokenizer tokenizer;
    private final Optional<WordTokenizer> words;
    private final Map<Integer, String> tokens;
    private final String continuation;
    private final int unknown;
    private final String digest;

    private EncoderTokenizer(TokenizerFile file, String digest) {
        this.tokens = file.tokens();
        this.continuation = file.continuation();
        this.unknown = file.unknown();
        this.words = WordTokenizer.of(file.json());
        this.tokenizer = NativeTokenizer.of(file);
        this.digest = digest;
    }

    /** A file that would abort the JVM in the native library fails instead. */
    public static EncoderTokenizer read(ModelFiles files) {
        return new EncoderTokenizer(TokenizerFile.read(files), digest(files.bytes(TokenizerFile.NAME)));
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
        return words.map(each -> each.encode(NativeTokenizer.wellFormed(text)))
                .orElseGet(() -> tokenizer.ids(text, true));
    }

    /** As {@link #encode}, with the place of each token. */
    public TokenizedText tokenize(String text) {
        Encoding encoding = tokenizer.encode(text, true);
        int[] units = units(text);
        List<TokenizedText.Token> found = new ArrayList<>();
        for (int i = 0; i < encoding.getIds().length; i++) {
            int id = Math.toIntExact(encoding.getIds()[i]);
            CharSpan span = encoding.getCharTokenSpans()[i];
            if (span == null || encoding.getSpecialTokenMask()[i] == 1) {
                found.add(new TokenizedText.Token(id, 0, 0, true, false));
            } else {
                int start = units[span.getStart()];
                int end = units[span.getEnd()];
                found.add(new TokenizedText.Token(id, start, end, false, continues(text, id, start, end)));
            }
        }
        return new TokenizedText(text, found);
    }

    /**
     * WordPiece marks what goes on with a word; elsewhere it is what no space stands before, but for what is unknown, as
     * transformers has it.
     */
    private boolean continues(String text, int id, int start, int end) {
        if (id == unknown) {
            return false;
        }
        if (!continuation.isEmpty()) {
            return tokens.getOrDefault(id, "").startsWith(continuation);
        }
        return start > 0 && text.charAt(start - 1) != ' ' && (start == end || text.charAt(start) != ' ');
    }

    /** The library counts characters, Java counts UTF-16 units: where each character begins, and the end. */
    private static int[] units(String text) {
        int[] units = new int[text.codePointCount(0, text.length()) + 1];
        int unit = 0;
        for (int i = 0; i < units.length; i++) {
            units[i] = unit;
            unit += unit < text.length() ? Character.charCount(text.codePointAt(unit)) : 0;
        }
        return units;
    }

    /** The vocabulary by id. */
    public Map<Integer, String> tokens() {
        return Collections.unmodifiableMap(tokens);
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
