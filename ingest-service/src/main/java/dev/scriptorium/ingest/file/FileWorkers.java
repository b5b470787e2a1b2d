package dev.scriptorium.ingest.file;

import dev.scriptorium.core.failure.FailureException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Threads that make files for as long as the service runs. What one of them has begun when it stops is begun again. */
@Singleton
class FileWorkers {

    private static final Logger LOG = Logger.getLogger(FileWorkers.class);

    private final FileConfig config;
    private final FileBuilder builder;
    private volatile boolean stopped;

    FileWorkers(FileConfig config, FileBuilder builder) {
        this.config = config;
        this.builder = builder;
    }

    void start(@Observes StartupEvent event) {
        for (int i = 0; i < config.workers(); i++) {
            Thread.ofPlatform().daemon().name("files-" + i).start(this::work);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }

    private void work() {
        Duration pause = config.poll();
        while (!stopped) {
            boolean worked = false;
            try {
                worked = builder.next();
            } catch (FailureException e) {
                LOG.warnf("Files wait: %s", e.reason());
            } catch (RuntimeException e) {
                if (!stopped) {
                    LOG.warn("A file was not made, and will be tried again", e);
                }
            }
            if (!worked) {
                try {
                    Thread.sleep(pause);
                } catch (InterruptedException e) {
                    return;
                }
            }
        }
    }
}
