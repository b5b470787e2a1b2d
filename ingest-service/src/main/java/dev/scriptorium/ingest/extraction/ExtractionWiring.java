package dev.scriptorium.ingest.extraction;

import dev.scriptorium.ingest.blob.BlobStore;
import dev.scriptorium.ingest.extraction.fork.ForkClasspath;
import dev.scriptorium.ingest.extraction.fork.ForkCommand;
import dev.scriptorium.ingest.extraction.fork.ForkMain;
import dev.scriptorium.ingest.extraction.fork.ForkPool;
import dev.scriptorium.ingest.extraction.fork.ForkSettings;
import dev.scriptorium.ingest.extraction.parse.Limits;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;

/** Makes the one reader of documents, which the pipeline and the API share. */
@Singleton
class ExtractionWiring {

    @Produces
    @Singleton
    DocumentReader reader(ExtractionConfig config, BlobStore blobs) {
        Limits limits = new Limits(config.maxCharacters(), config.maxBlocks(), config.maxPages());
        return new DocumentReader(blobs, new ForkPool(settings(config, limits), command(config)), limits);
    }

    private static ForkSettings settings(ExtractionConfig config, Limits limits) {
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

    private static ForkCommand command(ExtractionConfig config) {
        return new ForkCommand(
                config.commandPrefix().orElse(List.of()),
                config.heap(),
                config.jvmOptions().orElse(List.of()),
                config.classpath().orElseGet(ForkClasspath::find),
                ForkMain.class.getName());
    }
}
