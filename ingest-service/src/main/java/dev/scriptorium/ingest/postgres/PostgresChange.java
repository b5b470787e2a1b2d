package dev.scriptorium.ingest.postgres;

import static dev.scriptorium.ingest.postgres.PostgresRows.ints;
import static dev.scriptorium.ingest.postgres.PostgresRows.longs;
import static dev.scriptorium.ingest.postgres.PostgresRows.texts;
import static dev.scriptorium.ingest.postgres.PostgresRows.uuids;

import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.document.JobId;
import dev.scriptorium.core.document.TaskId;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.lifecycle.DocumentState;
import dev.scriptorium.core.lifecycle.Failure;
import dev.scriptorium.core.lifecycle.JobState;
import dev.scriptorium.core.lifecycle.State;
import dev.scriptorium.core.lifecycle.TaskState;
import dev.scriptorium.ingest.job.TaskSpec;
import dev.scriptorium.proto.event.v1.TaskCompleted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The old and the new state of a document, to be stored with its tasks and counted in its job. */
record PostgresChange(JobId job, DocumentState before, DocumentState after, List<TaskCompleted> results) {

    /** In the caller's transaction, which has locked the documents. */
    static void store(Handle handle, List<PostgresChange> changes) {
        if (changes.isEmpty()) {
            return;
        }
        storeTasks(handle, changes);
        storeDocuments(handle, changes);
        storeJobs(handle, changes);
    }

    /** In the caller's transaction, which has locked the documents: finished ones that are open again, all of one job. */
    static void reopen(Handle handle, JobId job, List<PostgresChange> changes) {
        if (changes.isEmpty()) {
            return;
        }
        storeTasks(handle, changes);
        storeDocuments(handle, changes);
        List<State> terminal = terminalBefore(changes);
        storeReopened(
                handle,
                changes,
                switch (lock(handle, job)) {
                    case JobState.Open open -> open.reopen(terminal);
                    case JobState.Finished finished -> finished.reopen(terminal);
                });
    }

    /** As {@link #reopen}, with tasks that were inserted before. Fails with {@code NOT_RETRYABLE} where the job is open. */
    static void extend(Handle handle, JobId job, List<PostgresChange> changes, List<TaskSpec> added) {
        storeDocuments(handle, changes);
        switch (lock(handle, job)) {
            case JobState.Open open ->
                throw new FailureException(
                        FailureCode.NOT_RETRYABLE,
                        "The job is " + open.state() + "; tasks are added when it is finished.");
            case JobState.Finished finished -> storeReopened(handle, changes, finished.reopen(terminalBefore(changes)));
        }
        handle.createUpdate("""
                        UPDATE ingest.job SET tasks = tasks + :tasks, wanted = (wanted::jsonb || to_jsonb(:labels))::json
                        WHERE job_id = :job""")
                .bind("tasks", added.size() * changes.size())
                .bind("labels", texts(added, TaskSpec::label))
                .bind("job", job.value())
                .execute();
    }

    /** In the caller's transaction, which has locked the documents. */
    static void insertTasks(Handle handle, List<NewTask> tasks) {
        handle.createUpdate("""
                        INSERT INTO ingest.task (task_id, document_id, kind, target, sentences, wants_file, model, state)
                        SELECT t.id, t.document, t.kind, t.target, t.sentences, t.file::boolean, t.model, 'QUEUED'
                        FROM unnest(:ids, :documents, :kinds, :targets, :sentences, :files, :models)
                             AS t (id, document, kind, target, sentences, file, model)""")
                .bind("files", texts(tasks, t -> Boolean.toString(t.wanted().wantsFile())))
                .bind("models", texts(tasks, t -> t.wanted().model()))
                .bind("ids", uuids(tasks, t -> t.id().value()))
                .bind("documents", uuids(tasks, t -> t.document().value()))
                .bind("kinds", texts(tasks, t -> t.wanted().kind()))
                .bind("targets", texts(tasks, t -> t.wanted().target()))
                .bind(
                        "sentences",
                        ints(
                                tasks,
                                t -> t.wanted() instanceof TaskSpec.Summarize summarize ? summarize.sentences() : 0))
                .execute();
    }

    /** A task that its document did not have before. */
    record NewTask(TaskId id, DocumentId document, TaskSpec wanted) {}

    private static List<State> terminalBefore(List<PostgresChange> changes) {
        return changes.stream().map(change -> change.before().state()).toList();
    }

    private static JobState lock(Handle handle, JobId job) {
        return handle.createQuery("SELECT * FROM ingest.job WHERE job_id = :job FOR NO KEY UPDATE")
                .bind("job", job.value())
                .map((row, context) -> PostgresRows.job(row))
                .one();
    }

    private static void storeReopened(Handle handle, List<PostgresChange> changes, JobState.Open after) {
        handle.createUpdate("""
                        UPDATE ingest.job SET state = :state, documents_succeeded = :succeeded, documents_partial = :partial,
                                              documents_failed = :failed, documents_cancelled = :cancelled,
                                              documents_expired = :expired, tasks_over = tasks_over - :tasks,
                                              finished_at = NULL
                        WHERE job_id = :job""")
                .bind("state", after.state().name())
                .bind("succeeded", after.finished().getOrDefault(State.SUCCEEDED, 0))
                .bind("partial", after.finished().getOrDefault(State.PARTIAL, 0))
                .bind("failed", after.finished().getOrDefault(State.FAILED, 0))
                .bind("cancelled", after.finished().getOrDefault(State.CANCELLED, 0))
                .bind("expired", after.finished().getOrDefault(State.EXPIRED, 0))
                .bind(
                        "tasks",
                        changes.stream()
                                .mapToInt(change -> change.changedTasks().size())
                                .sum())
                .bind("job", after.id().value())
                .execute();
    }

    private static void storeTasks(Handle handle, List<PostgresChange> changes) {
        List<TaskState> changed = new ArrayList<>();
        changes.forEach(change -> changed.addAll(change.changedTasks()));
        if (changed.isEmpty()) {
            return;
        }
        handle.createUpdate("""
                        UPDATE ingest.task t
                        SET state = c.state, parts = c.parts::int[], failure_code = c.code, failure_reason = c.reason,
                            failure_stage = c.stage, failure_retryable = c.retryable::boolean,
                            finished_at = CASE WHEN c.over::boolean THEN now() END
                        FROM unnest(:ids, :states, :parts, :codes, :reasons, :stages, :retryables, :overs)
                             AS c (id, state, parts, code, reason, stage, retryable, over)
                        WHERE t.task_id = c.id""")
                .bind("ids", uuids(changed, task -> task.id().value()))
                .bind("states", texts(changed, task -> task.state().name()))
                .bind("parts", texts(changed, PostgresChange::parts))
                .bind("codes", texts(changed, task -> PostgresRows.field(failure(task), Failure::code)))
                .bind("reasons", texts(changed, task -> PostgresRows.field(failure(task), Failure::reason)))
                .bind("stages", texts(changed, task -> PostgresRows.field(failure(task), Failure::stage)))
                .bind(
                        "retryables",
                        texts(changed, task -> PostgresRows.field(failure(task), f -> Boolean.toString(f.retryable()))))
                .bind(
                        "overs",
                        texts(changed, task -> Boolean.toString(task.state().isTerminal())))
                .execute();
    }

    private static void storeDocuments(Handle handle, List<PostgresChange> changes) {
        handle.createUpdate("""
                        UPDATE ingest.document d
                        SET state = c.state, attempt = c.attempt, next_attempt_at = c.next::timestamptz,
                            language = coalesce(c.language, d.language, nullif(d.language_hint, '')),
                            media_type = coalesce(c.type, d.media_type),
                            unread = coalesce(c.unread::text[], d.unread),
                            failure_code = c.code, failure_reason = c.reason, failure_stage = c.stage,
                            failure_retryable = c.retryable::boolean, progress_at = clock_timestamp(),
                            emitted_at = CASE WHEN c.attempt > d.attempt THEN clock_timestamp() ELSE d.emitted_at END,
                            started_at = coalesce(d.started_at, CASE WHEN c.state <> 'QUEUED' THEN now() END),
                            finished_at = CASE WHEN c.over::boolean THEN clock_timestamp() END
                        FROM unnest(:ids, :states, :attempts, :nexts, :languages, :types, :unreads, :codes, :reasons, :stages, :retryables, :overs)
                             AS c (id, state, attempt, next, language, type, unread, code, reason, stage, retryable, over)
                        WHERE d.document_id = c.id""")
                .bind("ids", uuids(changes, c -> c.after().id().value()))
                .bind("states", texts(changes, c -> c.after().state().name()))
                .bind("attempts", ints(changes, c -> c.after().attempt()))
                .bind("nexts", texts(changes, PostgresChange::nextAttempt))
                .bind("languages", texts(changes, PostgresChange::language))
                .bind("types", texts(changes, PostgresChange::mediaType))
                .bind("unreads", texts(changes, PostgresChange::unread))
                .bind("codes", texts(changes, c -> PostgresRows.field(c.failure(), Failure::code)))
                .bind("reasons", texts(changes, c -> PostgresRows.field(c.failure(), Failure::reason)))
                .bind("stages", texts(changes, c -> PostgresRows.field(c.failure(), Failure::stage)))
                .bind(
                        "retryables",
                        texts(changes, c -> PostgresRows.field(c.failure(), f -> Boolean.toString(f.retryable()))))
                .bind("overs", texts(changes, c -> Boolean.toString(c.isTerminal())))
                .execute();
    }

    /** Jobs last and in the order of their ids: everyone who changes documents meets there. */
    private static void storeJobs(Handle handle, List<PostgresChange> changes) {
        Map<UUID, List<PostgresChange>> byJob = changes.stream()
                .filter(PostgresChange::concernsJob)
                .collect(Collectors.groupingBy(change -> change.job().value(), TreeMap::new, Collectors.toList()));
        if (byJob.isEmpty()) {
            return;
        }
        List<JobState.Open> before = handle.createQuery("""
                        SELECT * FROM ingest.job WHERE job_id = ANY (:ids) AND finished_at IS NULL
                        ORDER BY job_id FOR NO KEY UPDATE""")
                .bind("ids", byJob.keySet().toArray(UUID[]::new))
                .map((row, context) -> PostgresRows.openJob(row))
                .list();
        List<JobCounts> counts = before.stream()
                .map(job -> JobCounts.of(job, byJob.get(job.id().value())))
                .toList();
        handle.createUpdate("""
                        UPDATE ingest.job j
                        SET state = c.state,
                            documents_succeeded = c.succeeded, documents_partial = c.partial, documents_failed = c.failed,
                            documents_cancelled = c.cancelled, documents_expired = c.expired,
                            tasks_over = j.tasks_over + c.tasks, input_tokens = j.input_tokens + c.input,
                            output_tokens = j.output_tokens + c.output, model_micros = j.model_micros + c.micros,
                            started_at = coalesce(j.started_at, CASE WHEN c.state <> 'QUEUED' THEN now() END),
                            finished_at = CASE WHEN c.over::boolean THEN clock_timestamp() END
                        FROM unnest(:ids, :states, :succeeded, :partial, :failed, :cancelled, :expired,
                                    :tasks, :input, :output, :micros, :overs)
                             AS c (id, state, succeeded, partial, failed, cancelled, expired, tasks, input, output, micros, over)
                        WHERE j.job_id = c.id""")
                .bind("ids", uuids(counts, c -> c.after().id().value()))
                .bind("states", texts(counts, c -> c.after().state().name()))
                .bind("succeeded", ints(counts, c -> c.finished(State.SUCCEEDED)))
                .bind("partial", ints(counts, c -> c.finished(State.PARTIAL)))
                .bind("failed", ints(counts, c -> c.finished(State.FAILED)))
                .bind("cancelled", ints(counts, c -> c.finished(State.CANCELLED)))
                .bind("expired", ints(counts, c -> c.finished(State.EXPIRED)))
                .bind("tasks", ints(counts, JobCounts::tasks))
                .bind("input", longs(counts, JobCounts::inputTokens))
                .bind("output", longs(counts, JobCounts::outputTokens))
                .bind("micros", longs(counts, JobCounts::modelMicros))
                .bind(
                        "overs",
                        texts(counts, c -> Boolean.toString(c.after().state().isTerminal())))
                .execute();
    }

    /** Of the tasks that were there before; further ones follow them. */
    private List<TaskState> changedTasks() {
        List<TaskState> changed = new ArrayList<>();
        for (int i = 0; i < before.tasks().size(); i++) {
            if (!after.tasks().get(i).equals(before.tasks().get(i))) {
                changed.add(after.tasks().get(i));
            }
        }
        return changed;
    }

    /** Tasks with a result or a failure. What was stopped is not done, so that the progress of a cancelled job stays. */
    private int tasksDone() {
        return (int) changedTasks().stream()
                .filter(task -> task.state() == State.SUCCEEDED || task.state() == State.FAILED)
                .count();
    }

    private boolean isTerminal() {
        return after instanceof DocumentState.Finished;
    }

    private boolean concernsJob() {
        return isTerminal()
                || !results.isEmpty()
                || tasksDone() > 0
                || after.state() == State.RUNNING && before.state() == State.QUEUED;
    }

    private @Nullable String nextAttempt() {
        return after instanceof DocumentState.Open open && open.nextAttemptAt() != null
                ? open.nextAttemptAt().toString()
                : null;
    }

    private @Nullable String language() {
        return results.stream()
                .map(TaskCompleted::getLanguage)
                .filter(language -> !language.isEmpty())
                .findFirst()
                .orElse(null);
    }

    /** Every record of a document that was extracted has it, so that a finished document never lacks it. */
    private @Nullable String mediaType() {
        return results.stream()
                .map(result -> result.getDocument().getMediaType())
                .filter(type -> !type.isEmpty())
                .findFirst()
                .orElse(null);
    }

    /** As with the media type: a finished document that has a result has it. */
    private @Nullable String unread() {
        return results.stream()
                .map(result -> result.getDocument().getUnreadList())
                .filter(unread -> !unread.isEmpty())
                .findFirst()
                .map(PostgresRows::array)
                .orElse(null);
    }

    private @Nullable Failure failure() {
        return switch (after) {
            case DocumentState.Open open -> open.lastFailure();
            case DocumentState.Finished finished -> finished.failure().orElse(null);
        };
    }

    private static @Nullable Failure failure(TaskState task) {
        return task.failure().orElse(null);
    }

    private static String parts(TaskState task) {
        Collection<Integer> parts = task instanceof TaskState.Open open ? open.parts() : List.of();
        return parts.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }

    /** The next state of a job and what is to be added to its sums. */
    private record JobCounts(JobState after, int tasks, long inputTokens, long outputTokens, long modelMicros) {

        static JobCounts of(JobState.Open before, List<PostgresChange> changes) {
            List<State> terminal = changes.stream()
                    .filter(PostgresChange::isTerminal)
                    .map(change -> change.after().state())
                    .toList();
            int tasks = 0;
            long input = 0;
            long output = 0;
            long micros = 0;
            for (PostgresChange change : changes) {
                tasks += change.tasksDone();
                for (TaskCompleted result : change.results()) {
                    input += result.getProvenance().getInputTokens();
                    output += result.getProvenance().getOutputTokens();
                    micros += result.getProvenance().getModelMicros();
                }
            }
            JobState after = terminal.isEmpty() ? before.started() : before.finish(terminal);
            return new JobCounts(after, tasks, input, output, micros);
        }

        int finished(State terminal) {
            return after.finished().getOrDefault(terminal, 0);
        }
    }
}
