package dev.scriptorium.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.scriptorium.core.document.DocumentId;
import dev.scriptorium.core.document.JobId;
import dev.scriptorium.core.document.TaskId;
import dev.scriptorium.core.failure.FailureCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LifecycleTest {

    private static final TaskId SUMMARY = new TaskId(new UUID(0, 1));
    private static final TaskId GERMAN = new TaskId(new UUID(0, 2));
    private static final DocumentState.Queued DOCUMENT =
            DocumentState.submitted(new DocumentId(new UUID(1, 0)), List.of(SUMMARY, GERMAN));
    private static final RetryPolicy POLICY = new RetryPolicy(3, Duration.ofSeconds(1), Duration.ofMinutes(5));
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Failure BUSY = Failure.of(FailureCode.OVERLOADED, "The model is busy.", "translation");
    private static final Failure NO_MODEL =
            Failure.of(FailureCode.LANGUAGE_PAIR_UNAVAILABLE, "No model from de to xx.", "translation");

    @ParameterizedTest
    @CsvSource({
        "SUCCEEDED SUCCEEDED, SUCCEEDED",
        "SUCCEEDED FAILED, PARTIAL",
        "SUCCEEDED PARTIAL, PARTIAL",
        "FAILED FAILED, FAILED",
        "SUCCEEDED CANCELLED, CANCELLED",
        "EXPIRED CANCELLED, CANCELLED",
        "EXPIRED SUCCEEDED, EXPIRED",
    })
    void aWholeEndsAsItsPartsDid(String parts, State whole) {
        List<State> states =
                List.of(parts.split(" ")).stream().map(State::valueOf).toList();

        assertThat(State.ofAll(states)).isEqualTo(whole);
    }

    @Test
    void aWholeIsNotOverBeforeItsParts() {
        assertThatIllegalArgumentException().isThrownBy(() -> State.ofAll(List.of(State.SUCCEEDED, State.RUNNING)));
    }

    @Test
    void aTaskIsDoneWithItsLastPartInAnyOrderAndANumberOfTimes() {
        TaskState task = TaskState.queued(SUMMARY);

        for (int part : new int[] {2, 2, 0, 2, 0}) {
            task = ((TaskState.Open) task).completed(part, 3);
            assertThat(task.state()).isEqualTo(State.RUNNING);
        }

        assertThat(((TaskState.Open) task).completed(1, 3).state()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void aFailureThatARetryCanHelpIsTriedAgain() {
        DocumentState state = DOCUMENT.failed(Optional.of(GERMAN), 1, BUSY, POLICY, NOW, new Random(7));

        assertThat(state).isInstanceOfSatisfying(DocumentState.Open.class, open -> {
            assertThat(open.nextAttemptAt()).isBetween(NOW, NOW.plusSeconds(1));
            assertThat(open.lastFailure()).isEqualTo(BUSY);
            assertThat(open.retried().attempt()).isEqualTo(2);
            assertThat(open.retried().nextAttemptAt()).isNull();
        });
    }

    @Test
    void aFailureThatNoRetryCanHelpEndsItsTaskOnly() {
        DocumentState state = DOCUMENT.failed(Optional.of(GERMAN), 1, NO_MODEL, POLICY, NOW, new Random(7));

        assertThat(state).isInstanceOfSatisfying(DocumentState.Open.class, open -> {
            assertThat(open.openTasks()).extracting(TaskState.Open::id).containsExactly(SUMMARY);
            assertThat(open.completed(SUMMARY, 0, 1)).isInstanceOfSatisfying(DocumentState.Finished.class, finished -> {
                assertThat(finished.state()).isEqualTo(State.PARTIAL);
                assertThat(finished.failure()).contains(NO_MODEL);
            });
        });
    }

    @Test
    void theLastAttemptEndsWithItsFailure() {
        DocumentState.Open third = DOCUMENT.retried().retried();

        DocumentState state = third.failed(Optional.empty(), 3, BUSY, POLICY, NOW, new Random(7));

        assertThat(state.state()).isEqualTo(State.FAILED);
        assertThat(((DocumentState.Finished) state).failure()).contains(BUSY);
    }

    @Test
    void aFailureOfAnEarlierAttemptIsNoNewsWhileALaterOneRuns() {
        DocumentState.Open second = DOCUMENT.retried();

        assertThat(second.failed(Optional.empty(), 1, BUSY, POLICY, NOW, new Random(7)))
                .isSameAs(second);
    }

    @Test
    void aDocumentThatStallsIsGivenUpAfterItsLastAttempt() {
        DocumentState state = DOCUMENT;

        for (int attempt = 1; attempt < POLICY.attempts(); attempt++) {
            state = ((DocumentState.Open) state).stalled(POLICY);
        }

        assertThat(((DocumentState.Open) state).stalled(POLICY))
                .isInstanceOfSatisfying(
                        DocumentState.Finished.class,
                        finished -> assertThat(finished.failure().orElseThrow().code())
                                .isEqualTo("NO_PROGRESS"));
    }

    @Test
    void whatIsDoneStaysWhenTheRestIsCancelled() {
        DocumentState state = ((DocumentState.Open) DOCUMENT.completed(SUMMARY, 0, 1)).stopped(StopReason.CANCEL);

        assertThat(state.state()).isEqualTo(State.CANCELLED);
        assertThat(state.tasks()).extracting(TaskState::state).containsExactly(State.SUCCEEDED, State.CANCELLED);
    }

    @Test
    void aJobDoesNotCountMoreDocumentsThanItHas() {
        JobState.Open job = (JobState.Open) JobState.submitted(new JobId(new UUID(2, 0)), List.of(DOCUMENT, DOCUMENT));

        assertThatIllegalStateException()
                .isThrownBy(() -> job.finish(List.of(State.SUCCEEDED, State.FAILED, State.FAILED)));
    }

    @Test
    void aDocumentWithoutBytesFailsAtItsSubmission() {
        DocumentState.Finished empty =
                DocumentState.submittedEmpty(new DocumentId(new UUID(1, 1)), List.of(SUMMARY, GERMAN));

        assertThat(empty.state()).isEqualTo(State.FAILED);
        assertThat(empty.failure()).map(Failure::code).contains("EMPTY_TEXT");
        assertThat(JobState.submitted(new JobId(new UUID(2, 1)), List.of(DOCUMENT, empty)))
                .isInstanceOfSatisfying(JobState.Open.class, open -> {
                    assertThat(open.state()).isEqualTo(State.QUEUED);
                    assertThat(open.finished()).isEqualTo(Map.of(State.FAILED, 1));
                });
        assertThat(JobState.submitted(new JobId(new UUID(2, 2)), List.of(empty)).state())
                .isEqualTo(State.FAILED);
    }

    @Test
    void aWaitingDocumentStaysWaitingWhenALateResultArrives() {
        DocumentState waiting = DOCUMENT.failed(Optional.of(GERMAN), 1, BUSY, POLICY, NOW, new Random(7));

        DocumentState after = ((DocumentState.Waiting) waiting).completed(SUMMARY, 0, 1);

        assertThat(after).isInstanceOf(DocumentState.Waiting.class);
        assertThat(after.tasks()).extracting(TaskState::state).containsExactly(State.SUCCEEDED, State.QUEUED);
        assertThat(((DocumentState.Waiting) after).started()).isSameAs(after);
    }

    @Test
    void retryOnRequestOpensTheFailedTasksAlone() {
        DocumentState.Finished partial = (DocumentState.Finished)
                ((DocumentState.Open) DOCUMENT.failed(Optional.of(GERMAN), 1, NO_MODEL, POLICY, NOW, new Random(7)))
                        .completed(SUMMARY, 0, 1);

        DocumentState.Queued again = partial.retriedOnRequest(failed -> true).orElseThrow();

        assertThat(again.attempt()).isEqualTo(2);
        assertThat(again.openTasks()).extracting(TaskState.Open::id).containsExactly(GERMAN);
        JobState.Finished job =
                new JobState.Finished(new JobId(new UUID(2, 3)), 2, Map.of(State.PARTIAL, 1, State.SUCCEEDED, 1));
        assertThat(job.reopen(List.of(State.PARTIAL))).satisfies(open -> {
            assertThat(open.state()).isEqualTo(State.RUNNING);
            assertThat(open.finished()).isEqualTo(Map.of(State.SUCCEEDED, 1));
        });
        assertThatIllegalStateException().isThrownBy(() -> job.reopen(List.of(State.FAILED)));
    }

    @Test
    void retryOnRequestOpensNoTaskThatIsNotChosen() {
        DocumentState.Finished failed = (DocumentState.Finished)
                ((DocumentState.Open) DOCUMENT.failed(Optional.of(GERMAN), 1, NO_MODEL, POLICY, NOW, new Random(7)))
                        .completed(SUMMARY, 0, 1);

        assertThat(failed.retriedOnRequest(task -> task.id().equals(SUMMARY))).isEmpty();
    }

    @Test
    void furtherTasksOpenADocumentAndLeaveItsResults() {
        DocumentState.Finished partial = (DocumentState.Finished)
                ((DocumentState.Open) DOCUMENT.failed(Optional.of(GERMAN), 1, NO_MODEL, POLICY, NOW, new Random(7)))
                        .completed(SUMMARY, 0, 1);
        TaskId french = new TaskId(new UUID(3, 9));

        DocumentState.Queued more = partial.withMore(List.of(french));

        assertThat(more.attempt()).isEqualTo(2);
        assertThat(more.openTasks()).extracting(TaskState.Open::id).containsExactly(french);
        assertThat(more.tasks())
                .extracting(TaskState::state)
                .containsExactly(State.SUCCEEDED, State.FAILED, State.QUEUED);
        assertThat(more.completed(french, 0, 1).state()).isEqualTo(State.PARTIAL);
    }

    @Test
    void theWaitGrowsToItsCapAndIsDrawnBelowIt() {
        Random random = new Random(3);

        assertThat(RetryPolicy.grown(Duration.ofSeconds(1), 1, Duration.ofMinutes(5)))
                .hasSeconds(1);
        assertThat(RetryPolicy.grown(Duration.ofSeconds(1), 4, Duration.ofMinutes(5)))
                .hasSeconds(8);
        assertThat(RetryPolicy.grown(Duration.ofSeconds(1), 1_000, Duration.ofMinutes(5)))
                .hasMinutes(5);
        for (int i = 0; i < 1_000; i++) {
            assertThat(POLICY.delay(4, random)).isBetween(Duration.ZERO, Duration.ofSeconds(8));
        }
    }

    @Test
    void theEndIsExpectedAtThePaceSoFar() {
        Progress progress = new Progress(25, 100);

        assertThat(progress.fraction()).isEqualTo(0.25);
        assertThat(progress.expectedEnd(NOW.minusSeconds(10), NOW)).contains(NOW.plusSeconds(30));
        assertThat(new Progress(0, 100).expectedEnd(NOW, NOW)).isEmpty();
    }
}
