package dev.scriptorium.ingest.postgres;

import static dev.scriptorium.ingest.postgres.PostgresRows.presentInstant;
import static dev.scriptorium.ingest.postgres.PostgresRows.uuid;

import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.document.JobId;
import dev.scriptorium.core.lifecycle.State;
import dev.scriptorium.ingest.webhook.WebhookEvent;
import dev.scriptorium.ingest.webhook.WebhookMessage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Rows of {@code ingest.webhook_message} and {@code webhook_attempt}. */
final class PostgresWebhookMessages {

    /** To be followed by further joins and conditions; {@code m} is the message. */
    static final String SELECT = """
            SELECT m.*, coalesce(d.custom_id, '') AS custom_id
            FROM ingest.webhook_message m LEFT JOIN ingest.document d USING (document_id)
            """;

    private PostgresWebhookMessages() {}

    /** Without its attempts. */
    static WebhookMessage message(ResultSet row) throws SQLException {
        return new WebhookMessage(
                row.getLong("number"),
                uuid(row, "message_id"),
                new JobId(uuid(row, "job_id")),
                Optional.ofNullable(row.getObject("document_id", UUID.class)).map(DocumentId::new),
                row.getString("custom_id"),
                WebhookEvent.of(row.getString("type")),
                State.valueOf(row.getString("state")),
                WebhookMessage.Status.valueOf(row.getString("status")),
                row.getInt("attempts"),
                presentInstant(row, "created_at"),
                presentInstant(row, "wanted_at"),
                Optional.ofNullable(PostgresRows.instant(row, "finished_at")),
                List.of());
    }

    static List<WebhookMessage> withLog(Handle handle, List<WebhookMessage> messages) {
        Map<Long, List<WebhookMessage.Attempt>> log = new HashMap<>();
        handle.createQuery(
                        "SELECT * FROM ingest.webhook_attempt WHERE number = ANY (:numbers) ORDER BY number, attempt")
                .bind("numbers", PostgresRows.longs(messages, WebhookMessage::number))
                .map((row, context) -> log.computeIfAbsent(row.getLong("number"), number -> new ArrayList<>())
                        .add(attempt(row)))
                .forEach(added -> {});
        return messages.stream()
                .map(message -> message.with(log.getOrDefault(message.number(), List.of())))
                .toList();
    }

    private static WebhookMessage.Attempt attempt(ResultSet row) throws SQLException {
        Integer status = row.getObject("status", Integer.class);
        return new WebhookMessage.Attempt(
                presentInstant(row, "at"),
                status == null ? OptionalInt.empty() : OptionalInt.of(status),
                Duration.ofMillis(row.getLong("millis")),
                Optional.ofNullable(row.getString("error")));
    }
}
