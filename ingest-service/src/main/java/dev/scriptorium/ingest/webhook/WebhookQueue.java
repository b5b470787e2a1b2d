package dev.scriptorium.ingest.webhook;

import dev.scriptorium.core.document.JobId;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Messages that wait, one queue for each webhook and job. A queue belongs to one claim at a time, over all instances; the claim of an
 * instance that died ends with its lease. Safe for use by many threads and processes.
 */
public interface WebhookQueue {

    /** Queues with something to do now, those first that wait for the longest; at most {@code limit}. */
    List<Claim> claim(int limit, Collection<UUID> exceptWebhooks, Duration lease);

    /** The first message of the queue, and the lease begins anew. Empty where nothing waits or another has the queue by now; then the claim is over. */
    Optional<Work> next(Claim claim, Duration lease);

    /** Notes an attempt and what follows from it. */
    void settle(Claim claim, Work work, WebhookMessage.Attempt attempt, Verdict verdict);

    /** Gives the queue back, to be claimed again at once. */
    void release(Claim claim);

    /** The number of messages that wait. */
    long waiting();

    /** Deletes messages that were delivered or given up longer ago than that. */
    void deleteOlderThan(Duration age);

    /** The right to deliver what waits for a webhook about a job. */
    record Claim(UUID webhook, JobId job, UUID lease) {}

    /**
     * A message and where it goes.
     *
     * @param sealedSecrets each of which signs it, as they are stored
     * @param failingSince since when every attempt for the webhook has failed
     */
    record Work(URI url, List<String> sealedSecrets, Optional<Instant> failingSince, WebhookMessage message) {

        public Work {
            sealedSecrets = List.copyOf(sealedSecrets);
        }

        /** Secrets and addresses stay out of logs. */
        @Override
        public String toString() {
            return "Work[" + message.id() + "]";
        }
    }

    /** What follows from an attempt. */
    sealed interface Verdict {

        record Delivered() implements Verdict {}

        /** Another attempt after that time; the messages behind it wait. */
        record Again(Duration after) implements Verdict {}

        /** The next message has its turn. */
        record GivenUp() implements Verdict {}

        /** Nothing more is sent to the webhook. */
        record Disabled(String reason) implements Verdict {}
    }
}
