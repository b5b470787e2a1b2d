package dev.scriptorium.standalone.client;

import dev.scriptorium.core.lifecycle.Failure;
import dev.scriptorium.core.lifecycle.State;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A document of a job as the API shows it.
 *
 * @param fileName as it was submitted, without folders
 * @param mediaType null until it was detected
 * @param language null until it was detected
 * @param failure what ended it, if something did
 */
public record JobDocument(
        String id,
        String jobId,
        State state,
        String fileName,
        String sha256,
        @Nullable String mediaType,
        @Nullable String language,
        List<Task> tasks,
        @Nullable Failure failure) {
    private static final String SUMMARIZE = "summarize";
    private static final String TRANSLATE = "translate:";
    private static final String CLASSIFY = "classify:";

    /**
     * One task.
     *
     * @param task {@code summarize}, {@code translate:LANGUAGE} or {@code classify:LABELS}
     */
    public record Task(String task, State state, @Nullable Failure failure) {
        public boolean succeeded() {
            return state == State.SUCCEEDED;
        }
    }

    public JobDocument {
        tasks = List.copyOf(tasks);
    }

    public boolean succeeded() {
        return state == State.SUCCEEDED;
    }

    /** Whether all that is known of a document with results is there: its state and what was detected may come by different ways. */
    public boolean isComplete() {
        return !(state == State.SUCCEEDED || state == State.PARTIAL) || (mediaType != null && language != null);
    }

    public boolean hasSummary() {
        return named(SUMMARIZE::equals).findAny().isPresent();
    }

    public List<String> languages() {
        return targets(TRANSLATE);
    }

    public List<String> labelSets() {
        return targets(CLASSIFY);
    }

    /** Why the document, else the first of its tasks, failed. */
    public Optional<Failure> firstFailure() {
        return failure != null
                ? Optional.of(failure)
                : tasks.stream()
                        .flatMap(task -> Stream.ofNullable(task.failure()))
                        .findFirst();
    }

    /** The tasks that did not succeed. */
    public List<String> openOrFailedTasks() {
        return tasks.stream()
                .filter(task -> task.state() != State.SUCCEEDED)
                .map(Task::task)
                .toList();
    }

    private List<String> targets(String prefix) {
        return named(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .toList();
    }

    private Stream<String> named(Predicate<String> name) {
        return tasks.stream().map(Task::task).filter(name);
    }
}
