package dev.scriptorium.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scriptorium.engine.CausalBatch;
import dev.scriptorium.engine.EmbeddingModel;
import dev.scriptorium.inference.batching.BatchLimits;
import dev.scriptorium.inference.batching.BatchObserver;
import dev.scriptorium.inference.batching.Batcher;
import dev.scriptorium.inference.batching.Batcher.Admission;
import dev.scriptorium.inference.batching.BatcherSettings;
import dev.scriptorium.inference.batching.Lane;
import dev.scriptorium.inference.batching.RequestContext;
import dev.scriptorium.inference.catalogue.CatalogueEntry;
import dev.scriptorium.inference.catalogue.LoadedModel;
import dev.scriptorium.inference.catalogue.ModelCatalogue;
import dev.scriptorium.inference.continuation.ContinuationLimits;
import dev.scriptorium.inference.continuation.ContinuationWorkers;
import dev.scriptorium.inference.fake.FakeCatalogue;
import dev.scriptorium.inference.serving.ModelServing;
import dev.scriptorium.inference.serving.RequestLimits;
import dev.scriptorium.proto.inference.v1.EmbedRequest;
import dev.scriptorium.proto.inference.v1.EmbedResponse;
import dev.scriptorium.proto.inference.v1.Input;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelRuntimeTest {

    private final GatedEmbeddings model = new GatedEmbeddings();
    private final ModelCatalogue catalogue = new ModelCatalogue(
            List.of(CatalogueEntry.of(FakeCatalogue.EMBEDDINGS)), card -> new LoadedModel(card, "digest", model));

    @AfterEach
    void released() {
        model.gate.countDown();
    }

    @Test
    void aModelIsClosedOnlyWhenTheWorkerInsideItIsDone() {
        ModelRuntime runtime = runtime(Duration.ofMinutes(1));
        CompletableFuture<EmbedResponse> running = embed(runtime);
        await().until(() -> model.inside);

        Thread closing = Thread.ofVirtual().start(runtime::close);
        await().until(() -> closing.getState() == Thread.State.TIMED_WAITING || !closing.isAlive());

        assertThat(model.closed).isFalse();
        model.gate.countDown();
        await().until(() -> model.closed);
        assertThat(model.closedWhileInside).isFalse();
        assertThat(running.join().getOutputsCount()).isEqualTo(1);
    }

    @Test
    void aModelThatAWorkerDoesNotLeaveIsLeftInMemory() {
        ModelRuntime runtime = runtime(Duration.ZERO);
        CompletableFuture<EmbedResponse> running = embed(runtime);
        await().until(() -> model.inside);

        runtime.close();

        assertThat(running).isCompletedExceptionally();
        assertThat(model.closed).isFalse();
    }

    @Test
    void aCancelledRequestDoesNotLetItsModelBeClosedUnderTheWorker() {
        ModelRuntime runtime = runtime(Duration.ofMinutes(1));
        CompletableFuture<EmbedResponse> running = embed(runtime);
        await().until(() -> model.inside);
        running.cancel(false);

        Thread closing = Thread.ofVirtual().start(runtime::close);
        await().until(() -> closing.getState() == Thread.State.TIMED_WAITING || !closing.isAlive());
        model.gate.countDown();

        await().until(() -> model.closed);
        assertThat(model.closedWhileInside).isFalse();
    }

    private ModelRuntime runtime(Duration timeout) {
        return new ModelRuntime(
                catalogue,
                new Batcher(
                        new BatcherSettings(
                                1, new BatchLimits(8, 1000), 8, 4, 2, Duration.ofMinutes(1), timeout, timeout),
                        BatchObserver.NONE,
                        Clock.systemUTC()),
                new ContinuationWorkers(
                        new ContinuationLimits(new CausalBatch.Limits(32, 1, 1), 1, Duration.ofMinutes(1)),
                        timeout,
                        Clock.systemUTC()));
    }

    private static CompletableFuture<EmbedResponse> embed(ModelRuntime runtime) {
        ModelServing serving = new ModelServing(
                runtime.catalogue(), runtime.batcher(), new RequestLimits(10, 500), Runnable::run, Clock.systemUTC());
        return serving.embed(
                EmbedRequest.newBuilder()
                        .setModel("sentence-embedding")
                        .addInputs(Input.newBuilder().setText("one"))
                        .build(),
                new RequestContext(Lane.BULK, "acme", Instant.MAX),
                Admission.REFUSED_WHEN_FULL);
    }

    /** A model that keeps its caller until the gate opens, as native code does, and knows when it is closed. */
    private static final class GatedEmbeddings implements EmbeddingModel {

        private final CountDownLatch gate = new CountDownLatch(1);
        private volatile boolean inside;
        private volatile boolean closed;
        private volatile boolean closedWhileInside;

        @Override
        public int dimensions() {
            return 1;
        }

        @Override
        public List<float[]> embed(List<int[]> inputs) {
            inside = true;
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            inside = false;
            return inputs.stream().map(ids -> new float[] {1}).toList();
        }

        @Override
        public String tokenizerDigest() {
            return "";
        }

        @Override
        public int[] encode(String text) {
            return new int[] {1};
        }

        @Override
        public int maxInputTokens() {
            return 10;
        }

        @Override
        public void close() {
            closed = true;
            closedWhileInside |= inside;
        }
    }
}
