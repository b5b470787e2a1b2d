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
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LifecycleTest {

    private static final TaskId SUMMARY = new TaskId(new UUID(0, 1));
    private static final TaskId GERMAN = new TaskId(new UUID(0, 2));
    private static final DocumentLife.Open DOCUMENT =
            DocumentLife.queued(new DocumentId(new UUID(1, 0)), List.of(SUMMARY, GERMAN));
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
        "REJECTED REJECTED, REJECTED",
        "REJECTED SUCCEEDED, PARTIAL",
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
        TaskLife task = TaskLife.queued(SUMMARY);

        for (int part : new int[] {2, 2, 0, 2, 0}) {
            task = ((TaskLife.Open) task).completed(part, 3);
            assertThat(task.state()).isEqualTo(State.RUNNING);
        }

        assertThat(((TaskLife.Open) task).completed(1, 3).state()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void aFailureThatARetryCanHelpIsTriedAgain() {
        DocumentLife life = DOCUMENT.failed(Optional.of(GERMAN), 1, BUSY, POLICY, NOW, new Random(7));

        assertThat(life).isInstanceOfSatisfying(DocumentLife.Open.class, open -> {
            assertThat(open.nextAttemptAt()).isBetween(NOW, NOW.plusSeconds(1));
            assertThat(open.lastFailure()).isEqualTo(BUSY);
            assertThat(open.retried().attempt()).isEqualTo(2);
            assertThat(open.retried().nextAttemptAt()).isNull();
        });
    }

    @Test
    void aFailureThatNoRetryCanHelpEndsItsTaskOnly() {
        DocumentLife life = DOCUMENT.failed(Optional.of(GERMAN), 1, NO_MODEL, POLICY, NOW, new Random(7));

        assertThat(life).isInstanceOfSatisfying(DocumentLife.Open.class, open -> {
            assertThat(open.openTasks()).extracting(TaskLife.Open::id).containsExactly(SUMMARY);
            assertThat(open.completed(SUMMARY, 0, 1)).isInstanceOfSatisfying(DocumentLife.Closed.class, closed -> {
                assertThat(closed.state()).isEqualTo(State.PARTIAL);
                assertThat(closed.failure()).contains(NO_MODEL);
            });
        });
    }

    @Test
    void theLastAttemptEndsWithItsFailure() {
        DocumentLife.Open third = DOCUMENT.retried().retried();

        DocumentLife life = third.failed(Optional.empty(), 3, BUSY, POLICY, NOW, new Random(7));

        assertThat(life.state()).isEqualTo(State.FAILED);
        assertThat(((DocumentLife.Closed) life).failure()).contains(BUSY);
    }

    @Test
    void aFailureOfAnEarlierAttemptIsNoNewsWhileALaterOneRuns() {
        DocumentLife.Open second = DOCUMENT.retried();

        assertThat(second.failed(Optional.empty(), 1, BUSY, POLICY, NOW, new Random(7)))
                .isSameAs(second);
    }

    @Test
    void aDocumentThatStallsIsGivenUpAfterItsLastAttempt() {
        DocumentLife life = DOCUMENT;

        for (int attempt = 1; attempt < POLICY.attempts(); attempt++) {
            life = ((DocumentLife.Open) life).stalled(POLICY);
        }

        assertThat(((DocumentLife.Open) life).stalled(POLICY))
                .isInstanceOfSatisfying(
                        DocumentLife.Closed.class,
                        closed -> assertThat(closed.failure().orElseThrow().code())
                                .isEqualTo("NO_PROGRESS"));
    }

    @Test
    void whatIsDoneStaysWhenTheRestIsCancelled() {
        DocumentLife life = ((DocumentLife.Open) DOCUMENT.completed(SUMMARY, 0, 1)).stopped(Stop.CANCEL);

        assertThat(life.state()).isEqualTo(State.CANCELLED);
        assertThat(life.tasks()).extracting(TaskLife::state).containsExactly(State.SUCCEEDED, State.CANCELLED);
    }

    @Test
    void aJobDoesNotCountMoreDocumentsThanItHas() {
        JobLife.Open job = JobLife.queued(new JobId(new UUID(2, 0)), 2);

        assertThatIllegalStateException()
                .isThrownBy(() -> job.finished(List.of(State.SUCCEEDED, State.FAILED, State.FAILED)));
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
