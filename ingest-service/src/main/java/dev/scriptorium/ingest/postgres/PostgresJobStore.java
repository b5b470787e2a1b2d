package dev.scriptorium.ingest.postgres;

import static dev.scriptorium.ingest.postgres.PostgresRows.field;
import static dev.scriptorium.ingest.postgres.PostgresRows.instant;
import static dev.scriptorium.ingest.postgres.PostgresRows.ints;
import static dev.scriptorium.ingest.postgres.PostgresRows.longs;
import static dev.scriptorium.ingest.postgres.PostgresRows.presentInstant;
import static dev.scriptorium.ingest.postgres.PostgresRows.texts;
import static dev.scriptorium.ingest.postgres.PostgresRows.uuids;

import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.document.JobId;
import dev.scriptorium.core.document.Sha256;
import dev.scriptorium.core.document.TaskId;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.lifecycle.DocumentState;
import dev.scriptorium.core.lifecycle.Failure;
import dev.scriptorium.core.lifecycle.JobState;
import dev.scriptorium.core.lifecycle.Progress;
import dev.scriptorium.core.lifecycle.State;
import dev.scriptorium.core.lifecycle.TaskState;
import dev.scriptorium.ingest.job.Document;
import dev.scriptorium.ingest.job.DocumentFilter;
import dev.scriptorium.ingest.job.FailureCount;
import dev.scriptorium.ingest.job.Job;
import dev.scriptorium.ingest.job.JobFilter;
import dev.scriptorium.ingest.job.JobStore;
import dev.scriptorium.ingest.job.NewJob;
import dev.scriptorium.ingest.job.TaskSpec;
import dev.scriptorium.ingest.outbox.DocumentEvents;
import dev.scriptorium.ingest.outbox.Outbox;
import dev.scriptorium.proto.event.v1.DocumentReceived;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The tables {@code ingest.job}, {@code document}, {@code task} and {@code idempotency_key}. */
@Singleton
public class PostgresJobStore implements JobStore {

    private final PostgresDatabase database;

    public PostgresJobStore(PostgresDatabase database) {
        this.database = database;
    }

    @Override
    public JobId accept(NewJob job) {
        return database.get(handle -> earlierJob(handle, job).orElseGet(() -> {
            insertJob(handle, job);
            PostgresWebhookStore.insert(handle, job);
            insertDocuments(handle, job);
            insertTasks(handle, job);
            PostgresOutbox.add(handle, events(job));
            return job.id();
        }));
    }

    /** Waits for a concurrent transaction with the same key. */
    private static Optional<JobId> earlierJob(Handle handle, NewJob job) {
        if (job.key().isEmpty()) {
            return Optional.empty();
        }
        NewJob.Key key = job.key().get();
        boolean first = handle.createUpdate("""
                                INSERT INTO ingest.idempotency_key (tenant_id, key, request_sha256, job_id)
                                VALUES (:tenant, :key, :request, :job) ON CONFLICT DO NOTHING""")
                        .bind("tenant", job.tenant())
                        .bind("key", key.value())
                        .bind("request", key.request().hex())
                        .bind("job", job.id().value())
                        .execute()
                == 1;
        if (first) {
            return Optional.empty();
        }
        return handle.createQuery("""
                        SELECT job_id, request_sha256 FROM ingest.idempotency_key
                        WHERE tenant_id = :tenant AND key = :key""")
                .bind("tenant", job.tenant())
                .bind("key", key.value())
                .map((row, context) -> {
                    if (!row.getString("request_sha256").equals(key.request().hex())) {
                        throw new FailureException(
                                FailureCode.IDEMPOTENCY_KEY_REUSED,
                                "This Idempotency-Key was used for a request with other content.");
                    }
                    return new JobId(row.getObject("job_id", UUID.class));
                })
                .findOne();
    }

    private static void insertJob(Handle handle, NewJob job) {
        JobState state = job.state();
        int tasks = job.wanted().tasks().size();
        handle.createUpdate("""
                        INSERT INTO ingest.job (job_id, tenant_id, state, lane, wanted, trace_parent,
                                                documents, documents_failed, tasks, tasks_over, rerun_of)
                        VALUES (:id, :tenant, :state, :lane, to_json(:wanted), :trace,
                                :documents, :failed, :tasks, :tasksDone, :rerunOf::uuid)""")
                .bind("rerunOf", job.rerunOf().map(JobId::toString).orElse(null))
                .bind("id", job.id().value())
                .bind("tenant", job.tenant())
                .bind("state", state.state().name())
                .bind("lane", job.wanted().lane().name())
                .bind("wanted", texts(job.wanted().tasks(), TaskSpec::label))
                .bind("trace", job.trace().header())
                .bind("documents", state.documents())
                .bind("failed", state.finished().getOrDefault(State.FAILED, 0))
                .bind("tasks", tasks * state.documents())
                .bind("tasksDone", tasks * state.finished().getOrDefault(State.FAILED, 0))
                .execute();
    }

    private static void insertDocuments(Handle handle, NewJob job) {
        List<NewJob.NewDocument> documents = job.documents();
        handle.createUpdate("""
                        INSERT INTO ingest.document (document_id, job_id, position, tenant_id, state, custom_id, file_name, sha256, size,
                                                     declared_media_type, language_hint, failure_code, failure_reason,
                                                     failure_stage, failure_retryable, finished_at)
                        SELECT d.id, :job, d.position - 1, :tenant, d.state, d.custom, d.name, d.sha256, d.size, d.type, d.language,
                               d.code, d.reason, d.stage, d.retryable::boolean, CASE WHEN d.terminal::boolean THEN now() END
                        FROM unnest(:ids, :states, :customs, :names, :digests, :sizes, :types, :languages, :codes, :reasons, :stages,
                                    :retryables, :terminals)
                             WITH ORDINALITY AS d (id, state, custom, name, sha256, size, type, language, code, reason, stage, retryable,
                                                   terminal, position)""")
                .bind("job", job.id().value())
                .bind("tenant", job.tenant())
                .bind("ids", uuids(documents, d -> d.id().value()))
                .bind("states", texts(documents, d -> d.state().state().name()))
                .bind("customs", texts(documents, NewJob.NewDocument::customId))
                .bind("names", texts(documents, NewJob.NewDocument::fileName))
                .bind("digests", texts(documents, d -> d.blob().digest().hex()))
                .bind("sizes", longs(documents, d -> d.blob().size().toBytes()))
                .bind("types", texts(documents, NewJob.NewDocument::declaredMediaType))
                .bind("languages", texts(documents, NewJob.NewDocument::language))
                .bind("codes", texts(documents, d -> field(failure(d), Failure::code)))
                .bind("reasons", texts(documents, d -> field(failure(d), Failure::reason)))
                .bind("stages", texts(documents, d -> field(failure(d), Failure::stage)))
                .bind("retryables", texts(documents, d -> field(failure(d), f -> Boolean.toString(f.retryable()))))
                .bind(
                        "terminals",
                        texts(documents, d -> Boolean.toString(d.state().state().isTerminal())))
                .execute();
    }

    private static @Nullable Failure failure(NewJob.NewDocument document) {
        return document.state() instanceof DocumentState.Finished finished
                ? finished.failure().orElse(null)
                : null;
    }

    private static void insertTasks(Handle handle, NewJob job) {
        List<NewTask> tasks = new ArrayList<>();
        for (NewJob.NewDocument document : job.documents()) {
            List<TaskState> states = document.state().tasks();
            for (int i = 0; i < states.size(); i++) {
                tasks.add(new NewTask(
                        document, states.get(i), job.wanted().tasks().get(i)));
            }
        }
        handle.createUpdate("""
                        INSERT INTO ingest.task (task_id, document_id, kind, target, sentences, wants_file, model, state, failure_code,
                                                 failure_reason, failure_stage, failure_retryable, finished_at)
                        SELECT t.id, t.document, t.kind, t.target, t.sentences, t.file::boolean, t.model, t.state, t.code, t.reason,
                               t.stage, t.retryable::boolean, CASE WHEN t.terminal::boolean THEN now() END
                        FROM unnest(:ids, :documents, :kinds, :targets, :sentences, :files, :models, :states, :codes, :reasons, :stages,
                                    :retryables, :terminals)
                             AS t (id, document, kind, target, sentences, file, model, state, code, reason, stage, retryable, terminal)""")
                .bind("ids", uuids(tasks, t -> t.state().id().value()))
                .bind("documents", uuids(tasks, t -> t.document().id().value()))
                .bind("kinds", texts(tasks, t -> t.wanted().kind()))
                .bind("targets", texts(tasks, t -> t.wanted().target()))
                .bind(
                        "sentences",
                        ints(
                                tasks,
                                t -> t.wanted() instanceof TaskSpec.Summarize summarize ? summarize.sentences() : 0))
                .bind("files", texts(tasks, t -> Boolean.toString(t.wanted().wantsFile())))
                .bind("models", texts(tasks, t -> t.wanted().model()))
                .bind("states", texts(tasks, t -> t.state().state().name()))
                .bind("codes", texts(tasks, t -> field(t.failure(), Failure::code)))
                .bind("reasons", texts(tasks, t -> field(t.failure(), Failure::reason)))
                .bind("stages", texts(tasks, t -> field(t.failure(), Failure::stage)))
                .bind("retryables", texts(tasks, t -> field(t.failure(), f -> Boolean.toString(f.retryable()))))
                .bind(
                        "terminals",
                        texts(tasks, t -> Boolean.toString(t.state().state().isTerminal())))
                .execute();
    }

    private static List<Outbox.Entry> events(NewJob job) {
        return job.documents().stream()
                .filter(document -> document.state() instanceof DocumentState.Open)
                .map(document -> new Outbox.Entry(job.tenant(), job.trace(), event(job, document)))
                .toList();
    }

    private static DocumentReceived event(NewJob job, NewJob.NewDocument document) {
        DocumentEvents submission = new DocumentEvents(
                job.tenant(),
                job.id(),
                document.id(),
                job.wanted().lane(),
                document.blob().digest(),
                document.blob().size().toBytes(),
                document.fileName(),
                document.declaredMediaType(),
                document.language());
        DocumentReceived.Builder event =
                submission.event(1).setFileUnits(job.wanted().tasks().stream().anyMatch(TaskSpec::wantsFile));
        for (int i = 0; i < document.tasks().size(); i++) {
            event.addTasks(submission.task(
                    document.tasks().get(i), job.wanted().tasks().get(i)));
        }
        return event.build();
    }

    @Override
    public Optional<Job> find(String tenant, JobId job) {
        return database.get(
                handle -> handle.createQuery("SELECT * FROM ingest.job WHERE job_id = :job AND tenant_id = :tenant")
                        .bind("job", job.value())
                        .bind("tenant", tenant)
                        .map((row, context) -> job(row))
                        .findOne());
    }

    @Override
    public List<Job> list(String tenant, JobFilter filter, Optional<JobId> after, int limit) {
        String direction = filter.oldestFirst() ? "ASC" : "DESC";
        String from = after.isEmpty() ? "" : """
                  AND (created_at, job_id) %s
                      (SELECT created_at, job_id FROM ingest.job WHERE job_id = :after AND tenant_id = :tenant)""".formatted(filter.oldestFirst() ? ">" : "<");
        return database.get(handle -> {
            Query query = handle.createQuery("""
                            SELECT * FROM ingest.job
                            WHERE tenant_id = :tenant
                              AND (cardinality(:states) = 0 OR state = ANY (:states))
                              AND (:from::timestamptz IS NULL OR created_at >= :from::timestamptz)
                              AND (:before::timestamptz IS NULL OR created_at < :before::timestamptz) %s
                            ORDER BY created_at %s, job_id %s LIMIT :limit""".formatted(from, direction, direction))
                    .bind("tenant", tenant)
                    .bind("states", texts(filter.states(), State::name))
                    .bind("from", text(filter.createdFrom()))
                    .bind("before", text(filter.createdBefore()))
                    .bind("limit", limit);
            after.ifPresent(job -> query.bind("after", job.value()));
            return query.map((row, context) -> job(row)).list();
        });
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    @Override
    public List<Document> documents(String tenant, JobId job, DocumentFilter filter, int fromPosition, int limit) {
        return database.get(handle -> documents(handle.createQuery("""
                        SELECT d.*, t.task_id, t.kind, t.target, t.sentences, t.wants_file, t.model, t.state AS task_state, t.failure_code AS task_code,
                               t.failure_reason AS task_reason, t.failure_stage AS task_stage, t.failure_retryable AS task_retryable
                        FROM (SELECT * FROM ingest.document
                              WHERE job_id = :job AND tenant_id = :tenant AND position >= :from
                                AND (cardinality(:states) = 0 OR state = ANY (:states))
                                AND (:name::text IS NULL OR file_name = :name)
                                AND (:custom::text IS NULL OR custom_id = :custom)
                                AND (cardinality(:codes) = 0 OR EXISTS (
                                     SELECT FROM ingest.task f WHERE f.document_id = document.document_id
                                       AND f.state = 'FAILED' AND f.failure_code = ANY (:codes)))
                              ORDER BY position LIMIT :limit) d
                        JOIN ingest.task t USING (document_id)
                        ORDER BY d.position, t.kind, t.target""")
                .bind("job", job.value())
                .bind("tenant", tenant)
                .bind("from", fromPosition)
                .bind("states", texts(filter.states(), State::name))
                .bind("name", filter.fileName())
                .bind("custom", filter.customId())
                .bind("codes", filter.codes().toArray(String[]::new))
                .bind("limit", limit)));
    }

    @Override
    public Optional<Document> document(String tenant, DocumentId document) {
        return database.get(handle ->
                documents(handle.createQuery("""
                        SELECT d.*, t.task_id, t.kind, t.target, t.sentences, t.wants_file, t.model, t.state AS task_state, t.failure_code AS task_code,
                               t.failure_reason AS task_reason, t.failure_stage AS task_stage, t.failure_retryable AS task_retryable
                        FROM ingest.document d JOIN ingest.task t USING (document_id)
                        WHERE d.document_id = :document AND d.tenant_id = :tenant
                        ORDER BY t.kind, t.target""")
                                .bind("document", document.value())
                                .bind("tenant", tenant))
                        .stream()
                        .findFirst());
    }

    @Override
    public boolean cancel(String tenant, JobId job) {
        return database.get(handle -> handle.createQuery("""
                        SELECT * FROM ingest.job
                        WHERE job_id = :job AND tenant_id = :tenant AND finished_at IS NULL FOR NO KEY UPDATE""")
                .bind("job", job.value())
                .bind("tenant", tenant)
                .map((row, context) -> PostgresRows.openJob(row))
                .findOne()
                .map(open -> storeCancelling(handle, open.cancelling()))
                .orElse(false));
    }

    private static boolean storeCancelling(Handle handle, JobState.Open job) {
        return handle.createUpdate("""
                                UPDATE ingest.job SET state = :state, cancelling_at = coalesce(cancelling_at, now())
                                WHERE job_id = :job""")
                        .bind("state", job.state().name())
                        .bind("job", job.id().value())
                        .execute()
                == 1;
    }

    @Override
    public List<FailureCount> failures(String tenant) {
        return database.get(handle -> handle.createQuery("""
                        SELECT t.failure_code, t.failure_stage, count(*) AS tasks, count(DISTINCT t.document_id) AS documents,
                               count(DISTINCT d.job_id) AS jobs, max(t.finished_at) AS newest
                        FROM ingest.task t JOIN ingest.document d USING (document_id)
                        WHERE t.state = 'FAILED' AND d.tenant_id = :tenant
                        GROUP BY t.failure_code, t.failure_stage
                        ORDER BY tasks DESC, t.failure_code, t.failure_stage""")
                .bind("tenant", tenant)
                .map((row, context) -> new FailureCount(
                        row.getString("failure_code"),
                        row.getString("failure_stage"),
                        row.getLong("tasks"),
                        row.getLong("documents"),
                        row.getLong("jobs"),
                        presentInstant(row, "newest")))
                .list());
    }

    @Override
    public Set<Sha256> referenced(Set<Sha256> digests) {
        return database.get(handle -> handle.createQuery("""
                        SELECT sha256 FROM ingest.document WHERE sha256 = ANY (:digests)
                        UNION SELECT sha256 FROM ingest.translated_file WHERE sha256 = ANY (:digests)""")
                .bind("digests", texts(digests, Sha256::hex))
                .map((row, context) -> new Sha256(row.getString("sha256")))
                .collect(Collectors.toUnmodifiableSet()));
    }

    private static List<Document> documents(Query rowPerTask) {
        Map<UUID, Document> documents = new LinkedHashMap<>();
        Map<UUID, List<Document.TaskStatus>> tasks = new LinkedHashMap<>();
        rowPerTask
                .map((row, context) -> {
                    UUID id = PostgresRows.uuid(row, "document_id");
                    State state = State.valueOf(row.getString("state"));
                    tasks.computeIfAbsent(id, none -> new ArrayList<>()).add(task(row, state));
                    if (!documents.containsKey(id)) {
                        documents.put(id, document(row, state));
                    }
                    return id;
                })
                .forEach(id -> {});
        return documents.entrySet().stream()
                .map(entry -> entry.getValue().with(tasks.get(entry.getKey())))
                .toList();
    }

    private static Document document(ResultSet row, State state) throws SQLException {
        return new Document(
                new DocumentId(PostgresRows.uuid(row, "document_id")),
                new JobId(PostgresRows.uuid(row, "job_id")),
                row.getInt("position"),
                state,
                row.getInt("attempt"),
                row.getString("custom_id"),
                row.getString("file_name"),
                new Sha256(row.getString("sha256")),
                row.getLong("size"),
                row.getString("declared_media_type"),
                row.getString("language_hint"),
                row.getString("media_type"),
                row.getString("language"),
                PostgresRows.texts(row, "unread"),
                PostgresRows.failure(row),
                presentInstant(row, "created_at"),
                instant(row, "next_attempt_at"),
                instant(row, "started_at"),
                instant(row, "finished_at"),
                List.of());
    }

    private static Document.TaskStatus task(ResultSet row, State document) throws SQLException {
        State stored = State.valueOf(row.getString("task_state"));
        String code = row.getString("task_code");
        return new Document.TaskStatus(
                new TaskId(PostgresRows.uuid(row, "task_id")),
                PostgresRows.wanted(row),
                // That a task runs is seen by its document: to store it for each task would double the writes.
                stored == State.QUEUED && document == State.RUNNING ? State.RUNNING : stored,
                code == null
                        ? Optional.empty()
                        : Optional.of(new Failure(
                                code,
                                row.getString("task_reason"),
                                row.getString("task_stage"),
                                row.getBoolean("task_retryable"))));
    }

    private static Job job(ResultSet row) throws SQLException {
        return new Job(
                new JobId(PostgresRows.uuid(row, "job_id")),
                State.valueOf(row.getString("state")),
                row.getInt("documents"),
                PostgresRows.finished(row),
                new Progress(row.getInt("tasks_over"), row.getInt("tasks")),
                new Job.Usage(row.getLong("input_tokens"), row.getLong("output_tokens"), row.getLong("model_micros")),
                Optional.ofNullable(row.getObject("rerun_of", UUID.class)).map(JobId::new),
                presentInstant(row, "created_at"),
                instant(row, "started_at"),
                instant(row, "cancelling_at"),
                instant(row, "finished_at"));
    }

    private record NewTask(NewJob.NewDocument document, TaskState state, TaskSpec wanted) {
        @Nullable
        Failure failure() {
            return state.failure().orElse(null);
        }
    }
}
