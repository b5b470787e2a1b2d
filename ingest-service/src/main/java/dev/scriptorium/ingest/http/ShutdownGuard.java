package dev.scriptorium.ingest.http;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.runtime.failure.Refusal;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Refuses new requests of clients with {@code SHUTTING_DOWN} once the delay of a shutdown has passed. Quarkus waits until no
 * request is under way but goes on to accept new ones, so clients that never pause would hold the service until its timeout.
 * Health checks pass, and so do the calls between services that share the port: work under way needs them.
 */
@Singleton
class ShutdownGuard {

    /** Before the check of Host and Origin. */
    private static final int FIRST = 11_000;

    private final Clock clock;
    private final Duration delay;
    private volatile @Nullable Instant refusesFrom;

    ShutdownGuard(Clock clock, @ConfigProperty(name = "quarkus.shutdown.delay") Optional<Duration> delay) {
        this.clock = clock;
        this.delay = delay.orElse(Duration.ZERO);
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, FIRST);
    }

    void beginShutdown(@Observes ShutdownDelayInitiatedEvent event) {
        refusesFrom = clock.instant().plus(delay);
    }

    private void check(RoutingContext context) {
        if (refuses(context.request().path())) {
            Refusal.send(
                    context,
                    new FailureException(
                            FailureCode.SHUTTING_DOWN, "The service is stopping; call again, or another instance."));
        } else {
            context.next();
        }
    }

    boolean refuses(@Nullable String path) {
        Instant from = refusesFrom;
        return from != null && !clock.instant().isBefore(from) && (path == null || isOfClients(path));
    }

    private static boolean isOfClients(String path) {
        boolean betweenServices = path.startsWith("/scriptorium.") && !path.startsWith("/scriptorium.ingest.");
        return !betweenServices && !path.startsWith("/q/") && !path.startsWith("/grpc.health.");
    }
}
