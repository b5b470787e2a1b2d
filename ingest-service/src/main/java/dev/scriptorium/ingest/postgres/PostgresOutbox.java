package dev.scriptorium.ingest.postgres;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.trace.TraceParent;
import dev.scriptorium.ingest.outbox.Outbox;
import dev.scriptorium.proto.event.v1.DocumentReceived;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** The table {@code ingest.outbox}. Waits on a connection of its own that listens to {@code ingest_outbox}. */
@Singleton
public class PostgresOutbox implements Outbox {

    private final PostgresDatabase database;
    private final DataSource source;
    private final RandomGenerator random;
    private volatile @Nullable Connection listening;

    public PostgresOutbox(PostgresDatabase database, DataSource source, RandomGenerator random) {
        this.database = database;
        this.source = source;
        this.random = random;
    }

    /** Adds events in the caller's transaction. */
    static void add(Handle handle, List<Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        handle.createUpdate("""
                        INSERT INTO ingest.outbox (aggregatetype, aggregateid, type, payload, tenant_id, traceparent)
                        SELECT 'document', e.id, 'DocumentReceived', decode(e.payload, 'hex'), e.tenant, e.trace
                        FROM unnest(:ids, :payloads, :tenants, :traces) AS e (id, payload, tenant, trace)""")
                .bind(
                        "ids",
                        PostgresRows.texts(entries, e -> e.event().getDocument().getDocumentId()))
                // The driver knows no arrays of byte arrays beside other arrays.
                .bind(
                        "payloads",
                        PostgresRows.texts(
                                entries, e -> HexFormat.of().formatHex(e.event().toByteArray())))
                .bind("tenants", PostgresRows.texts(entries, Entry::tenant))
                .bind("traces", PostgresRows.texts(entries, e -> e.trace().header()))
                .execute();
    }

    @Override
    public int send(int limit, Consumer<List<Entry>> publisher) {
        return database.get(handle -> {
            List<Row> rows = handle.createQuery("""
                            SELECT id, tenant_id, traceparent, payload FROM ingest.outbox
                            WHERE sent_at IS NULL ORDER BY id LIMIT :limit FOR UPDATE SKIP LOCKED""")
                    .bind("limit", limit)
                    .map((row, context) -> row(row))
                    .list();
            if (rows.isEmpty()) {
                return 0;
            }
            publisher.accept(rows.stream().map(Row::entry).toList());
            handle.createUpdate("UPDATE ingest.outbox SET sent_at = clock_timestamp() WHERE id = ANY (:ids)")
                    .bind("ids", PostgresRows.longs(rows, Row::id))
                    .execute();
            return rows.size();
        });
    }

    @Override
    public void await(Duration atMost) {
        Connection connection = listening;
        try {
            if (connection == null) {
                connection = source.getConnection();
                connection.setAutoCommit(true);
                try (Statement listen = connection.createStatement()) {
                    listen.execute("LISTEN ingest_outbox");
                }
                listening = connection;
                // What came before the listening began was not heard.
                return;
            }
            connection.unwrap(PGConnection.class).getNotifications(Math.toIntExact(Math.max(1, atMost.toMillis())));
        } catch (SQLException e) {
            stopListening();
            throw new FailureException(FailureCode.DEPENDENCY_UNAVAILABLE, "Postgres does not answer.", e);
        }
    }

    @Override
    public Backlog backlog() {
        return database.get(handle -> handle.createQuery("""
                        SELECT count(*) AS events,
                               coalesce(extract(epoch FROM clock_timestamp() - min(created_at)) * 1000, 0)::bigint AS age
                        FROM ingest.outbox WHERE sent_at IS NULL""")
                .map((row, context) -> new Backlog(row.getLong("events"), Duration.ofMillis(row.getLong("age"))))
                .one());
    }

    @Override
    public void deleteSent(Duration age) {
        database.run(handle -> handle.createUpdate(
                        "DELETE FROM ingest.outbox WHERE sent_at < now() - :millis * interval '1 millisecond'")
                .bind("millis", age.toMillis())
                .execute());
    }

    @Override
    public void stopAwaiting() {
        stopListening();
    }

    private void stopListening() {
        Connection connection = listening;
        listening = null;
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                throw new FailureException(FailureCode.DEPENDENCY_UNAVAILABLE, "Postgres does not answer.", e);
            }
        }
    }

    private Row row(ResultSet row) throws SQLException {
        try {
            TraceParent trace =
                    TraceParent.parse(row.getString("traceparent")).orElseGet(() -> TraceParent.start(random));
            DocumentReceived event = DocumentReceived.parseFrom(row.getBytes("payload"));
            return new Row(row.getLong("id"), new Entry(row.getString("tenant_id"), trace, event));
        } catch (InvalidProtocolBufferException e) {
            throw new FailureException(FailureCode.INTERNAL, "An event in the outbox cannot be read.", e);
        }
    }

    private record Row(long id, Entry entry) {}
}
