package dev.scriptorium.inference.worker;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.inference.InferenceConfig;
import dev.scriptorium.inference.PreloadedModels;
import dev.scriptorium.inference.batching.Lane;
import dev.scriptorium.inference.serving.ModelServing;
import dev.scriptorium.proto.Topic;
import dev.scriptorium.proto.Topics;
import dev.scriptorium.proto.event.v1.InferenceRequested;
import dev.scriptorium.runtime.delivery.ConsumerSpec;
import dev.scriptorium.runtime.delivery.RecordConsumer;
import dev.scriptorium.runtime.delivery.RecordConsumers;
import dev.scriptorium.runtime.event.EventPublisher;
import dev.scriptorium.runtime.event.Received;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Takes requests to models from Kafka and publishes the responses to the caller's topic, with the document as key. A request
 * is acknowledged when its response is, so none is lost; one that is delivered twice is answered twice, alike. A consumer with
 * enough requests in flight pauses, so the batcher's queue stays bounded.
 *
 * <p>Requests are consumed only while the preloaded models can serve. Before and after, the replica is not a member of the
 * consumer group, so that its partitions belong to others.
 */
@Singleton
class InferenceRequestConsumer {

    private static final Logger LOG = Logger.getLogger(InferenceRequestConsumer.class);

    /** Before the models stop. */
    private static final int EARLY = 100;

    private static final int LOOK_MILLIS = 500;

    private final RecordConsumers consumers;
    private final EventPublisher publisher;
    private final RequestAnswering answering;
    private final PreloadedModels preloaded;
    private final boolean enabled;
    private final int maxInFlight;
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("request-consumer-gate").daemon().factory());
    private volatile List<RecordConsumer<InferenceRequested>> open = List.of();

    InferenceRequestConsumer(
            RecordConsumers consumers,
            EventPublisher publisher,
            ModelServing serving,
            PreloadedModels preloaded,
            InferenceConfig config) {
        this.consumers = consumers;
        this.publisher = publisher;
        this.answering = new RequestAnswering(serving, preloaded::contains);
        this.preloaded = preloaded;
        this.enabled = config.worker().enabled();
        this.maxInFlight = config.worker().maxInFlight();
    }

    void start(@Observes StartupEvent event) {
        if (enabled) {
            looking.scheduleWithFixedDelay(this::joinOrLeave, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** What is in flight is given back when the models stop. */
    void pause(@Observes @Priority(EARLY) ShutdownEvent event) {
        looking.shutdownNow();
        open.forEach(RecordConsumer::pause);
    }

    private void joinOrLeave() {
        boolean canServe = preloaded.canServe();
        if (canServe && open.isEmpty()) {
            open = List.of(
                    consume("inference-interactive", Topics.INFERENCE_REQUESTS_INTERACTIVE, Lane.INTERACTIVE),
                    consume("inference-bulk", Topics.INFERENCE_REQUESTS_BULK, Lane.BULK));
        } else if (!canServe && !open.isEmpty()) {
            LOG.warn("A preloaded model cannot serve; this replica takes no requests from Kafka");
            open.parallelStream().forEach(RecordConsumer::close);
            open = List.of();
        }
    }

    private RecordConsumer<InferenceRequested> consume(String stage, Topic topic, Lane lane) {
        return consumers.start(
                new ConsumerSpec<>(
                        stage,
                        List.of(topic),
                        InferenceRequested.parser(),
                        InferenceRequested::getDocument,
                        maxInFlight),
                requested -> answer(requested, lane));
    }

    private CompletionStage<Void> answer(Received<InferenceRequested> received, Lane lane) {
        InferenceRequested requested = received.event();
        Topic responses = Topics.responsesOf(requested.getCaller())
                .orElseThrow(() -> new FailureException(
                        FailureCode.BAD_REQUEST, "Unknown caller of an inference request: " + requested.getCaller()));
        return answering
                .answer(requested, lane)
                .thenCompose(completed -> publisher.publish(
                        responses, requested.getDocument().getDocumentId(), completed, received.context()));
    }
}
