package dev.scriptorium.inference;

import dev.scriptorium.inference.catalogue.CatalogueEntry;
import dev.scriptorium.inference.catalogue.ModelCatalogue;
import dev.scriptorium.inference.catalogue.ModelState;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Loads the configured models at the start. Ready once each of them is ready or found unavailable: a model that cannot be
 * loaded does not keep the others from serving, and shows here with its code.
 */
@Readiness
@Singleton
class ModelPreload implements HealthCheck {

    private static final List<String> ALL = List.of("*");

    private final ModelCatalogue catalogue;
    private final InferenceConfig config;
    private volatile CompletableFuture<?> loaded = new CompletableFuture<>();

    ModelPreload(ModelCatalogue catalogue, InferenceConfig config) {
        this.catalogue = catalogue;
        this.config = config;
    }

    /** Fails the start where a name is unknown. */
    void start(@Observes StartupEvent event) {
        List<String> wanted = config.preload().orElse(List.of());
        List<String> names = wanted.equals(ALL)
                ? catalogue.entries().stream().map(entry -> entry.card().name()).toList()
                : wanted;
        names.forEach(catalogue::entry);
        loaded = CompletableFuture.allOf(names.stream().map(catalogue::ready).toArray(CompletableFuture[]::new));
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("models").status(loaded.isDone());
        for (CatalogueEntry entry : catalogue.entries()) {
            response.withData(
                    entry.card().name(),
                    switch (entry.state()) {
                        case ModelState.Unavailable unavailable ->
                            "unavailable: " + unavailable.failure().code();
                        case ModelState.Fetching fetching ->
                            "fetching: " + fetching.progress().get();
                        case ModelState state ->
                            state.getClass().getSimpleName().toLowerCase(Locale.ROOT);
                    });
        }
        return response.build();
    }
}
