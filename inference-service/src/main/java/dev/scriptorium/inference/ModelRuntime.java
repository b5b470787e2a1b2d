package dev.scriptorium.inference;

import dev.scriptorium.inference.batching.Batcher;
import dev.scriptorium.inference.catalogue.ModelCatalogue;
import dev.scriptorium.inference.continuation.ContinuationWorkers;
import org.jboss.logging.Logger;

/**
 * The models of a process and the workers that run them, which end in this order: no model is loaded or leased any more, the
 * workers end, the models are freed. Where a worker does not end in time, the models stay in memory until the process ends:
 * memory that is freed under a running call ends the process with a segmentation fault.
 */
record ModelRuntime(ModelCatalogue catalogue, Batcher batcher, ContinuationWorkers continuations)
        implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ModelRuntime.class);

    /** Later calls do nothing more. */
    @Override
    public void close() {
        catalogue.stop();
        boolean continuationsEnded = continuations.stop();
        if (batcher.stop() && continuationsEnded) {
            catalogue.close();
        } else {
            LOG.warn("A worker is still inside a model; the models are left in memory");
        }
    }
}
