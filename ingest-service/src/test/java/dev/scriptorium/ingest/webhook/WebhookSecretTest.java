package dev.scriptorium.ingest.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSecretTest {

    private static final UUID WEBHOOK = UUID.randomUUID();
    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

    @Test
    void signsAsAnotherImplementationOfStandardWebhooksExpects() throws Exception {
        WebhookSecret secret = WebhookSecret.random();
        long now = Instant.now().getEpochSecond();
        String body = "{\"state\":\"Übung macht den Meister\"}";

        String signature = secret.sign("msg_1", now, body.getBytes(StandardCharsets.UTF_8));

        HttpHeaders headers = HttpHeaders.of(
                Map.of(
                        "webhook-id", List.of("msg_1"),
                        "webhook-timestamp", List.of(Long.toString(now)),
                        "webhook-signature", List.of(signature)),
                (name, value) -> true);
        Webhook verifier = new Webhook(secret.text());
        assertThatCode(() -> verifier.verify(body, headers)).doesNotThrowAnyException();
        assertThatThrownBy(() -> verifier.verify(body.replace("Meister", "Lehrling"), headers))
                .isInstanceOf(Exception.class);
    }

    @Test
    void takesKeysFrom24To64BytesAndNoOthers() {
        assertThat(WebhookSecret.parse(text(24)).text()).isEqualTo(text(24));
        assertThat(WebhookSecret.parse(text(64)).text()).isEqualTo(text(64));
        assertThatThrownBy(() -> WebhookSecret.parse(text(23))).hasMessageContaining("24 to 64 bytes");
        assertThatThrownBy(() -> WebhookSecret.parse(text(65))).hasMessageContaining("24 to 64 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "whsec_", "secret", "whsec_!!!!", "WHSEC_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void refusesAnotherFormWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> WebhookSecret.parse(text))
                .hasMessage("secret must be whsec_ and the base64 of 24 to 64 bytes.");
    }

    @Test
    void isStoredEncryptedWithAKeyAndReadWithThatKeyOnly() {
        WebhookSecret secret = WebhookSecret.random();
        SecretCipher cipher = new SecretCipher(Optional.of(KEY));

        String sealed = cipher.seal(WEBHOOK, secret);

        assertThat(sealed).doesNotContain(secret.text().substring(6)).isNotEqualTo(cipher.seal(WEBHOOK, secret));
        assertThat(cipher.open(WEBHOOK, sealed).text()).isEqualTo(secret.text());
        String otherKey = Base64.getEncoder()
                .encodeToString("another key that has 32 bytes...".getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> new SecretCipher(Optional.of(otherKey)).open(WEBHOOK, sealed))
                .hasMessageContaining("scriptorium.ingest.webhooks.encryption-key");
        assertThatThrownBy(() -> new SecretCipher(Optional.empty()).open(WEBHOOK, sealed))
                .hasMessageContaining("scriptorium.ingest.webhooks.encryption-key");
        assertThatThrownBy(() -> cipher.open(UUID.randomUUID(), sealed))
                .as("the secret of another webhook")
                .hasMessageContaining("cannot be read");
    }

    @Test
    void readsASecretThatWasStoredBeforeThereWasAKey() {
        WebhookSecret secret = WebhookSecret.random();

        String stored = new SecretCipher(Optional.empty()).seal(WEBHOOK, secret);

        assertThat(new SecretCipher(Optional.of(KEY)).open(WEBHOOK, stored).text())
                .isEqualTo(secret.text());
    }

    @Test
    void refusesAKeyOfAnotherSize() {
        assertThatThrownBy(
                        () -> new SecretCipher(Optional.of(Base64.getEncoder().encodeToString(new byte[31]))))
                .hasMessageContaining("32 bytes, not of 31");
        assertThatThrownBy(() -> new SecretCipher(Optional.of("?"))).hasMessageContaining("must be base64");
    }

    @Test
    void staysOutOfLogs() {
        WebhookSecret secret = WebhookSecret.random();

        assertThat(secret.toString()).isEqualTo("whsec_...");
    }

    private static String text(int bytes) {
        return "whsec_" + Base64.getEncoder().encodeToString(new byte[bytes]);
    }
}
