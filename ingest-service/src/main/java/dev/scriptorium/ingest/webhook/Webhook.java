package dev.scriptorium.ingest.webhook;

import dev.scriptorium.core.document.JobId;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * An address that is told of events, without its secrets.
 *
 * @param job whose events; empty: those of all jobs
 * @param createdBy the id of a caller
 * @param previousUntil how long the secret before the last rotation signs as well
 * @param failingSince since when every attempt has failed
 */
public record Webhook(
        UUID id,
        Optional<JobId> job,
        URI url,
        Set<WebhookEvent> events,
        String description,
        String createdBy,
        Instant createdAt,
        Optional<Instant> previousUntil,
        Optional<Instant> failingSince,
        Optional<Disabled> disabled) {

    public Webhook {
        events = Set.copyOf(events);
    }

    /** Since when and why it is told nothing. */
    public record Disabled(Instant at, String reason) {}
}
