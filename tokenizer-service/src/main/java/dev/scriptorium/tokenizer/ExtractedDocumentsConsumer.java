package dev.scriptorium.tokenizer;

import dev.scriptorium.proto.Topics;
import dev.scriptorium.proto.event.v1.DocumentExtracted;
import dev.scriptorium.runtime.delivery.ConsumerSpec;
import dev.scriptorium.runtime.delivery.RecordConsumers;
import dev.scriptorium.runtime.event.EventPublisher;
import dev.scriptorium.runtime.event.Received;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/** Takes extracted parts from Kafka and publishes them in segments. Ready once it consumes. */
@Singleton
@Readiness
class ExtractedDocumentsConsumer implements HealthCheck {

    private static final Logger LOG = Logger.getLogger(ExtractedDocumentsConsumer.class);
    static final String STAGE = "tokenizer";

    private final LoadedSegmenter segmenter;
    private final RecordConsumers consumers;
    private final EventPublisher publisher;
    private final TokenizerConfig config;
    private volatile boolean consuming;

    ExtractedDocumentsConsumer(
            LoadedSegmenter segmenter, RecordConsumers consumers, EventPublisher publisher, TokenizerConfig config) {
        this.segmenter = segmenter;
        this.consumers = consumers;
        this.publisher = publisher;
        this.config = config;
    }

    void start(@Observes StartupEvent start) {
        Thread.ofVirtual().name("start-" + STAGE).start(this::consume);
    }

    private void consume() {
        try {
            TokenizeStage stage = new TokenizeStage(segmenter.get());
            ConsumerSpec<DocumentExtracted> spec = new ConsumerSpec<>(
                    STAGE,
                    List.of(Topics.DOCUMENTS_EXTRACTED),
                    DocumentExtracted.parser(),
                    DocumentExtracted::getDocument,
                    config.maxInFlight());
            consumers.start(spec, received -> tokenize(stage, received));
            consuming = true;
        } catch (RuntimeException e) {
            LOG.error("The tokenizer cannot start", e);
        }
    }

    private CompletionStage<Void> tokenize(TokenizeStage stage, Received<DocumentExtracted> received) {
        return publisher.publish(
                Topics.DOCUMENTS_TOKENIZED, received.key(), stage.tokenize(received.event()), received.context());
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named(STAGE).status(consuming).build();
    }
}
