package dev.scriptorium.standalone.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** A job as the API tells it, with its documents by where they stand. */
public record Job(
        String id, String state, double progress, int documents, int succeeded, int partial, int failed, int stopped) {
    private static final Set<String> TERMINAL =
            Set.of("SUCCEEDED", "PARTIAL", "FAILED", "CANCELLED", "EXPIRED", "REJECTED");

    static Job of(JsonNode node) {
        JsonNode counts = node.path("documents");
        return new Job(
                node.path("id").asText(),
                node.path("state").asText(),
                node.path("progress").asDouble(),
                counts.path("total").asInt(),
                counts.path("succeeded").asInt(),
                counts.path("partial").asInt(),
                counts.path("failed").asInt(),
                counts.path("cancelled").asInt() + counts.path("expired").asInt());
    }

    public int documentsOver() {
        return succeeded + partial + failed + stopped;
    }

    public boolean isOver() {
        return TERMINAL.contains(state);
    }
}
