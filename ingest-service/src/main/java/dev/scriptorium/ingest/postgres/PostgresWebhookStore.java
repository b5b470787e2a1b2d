package dev.scriptorium.ingest.postgres;

import static dev.scriptorium.ingest.postgres.PostgresRows.presentInstant;
import static dev.scriptorium.ingest.postgres.PostgresRows.texts;
import static dev.scriptorium.ingest.postgres.PostgresRows.uuid;

import dev.scriptorium.core.document.JobId;
import dev.scriptorium.ingest.job.NewJob;
import dev.scriptorium.ingest.submission.TaskLimits;
import dev.scriptorium.ingest.webhook.Webhook;
import dev.scriptorium.ingest.webhook.WebhookEvent;
import dev.scriptorium.ingest.webhook.WebhookMessage;
import dev.scriptorium.ingest.webhook.WebhookStore;
import jakarta.inject.Singleton;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The tables {@code ingest.webhook} and, to be read, {@code webhook_message} and {@code webhook_attempt}. */
@Singleton
public class PostgresWebhookStore implements WebhookStore {

    private static final String BY_JOB = "job";

    private final PostgresDatabase database;

    public PostgresWebhookStore(PostgresDatabase database) {
        this.database = database;
    }

    @Override
    public void add(String tenant, Webhook webhook, String sealedSecret, int most) {
        database.run(handle -> {
            // One after the other, so that two requests do not both find room for the last one.
            handle.createQuery("SELECT 1 FROM pg_advisory_xact_lock(hashtext('ingest.webhook ' || :tenant))")
                    .bind("tenant", tenant)
                    .mapTo(Integer.class)
                    .one();
            long present = handle.createQuery(
                            "SELECT count(*) FROM ingest.webhook WHERE tenant_id = :tenant AND job_id IS NULL")
                    .bind("tenant", tenant)
                    .mapTo(Long.class)
                    .one();
            TaskLimits.atMost(most, present + 1, "webhooks");
            handle.createUpdate("""
                            INSERT INTO ingest.webhook (webhook_id, tenant_id, url, events, description, secret, created_by, created_at)
                            VALUES (:id, :tenant, :url, :events, :description, :secret, :createdBy, :createdAt::timestamptz)""")
                    .bind("id", webhook.id())
                    .bind("tenant", tenant)
                    .bind("url", webhook.url().toString())
                    .bind("events", types(webhook.events()))
                    .bind("description", webhook.description())
                    .bind("secret", sealedSecret)
                    .bind("createdBy", webhook.createdBy())
                    .bind("createdAt", webhook.createdAt().toString())
                    .execute();
        });
    }

    /** In the caller's transaction, which has inserted the job and none of its documents. */
    static void insert(Handle handle, NewJob job) {
        job.webhook()
                .ifPresent(webhook -> handle.createUpdate("""
                                INSERT INTO ingest.webhook (webhook_id, tenant_id, job_id, url, events, description, secret, created_by)
                                VALUES (:id, :tenant, :job, :url, :events, '', :secret, :createdBy)""")
                        .bind("id", webhook.id())
                        .bind("tenant", job.tenant())
                        .bind("job", job.id().value())
                        .bind("url", webhook.url().toString())
                        .bind("events", types(webhook.events()))
                        .bind("secret", webhook.sealedSecret())
                        .bind("createdBy", BY_JOB)
                        .execute());
    }

    private static String[] types(Collection<WebhookEvent> events) {
        return events.stream().map(WebhookEvent::type).sorted().toArray(String[]::new);
    }

    @Override
    public List<Webhook> list(String tenant, Optional<JobId> job) {
        return database.get(handle -> handle.createQuery("""
                        SELECT * FROM ingest.webhook
                        WHERE tenant_id = :tenant AND job_id IS NOT DISTINCT FROM :job::uuid
                        ORDER BY created_at DESC, webhook_id DESC""")
                .bind("tenant", tenant)
                .bind("job", job.map(JobId::toString).orElse(null))
                .map((row, context) -> webhook(row))
                .list());
    }

    @Override
    public Optional<Webhook> find(String tenant, UUID id) {
        return database.get(handle -> find(handle, tenant, id));
    }

    private static Optional<Webhook> find(Handle handle, String tenant, UUID id) {
        return handle.createQuery("SELECT * FROM ingest.webhook WHERE webhook_id = :id AND tenant_id = :tenant")
                .bind("id", id)
                .bind("tenant", tenant)
                .map((row, context) -> webhook(row))
                .findOne();
    }

    @Override
    public Optional<Webhook> change(String tenant, UUID id, Change change) {
        return database.get(handle -> {
            int found = handle.createUpdate("""
                            UPDATE ingest.webhook
                            SET url = coalesce(:url, url), events = coalesce(:events::text[], events),
                                description = coalesce(:description, description)
                            WHERE webhook_id = :id AND tenant_id = :tenant""")
                    .bind("id", id)
                    .bind("tenant", tenant)
                    .bind("url", change.url().map(URI::toString).orElse(null))
                    .bind(
                            "events",
                            change.events()
                                    .map(events -> PostgresRows.array(List.of(types(events))))
                                    .orElse(null))
                    .bind("description", change.description().orElse(null))
                    .execute();
            change.enabled().filter(enabled -> found > 0).ifPresent(enabled -> {
                if (enabled) {
                    enable(handle, id);
                } else {
                    disable(handle, id, "It was disabled by a request.");
                }
            });
            return find(handle, tenant, id);
        });
    }

    private static void enable(Handle handle, UUID webhook) {
        handle.createUpdate("""
                        UPDATE ingest.webhook SET disabled_at = NULL, disabled_reason = NULL, failing_since = NULL
                        WHERE webhook_id = :id""").bind("id", webhook).execute();
    }

    /** In the caller's transaction: what waits is given up. */
    static void disable(Handle handle, UUID webhook, String reason) {
        handle.createUpdate("""
                        UPDATE ingest.webhook
                        SET disabled_at = coalesce(disabled_at, clock_timestamp()), disabled_reason = coalesce(disabled_reason, :reason)
                        WHERE webhook_id = :id""").bind("id", webhook).bind("reason", reason).execute();
        handle.createUpdate("UPDATE ingest.webhook_queue SET next_at = NULL, lease = NULL WHERE webhook_id = :id")
                .bind("id", webhook)
                .execute();
        handle.createUpdate("""
                        UPDATE ingest.webhook_message SET status = 'FAILED', finished_at = clock_timestamp()
                        WHERE webhook_id = :id AND status = 'WAITING'""").bind("id", webhook).execute();
    }

    @Override
    public boolean delete(String tenant, UUID id) {
        return database.get(handle ->
                handle.createUpdate("DELETE FROM ingest.webhook WHERE webhook_id = :id AND tenant_id = :tenant")
                                .bind("id", id)
                                .bind("tenant", tenant)
                                .execute()
                        > 0);
    }

    @Override
    public Optional<Webhook> rotate(String tenant, UUID id, String sealedSecret, Instant previousUntil) {
        return database.get(handle -> handle.createQuery("""
                        UPDATE ingest.webhook
                        SET previous_secret = secret, previous_until = :until::timestamptz, secret = :secret
                        WHERE webhook_id = :id AND tenant_id = :tenant RETURNING *""")
                .bind("id", id)
                .bind("tenant", tenant)
                .bind("secret", sealedSecret)
                .bind("until", previousUntil.toString())
                .map((row, context) -> webhook(row))
                .findOne());
    }

    @Override
    public List<WebhookMessage> messages(
            String tenant, UUID webhook, Optional<WebhookMessage.Status> status, OptionalLong before, int limit) {
        return database.get(handle -> PostgresWebhookMessages.withLog(
                handle,
                handle.createQuery(PostgresWebhookMessages.SELECT + """
                                JOIN ingest.webhook w USING (webhook_id)
                                WHERE m.webhook_id = :webhook AND w.tenant_id = :tenant
                                  AND (:status::text IS NULL OR m.status = :status) AND m.number < :before
                                ORDER BY m.number DESC LIMIT :limit""")
                        .bind("webhook", webhook)
                        .bind("tenant", tenant)
                        .bind("status", status.map(Enum::name).orElse(null))
                        .bind("before", before.orElse(Long.MAX_VALUE))
                        .bind("limit", limit)
                        .map((row, context) -> PostgresWebhookMessages.message(row))
                        .list()));
    }

    @Override
    public Optional<WebhookMessage> message(String tenant, UUID webhook, UUID id) {
        return database.get(handle -> message(handle, tenant, webhook, id));
    }

    private static Optional<WebhookMessage> message(Handle handle, String tenant, UUID webhook, UUID id) {
        return PostgresWebhookMessages.withLog(
                        handle,
                        handle.createQuery(PostgresWebhookMessages.SELECT + """
                                        JOIN ingest.webhook w USING (webhook_id)
                                        WHERE m.message_id = :id AND m.webhook_id = :webhook AND w.tenant_id = :tenant""")
                                .bind("id", id)
                                .bind("webhook", webhook)
                                .bind("tenant", tenant)
                                .map((row, context) -> PostgresWebhookMessages.message(row))
                                .list())
                .stream()
                .findFirst();
    }

    @Override
    public Optional<WebhookMessage> resend(String tenant, UUID webhook, UUID id) {
        return database.get(handle -> message(handle, tenant, webhook, id).flatMap(found -> {
            // As where a message is new: the lock of the queue's row is held when the message can be seen.
            handle.createUpdate("""
                            INSERT INTO ingest.webhook_queue (webhook_id, job_id, next_at) VALUES (:webhook, :job, now())
                            ON CONFLICT (webhook_id, job_id) DO UPDATE SET next_at = now(), lease = NULL
                            WHERE webhook_queue.next_at IS NULL OR webhook_queue.lease IS NULL""")
                    .bind("webhook", webhook)
                    .bind("job", found.job().value())
                    .execute();
            handle.createUpdate("""
                            UPDATE ingest.webhook_message SET status = 'WAITING', attempts = 0, wanted_at = now(), finished_at = NULL
                            WHERE message_id = :id""").bind("id", id).execute();
            return message(handle, tenant, webhook, id);
        }));
    }

    private static Webhook webhook(ResultSet row) throws SQLException {
        Optional<Instant> disabledAt = Optional.ofNullable(PostgresRows.instant(row, "disabled_at"));
        String reason = row.getString("disabled_reason");
        return new Webhook(
                uuid(row, "webhook_id"),
                Optional.ofNullable(row.getObject("job_id", UUID.class)).map(JobId::new),
                URI.create(row.getString("url")),
                WebhookEvent.all(texts(row, "events")),
                row.getString("description"),
                row.getString("created_by"),
                presentInstant(row, "created_at"),
                Optional.ofNullable(PostgresRows.instant(row, "previous_until")),
                Optional.ofNullable(PostgresRows.instant(row, "failing_since")),
                disabledAt.map(at -> new Webhook.Disabled(at, reason)));
    }
}
