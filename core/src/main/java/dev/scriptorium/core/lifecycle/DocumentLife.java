package dev.scriptorium.core.lifecycle;

import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.document.TaskId;
import dev.scriptorium.core.failure.FailureCode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The life of a document with its tasks. Only an open one can change; it closes with its last task. */
public sealed interface DocumentLife {

    DocumentId id();

    State state();

    /** How often it was sent on its way, the current time included. */
    int attempt();

    List<TaskLife> tasks();

    static Open queued(DocumentId id, List<TaskId> tasks) {
        return new Open(
                id,
                1,
                false,
                null,
                null,
                tasks.stream().<TaskLife>map(TaskLife::queued).toList());
    }

    /**
     * Some task is not over.
     *
     * @param nextAttemptAt set while it waits for its next attempt
     * @param lastFailure of an attempt that did not end it
     */
    record Open(
            DocumentId id,
            int attempt,
            boolean running,
            @Nullable Instant nextAttemptAt,
            @Nullable Failure lastFailure,
            List<TaskLife> tasks)
            implements DocumentLife {

        public Open {
            tasks = List.copyOf(tasks);
            if (attempt < 1) {
                throw new IllegalArgumentException("attempts are counted from 1: " + attempt);
            }
            if (tasks.stream().noneMatch(TaskLife.Open.class::isInstance)) {
                throw new IllegalArgumentException("an open document has an open task: " + id);
            }
        }

        @Override
        public State state() {
            return running ? State.RUNNING : State.QUEUED;
        }

        public List<TaskLife.Open> openTasks() {
            return tasks.stream()
                    .filter(TaskLife.Open.class::isInstance)
                    .map(TaskLife.Open.class::cast)
                    .toList();
        }

        /** A stage works on it. */
        public Open started() {
            return running ? this : new Open(id, attempt, true, nextAttemptAt, lastFailure, tasks);
        }

        /** A part of a task's result arrived, of whichever attempt. */
        public DocumentLife completed(TaskId task, int part, int partCount) {
            return withOpenTasks(open -> open.id().equals(task) ? open.completed(part, partCount) : open)
                    .orElse(this);
        }

        /**
         * A stage gave up on a task, or on all open ones. A failure that a retry can help is tried again as the policy
         * allows; one of an earlier attempt is then no news.
         */
        public DocumentLife failed(
                Optional<TaskId> task,
                int failedAttempt,
                Failure failure,
                RetryPolicy policy,
                Instant now,
                RandomGenerator random) {
            boolean concerned = openTasks().stream()
                    .anyMatch(open -> task.map(open.id()::equals).orElse(true));
            if (!concerned || failure.retryable() && failedAttempt < attempt) {
                return this;
            }
            if (failure.retryable() && policy.allowsAnotherAfter(attempt)) {
                Instant next = nextAttemptAt == null ? now.plus(policy.delay(attempt, random)) : nextAttemptAt;
                return new Open(id, attempt, false, next, failure, tasks);
            }
            return withOpenTasks(open -> task.map(open.id()::equals).orElse(true) ? open.failed(failure) : open)
                    .orElse(this);
        }

        /** Begins the next attempt. To be stored before the work is sent, so that a document that kills its worker is counted. */
        public Open retried() {
            return new Open(id, attempt + 1, false, null, lastFailure, tasks);
        }

        /** Nothing was heard of it for too long: the next attempt, or the end where there were enough. */
        public DocumentLife stalled(RetryPolicy policy) {
            if (policy.allowsAnotherAfter(attempt)) {
                return retried();
            }
            Failure failure = Failure.of(
                    FailureCode.NO_PROGRESS, "Given up after " + attempt + " attempts without progress.", "pipeline");
            return withOpenTasks(open -> open.failed(failure)).orElse(this);
        }

        public DocumentLife stopped(Stop stop) {
            return withOpenTasks(open -> open.stopped(stop)).orElse(this);
        }

        /** Empty where that changes nothing. */
        private Optional<DocumentLife> withOpenTasks(Function<TaskLife.Open, TaskLife> change) {
            UnaryOperator<TaskLife> changeOpen = task -> switch (task) {
                case TaskLife.Open open -> change.apply(open);
                case TaskLife.Closed closed -> closed;
            };
            List<TaskLife> changed = tasks.stream().map(changeOpen).toList();
            if (changed.equals(tasks)) {
                return Optional.empty();
            }
            if (changed.stream().anyMatch(TaskLife.Open.class::isInstance)) {
                return Optional.of(new Open(id, attempt, true, nextAttemptAt, lastFailure, changed));
            }
            return Optional.of(new Closed(
                    id,
                    attempt,
                    State.ofAll(changed.stream().map(TaskLife::state).toList()),
                    changed));
        }
    }

    /** Over. */
    record Closed(DocumentId id, int attempt, State state, List<TaskLife> tasks) implements DocumentLife {

        public Closed {
            tasks = List.copyOf(tasks);
        }

        /** Of the first task that failed. */
        public Optional<Failure> failure() {
            return tasks.stream()
                    .map(task -> task instanceof TaskLife.Closed closed ? closed.failure() : null)
                    .flatMap(failure -> Optional.ofNullable(failure).stream())
                    .findFirst();
        }
    }
}
