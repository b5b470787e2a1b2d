package dev.scriptorium.inference.continuation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.CausalBatch;
import dev.scriptorium.engine.CausalModel;
import dev.scriptorium.engine.CausalOutput;
import dev.scriptorium.engine.CausalRequest;
import dev.scriptorium.engine.CausalSettings;
import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.ScoreAdjustments;
import dev.scriptorium.engine.TestModels;
import dev.scriptorium.engine.loading.OnnxModelLoader;
import dev.scriptorium.inference.batching.Lane;
import dev.scriptorium.inference.batching.RequestContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ContinuationWorkerTest {

    private static final RequestContext INTERACTIVE = new RequestContext(Lane.INTERACTIVE, "", Instant.MAX);
    private static final RequestContext BULK = new RequestContext(Lane.BULK, "", Instant.MAX);
    private static CausalModel model;

    private ContinuationWorker worker;

    /** Gathers what it is told; holds the worker's thread at its first output where it is made to. */
    private static final class Answer implements ContinuationListener {

        private final List<CausalOutput> outputs = new ArrayList<>();
        private final CompletableFuture<String> text = new CompletableFuture<>();
        private final CompletableFuture<Void> begun = new CompletableFuture<>();
        private final CountDownLatch gate;

        Answer(int held) {
            this.gate = new CountDownLatch(held);
        }

        @Override
        public void generated(CausalOutput output) {
            outputs.add(output);
            begun.complete(null);
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (output.finish() != null) {
                text.complete(
                        String.join("", outputs.stream().map(CausalOutput::text).toList()));
            }
        }

        @Override
        public void failed(FailureException failure) {
            text.completeExceptionally(failure);
        }

        FailureCode failure() {
            return text.handle((done, thrown) -> FailureException.of(thrown).code())
                    .join();
        }
    }

    @BeforeAll
    static void load() {
        model = new OnnxModelLoader().load(TestModels.folder("stories260k"), EngineSettings.DEFAULT, CausalModel.class);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @AfterEach
    void stop() {
        if (worker != null) {
            assertThat(worker.stop(Duration.ofSeconds(30))).isTrue();
        }
    }

    @Test
    void writesManyAtOnceAndMixesNothingUp() {
        start(4096, 32, 64);
        List<String> names = List.of("Tom", "Lily", "Ben", "Mia");
        List<String> alone =
                names.stream().map(name -> write(prompt(name)).text.join()).toList();

        List<Answer> answers = IntStream.range(0, 32)
                .mapToObj(i -> write(prompt(names.get(i % 4))))
                .toList();

        for (int i = 0; i < 32; i++) {
            assertThat(answers.get(i).text.join()).isEqualTo(alone.get(i % 4));
        }
        assertThat(alone).doesNotHaveDuplicates();
    }

    @Test
    void endsWhatIsCancelledWhetherItWaitsOrIsBeingWritten() {
        start(512, 1, 8);
        Answer running = new Answer(1);
        Continuation first = worker.submit(endless(), INTERACTIVE, running);
        Answer waiting = new Answer(0);
        Continuation second = worker.submit(endless(), INTERACTIVE, waiting);
        running.begun.join();

        second.cancel();
        first.cancel();
        running.gate.countDown();

        assertThat(running.failure()).isEqualTo(FailureCode.CANCELLED);
        assertThat(waiting.failure()).isEqualTo(FailureCode.CANCELLED);
        assertThat(waiting.outputs).isEmpty();
        // The place is free again.
        assertThat(write(prompt("Tom")).text.join()).isNotEmpty();
    }

    @Test
    void endsWhatIsTooLate() {
        start(512, 1, 8);
        Answer late = new Answer(0);

        worker.submit(endless(), new RequestContext(Lane.INTERACTIVE, "", Instant.EPOCH), late);

        assertThat(late.failure()).isEqualTo(FailureCode.DEADLINE_EXCEEDED);
    }

    @Test
    void refusesMoreThanMayWait() {
        start(512, 1, 1);
        Answer running = new Answer(1);
        worker.submit(endless(), INTERACTIVE, running);
        running.begun.join();
        Answer waiting = new Answer(0);
        Continuation second = worker.submit(endless(), INTERACTIVE, waiting);

        assertThatThrownBy(() -> worker.submit(endless(), BULK, new Answer(0)))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.OVERLOADED))
                .hasMessageContaining("1 requests wait");
        second.cancel();
        running.gate.countDown();
    }

    @Test
    void takesInteractiveRequestsFirst() {
        start(512, 1, 8);
        Answer running = new Answer(1);
        Continuation first = worker.submit(endless(), INTERACTIVE, running);
        running.begun.join();
        Answer bulk = new Answer(0);
        worker.submit(prompt("Tom"), BULK, bulk);
        Answer interactive = new Answer(1);
        worker.submit(prompt("Tom"), INTERACTIVE, interactive);

        first.cancel();
        running.gate.countDown();
        interactive.begun.join();

        assertThat(bulk.outputs).isEmpty();
        interactive.gate.countDown();
        assertThat(bulk.text.join()).isEqualTo(interactive.text.join());
    }

    @Test
    void refusesWhatNeverFitsAndGoesOn() {
        start(64, 4, 8);
        Answer large = new Answer(0);
        worker.submit(endless(), INTERACTIVE, large);

        assertThat(large.failure()).isEqualTo(FailureCode.LIMIT_EXCEEDED);
        assertThat(write(prompt("Tom")).text.join()).isNotEmpty();
    }

    @Test
    void failsARequestThatCannotBeginAndGoesOn() {
        start(512, 2, 8);
        Answer running = new Answer(1);
        worker.submit(prompt("Tom"), INTERACTIVE, running);
        running.begun.join();
        Answer broken = new Answer(0);
        CausalSettings settings = CausalSettings.greedy(8).withConstraint(() -> {
            throw new IllegalStateException("no constraint");
        });
        worker.submit(new CausalRequest(model.encode("Once"), settings), INTERACTIVE, broken);
        Answer waiting = new Answer(0);
        worker.submit(prompt("Lily"), INTERACTIVE, waiting);

        running.gate.countDown();

        assertThat(broken.failure()).isEqualTo(FailureCode.INTERNAL);
        assertThat(running.text.join()).isNotEmpty();
        assertThat(waiting.text.join()).isNotEmpty();
    }

    @Test
    void failsWhatIsLeftAtTheStop() {
        start(512, 1, 8);
        Answer running = new Answer(1);
        worker.submit(endless(), INTERACTIVE, running);
        Answer waiting = new Answer(0);
        worker.submit(endless(), INTERACTIVE, waiting);
        running.begun.join();
        running.gate.countDown();

        assertThat(worker.stop(Duration.ofSeconds(30))).isTrue();

        assertThat(running.failure()).isEqualTo(FailureCode.SHUTTING_DOWN);
        assertThat(waiting.failure()).isEqualTo(FailureCode.SHUTTING_DOWN);
        assertThatThrownBy(() -> worker.submit(endless(), INTERACTIVE, new Answer(0)))
                .hasMessageContaining("stopping");
    }

    private void start(int tokens, int sequences, int waiting) {
        worker = new ContinuationWorker(
                "stories",
                model,
                new ContinuationLimits(new CausalBatch.Limits(tokens, sequences, 64), waiting, Duration.ofMinutes(1)),
                Clock.systemUTC());
    }

    private Answer write(CausalRequest request) {
        Answer answer = new Answer(0);
        worker.submit(request, INTERACTIVE, answer);
        return answer;
    }

    private static CausalRequest prompt(String name) {
        return new CausalRequest(model.encode(name + " had a"), CausalSettings.greedy(30));
    }

    /** Longer than the test. */
    private static CausalRequest endless() {
        return new CausalRequest(
                model.encode("Once upon a time"),
                CausalSettings.greedy(500).withAdjustments(ScoreAdjustments.NONE.withIgnoreEnd(true)));
    }
}
