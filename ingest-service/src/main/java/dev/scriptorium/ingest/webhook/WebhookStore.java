package dev.scriptorium.ingest.webhook;

import dev.scriptorium.core.document.JobId;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/** Keeps webhooks and what they were told. A tenant's things do not exist for another tenant. Safe for use by many threads. */
public interface WebhookStore {

    /** Fails with {@code LIMIT_EXCEEDED} where there are {@code most} beside those of single jobs. */
    void add(String tenant, Webhook webhook, String sealedSecret, int most);

    /** Those for all jobs, or those of one job; the newest first. */
    List<Webhook> list(String tenant, Optional<JobId> job);

    Optional<Webhook> find(String tenant, UUID id);

    /** Empty where there is no such webhook. Disabled, its waiting messages are given up. */
    Optional<Webhook> change(String tenant, UUID id, Change change);

    /** With its messages; false where there is none. */
    boolean delete(String tenant, UUID id);

    /** Replaces the secret; the present one signs until that time, too. */
    Optional<Webhook> rotate(String tenant, UUID id, String sealedSecret, Instant previousUntil);

    /** The newest first, those before the given number; at most {@code limit}. */
    List<WebhookMessage> messages(
            String tenant, UUID webhook, Optional<WebhookMessage.Status> status, OptionalLong before, int limit);

    Optional<WebhookMessage> message(String tenant, UUID webhook, UUID id);

    /** Has a message tried again from now on; one that waits as well. Empty where there is none. */
    Optional<WebhookMessage> resend(String tenant, UUID webhook, UUID id);

    /** What is to be changed; what is empty stays. */
    record Change(
            Optional<URI> url,
            Optional<Set<WebhookEvent>> events,
            Optional<String> description,
            Optional<Boolean> enabled) {}
}
