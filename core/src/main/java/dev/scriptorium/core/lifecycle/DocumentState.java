package dev.scriptorium.core.lifecycle;

import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.document.TaskId;
import dev.scriptorium.core.failure.FailureCode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The state of a document with its tasks, from its submission to its end. Only an open one can change; it finishes with its
 * last task.
 */
public sealed interface DocumentState {

    DocumentId id();

    State state();

    /** From 1. */
    int attempt();

    List<TaskState> tasks();

    /** A document that was submitted. */
    static Queued submitted(DocumentId id, List<TaskId> tasks) {
        return new Queued(
                id, 1, tasks.stream().<TaskState>map(TaskState::queued).toList(), null);
    }

    /** A document without bytes: it fails at its submission, and no stage sees it. */
    static Finished submittedEmpty(DocumentId id, List<TaskId> tasks) {
        Failure empty = Failure.of(FailureCode.EMPTY_TEXT, "The document is empty.", "submission");
        return new Finished(
                id,
                1,
                tasks.stream()
                        .<TaskState>map(task -> new TaskState.Failed(task, empty))
                        .toList());
    }

    /** Some task is open. */
    sealed interface Open extends DocumentState {

        /** Of the last attempt that failed; null without one. */
        @Nullable
        Failure lastFailure();

        /** The same with other tasks, some of them open, after a stage worked on it. */
        Open withProgress(List<TaskState> tasks);

        /** When it is to be tried again; null where it does not wait. */
        default @Nullable Instant nextAttemptAt() {
            return this instanceof Waiting waiting ? waiting.due() : null;
        }

        default List<TaskState.Open> openTasks() {
            return tasks().stream()
                    .filter(TaskState.Open.class::isInstance)
                    .map(TaskState.Open.class::cast)
                    .toList();
        }

        /** A stage works on it. */
        default Open started() {
            return this instanceof Queued ? withProgress(tasks()) : this;
        }

        /** A part of a task's result arrived, of any attempt. */
        default DocumentState completed(TaskId task, int part, int partCount) {
            return withOpenTasks(open -> open.id().equals(task) ? open.completed(part, partCount) : open)
                    .orElse(this);
        }

        /**
         * A stage gave up on a task, or on all open ones. A retryable failure is retried as the policy allows; a retryable
         * failure of an earlier attempt changes nothing.
         */
        default DocumentState failed(
                Optional<TaskId> task,
                int failedAttempt,
                Failure failure,
                RetryPolicy policy,
                Instant now,
                RandomGenerator random) {
            boolean concerned = openTasks().stream()
                    .anyMatch(open -> task.map(open.id()::equals).orElse(true));
            if (!concerned || failure.retryable() && failedAttempt < attempt()) {
                return this;
            }
            if (failure.retryable() && policy.allowsAnotherAfter(attempt())) {
                Instant next = nextAttemptAt();
                return new Waiting(
                        id(),
                        attempt(),
                        tasks(),
                        next == null ? now.plus(policy.delay(attempt(), random)) : next,
                        failure);
            }
            return withOpenTasks(open -> task.map(open.id()::equals).orElse(true) ? open.failed(failure) : open)
                    .orElse(this);
        }

        /** Begins the next attempt. To be stored before the work is sent, so that a document that kills its worker is counted. */
        default Queued retried() {
            return new Queued(id(), attempt() + 1, tasks(), lastFailure());
        }

        /** Without progress for too long: the next attempt, or the end after the last one. */
        default DocumentState stalled(RetryPolicy policy) {
            if (policy.allowsAnotherAfter(attempt())) {
                return retried();
            }
            Failure failure = Failure.of(
                    FailureCode.NO_PROGRESS, "Given up after " + attempt() + " attempts without progress.", "pipeline");
            return withOpenTasks(open -> open.failed(failure)).orElse(this);
        }

        default DocumentState stopped(StopReason reason) {
            return withOpenTasks(open -> open.stopped(reason)).orElse(this);
        }

        /** Empty where that changes nothing. */
        private Optional<DocumentState> withOpenTasks(Function<TaskState.Open, TaskState> change) {
            UnaryOperator<TaskState> changeOpen =
                    task -> task instanceof TaskState.Open open ? change.apply(open) : task;
            List<TaskState> changed = tasks().stream().map(changeOpen).toList();
            if (changed.equals(tasks())) {
                return Optional.empty();
            }
            return Optional.of(
                    changed.stream().anyMatch(TaskState.Open.class::isInstance)
                            ? withProgress(changed)
                            : new Finished(id(), attempt(), changed));
        }
    }

    /** On its way to the first stage of its attempt. */
    record Queued(
            DocumentId id,
            int attempt,
            List<TaskState> tasks,
            @Nullable Failure lastFailure) implements Open {

        public Queued {
            tasks = checkedOpen(id, attempt, tasks);
        }

        @Override
        public State state() {
            return State.QUEUED;
        }

        @Override
        public Running withProgress(List<TaskState> changed) {
            return new Running(id, attempt, changed, lastFailure);
        }
    }

    /** Some stage has begun to work on it. */
    record Running(
            DocumentId id,
            int attempt,
            List<TaskState> tasks,
            @Nullable Failure lastFailure) implements Open {

        public Running {
            tasks = checkedOpen(id, attempt, tasks);
        }

        @Override
        public State state() {
            return State.RUNNING;
        }

        @Override
        public Running withProgress(List<TaskState> changed) {
            return new Running(id, attempt, changed, lastFailure);
        }
    }

    /**
     * Its attempt failed, and the next one has its time.
     *
     * @param due when the next attempt begins
     */
    record Waiting(DocumentId id, int attempt, List<TaskState> tasks, Instant due, Failure lastFailure)
            implements Open {

        public Waiting {
            tasks = checkedOpen(id, attempt, tasks);
        }

        @Override
        public State state() {
            return State.QUEUED;
        }

        @Override
        public Waiting withProgress(List<TaskState> changed) {
            return new Waiting(id, attempt, changed, due, lastFailure);
        }
    }

    /** No task is open. */
    record Finished(DocumentId id, int attempt, List<TaskState> tasks) implements DocumentState {

        public Finished {
            tasks = List.copyOf(tasks);
            if (tasks.stream().anyMatch(TaskState.Open.class::isInstance)) {
                throw new IllegalArgumentException("a finished document has no open task: " + id);
            }
        }

        @Override
        public State state() {
            return State.ofAll(tasks.stream().map(TaskState::state).toList());
        }

        /** Of the first task that failed. */
        public Optional<Failure> failure() {
            return tasks.stream().flatMap(task -> task.failure().stream()).findFirst();
        }

        /** Opens the failed tasks again that are chosen, in a new attempt; results stay. Empty where none is. */
        public Optional<Queued> retriedOnRequest(Predicate<TaskState.Failed> chosen) {
            List<TaskState> opened = tasks.stream()
                    .map(task -> task instanceof TaskState.Failed failed && chosen.test(failed)
                            ? TaskState.queued(task.id())
                            : task)
                    .toList();
            return opened.equals(tasks)
                    ? Optional.empty()
                    : Optional.of(new Queued(id, attempt + 1, opened, failure().orElse(null)));
        }

        /** Adds tasks, at least one, in a new attempt; results and failures stay. */
        public Queued withMore(List<TaskId> added) {
            Stream<TaskState> queued = added.stream().map(TaskState::queued);
            return new Queued(
                    id,
                    attempt + 1,
                    Stream.concat(tasks.stream(), queued).toList(),
                    failure().orElse(null));
        }
    }

    private static List<TaskState> checkedOpen(DocumentId id, int attempt, List<TaskState> tasks) {
        if (attempt < 1) {
            throw new IllegalArgumentException("attempts are counted from 1: " + attempt);
        }
        if (tasks.stream().noneMatch(TaskState.Open.class::isInstance)) {
            throw new IllegalArgumentException("an open document has an open task: " + id);
        }
        return List.copyOf(tasks);
    }
}
