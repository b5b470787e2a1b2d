package dev.scriptorium.ingest.webhook;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The key that messages to a webhook are signed with, by the scheme {@code v1} of Standard Webhooks: HMAC-SHA256 over id, time and
 * body.
 *
 * @see <a href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard Webhooks</a>
 */
final class WebhookSecret {

    private static final String PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int LEAST = 24;
    private static final int MOST = 64;
    private static final int BYTES = 32;

    private final byte[] key;

    private WebhookSecret(byte[] key) {
        this.key = key;
    }

    static WebhookSecret random() {
        byte[] key = new byte[BYTES];
        RANDOM.nextBytes(key);
        return new WebhookSecret(key);
    }

    /** Fails with {@code BAD_REQUEST} on another form, without repeating it. */
    static WebhookSecret parse(String text) {
        if (text.startsWith(PREFIX)) {
            try {
                byte[] key = Base64.getDecoder().decode(text.substring(PREFIX.length()));
                if (key.length >= LEAST && key.length <= MOST) {
                    return new WebhookSecret(key);
                }
            } catch (IllegalArgumentException e) {
                throw wrongForm(e);
            }
        }
        throw wrongForm(null);
    }

    private static FailureException wrongForm(@Nullable Throwable cause) {
        return new FailureException(
                FailureCode.BAD_REQUEST,
                "secret must be " + PREFIX + " and the base64 of " + LEAST + " to " + MOST + " bytes.",
                cause);
    }

    /** As its owner has it. */
    String text() {
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    /** {@code v1,} and the base64 of the signature. */
    String sign(String id, long timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    /** The key stays out of logs. */
    @Override
    public String toString() {
        return PREFIX + "...";
    }
}
