package dev.scriptorium.ingest.api;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.nio.file.Path;
import java.util.Map;

/** Limits that a test can reach. */
public final class SmallLimits implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "scriptorium.ingest.blob-directory", Path.of("target", "blobs").toString(),
                "scriptorium.ingest.limits.documents", "5",
                "scriptorium.ingest.limits.document", "1KiB",
                "scriptorium.ingest.limits.targets", "3",
                "scriptorium.ingest.limits.text", "64B",
                "scriptorium.ingest.limits.texts-together", "100B",
                "scriptorium.ingest.limits.name", "100",
                "scriptorium.ingest.http.job-body", "128KiB",
                "scriptorium.ingest.http.body", "4KiB");
    }
}
