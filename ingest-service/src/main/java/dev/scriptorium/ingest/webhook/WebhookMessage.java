package dev.scriptorium.ingest.webhook;

import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.document.JobId;
import dev.scriptorium.core.lifecycle.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * What a webhook is told, and how that went.
 *
 * @param number the order in which the messages of a job are delivered
 * @param id the same for all attempts: by it a receiver knows a message that comes twice
 * @param document empty where it is about the job
 * @param customId the client's own name for the document; may be empty
 * @param attempts since it is wanted
 * @param wantedAt from when on it is tried: its creation, or the request to send it again
 * @param log the attempts, the first one first
 */
public record WebhookMessage(
        long number,
        UUID id,
        JobId job,
        Optional<DocumentId> document,
        String customId,
        WebhookEvent event,
        State state,
        Status status,
        int attempts,
        Instant createdAt,
        Instant wantedAt,
        Optional<Instant> finishedAt,
        List<Attempt> log) {

    private static final String PREFIX = "msg_";

    public WebhookMessage {
        log = List.copyOf(log);
    }

    /** Its id as receivers and clients know it. */
    public String name() {
        return PREFIX + id;
    }

    /** Fails with {@code IllegalArgumentException} on what {@link #name()} did not give. */
    static UUID parse(String name) {
        return UUID.fromString(name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name);
    }

    public WebhookMessage with(List<Attempt> made) {
        return new WebhookMessage(
                number,
                id,
                job,
                document,
                customId,
                event,
                state,
                status,
                this.attempts,
                createdAt,
                wantedAt,
                finishedAt,
                made);
    }

    /** Where a message is on its way. */
    public enum Status {
        WAITING,
        DELIVERED,
        /** Given up; it can be sent again. */
        FAILED
    }

    /**
     * A request and how it ended.
     *
     * @param status of the answer; empty without one
     * @param error empty where the message was delivered
     */
    public record Attempt(Instant at, OptionalInt status, Duration took, Optional<String> error) {}
}
