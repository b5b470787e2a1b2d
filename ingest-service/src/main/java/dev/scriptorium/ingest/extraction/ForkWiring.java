package dev.scriptorium.ingest.extraction;

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

/** Makes the one pool of parsing processes, for documents that are read and for files that are written. */
@Singleton
class ForkWiring {

    @Produces
    @Singleton
    ForkPool forks(ExtractionConfig config) {
        return new ForkPool(settings(config), command(config));
    }

    private static ForkSettings settings(ExtractionConfig config) {
        Limits limits = new Limits(config.maxCharacters(), config.maxBlocks(), config.maxPages());
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
