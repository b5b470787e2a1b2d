package dev.scriptorium.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.UUID;
import java.util.regex.Pattern;

/** When two texts count as the same: in canonical composition (NFC), whatever white space stands between their words. */
final class TextKey {

    /** The key of no text. */
    static final UUID NONE = new UUID(0, 0);

    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");

    private TextKey() {}

    static String normalised(String text) {
        return SPACES.matcher(Normalizer.normalize(text, Normalizer.Form.NFC))
                .replaceAll(" ")
                .strip();
    }

    /** The first 128 bits of the SHA-256 of the normalised text. */
    static UUID of(String text) {
        return hash(normalised(text));
    }

    /** Of two texts together; {@link #NONE} where both are blank. */
    static UUID of(String first, String second) {
        String left = normalised(first);
        String right = normalised(second);
        return left.isEmpty() && right.isEmpty() ? NONE : hash(left + "\n" + right);
    }

    private static UUID hash(String text) {
        try {
            ByteBuffer digest =
                    ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
            return new UUID(digest.getLong(), digest.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
