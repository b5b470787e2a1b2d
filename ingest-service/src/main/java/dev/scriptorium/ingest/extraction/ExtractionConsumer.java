package dev.scriptorium.ingest.extraction;

import dev.scriptorium.proto.Topics;
import dev.scriptorium.proto.event.v1.DocumentReceived;
import dev.scriptorium.runtime.delivery.ConsumerSpec;
import dev.scriptorium.runtime.delivery.RecordConsumer;
import dev.scriptorium.runtime.delivery.RecordConsumers;
import dev.scriptorium.runtime.event.EventPublisher;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Feeds the extraction stage with received documents, each acknowledged when it is done. */
@Singleton
class ExtractionConsumer {

    private final ExtractionConfig config;
    private final DocumentReader reader;
    private final ExtractionProgress progress;
    private final EventPublisher publisher;
    private final RecordConsumers consumers;
    private @Nullable RecordConsumer<DocumentReceived> consumer;

    ExtractionConsumer(
            ExtractionConfig config,
            DocumentReader reader,
            ExtractionProgress progress,
            EventPublisher publisher,
            RecordConsumers consumers) {
        this.config = config;
        this.reader = reader;
        this.progress = progress;
        this.publisher = publisher;
        this.consumers = consumers;
    }

    void start(@Observes StartupEvent event) {
        ExtractionStage stage = new ExtractionStage(reader::read, progress, publisher);
        consumer = consumers.start(
                new ConsumerSpec<>(
                        "extraction",
                        List.of(Topics.DOCUMENTS_RECEIVED),
                        DocumentReceived.parser(),
                        DocumentReceived::getDocument,
                        config.maxInFlight()),
                stage::extract);
    }

    /** What is being parsed is finished first, as far as the consumer waits for it. */
    void stop(@Observes ShutdownEvent event) {
        if (consumer != null) {
            consumer.close();
        }
        reader.close();
    }
}
