package dev.scriptorium.ingest.postgres;

import static dev.scriptorium.ingest.postgres.PostgresRows.ints;
import static dev.scriptorium.ingest.postgres.PostgresRows.longs;
import static dev.scriptorium.ingest.postgres.PostgresRows.texts;
import static dev.scriptorium.ingest.postgres.PostgresRows.uuids;

import dev.scriptorium.core.document.JobId;
import dev.scriptorium.core.lifecycle.DocumentLife;
import dev.scriptorium.core.lifecycle.Failure;
import dev.scriptorium.core.lifecycle.JobLife;
import dev.scriptorium.core.lifecycle.State;
import dev.scriptorium.core.lifecycle.TaskLife;
import dev.scriptorium.proto.event.v1.TaskCompleted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** A document's old and new life, to be stored with its tasks and counted in its job. */
record PostgresChange(JobId job, DocumentLife.Open before, DocumentLife after, List<TaskCompleted> results) {

    /** In the caller's transaction, which has locked the documents. */
    static void store(Handle handle, List<PostgresChange> changes) {
        if (changes.isEmpty()) {
            return;
        }
        storeTasks(handle, changes);
        storeDocuments(handle, changes);
        storeJobs(handle, changes);
    }

    private static void storeTasks(Handle handle, List<PostgresChange> changes) {
        List<TaskLife> changed = new ArrayList<>();
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
                .bind("codes", texts(changed, task -> of(failure(task), Failure::code)))
                .bind("reasons", texts(changed, task -> of(failure(task), Failure::reason)))
                .bind("stages", texts(changed, task -> of(failure(task), Failure::stage)))
                .bind("retryables", texts(changed, task -> of(failure(task), f -> Boolean.toString(f.retryable()))))
                .bind(
                        "overs",
                        texts(changed, task -> Boolean.toString(task.state().isOver())))
                .execute();
    }

    private static void storeDocuments(Handle handle, List<PostgresChange> changes) {
        handle.createUpdate("""
                        UPDATE ingest.document d
                        SET state = c.state, attempt = c.attempt, next_attempt_at = c.next::timestamptz,
                            language = coalesce(c.language, d.language),
                            failure_code = c.code, failure_reason = c.reason, failure_stage = c.stage,
                            failure_retryable = c.retryable::boolean, progress_at = clock_timestamp(),
                            emitted_at = CASE WHEN c.attempt > d.attempt THEN clock_timestamp() ELSE d.emitted_at END,
                            started_at = coalesce(d.started_at, CASE WHEN c.state <> 'QUEUED' THEN now() END),
                            finished_at = CASE WHEN c.over::boolean THEN clock_timestamp() END
                        FROM unnest(:ids, :states, :attempts, :nexts, :languages, :codes, :reasons, :stages, :retryables, :overs)
                             AS c (id, state, attempt, next, language, code, reason, stage, retryable, over)
                        WHERE d.document_id = c.id""")
                .bind("ids", uuids(changes, c -> c.after().id().value()))
                .bind("states", texts(changes, c -> c.after().state().name()))
                .bind("attempts", ints(changes, c -> c.after().attempt()))
                .bind("nexts", texts(changes, PostgresChange::nextAttempt))
                .bind("languages", texts(changes, PostgresChange::language))
                .bind("codes", texts(changes, c -> of(c.failure(), Failure::code)))
                .bind("reasons", texts(changes, c -> of(c.failure(), Failure::reason)))
                .bind("stages", texts(changes, c -> of(c.failure(), Failure::stage)))
                .bind("retryables", texts(changes, c -> of(c.failure(), f -> Boolean.toString(f.retryable()))))
                .bind("overs", texts(changes, c -> Boolean.toString(c.isOver())))
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
        List<JobLife.Open> before = handle.createQuery("""
                        SELECT * FROM ingest.job WHERE job_id = ANY (:ids) AND finished_at IS NULL
                        ORDER BY job_id FOR NO KEY UPDATE""")
                .bind("ids", byJob.keySet().toArray(UUID[]::new))
                .map((row, context) -> {
                    Map<State, Integer> over = new EnumMap<>(State.class);
                    for (State last : PostgresRows.LAST_STATES) {
                        over.put(last, row.getInt(PostgresRows.counter(last)));
                    }
                    over.values().removeIf(count -> count == 0);
                    return new JobLife.Open(
                            new JobId(PostgresRows.uuid(row, "job_id")),
                            State.valueOf(row.getString("state")),
                            row.getInt("documents"),
                            over);
                })
                .list();
        List<JobCounts> counts = before.stream()
                .map(job -> JobCounts.of(job, byJob.get(job.id().value())))
                .toList();
        handle.createUpdate("""
                        UPDATE ingest.job j
                        SET state = c.state,
                            documents_succeeded = c.succeeded, documents_partial = c.partial, documents_failed = c.failed,
                            documents_cancelled = c.cancelled, documents_expired = c.expired, documents_rejected = c.rejected,
                            tasks_over = j.tasks_over + c.tasks, input_tokens = j.input_tokens + c.input,
                            output_tokens = j.output_tokens + c.output, model_micros = j.model_micros + c.micros,
                            started_at = coalesce(j.started_at, CASE WHEN c.state <> 'QUEUED' THEN now() END),
                            finished_at = CASE WHEN c.over::boolean THEN clock_timestamp() END
                        FROM unnest(:ids, :states, :succeeded, :partial, :failed, :cancelled, :expired, :rejected,
                                    :tasks, :input, :output, :micros, :overs)
                             AS c (id, state, succeeded, partial, failed, cancelled, expired, rejected, tasks, input, output, micros, over)
                        WHERE j.job_id = c.id""")
                .bind("ids", uuids(counts, c -> c.after().id().value()))
                .bind("states", texts(counts, c -> c.after().state().name()))
                .bind("succeeded", ints(counts, c -> c.over(State.SUCCEEDED)))
                .bind("partial", ints(counts, c -> c.over(State.PARTIAL)))
                .bind("failed", ints(counts, c -> c.over(State.FAILED)))
                .bind("cancelled", ints(counts, c -> c.over(State.CANCELLED)))
                .bind("expired", ints(counts, c -> c.over(State.EXPIRED)))
                .bind("rejected", ints(counts, c -> c.over(State.REJECTED)))
                .bind("tasks", ints(counts, JobCounts::tasks))
                .bind("input", longs(counts, JobCounts::inputTokens))
                .bind("output", longs(counts, JobCounts::outputTokens))
                .bind("micros", longs(counts, JobCounts::modelMicros))
                .bind(
                        "overs",
                        texts(counts, c -> Boolean.toString(c.after().state().isOver())))
                .execute();
    }

    private List<TaskLife> changedTasks() {
        List<TaskLife> changed = new ArrayList<>();
        for (int i = 0; i < after.tasks().size(); i++) {
            if (!after.tasks().get(i).equals(before.tasks().get(i))) {
                changed.add(after.tasks().get(i));
            }
        }
        return changed;
    }

    private int tasksOver() {
        return (int)
                changedTasks().stream().filter(task -> task.state().isOver()).count();
    }

    private boolean isOver() {
        return after instanceof DocumentLife.Closed;
    }

    private boolean concernsJob() {
        return isOver() || !results.isEmpty() || tasksOver() > 0 || after.state() == State.RUNNING && !before.running();
    }

    private @Nullable String nextAttempt() {
        return after instanceof DocumentLife.Open open && open.nextAttemptAt() != null
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

    private @Nullable Failure failure() {
        return switch (after) {
            case DocumentLife.Open open -> open.lastFailure();
            case DocumentLife.Closed closed -> closed.failure().orElse(null);
        };
    }

    private static @Nullable Failure failure(TaskLife task) {
        return task instanceof TaskLife.Closed closed ? closed.failure() : null;
    }

    private static String parts(TaskLife task) {
        Collection<Integer> parts = task instanceof TaskLife.Open open ? open.parts() : List.of();
        return parts.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }

    private static @Nullable String of(@Nullable Failure failure, Function<Failure, String> field) {
        return failure == null ? null : field.apply(failure);
    }

    /** A job's next life and what is to be added to its sums. */
    private record JobCounts(JobLife after, int tasks, long inputTokens, long outputTokens, long modelMicros) {

        static JobCounts of(JobLife.Open before, List<PostgresChange> changes) {
            List<State> over = changes.stream()
                    .filter(PostgresChange::isOver)
                    .map(change -> change.after().state())
                    .toList();
            int tasks = 0;
            long input = 0;
            long output = 0;
            long micros = 0;
            for (PostgresChange change : changes) {
                tasks += change.tasksOver();
                for (TaskCompleted result : change.results()) {
                    input += result.getProvenance().getInputTokens();
                    output += result.getProvenance().getOutputTokens();
                    micros += result.getProvenance().getModelMicros();
                }
            }
            JobLife after = over.isEmpty() ? before.started() : before.finished(over);
            return new JobCounts(after, tasks, input, output, micros);
        }

        int over(State last) {
            return after.over().getOrDefault(last, 0);
        }
    }
}
