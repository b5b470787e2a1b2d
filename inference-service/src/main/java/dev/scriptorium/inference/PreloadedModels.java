package dev.scriptorium.inference;

import dev.scriptorium.inference.catalogue.CatalogueEntry;
import dev.scriptorium.inference.catalogue.ModelCatalogue;
import dev.scriptorium.inference.catalogue.ModelState;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Default;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * The models that this replica promises to serve: they are loaded at the start. The replica is ready while each of them can
 * serve; one that cannot be loaded turns readiness red, with its code, and keeps the replica from taking requests. A model that
 * is not preloaded does neither: it shows here only. Thread-safe.
 */
@Readiness
@Default
@Singleton
public class PreloadedModels implements HealthCheck {

    /** Before the observers of this event that take requests. */
    private static final int EARLY = 100;

    private static final List<String> ALL = List.of("*");

    private final ModelCatalogue catalogue;
    private final List<String> configured;
    private volatile Set<String> names = Set.of();

    @Inject
    PreloadedModels(ModelCatalogue catalogue, InferenceConfig config) {
        this(catalogue, config.preload().orElse(List.of()));
    }

    /** @param configured names; one {@code *} for all */
    PreloadedModels(ModelCatalogue catalogue, List<String> configured) {
        this.catalogue = catalogue;
        this.configured = configured;
    }

    void start(@Observes @Priority(EARLY) StartupEvent event) {
        load();
    }

    /** @throws dev.scriptorium.core.failure.FailureException {@code MODEL_UNKNOWN}, which fails the start */
    void load() {
        names = configured.equals(ALL)
                ? Set.copyOf(catalogue.entries().stream()
                        .map(entry -> entry.card().name())
                        .toList())
                : Set.copyOf(configured);
        names.forEach(catalogue::entry);
        names.forEach(catalogue::ready);
    }

    public boolean contains(String model) {
        return names.contains(model);
    }

    /** Whether each of them is loaded, or was unloaded for another one and can be loaded again. */
    public boolean canServe() {
        return names.stream().allMatch(name -> catalogue.entry(name).canServe());
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("models").status(canServe());
        for (CatalogueEntry entry : catalogue.entries()) {
            response.withData(
                    entry.card().name(),
                    switch (entry.state()) {
                        case ModelState.Unavailable unavailable ->
                            "unavailable: " + unavailable.failure().code();
                        case ModelState.Fetching fetching ->
                            "fetching: " + fetching.progress().get();
                        case ModelState.Remote remote -> "remote";
                        case ModelState.Known known -> "known";
                        case ModelState.Loading loading -> "loading";
                        case ModelState.Ready ready -> "ready";
                    });
        }
        return response.build();
    }
}
