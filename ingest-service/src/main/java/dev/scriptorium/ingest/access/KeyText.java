package dev.scriptorium.ingest.access;

import dev.scriptorium.core.document.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key as its owner has it: {@code scr_ID_SECRET}. The prefix lets scanners of repositories find it, the id is shown in lists
 * and logs, and the secret has 256 random bits.
 */
record KeyText(String id, String secret) {

    private static final Pattern FORM = Pattern.compile("scr_([0-9a-f]{12})_([A-Za-z0-9_-]{43})");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ID_BYTES = 6;
    private static final int SECRET_BYTES = 32;

    static KeyText random() {
        return new KeyText(
                HexFormat.of().formatHex(bytes(ID_BYTES)),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(SECRET_BYTES)));
    }

    static Optional<KeyText> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches() ? Optional.of(new KeyText(matcher.group(1), matcher.group(2))) : Optional.empty();
    }

    String secretSha256() {
        return Sha256.of(secret.getBytes(StandardCharsets.US_ASCII)).hex();
    }

    /** The secret stays out of logs. */
    @Override
    public String toString() {
        return "scr_" + id + "_...";
    }

    String text() {
        return "scr_" + id + "_" + secret;
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
