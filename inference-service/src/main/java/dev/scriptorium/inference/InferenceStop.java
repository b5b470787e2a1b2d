package dev.scriptorium.inference;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Ends the use of models at the stop, while Kafka and the HTTP server are still there to take the last answers. */
@Singleton
class InferenceStop {

    private final ModelRuntime runtime;

    InferenceStop(ModelRuntime runtime) {
        this.runtime = runtime;
    }

    void stop(@Observes ShutdownEvent event) {
        runtime.close();
    }
}
