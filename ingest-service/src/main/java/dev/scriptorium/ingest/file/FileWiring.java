package dev.scriptorium.ingest.file;

import dev.scriptorium.core.lifecycle.RetryPolicy;
import dev.scriptorium.ingest.IngestConfig;
import dev.scriptorium.ingest.extraction.ExtractionConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/** Reads the configuration of files. */
@Singleton
class FileWiring {

    @Produces
    @Singleton
    FileBuilder.Settings settings(
            FileConfig config,
            IngestConfig ingest,
            ExtractionConfig extraction,
            RetryPolicy retries,
            RandomGenerator random) {
        return new FileBuilder.Settings(
                retries,
                random,
                extraction.temporaryFolder().orElse(Path.of(System.getProperty("java.io.tmpdir"))),
                config.maxUntranslatedPercent() / 100.0,
                ingest.limits().document());
    }
}
