package dev.scriptorium.inference.worker;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.inference.InferenceConfig;
import dev.scriptorium.inference.batching.Lane;
import dev.scriptorium.inference.serving.ModelServing;
import dev.scriptorium.proto.Topic;
import dev.scriptorium.proto.Topics;
import dev.scriptorium.proto.event.v1.InferenceRequested;
import dev.scriptorium.runtime.delivery.ConsumerSpec;
import dev.scriptorium.runtime.delivery.RecordConsumers;
import dev.scriptorium.runtime.event.EventPublisher;
import dev.scriptorium.runtime.event.Received;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Takes requests to models from Kafka and publishes their answers to the caller's topic, with the document as key. A
 * request is acknowledged when its answer is, so none is lost; one delivered twice is answered twice, alike. A consumer
 * with enough under way pauses, so the batcher's queue stays bounded.
 */
@Singleton
class InferenceRequestConsumer {

    private final RecordConsumers consumers;
    private final EventPublisher publisher;
    private final RequestAnswering answering;
    private final InferenceConfig.Worker config;

    InferenceRequestConsumer(
            RecordConsumers consumers, EventPublisher publisher, ModelServing serving, InferenceConfig config) {
        this.consumers = consumers;
        this.publisher = publisher;
        this.answering = new RequestAnswering(serving);
        this.config = config.worker();
    }

    void start(@Observes StartupEvent event) {
        if (config.enabled()) {
            start("inference-interactive", Topics.INFERENCE_REQUESTS_INTERACTIVE, Lane.INTERACTIVE);
            start("inference-bulk", Topics.INFERENCE_REQUESTS_BULK, Lane.BULK);
        }
    }

    private void start(String stage, Topic topic, Lane lane) {
        consumers.start(
                new ConsumerSpec<>(
                        stage,
                        List.of(topic),
                        InferenceRequested.parser(),
                        InferenceRequested::getDocument,
                        config.maxInFlight()),
                requested -> answer(requested, lane));
    }

    private CompletionStage<Void> answer(Received<InferenceRequested> received, Lane lane) {
        InferenceRequested requested = received.event();
        Topic responses = responses(requested.getCaller());
        return answering
                .answer(requested, lane)
                .thenCompose(completed -> publisher.publish(
                        responses, requested.getDocument().getDocumentId(), completed, received.context()));
    }

    private static Topic responses(String caller) {
        return Topics.all().stream()
                .filter(topic -> topic.name().equals("inference.responses." + caller + ".v1"))
                .findFirst()
                .orElseThrow(() -> new FailureException(
                        FailureCode.BAD_REQUEST, "Nobody named " + caller + " waits for inference responses"));
    }
}
