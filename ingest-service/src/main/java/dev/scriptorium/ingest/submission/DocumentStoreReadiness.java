package dev.scriptorium.ingest.submission;

import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.ingest.blob.StoreIdentity;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/** Ready while the store of the documents answers and is the one of this installation. A process whose store is another one does not start. */
@Readiness
@ApplicationScoped
public class DocumentStoreReadiness implements HealthCheck {

    private static final Logger LOG = Logger.getLogger(DocumentStoreReadiness.class);

    private final StoreIdentity identity;

    DocumentStoreReadiness(StoreIdentity identity) {
        this.identity = identity;
    }

    void start(@Observes StartupEvent event) {
        try {
            identity.difference().ifPresent(reason -> {
                throw new IllegalStateException(reason);
            });
        } catch (FailureException e) {
            LOG.warnf("The store of the documents is not checked yet: %s", e.reason());
        }
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("documents");
        try {
            identity.require();
            return response.up().build();
        } catch (FailureException e) {
            return response.withData("store", e.reason()).down().build();
        }
    }
}
