package dev.scriptorium.inference.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.Cancellation;
import dev.scriptorium.inference.batching.Batcher.Admission;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatcherTest {

    private static final RequestContext BULK = new RequestContext(Lane.BULK, "acme", Instant.MAX);
    private static final RequestContext INTERACTIVE = new RequestContext(Lane.INTERACTIVE, "acme", Instant.MAX);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-02T03:04:05Z"));
    private final List<BatchObserver.Drop> dropped = new CopyOnWriteArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private final Batcher batcher = batcher(Duration.ofMinutes(1), Duration.ofMinutes(1));
    private final CountDownLatch gate = new CountDownLatch(1);
    private final List<Integer> order = new ArrayList<>();

    @AfterEach
    void close() {
        gate.countDown();
        batcher.close();
    }

    @Test
    void answersManyRequestsFromManyThreads() {
        ModelCall<Integer> first = new FunctionCall<>("first", BatcherTest::firstIds);

        List<CompletableFuture<Answer<Integer>>> answers = IntStream.range(0, 500)
                .parallel()
                .boxed()
                .flatMap(i ->
                        batcher
                                .submit(ModelInput.of(first, List.of(new int[] {i})), BULK, Admission.BOUNDED_BY_CALLER)
                                .stream())
                .toList();

        assertThat(answers)
                .extracting(answer -> answer.join().output())
                .containsExactlyElementsOf(IntStream.range(0, 500).boxed().toList());
    }

    @Test
    void refusesWhatWouldOverfillTheQueue() {
        occupyTheModel();
        submit(BULK, IntStream.range(0, 8).toArray());

        assertThatThrownBy(() -> submit(BULK, 9)).isInstanceOfSatisfying(FailureException.class, failure -> {
            assertThat(failure.code()).isEqualTo(FailureCode.OVERLOADED);
            assertThat(failure.code().retryable()).isTrue();
        });
        assertThat(batcher.waiting(Lane.BULK)).isEqualTo(8);
    }

    @Test
    void servesInteractiveWorkBeforeBulkWorkThatCameEarlier() {
        occupyTheModel();
        var bulk = submit(BULK, 1);
        var interactive = submit(INTERACTIVE, 2);

        gate.countDown();

        assertThat(bulk.getFirst().join().output()).isEqualTo(1);
        assertThat(interactive.getFirst().join().output()).isEqualTo(2);
        assertThat(order).containsExactly(0, 2, 1);
    }

    @Test
    void failsWhatIsStillWaitingAfterItsDeadline() {
        occupyTheModel();
        var late = submit(new RequestContext(Lane.BULK, "acme", now.get().plusSeconds(1)), 1);
        now.set(now.get().plusSeconds(2));

        gate.countDown();

        assertThatThrownBy(late.getFirst()::join)
                .cause()
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.DEADLINE_EXCEEDED));
    }

    @Test
    void aCancelledInputLeavesTheQueueAtOnce() {
        occupyTheModel();
        var cancelled = submit(BULK, 1);

        cancelled.getFirst().cancel(false);

        assertThat(batcher.waiting(Lane.BULK)).isZero();
    }

    @Test
    void tellsARunningCallWhenAllItsInputsAreCancelled() {
        CountDownLatch started = new CountDownLatch(1);
        CompletableFuture<Boolean> told = new CompletableFuture<>();
        record Endless(CountDownLatch started, CompletableFuture<Boolean> told) implements BatchCall<Integer> {
            @Override
            public String model() {
                return "endless";
            }

            @Override
            public List<Integer> run(List<int[]> inputs, Cancellation cancellation) {
                started.countDown();
                await().until(cancellation::requested);
                told.complete(true);
                throw new java.util.concurrent.CancellationException();
            }
        }
        var answers = batcher.submit(
                ModelInput.of(new Endless(started, told), List.of(new int[] {1})), BULK, Admission.REFUSED_WHEN_FULL);
        await().until(() -> started.getCount() == 0);

        answers.getFirst().cancel(false);

        assertThat(told.join()).isTrue();
        assertThat(submit(BULK, 5).getFirst().isCancelled()).isFalse();
    }

    @Test
    void aModelIsLetGoOnceNothingOfItIsWritten() {
        ScriptedBatch.Script script = new ScriptedBatch.Script(4);
        var endless = batcher.submit(
                        ModelInput.of(script.call("translator"), List.of(new int[] {Integer.MAX_VALUE})),
                        BULK,
                        Admission.REFUSED_WHEN_FULL)
                .getFirst();
        await().until(() -> script.open() == 1);
        endless.cancel(false);

        batcher.release("translator");

        assertThat(script.open()).isZero();
    }

    @Test
    void closingRefusesWhatWaitsAndFinishesWhatRuns() {
        var running = occupyTheModel();
        var waiting = submit(BULK, 1);
        Thread closing = Thread.ofVirtual().start(batcher::close);
        await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);

        gate.countDown();

        assertThat(running.join().output()).isZero();
        assertThatThrownBy(waiting.getFirst()::join).hasCauseInstanceOf(FailureException.class);
        assertThatThrownBy(() -> submit(BULK, 2)).isInstanceOf(FailureException.class);
    }

    @Test
    void aModelIsNotLetGoAtTheStopWhileAWorkerIsInsideIt() {
        occupyTheModel();
        Thread stopping = Thread.ofVirtual().start(batcher::stop);
        await().until(() -> stopping.getState() == Thread.State.TIMED_WAITING);
        Thread releasing = Thread.ofVirtual().start(() -> batcher.release("gated"));
        await().until(() -> releasing.getState() == Thread.State.WAITING || !releasing.isAlive());

        assertThat(releasing.isAlive()).isTrue();

        gate.countDown();
        await().until(() -> !releasing.isAlive() && !stopping.isAlive());
    }

    @Test
    void aStopEvictsSequencesThatAreNotFinishedWithinTheGrace() {
        ScriptedBatch.Script script = new ScriptedBatch.Script(4);
        try (Batcher impatient = batcher(Duration.ZERO, Duration.ofMinutes(1))) {
            var endless = impatient
                    .submit(
                            ModelInput.of(script.call("translator"), List.of(new int[] {Integer.MAX_VALUE})),
                            BULK,
                            Admission.BOUNDED_BY_CALLER)
                    .getFirst();
            await().until(() -> script.open() == 1);

            assertThat(impatient.stop()).isTrue();

            assertFails(endless, FailureCode.SHUTTING_DOWN);
            assertThat(script.open()).isZero();
            assertThat(dropped).containsExactly(BatchObserver.Drop.STOP);
        }
    }

    @Test
    void aStopSaysThatAWorkerIsStillInsideAModel() {
        Batcher impatient = batcher(Duration.ZERO, Duration.ZERO);
        var running = submit(impatient, BULK, 0).getFirst();
        await().until(() -> impatient.running() == 1);

        assertThat(impatient.stop()).isFalse();

        assertFails(running, FailureCode.SHUTTING_DOWN);
        gate.countDown();
        await().until(impatient::stop);
    }

    @Test
    void lateInputsLeaveTheQueueWhileAWorkerGeneratesForOthers() {
        ScriptedBatch.Script script = new ScriptedBatch.Script(1);
        var endless = batcher.submit(
                        ModelInput.of(script.call("translator"), List.of(new int[] {Integer.MAX_VALUE})),
                        BULK,
                        Admission.REFUSED_WHEN_FULL)
                .getFirst();
        await().until(() -> script.open() == 1);
        var late = batcher.submit(
                        ModelInput.of(script.call("translator"), List.of(new int[] {3})),
                        new RequestContext(Lane.BULK, "acme", now.get().plusSeconds(1)),
                        Admission.REFUSED_WHEN_FULL)
                .getFirst();

        now.set(now.get().plusSeconds(2));

        await().until(() -> batcher.waiting(Lane.BULK) == 0);
        assertFails(late, FailureCode.DEADLINE_EXCEEDED);
        assertThat(endless).isNotDone();
        assertThat(dropped).containsExactly(BatchObserver.Drop.DEADLINE);
        endless.cancel(false);
    }

    @Test
    void countsWhatItsCallerCancelled() {
        occupyTheModel();

        submit(BULK, 1).getFirst().cancel(false);

        assertThat(dropped).containsExactly(BatchObserver.Drop.CANCELLED);
    }

    @Test
    void countsTheTokensThatWaitByModelAndLane() {
        occupyTheModel();
        submit(BULK, 1, 2, 3);
        submit(INTERACTIVE, 4).getFirst().cancel(false);

        assertThat(batcher.waitingTokens(Lane.BULK, "gated")).isEqualTo(3);
        assertThat(batcher.waitingTokens(Lane.INTERACTIVE, "gated")).isZero();
        assertThat(batcher.waitingTokens(Lane.BULK, "other")).isZero();
    }

    @Test
    void refusesAtOnceWhatCannotBeAnsweredBeforeItsDeadline() {
        learnThatATokenTakesASecond();
        occupyTheModel();
        submit(INTERACTIVE, 1, 2, 3, 4);

        assertThatThrownBy(() -> submit(withinSeconds(4), 9))
                .isInstanceOfSatisfying(FailureException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(FailureCode.OVERLOADED);
                    assertThat(failure.reason())
                            .isEqualTo("The work that waits and this request take about 5 s, and the deadline is in"
                                    + " 4 s; try again in about 1 s");
                });
        assertThat(batcher.waiting(Lane.INTERACTIVE)).isEqualTo(4);
        assertThat(submit(withinSeconds(5), 9)).hasSize(1);
        assertThat(submit(INTERACTIVE, 9)).hasSize(1);
    }

    @Test
    void bulkWorkDoesNotCountAgainstTheDeadlineOfInteractiveWork() {
        learnThatATokenTakesASecond();
        occupyTheModel();
        submit(BULK, 1, 2, 3, 4, 5, 6);
        submit(INTERACTIVE, 7);

        assertThat(submit(withinSeconds(3), 9)).hasSize(1);
        assertThatThrownBy(() ->
                        submit(new RequestContext(Lane.BULK, "acme", now.get().plusSeconds(3)), 9))
                .isInstanceOf(FailureException.class);
    }

    @Test
    void refusesNothingWhileNothingWaits() {
        learnThatATokenTakesASecond();

        assertThat(submit(withinSeconds(1), 1, 2, 3, 4)).hasSize(4);
    }

    private RequestContext withinSeconds(long seconds) {
        return new RequestContext(Lane.INTERACTIVE, "acme", now.get().plusSeconds(seconds));
    }

    /** Each look at the clock takes a second, and a batch is measured from one look to the next. */
    private void learnThatATokenTakesASecond() {
        measuring = true;
        for (int i = 0; i < 40; i++) {
            var answer = batcher.submit(
                            ModelInput.of(new FunctionCall<>("gated", BatcherTest::firstIds), List.of(new int[] {i})),
                            BULK,
                            Admission.BOUNDED_BY_CALLER)
                    .getFirst();
            assertThat(answer.join().micros()).isEqualTo(1_000_000);
        }
    }

    private volatile boolean measuring;

    private long nanoTime() {
        return measuring ? nanos.addAndGet(1_000_000_000) : System.nanoTime();
    }

    private Batcher batcher(Duration stopGrace, Duration stopTimeout) {
        BatchObserver observer = new BatchObserver() {
            @Override
            public void ran(BatchRun batch) {}

            @Override
            public void dropped(String model, Lane lane, Drop cause) {
                dropped.add(cause);
            }
        };
        return new Batcher(
                new BatcherSettings(
                        1, new BatchLimits(4, 1000), 8, 4, 2, Duration.ofMinutes(1), stopGrace, stopTimeout),
                observer,
                (InstantSource) now::get,
                this::nanoTime);
    }

    private static void assertFails(CompletableFuture<?> answer, FailureCode code) {
        assertThatThrownBy(answer::join)
                .cause()
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }

    /** The only executor takes the input 0 and keeps it until the gate opens. */
    private CompletableFuture<Answer<Integer>> occupyTheModel() {
        var answer = submit(BULK, 0).getFirst();
        await().until(() -> batcher.running() == 1);
        return answer;
    }

    private List<CompletableFuture<Answer<Integer>>> submit(RequestContext context, int... inputs) {
        return submit(batcher, context, inputs);
    }

    private List<CompletableFuture<Answer<Integer>>> submit(Batcher batcher, RequestContext context, int... inputs) {
        ModelCall<Integer> call = new FunctionCall<>("gated", this::gated);
        List<int[]> ids = IntStream.of(inputs).mapToObj(i -> new int[] {i}).toList();
        return batcher.submit(ModelInput.of(call, ids), context, Admission.REFUSED_WHEN_FULL);
    }

    private List<Integer> gated(List<int[]> inputs) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        order.addAll(firstIds(inputs));
        return firstIds(inputs);
    }

    private static List<Integer> firstIds(List<int[]> inputs) {
        return inputs.stream().map(ids -> ids[0]).toList();
    }
}
