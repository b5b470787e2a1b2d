package dev.scriptorium.ingest.webhook;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Secrets as they are stored: encrypted with AES-256-GCM and bound to their webhook where a key is configured, else as they are.
 * Secrets that were stored without a key are read with one. Thread-safe.
 */
final class SecretCipher {

    private static final String KEY = "scriptorium.ingest.webhooks.encryption-key";
    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final String ENCRYPTED = "aes256gcm:";
    private static final String PLAIN = "plain:";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Optional<SecretKeySpec> key;

    /** @param key in base64; anything but 32 bytes stops the start */
    SecretCipher(Optional<String> key) {
        this.key = key.map(SecretCipher::key);
    }

    private static SecretKeySpec key(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(KEY + " must be base64.", e);
        }
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException(
                    KEY + " must be the base64 of " + KEY_BYTES + " bytes, not of " + bytes.length + ".");
        }
        return new SecretKeySpec(bytes, "AES");
    }

    String seal(UUID webhook, WebhookSecret secret) {
        return key.map(with -> {
                    byte[] nonce = new byte[NONCE_BYTES];
                    RANDOM.nextBytes(nonce);
                    byte[] sealed = run(
                            Cipher.ENCRYPT_MODE,
                            with,
                            nonce,
                            webhook,
                            secret.text().getBytes(StandardCharsets.US_ASCII));
                    return ENCRYPTED
                            + Base64.getEncoder()
                                    .encodeToString(ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                                            .put(nonce)
                                            .put(sealed)
                                            .array());
                })
                .orElseGet(() -> PLAIN + secret.text());
    }

    /** Fails with {@code INTERNAL} without the key that it was sealed with. */
    WebhookSecret open(UUID webhook, String sealed) {
        if (sealed.startsWith(PLAIN)) {
            return WebhookSecret.parse(sealed.substring(PLAIN.length()));
        }
        byte[] bytes = Base64.getDecoder().decode(sealed.substring(ENCRYPTED.length()));
        byte[] nonce = new byte[NONCE_BYTES];
        byte[] text = new byte[bytes.length - NONCE_BYTES];
        ByteBuffer.wrap(bytes).get(nonce).get(text);
        return WebhookSecret.parse(new String(
                run(Cipher.DECRYPT_MODE, key.orElseThrow(() -> wrongKey(null)), nonce, webhook, text),
                StandardCharsets.US_ASCII));
    }

    private static byte[] run(int mode, SecretKeySpec key, byte[] nonce, UUID webhook, byte[] text) {
        try {
            Cipher cipher = Cipher.getInstance(TRANSFORMATION);
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(webhook.toString().getBytes(StandardCharsets.US_ASCII));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw wrongKey(e);
        }
    }

    private static FailureException wrongKey(@Nullable Throwable cause) {
        return new FailureException(
                FailureCode.INTERNAL,
                "The secret cannot be read: " + KEY + " is not the one it was stored with.",
                cause);
    }
}
