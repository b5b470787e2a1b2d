package dev.scriptorium.inference.batching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.Generation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ActiveBatchTest {

    private static final Instant NOW = Instant.EPOCH;
    private static final RequestContext ORIGIN = new RequestContext(Lane.BULK, "acme", Instant.MAX);

    private final ScriptedBatch.Script script = new ScriptedBatch.Script(8);
    private final List<BatchObserver.DecodeStep> steps = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private final ActiveBatch slots = new ActiveBatch(
            script.call("model"),
            new BatchObserver() {
                @Override
                public void ran(BatchRun batch) {}

                @Override
                public void decoded(DecodeStep step) {
                    steps.add(step);
                }
            },
            () -> nanos.addAndGet(1_000));

    @Test
    void aShortTextIsAnsweredWhileALongOneIsWritten() {
        var longOne = give(10);
        var shortOne = give(2);

        advance(2);

        assertThat(shortOne).isCompleted();
        assertThat(longOne).isNotDone();
    }

    @Test
    void whoComesLaterJoinsWhoIsThere() {
        var first = give(3);
        advance(1);
        var second = give(3);

        advance(2);
        assertThat(first).isCompleted();
        assertThat(second).isNotDone();
        advance(1);

        assertThat(second).isCompleted();
        assertThat(steps).extracting(BatchObserver.DecodeStep::items).containsExactly(1, 2, 2, 1);
        assertThat(script.opened()).isOne();
    }

    @Test
    void giveNoMoreRoomThanThereAreSlots() {
        IntStream.range(0, 8).forEach(i -> give(3));
        advance(1);

        assertThat(slots.room()).isZero();

        advance(2);
        assertThat(slots.room()).isEqualTo(8);
    }

    @Test
    void whoIsCancelledOrLateLeavesWithTheNextStep() {
        var cancelled = give(100);
        var late = give(new RequestContext(Lane.BULK, "acme", NOW.plusSeconds(1)), 100);
        var other = give(4);
        advance(1);

        cancelled.cancel(false);
        slots.advance(NOW.plusSeconds(2));

        assertThat(failure(late).code()).isEqualTo(FailureCode.DEADLINE_EXCEEDED);
        assertThat(slots.size()).isOne();
        advance(2);
        assertThat(other).isCompleted();
    }

    @Test
    void oneBadInputFailsAloneInFewStarts() {
        var good = IntStream.range(0, 7).mapToObj(i -> give(5)).toList();
        var bad = give(ScriptedBatch.FAILS_AT_STEP_2);

        advance(40);

        assertThat(good).allSatisfy(answer -> assertThat(answer).isCompleted());
        assertThat(failure(bad).code()).isEqualTo(FailureCode.MODEL_FAILED);
        assertThat(script.opened()).isLessThanOrEqualTo(1 + 2 * 3 + 1);
    }

    @Test
    void anInputThatTheModelRefusesDisturbsNobody() {
        var writing = give(5);
        advance(1);
        var good = give(2);
        var refused = give(ScriptedBatch.REFUSED);

        advance(2);

        assertThat(failure(refused).code()).isEqualTo(FailureCode.INPUT_TOO_LONG);
        assertThat(good).isCompleted();
        advance(2);
        assertThat(writing).isCompleted();
        assertThat(script.opened()).isOne();
    }

    @Test
    void whatDoesNotFitIntoMemoryGoesOnWithHalfTheSlots() {
        script.memoryFor(3);
        var texts = IntStream.range(0, 8).mapToObj(i -> give(4)).toList();

        advance(60);

        assertThat(texts).allSatisfy(answer -> assertThat(answer).isCompleted());
        assertThat(slots.room()).isEqualTo(2);
    }

    @Test
    void anInputThatAloneIsTooMuchIsNamed() {
        script.memoryFor(0);
        var tooMuch = give(4);

        advance(1);

        assertThat(failure(tooMuch).code()).isEqualTo(FailureCode.MODEL_OUT_OF_MEMORY);
        assertThat(slots.idle()).isTrue();
    }

    @Test
    void whatArrivesWhileInputsStartAgainIsWrittenToo() {
        give(ScriptedBatch.FAILS_AT_STEP_2);
        give(3);
        advance(1);
        var later = give(3);

        advance(20);

        assertThat(later).isCompleted();
    }

    @Test
    void slotsThatCannotBeOpenedFailTheirInputs() {
        script.failsToOpen();
        var first = give(3);
        var second = give(3);

        advance(4);

        assertThat(failure(first).code()).isEqualTo(FailureCode.MODEL_FAILED);
        assertThat(failure(second).code()).isEqualTo(FailureCode.MODEL_FAILED);
        assertThat(slots.idle()).isTrue();
    }

    private CompletableFuture<Answer<List<Generation>>> give(int length) {
        return give(ORIGIN, length);
    }

    private CompletableFuture<Answer<List<Generation>>> give(RequestContext context, int length) {
        var pending = new PendingInput<>(script.call("model"), new int[] {length}, context, 0);
        slots.add(List.of(pending));
        return pending.answer();
    }

    private void advance(int steps) {
        for (int step = 0; step < steps; step++) {
            slots.advance(NOW);
        }
    }

    private static FailureException failure(CompletableFuture<?> answer) {
        try {
            answer.getNow(null);
        } catch (CompletionException e) {
            return (FailureException) e.getCause();
        }
        throw new AssertionError("it did not fail");
    }
}
