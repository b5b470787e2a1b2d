package dev.scriptorium.ingest.webhook;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

/** Webhooks to this machine, which are tried again soon. */
public final class WebhooksHere implements QuarkusTestProfile {

    static final int MOST = 5;

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.ofEntries(
                Map.entry(
                        "scriptorium.ingest.blob-directory",
                        Path.of("target", "blobs").toString()),
                Map.entry("scriptorium.ingest.webhooks.allow-http", "true"),
                Map.entry("scriptorium.ingest.webhooks.allowed-networks", "127.0.0.0/8"),
                Map.entry(
                        "scriptorium.ingest.webhooks.encryption-key",
                        Base64.getEncoder().encodeToString(new byte[32])),
                Map.entry("scriptorium.ingest.webhooks.most", Integer.toString(MOST)),
                Map.entry("scriptorium.ingest.webhooks.url", "60"),
                Map.entry("scriptorium.ingest.webhooks.base", "20ms"),
                Map.entry("scriptorium.ingest.webhooks.cap", "200ms"),
                Map.entry("scriptorium.ingest.webhooks.poll", "100ms"));
    }
}
