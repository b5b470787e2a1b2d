package dev.scriptorium.inference.catalogue;

import java.util.concurrent.atomic.AtomicBoolean;

/** A model that stays loaded until its user is done with it. Thread-safe. */
public final class ModelLease implements AutoCloseable {

    private final LoadedModel model;
    private final Runnable release;
    private final AtomicBoolean closed = new AtomicBoolean();

    ModelLease(LoadedModel model, Runnable release) {
        this.model = model;
        this.release = release;
    }

    public LoadedModel model() {
        return model;
    }

    /** This lease, of a model that stands on the one that is leased. */
    public ModelLease of(LoadedModel other) {
        return new ModelLease(other, this::close);
    }

    /** Once; later calls do nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            release.run();
        }
    }
}
