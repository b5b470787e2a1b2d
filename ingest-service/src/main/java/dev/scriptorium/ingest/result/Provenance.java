package dev.scriptorium.ingest.result;

import java.time.Instant;
import java.util.List;

/** What a result was made with, and what it cost. */
public record Provenance(
        List<String> models,
        List<String> modelDigests,
        String softwareVersion,
        long inputTokens,
        long outputTokens,
        long modelMicros,
        Instant createdAt) {

    public Provenance {
        models = List.copyOf(models);
        modelDigests = List.copyOf(modelDigests);
    }
}
