package dev.scriptorium.ingest.validation;

import dev.scriptorium.ingest.IngestConfig;
import dev.scriptorium.ingest.extraction.DocumentTexts;
import dev.scriptorium.ingest.extraction.ExtractionConfig;
import dev.scriptorium.ingest.submission.JobSubmissions;
import dev.scriptorium.ingest.submission.ServedTasks;
import dev.scriptorium.ingest.translation.LanguageDetector;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;

/** Makes the validator from the configuration. */
@Singleton
class ValidationWiring {

    @Produces
    @Singleton
    TemporaryStores.Settings stores(ExtractionConfig extraction, IngestConfig config) {
        Path parent = extraction.temporaryFolder().orElse(Path.of(System.getProperty("java.io.tmpdir")));
        return new TemporaryStores.Settings(parent, config.storage().orphanAge());
    }

    @Produces
    @Singleton
    JobValidator validator(
            IngestConfig config,
            JobSubmissions submissions,
            DocumentTexts texts,
            LanguageDetector detector,
            ServedTasks served,
            TemporaryStores stores) {
        return new JobValidator(
                submissions,
                texts,
                detector,
                served,
                stores,
                Math.min(config.limits().documents(), config.limits().validatedDocuments()));
    }
}
