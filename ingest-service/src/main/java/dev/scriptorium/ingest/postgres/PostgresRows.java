package dev.scriptorium.ingest.postgres;

import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.document.JobId;
import dev.scriptorium.core.document.TaskId;
import dev.scriptorium.core.lifecycle.Failure;
import dev.scriptorium.core.lifecycle.JobState;
import dev.scriptorium.core.lifecycle.State;
import dev.scriptorium.ingest.job.TaskSpec;
import dev.scriptorium.ingest.result.ResultJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reading and binding what many tables have in common. */
final class PostgresRows {

    static final List<State> TERMINAL_STATES =
            Arrays.stream(State.values()).filter(State::isTerminal).toList();

    private PostgresRows() {}

    /** The column of {@code ingest.job} that counts the documents in this terminal state. */
    static String counter(State terminal) {
        return "documents_" + terminal.name().toLowerCase(Locale.ROOT);
    }

    /** How many documents of a job are finished, by terminal state. */
    static Map<State, Integer> finished(ResultSet job) throws SQLException {
        Map<State, Integer> finished = new EnumMap<>(State.class);
        for (State terminal : TERMINAL_STATES) {
            int count = job.getInt(counter(terminal));
            if (count > 0) {
                finished.put(terminal, count);
            }
        }
        return finished;
    }

    static JobState job(ResultSet row) throws SQLException {
        return row.getObject("finished_at") == null
                ? openJob(row)
                : new JobState.Finished(new JobId(uuid(row, "job_id")), row.getInt("documents"), finished(row));
    }

    static JobState.Open openJob(ResultSet row) throws SQLException {
        return new JobState.Open(
                new JobId(uuid(row, "job_id")),
                State.valueOf(row.getString("state")),
                row.getInt("documents"),
                finished(row));
    }

    static @Nullable String field(@Nullable Failure failure, Function<Failure, String> field) {
        return failure == null ? null : field.apply(failure);
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    static Instant presentInstant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static UUID uuid(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    static List<String> texts(ResultSet row, String column) throws SQLException {
        return Arrays.asList((String[]) row.getArray(column).getArray());
    }

    static Optional<Failure> failure(ResultSet row) throws SQLException {
        String code = row.getString("failure_code");
        return code == null
                ? Optional.empty()
                : Optional.of(new Failure(
                        code,
                        row.getString("failure_reason"),
                        row.getString("failure_stage"),
                        row.getBoolean("failure_retryable")));
    }

    static TaskSpec wanted(ResultSet row) throws SQLException {
        return TaskSpec.of(
                row.getString("kind"),
                row.getString("target"),
                row.getInt("sentences"),
                row.getBoolean("wants_file"),
                row.getString("model"));
    }

    static UUID[] documentIds(Collection<DocumentId> ids) {
        return ids.stream().map(DocumentId::value).toArray(UUID[]::new);
    }

    static UUID[] taskIds(Collection<TaskId> ids) {
        return ids.stream().map(TaskId::value).toArray(UUID[]::new);
    }

    static <T> String[] texts(Collection<T> values, Function<T, @Nullable String> text) {
        return values.stream().map(text).toArray(String[]::new);
    }

    static <T> UUID[] uuids(Collection<T> values, Function<T, UUID> uuid) {
        return values.stream().map(uuid).toArray(UUID[]::new);
    }

    static <T> Integer[] ints(Collection<T> values, Function<T, Integer> number) {
        return values.stream().map(number).toArray(Integer[]::new);
    }

    static <T> Long[] longs(Collection<T> values, Function<T, Long> number) {
        return values.stream().map(number).toArray(Long[]::new);
    }

    /** An array within an array of arrays of different lengths, which Postgres does not have. */
    static String array(List<String> values) {
        StringBuilder array = new StringBuilder("{");
        for (String value : values) {
            array.append(array.length() > 1 ? "," : "")
                    .append('"')
                    .append(ResultJson.withoutNul(value).replace("\\", "\\\\").replace("\"", "\\\""))
                    .append('"');
        }
        return array.append('}').toString();
    }
}
