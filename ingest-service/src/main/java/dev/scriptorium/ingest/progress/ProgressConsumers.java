package dev.scriptorium.ingest.progress;

import dev.scriptorium.ingest.IngestConfig;
import dev.scriptorium.proto.Topics;
import dev.scriptorium.proto.event.v1.DocumentFailed;
import dev.scriptorium.proto.event.v1.TaskCompleted;
import dev.scriptorium.runtime.delivery.ConsumerSpec;
import dev.scriptorium.runtime.delivery.RecordConsumers;
import dev.scriptorium.runtime.event.Received;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/** Consumes results and failures in batches, and hands them to those who decide. */
@Singleton
class ProgressConsumers {

    private final RecordConsumers consumers;
    private final ResultRecorder results;
    private final FailureHandler failures;
    private final int batch;

    ProgressConsumers(RecordConsumers consumers, ResultRecorder results, FailureHandler failures, IngestConfig config) {
        this.consumers = consumers;
        this.results = results;
        this.failures = failures;
        this.batch = config.results().batch();
    }

    void start(@Observes StartupEvent event) {
        consumers.startBatched(
                new ConsumerSpec<>(
                        "results",
                        List.of(Topics.DOCUMENTS_RESULTS),
                        TaskCompleted.parser(),
                        TaskCompleted::getDocument,
                        batch),
                records -> results.store(records.stream().map(Received::event).toList()));
        consumers.startBatched(
                new ConsumerSpec<>(
                        "failures",
                        List.of(Topics.DOCUMENTS_FAILED),
                        DocumentFailed.parser(),
                        DocumentFailed::getDocument,
                        batch),
                records -> failures.store(records.stream().map(Received::event).toList()));
    }
}
