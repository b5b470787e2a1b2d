package dev.scriptorium.ingest.api;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.nio.file.Path;
import java.util.Map;

/** Limits that a test can reach. */
public final class SmallLimits implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.ofEntries(
                Map.entry(
                        "scriptorium.ingest.blob-directory",
                        Path.of("target", "blobs").toString()),
                Map.entry("scriptorium.ingest.limits.documents", "5"),
                Map.entry("scriptorium.ingest.limits.document", "1KiB"),
                Map.entry("scriptorium.ingest.limits.targets", "3"),
                Map.entry("scriptorium.ingest.limits.text", "64B"),
                Map.entry("scriptorium.ingest.limits.texts-together", "100B"),
                Map.entry("scriptorium.ingest.limits.name", "100"),
                Map.entry("scriptorium.ingest.limits.archive-entries", "4"),
                Map.entry("scriptorium.ingest.events.streams", "3"),
                Map.entry("scriptorium.ingest.events.heartbeat", "1S"),
                Map.entry("scriptorium.ingest.http.job-body", "128KiB"),
                Map.entry("scriptorium.ingest.http.body", "4KiB"));
    }
}
