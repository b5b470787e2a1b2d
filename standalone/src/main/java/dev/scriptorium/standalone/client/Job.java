package dev.scriptorium.standalone.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** A job as the API tells it. */
public record Job(String id, String state, double progress, int documents, int succeeded, int failed) {
    private static final Set<String> TERMINAL = Set.of("SUCCEEDED", "PARTIAL", "FAILED", "CANCELLED", "EXPIRED", "REJECTED");

    static Job of(JsonNode node) {
        JsonNode counts = node.path("documents");
        return new Job(
                node.path("id").asText(),
                node.path("state").asText(),
                node.path("progress").asDouble(),
                counts.path("total").asInt(),
                counts.path("succeeded").asInt(),
                counts.path("failed").asInt());
    }

    public boolean isOver() {
        return TERMINAL.contains(state);
    }
}
