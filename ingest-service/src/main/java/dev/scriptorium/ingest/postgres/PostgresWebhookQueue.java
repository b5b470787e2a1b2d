package dev.scriptorium.ingest.postgres;

import static dev.scriptorium.ingest.postgres.PostgresRows.uuid;

import dev.scriptorium.core.document.JobId;
import dev.scriptorium.ingest.webhook.WebhookMessage;
import dev.scriptorium.ingest.webhook.WebhookQueue;
import jakarta.inject.Singleton;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The tables {@code ingest.webhook_queue}, {@code webhook_message} and {@code webhook_attempt}. Messages are written by a trigger, in the
 * transaction of their event. A claim is a lease in the queue's row: no connection is held while a receiver is slow.
 */
@Singleton
public class PostgresWebhookQueue implements WebhookQueue {

    private final PostgresDatabase database;

    public PostgresWebhookQueue(PostgresDatabase database) {
        this.database = database;
    }

    @Override
    public List<Claim> claim(int limit, Collection<UUID> exceptWebhooks, Duration lease) {
        return database.get(handle -> handle.createQuery("""
                        UPDATE ingest.webhook_queue q
                        SET lease = gen_random_uuid(), next_at = clock_timestamp() + :lease * interval '1 millisecond'
                        FROM (SELECT webhook_id, job_id FROM ingest.webhook_queue
                              WHERE next_at <= clock_timestamp() AND webhook_id <> ALL (:except)
                              ORDER BY next_at LIMIT :limit FOR UPDATE SKIP LOCKED) AS due
                        WHERE q.webhook_id = due.webhook_id AND q.job_id = due.job_id
                        RETURNING q.*""")
                .bind("lease", lease.toMillis())
                .bind("except", exceptWebhooks.toArray(UUID[]::new))
                .bind("limit", limit)
                .map((row, context) ->
                        new Claim(uuid(row, "webhook_id"), new JobId(uuid(row, "job_id")), uuid(row, "lease")))
                .list());
    }

    @Override
    public Optional<Work> next(Claim claim, Duration lease) {
        return database.get(handle -> {
            // The lock comes first: what is stored while it is waited for is seen by the statements after it.
            if (!lock(handle, claim)) {
                return Optional.empty();
            }
            Optional<Work> work = first(handle, claim);
            if (work.isPresent()) {
                set(handle, claim, claim.lease(), lease);
            } else {
                giveUpWhereDisabled(handle, claim);
                set(handle, claim, null, null);
            }
            return work;
        });
    }

    private static boolean lock(Handle handle, Claim claim) {
        return handle.createQuery("""
                        SELECT 1 FROM ingest.webhook_queue
                        WHERE webhook_id = :webhook AND job_id = :job AND lease = :lease FOR UPDATE""")
                .bind("webhook", claim.webhook())
                .bind("job", claim.job().value())
                .bind("lease", claim.lease())
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    private static Optional<Work> first(Handle handle, Claim claim) {
        return handle.createQuery(PostgresWebhookMessages.SELECT.replace(
                                "m.*,",
                                "m.*, w.url, w.secret, w.failing_since,"
                                        + " CASE WHEN w.previous_until > clock_timestamp() THEN w.previous_secret END AS previous,")
                        + """
                        JOIN ingest.webhook w USING (webhook_id)
                        WHERE m.webhook_id = :webhook AND m.job_id = :job AND m.status = 'WAITING' AND w.disabled_at IS NULL
                        ORDER BY m.number LIMIT 1""")
                .bind("webhook", claim.webhook())
                .bind("job", claim.job().value())
                .map((row, context) -> work(row))
                .findOne();
    }

    /** Messages of a transaction that did not see yet that the webhook is disabled. */
    private static void giveUpWhereDisabled(Handle handle, Claim claim) {
        handle.createUpdate("""
                        UPDATE ingest.webhook_message SET status = 'FAILED', finished_at = clock_timestamp()
                        WHERE webhook_id = :webhook AND job_id = :job AND status = 'WAITING'""")
                .bind("webhook", claim.webhook())
                .bind("job", claim.job().value())
                .execute();
    }

    private static void set(Handle handle, Claim claim, @Nullable UUID lease, @Nullable Duration after) {
        handle.createUpdate("""
                        UPDATE ingest.webhook_queue
                        SET lease = :lease::uuid, next_at = clock_timestamp() + :after::bigint * interval '1 millisecond'
                        WHERE webhook_id = :webhook AND job_id = :job""")
                .bind("webhook", claim.webhook())
                .bind("job", claim.job().value())
                .bind("lease", lease == null ? null : lease.toString())
                .bind("after", after == null ? null : after.toMillis())
                .execute();
    }

    @Override
    public void settle(Claim claim, Work work, WebhookMessage.Attempt attempt, Verdict verdict) {
        database.run(handle -> {
            boolean ours = lock(handle, claim);
            log(handle, work.message(), attempt);
            switch (verdict) {
                case Verdict.Delivered delivered -> {
                    finish(handle, work.message(), WebhookMessage.Status.DELIVERED);
                    handle.createUpdate("""
                                    UPDATE ingest.webhook SET failing_since = NULL
                                    WHERE webhook_id = :webhook AND failing_since IS NOT NULL""").bind("webhook", claim.webhook()).execute();
                }
                case Verdict.Again(Duration after) -> {
                    failing(handle, claim);
                    if (ours) {
                        set(handle, claim, null, after);
                    }
                }
                case Verdict.GivenUp givenUp -> {
                    failing(handle, claim);
                    finish(handle, work.message(), WebhookMessage.Status.FAILED);
                }
                case Verdict.Disabled(String reason) -> {
                    failing(handle, claim);
                    PostgresWebhookStore.disable(handle, claim.webhook(), reason);
                }
            }
        });
    }

    /** Nothing where the message was erased meanwhile. */
    private static void log(Handle handle, WebhookMessage message, WebhookMessage.Attempt attempt) {
        handle.createUpdate("""
                        WITH counted AS (
                            UPDATE ingest.webhook_message SET attempts = attempts + 1 WHERE number = :number RETURNING number)
                        INSERT INTO ingest.webhook_attempt (number, attempt, at, status, millis, error)
                        SELECT number, (SELECT count(*) + 1 FROM ingest.webhook_attempt WHERE number = :number),
                               :at::timestamptz, :status::int, :millis, :error
                        FROM counted""")
                .bind("number", message.number())
                .bind("at", attempt.at().toString())
                .bind("status", attempt.status().isPresent() ? attempt.status().getAsInt() : null)
                .bind("millis", attempt.took().toMillis())
                .bind("error", attempt.error().orElse(null))
                .execute();
    }

    /** A delivered message stays so, whatever a second instance, whose lease was over, finds. */
    private static void finish(Handle handle, WebhookMessage message, WebhookMessage.Status status) {
        handle.createUpdate("""
                        UPDATE ingest.webhook_message SET status = :status, finished_at = clock_timestamp()
                        WHERE number = :number AND status <> 'DELIVERED'""")
                .bind("number", message.number())
                .bind("status", status.name())
                .execute();
    }

    private static void failing(Handle handle, Claim claim) {
        handle.createUpdate("""
                        UPDATE ingest.webhook SET failing_since = clock_timestamp()
                        WHERE webhook_id = :webhook AND failing_since IS NULL""").bind("webhook", claim.webhook()).execute();
    }

    @Override
    public void release(Claim claim) {
        database.run(handle -> {
            if (lock(handle, claim)) {
                set(handle, claim, null, Duration.ZERO);
            }
        });
    }

    @Override
    public long waiting() {
        return database.get(
                handle -> handle.createQuery("SELECT count(*) FROM ingest.webhook_message WHERE status = 'WAITING'")
                        .mapTo(Long.class)
                        .one());
    }

    @Override
    public void deleteOlderThan(Duration age) {
        database.run(handle -> {
            handle.createUpdate("""
                            DELETE FROM ingest.webhook_message
                            WHERE finished_at < clock_timestamp() - :age * interval '1 millisecond'""").bind("age", age.toMillis()).execute();
            handle.createUpdate("""
                            DELETE FROM ingest.webhook_queue q WHERE next_at IS NULL AND NOT EXISTS (
                                SELECT FROM ingest.webhook_message m WHERE m.webhook_id = q.webhook_id AND m.job_id = q.job_id)""").execute();
        });
    }

    private static Work work(ResultSet row) throws SQLException {
        return new Work(
                URI.create(row.getString("url")),
                Stream.of(Optional.of(row.getString("secret")), Optional.ofNullable(row.getString("previous")))
                        .flatMap(Optional::stream)
                        .toList(),
                Optional.ofNullable(PostgresRows.instant(row, "failing_since")),
                PostgresWebhookMessages.message(row));
    }
}
