package dev.scriptorium.ingest.postgres;

import static dev.scriptorium.ingest.postgres.PostgresRows.documentIds;

import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.document.JobId;
import dev.scriptorium.core.document.Sha256;
import dev.scriptorium.core.document.TaskId;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.lifecycle.DocumentState;
import dev.scriptorium.core.lifecycle.Failure;
import dev.scriptorium.core.lifecycle.State;
import dev.scriptorium.core.lifecycle.TaskState;
import dev.scriptorium.core.trace.TraceParent;
import dev.scriptorium.ingest.job.FailureFilter;
import dev.scriptorium.ingest.job.Lane;
import dev.scriptorium.ingest.job.TaskSpec;
import dev.scriptorium.ingest.outbox.DocumentEvents;
import dev.scriptorium.ingest.outbox.Outbox;
import dev.scriptorium.ingest.progress.Change;
import dev.scriptorium.ingest.progress.OpenDocuments;
import dev.scriptorium.ingest.progress.ProgressMetrics;
import dev.scriptorium.proto.event.v1.DocumentReceived;
import dev.scriptorium.proto.event.v1.TaskCompleted;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Open documents in Postgres. A change is one transaction of few statements, however many documents: lock the documents in
 * the order of their ids, read their tasks, decide, then write results, tasks, documents, jobs and outbox.
 */
@Singleton
public class PostgresOpenDocuments implements OpenDocuments {

    private static final Logger LOG = Logger.getLogger(PostgresOpenDocuments.class);

    private static final List<State> FAILED = List.of(State.FAILED, State.PARTIAL);

    private final PostgresDatabase database;
    private final RandomGenerator random;
    private final ProgressMetrics metrics;

    public PostgresOpenDocuments(PostgresDatabase database, RandomGenerator random, ProgressMetrics metrics) {
        this.database = database;
        this.random = random;
        this.metrics = metrics;
    }

    @Override
    public void change(Collection<DocumentId> documents, BiFunction<DocumentState.Open, Instant, Change> decision) {
        if (documents.isEmpty()) {
            return;
        }
        metrics.finished(database.get(handle -> {
            List<PostgresChange> changes = new ArrayList<>();
            List<TaskCompleted> results = new ArrayList<>();
            List<Outbox.Entry> events = new ArrayList<>();
            List<UUID> filesDue = new ArrayList<>();
            for (Loaded loaded : loadOpen(handle, documents)) {
                DocumentState.Open before = (DocumentState.Open) loaded.state();
                Change change = decision.apply(before, loaded.now());
                DocumentState after = change.state();
                if (after != loaded.state()) {
                    changes.add(new PostgresChange(loaded.submission().job(), loaded.state(), after, change.results()));
                    results.addAll(change.results());
                    filesDue.addAll(loaded.filesDue(after, change.results()));
                    if (after instanceof DocumentState.Open open
                            && after.attempt() > loaded.state().attempt()) {
                        DocumentReceived event = loaded.event(open);
                        if (event.getTasksCount() > 0) {
                            events.add(new Outbox.Entry(loaded.submission().tenant(), loaded.trace(), event));
                        }
                    }
                }
            }
            PostgresResults.insert(handle, results);
            PostgresChange.store(handle, changes);
            PostgresOutbox.add(handle, events);
            PostgresFileBuilds.add(handle, filesDue);
            return changes.stream()
                    .map(change -> change.after().state())
                    .filter(State::isTerminal)
                    .toList();
        }));
    }

    @Override
    public int reopen(
            JobId job,
            BiFunction<DocumentState.Finished, Map<TaskId, TaskSpec>, Optional<DocumentState.Queued>> decision) {
        return database.get(handle -> {
            List<PostgresChange> changes = new ArrayList<>();
            List<Outbox.Entry> events = new ArrayList<>();
            for (Loaded loaded : loadFinished(handle, job, FAILED)) {
                decision.apply((DocumentState.Finished) loaded.state(), loaded.wanted())
                        .ifPresent(queued -> {
                            changes.add(new PostgresChange(job, loaded.state(), queued, List.of()));
                            events.add(new Outbox.Entry(
                                    loaded.submission().tenant(), loaded.trace(), loaded.event(queued)));
                        });
            }
            PostgresChange.reopen(handle, job, changes);
            PostgresOutbox.add(handle, events);
            return changes.size();
        });
    }

    @Override
    public void add(JobId job, List<TaskSpec> specs, Supplier<TaskId> ids) {
        database.run(handle -> {
            List<PostgresChange> changes = new ArrayList<>();
            List<PostgresChange.NewTask> tasks = new ArrayList<>();
            List<Outbox.Entry> events = new ArrayList<>();
            for (Loaded before : loadFinished(handle, job, PostgresRows.TERMINAL_STATES)) {
                Map<TaskId, TaskSpec> added = new LinkedHashMap<>();
                specs.forEach(spec -> added.put(ids.get(), spec));
                Loaded after = before.with(added);
                DocumentState.Queued queued = (DocumentState.Queued) after.state();
                added.forEach((id, spec) -> tasks.add(new PostgresChange.NewTask(id, queued.id(), spec)));
                changes.add(new PostgresChange(job, before.state(), queued, List.of()));
                events.add(new Outbox.Entry(after.submission().tenant(), after.trace(), after.event(queued)));
            }
            PostgresChange.insertTasks(handle, tasks);
            PostgresChange.extend(handle, job, changes, specs);
            PostgresOutbox.add(handle, events);
        });
    }

    @Override
    public List<JobId> withFailures(String tenant, FailureFilter which, Instant acceptedAfter) {
        return database.get(handle -> handle.createQuery("""
                        SELECT j.job_id FROM ingest.job j
                        WHERE j.tenant_id = :tenant AND j.created_at > :after::timestamptz
                          AND j.state NOT IN ('CANCELLING', 'CANCELLED', 'EXPIRED')
                          AND EXISTS (
                              SELECT FROM ingest.document d JOIN ingest.task t USING (document_id)
                              WHERE d.job_id = j.job_id AND d.state IN ('FAILED', 'PARTIAL') AND t.state = 'FAILED'
                                AND (cardinality(:codes) = 0 OR t.failure_code = ANY (:codes)))
                        ORDER BY j.created_at, j.job_id""")
                .bind("tenant", tenant)
                .bind("after", acceptedAfter.toString())
                .bind("codes", which.codes().toArray(String[]::new))
                .map((row, context) -> new JobId(PostgresRows.uuid(row, "job_id")))
                .list());
    }

    private List<Loaded> loadFinished(Handle handle, JobId job, List<State> states) {
        return load(
                handle,
                handle.createQuery("""
                        SELECT d.*, j.lane, j.trace_parent, clock_timestamp() AS read_at
                        FROM ingest.document d JOIN ingest.job j USING (job_id)
                        WHERE d.job_id = :job AND d.finished_at IS NOT NULL AND d.state = ANY (:states)
                        ORDER BY d.document_id FOR NO KEY UPDATE OF d""")
                        .bind("job", job.value())
                        .bind("states", PostgresRows.texts(states, State::name))
                        .map((row, context) -> documentRow(row))
                        .list());
    }

    private List<Loaded> loadOpen(Handle handle, Collection<DocumentId> documents) {
        return load(
                handle,
                handle.createQuery("""
                        SELECT d.*, j.lane, j.trace_parent, clock_timestamp() AS read_at
                        FROM ingest.document d JOIN ingest.job j USING (job_id)
                        WHERE d.document_id = ANY (:ids) AND d.finished_at IS NULL
                        ORDER BY d.document_id FOR NO KEY UPDATE OF d""")
                        .bind("ids", documentIds(documents))
                        .map((row, context) -> documentRow(row))
                        .list());
    }

    private static List<Loaded> load(Handle handle, List<DocumentRow> rows) {
        Map<UUID, LinkedHashMap<TaskId, TaskRow>> tasks = new LinkedHashMap<>();
        if (rows.isEmpty()) {
            return List.of();
        }
        // A statement of its own, after the lock: what others stored before it was given is seen only now.
        handle.createQuery("""
                        SELECT t.*, f.task_id IS NOT NULL AS waits_for_file
                        FROM ingest.task t LEFT JOIN ingest.translated_file f USING (task_id)
                        WHERE t.document_id = ANY (:ids) ORDER BY t.document_id, t.kind, t.target""")
                .bind(
                        "ids",
                        rows.stream()
                                .map(row -> row.submission().document().value())
                                .toArray(UUID[]::new))
                .map((row, context) -> {
                    TaskRow task = taskRow(row);
                    return tasks.computeIfAbsent(PostgresRows.uuid(row, "document_id"), id -> new LinkedHashMap<>())
                            .put(task.state().id(), task);
                })
                .forEach(previous -> {});
        return rows.stream()
                .map(row -> row.with(tasks.get(row.submission().document().value())))
                .toList();
    }

    @Override
    public List<DocumentId> due(int limit) {
        return database.get(handle -> handle.createQuery("""
                        SELECT document_id FROM ingest.document
                        WHERE next_attempt_at <= clock_timestamp() AND finished_at IS NULL
                        ORDER BY next_attempt_at LIMIT :limit""")
                .bind("limit", limit)
                .map((row, context) -> new DocumentId(PostgresRows.uuid(row, "document_id")))
                .list());
    }

    @Override
    public List<Stalled> stalled(Duration lease, Instant quietSince, int limit) {
        return database.get(handle -> handle.createQuery("""
                        WITH finished AS (
                            SELECT max(finished_at) AS last, max(emitted_at) AS newest
                            FROM (SELECT finished_at, emitted_at FROM ingest.document
                                  WHERE finished_at IS NOT NULL ORDER BY finished_at DESC LIMIT 1000) AS recent),
                        open AS (
                            SELECT document_id, attempt, emitted_at, progress_at,
                                   :lease * interval '1 millisecond' * (1 << least(attempt - 1, 10)) AS lease
                            FROM ingest.document
                            WHERE finished_at IS NULL AND next_attempt_at IS NULL
                              AND emitted_at < clock_timestamp() - :lease * interval '1 millisecond')
                        SELECT o.document_id, o.attempt
                        FROM open o CROSS JOIN finished f
                        WHERE o.emitted_at < clock_timestamp() - o.lease
                          AND o.progress_at < clock_timestamp() - o.lease
                          AND (o.emitted_at < f.newest - o.lease
                               OR greatest(f.last, (SELECT max(progress_at) FROM open), :quietSince) < clock_timestamp() - o.lease)
                          AND NOT EXISTS (SELECT FROM ingest.translated_file t WHERE t.document_id = o.document_id AND t.sha256 IS NULL)
                          AND NOT EXISTS (SELECT FROM ingest.outbox b WHERE b.sent_at IS NULL AND b.aggregateid = o.document_id::text)
                        ORDER BY o.emitted_at LIMIT :limit""")
                .bind("lease", lease.toMillis())
                .bind("quietSince", OffsetDateTime.ofInstant(quietSince, ZoneOffset.UTC))
                .bind("limit", limit)
                .map((row, context) ->
                        new Stalled(new DocumentId(PostgresRows.uuid(row, "document_id")), row.getInt("attempt")))
                .list());
    }

    @Override
    public List<DocumentId> of(JobId job, int limit) {
        return database.get(handle -> handle.createQuery("""
                        SELECT document_id FROM ingest.document
                        WHERE job_id = :job AND finished_at IS NULL ORDER BY document_id LIMIT :limit""")
                .bind("job", job.value())
                .bind("limit", limit)
                .map((row, context) -> new DocumentId(PostgresRows.uuid(row, "document_id")))
                .list());
    }

    @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void count() {
        try {
            metrics.open(counted());
        } catch (FailureException e) {
            LOG.warnf("Open documents are not counted: %s", e.reason());
        }
    }

    private ProgressMetrics.Open counted() {
        return database.get(handle -> handle.createQuery("""
                        SELECT count(*) FILTER (WHERE state = 'QUEUED') AS queued,
                               count(*) FILTER (WHERE state = 'RUNNING') AS running,
                               (SELECT count(*) FROM ingest.job WHERE finished_at IS NULL) AS jobs
                        FROM ingest.document WHERE finished_at IS NULL""")
                .map((row, context) ->
                        new ProgressMetrics.Open(row.getLong("queued"), row.getLong("running"), row.getLong("jobs")))
                .one());
    }

    @Override
    public List<JobId> cancelling() {
        return database.get(handle -> handle.createQuery(
                        "SELECT job_id FROM ingest.job WHERE finished_at IS NULL AND state = 'CANCELLING'")
                .map((row, context) -> new JobId(PostgresRows.uuid(row, "job_id")))
                .list());
    }

    @Override
    public List<JobId> olderThan(Duration age) {
        return database.get(handle -> handle.createQuery("""
                        SELECT job_id FROM ingest.job
                        WHERE finished_at IS NULL AND created_at < clock_timestamp() - :age * interval '1 millisecond'""")
                .bind("age", age.toMillis())
                .map((row, context) -> new JobId(PostgresRows.uuid(row, "job_id")))
                .list());
    }

    private DocumentRow documentRow(ResultSet row) throws SQLException {
        DocumentEvents submission = new DocumentEvents(
                row.getString("tenant_id"),
                new JobId(PostgresRows.uuid(row, "job_id")),
                new DocumentId(PostgresRows.uuid(row, "document_id")),
                Lane.valueOf(row.getString("lane")),
                new Sha256(row.getString("sha256")),
                row.getLong("size"),
                row.getString("file_name"),
                row.getString("declared_media_type"),
                row.getString("language_hint"));
        return new DocumentRow(
                submission,
                row.getInt("attempt"),
                "RUNNING".equals(row.getString("state")),
                PostgresRows.instant(row, "next_attempt_at"),
                PostgresRows.failure(row).orElse(null),
                TraceParent.parse(row.getString("trace_parent")).orElseGet(() -> TraceParent.start(random)),
                PostgresRows.presentInstant(row, "read_at"));
    }

    private static TaskRow taskRow(ResultSet row) throws SQLException {
        TaskId id = new TaskId(PostgresRows.uuid(row, "task_id"));
        State state = State.valueOf(row.getString("state"));
        TaskState task = state.isTerminal()
                ? TaskState.terminal(id, state, PostgresRows.failure(row))
                : new TaskState.Open(id, new TreeSet<>(Arrays.asList((Integer[])
                        row.getArray("parts").getArray())));
        return new TaskRow(task, PostgresRows.wanted(row), row.getBoolean("waits_for_file"));
    }

    /** @param waitsForFile whether its texts are there, so that only its file is missing */
    private record TaskRow(TaskState state, TaskSpec wanted, boolean waitsForFile) {}

    private record DocumentRow(
            DocumentEvents submission,
            int attempt,
            boolean running,
            @Nullable Instant nextAttemptAt,
            @Nullable Failure lastFailure,
            TraceParent trace,
            Instant now) {

        Loaded with(Map<TaskId, TaskRow> tasks) {
            DocumentState state =
                    state(tasks.values().stream().map(TaskRow::state).toList());
            return new Loaded(submission, state, tasks, trace, now);
        }

        private DocumentState state(List<TaskState> tasks) {
            DocumentId id = submission.document();
            if (tasks.stream().noneMatch(TaskState.Open.class::isInstance)) {
                return new DocumentState.Finished(id, attempt, tasks);
            }
            if (nextAttemptAt != null && lastFailure != null) {
                return new DocumentState.Waiting(id, attempt, tasks, nextAttemptAt, lastFailure);
            }
            return running
                    ? new DocumentState.Running(id, attempt, tasks, lastFailure)
                    : new DocumentState.Queued(id, attempt, tasks, lastFailure);
        }
    }

    private record Loaded(
            DocumentEvents submission,
            DocumentState state,
            Map<TaskId, TaskRow> tasks,
            TraceParent trace,
            Instant now) {

        Map<TaskId, TaskSpec> wanted() {
            return tasks.entrySet().stream()
                    .collect(Collectors.toUnmodifiableMap(
                            Map.Entry::getKey, task -> task.getValue().wanted()));
        }

        /** With further tasks; fails with {@code BAD_REQUEST} where it has one of them. */
        Loaded with(Map<TaskId, TaskSpec> added) {
            Map<TaskId, TaskRow> all = new LinkedHashMap<>(tasks);
            added.forEach((id, spec) -> {
                if (all.values().stream().anyMatch(task -> task.wanted().label().equals(spec.label()))) {
                    throw new FailureException(
                            FailureCode.BAD_REQUEST,
                            "The job has the task " + spec.label() + " already; run it again as a job of its own.");
                }
                all.put(id, new TaskRow(TaskState.queued(id), spec, false));
            });
            DocumentState.Queued next = ((DocumentState.Finished) state).withMore(List.copyOf(added.keySet()));
            return new Loaded(submission, next, all, trace, now);
        }

        DocumentReceived event(DocumentState.Open next) {
            DocumentReceived.Builder event = submission
                    .event(next.attempt())
                    .setFileUnits(tasks.values().stream()
                            .anyMatch(task -> task.wanted().wantsFile()));
            next.openTasks().stream()
                    .filter(open -> !tasks.get(open.id()).waitsForFile())
                    .forEach(open -> event.addTasks(
                            submission.task(open.id(), tasks.get(open.id()).wanted())));
            return event.build();
        }

        /** Tasks whose last text is there with these results, so that their files can be made. */
        List<UUID> filesDue(DocumentState after, List<TaskCompleted> results) {
            if (!(after instanceof DocumentState.Open open)) {
                return List.of();
            }
            return open.openTasks().stream()
                    .filter(task -> tasks.get(task.id()).wanted().wantsFile())
                    .filter(task -> results.stream()
                            .anyMatch(result ->
                                    result.getTaskId().equals(task.id().toString())
                                            && task.parts().size() == result.getPartCount() - 1))
                    .map(task -> task.id().value())
                    .toList();
        }
    }
}
