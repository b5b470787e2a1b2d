package dev.scriptorium.ingest.extraction;

import dev.scriptorium.ingest.blob.BlobStore;
import dev.scriptorium.ingest.extraction.fork.ForkClasspath;
import dev.scriptorium.ingest.extraction.fork.ForkCommand;
import dev.scriptorium.ingest.extraction.fork.ForkMain;
import dev.scriptorium.ingest.extraction.fork.ForkPool;
import dev.scriptorium.ingest.extraction.fork.ForkSettings;
import dev.scriptorium.ingest.extraction.parse.Limits;
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
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Feeds the extraction stage with received documents, each acknowledged when it is done. */
@Singleton
class ExtractionConsumer {

    private final ExtractionConfig config;
    private final BlobStore blobs;
    private final ExtractionProgress progress;
    private final EventPublisher publisher;
    private final RecordConsumers consumers;
    private @Nullable ForkPool forks;
    private @Nullable RecordConsumer<DocumentReceived> consumer;

    ExtractionConsumer(
            ExtractionConfig config,
            BlobStore blobs,
            ExtractionProgress progress,
            EventPublisher publisher,
            RecordConsumers consumers) {
        this.config = config;
        this.blobs = blobs;
        this.progress = progress;
        this.publisher = publisher;
        this.consumers = consumers;
    }

    void start(@Observes StartupEvent event) {
        Limits limits = new Limits(config.maxCharacters(), config.maxBlocks(), config.maxPages());
        ForkPool pool = new ForkPool(settings(limits), command());
        forks = pool;
        DocumentReader reader = new DocumentReader(blobs, pool, limits);
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
        if (forks != null) {
            forks.close();
        }
    }

    private ForkSettings settings(Limits limits) {
        Path temporary = config.temporaryFolder().orElse(Path.of(System.getProperty("java.io.tmpdir")));
        return new ForkSettings(
                config.forks(),
                config.documentsPerFork(),
                config.deadline(),
                config.idleTime(),
                temporary,
                limits,
                config.comments());
    }

    private ForkCommand command() {
        return new ForkCommand(
                config.commandPrefix().orElse(List.of()),
                config.heap(),
                config.jvmOptions().orElse(List.of()),
                config.classpath().orElseGet(ForkClasspath::find),
                ForkMain.class.getName());
    }
}
