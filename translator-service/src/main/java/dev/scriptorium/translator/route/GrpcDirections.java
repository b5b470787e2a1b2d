package dev.scriptorium.translator.route;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.proto.inference.v1.InferenceService;
import dev.scriptorium.proto.inference.v1.ListModelsRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The directions of the inference service's catalogue, asked for when first needed and again after a while. What was heard
 * last is used while the service does not answer.
 */
public final class GrpcDirections implements CurrentDirections {

    private static final Logger LOG = Logger.getLogger(GrpcDirections.class);
    private static final Duration ONE_CALL = Duration.ofSeconds(5);
    private static final Duration BETWEEN_CALLS = Duration.ofMillis(500);

    private final InferenceService inference;
    private final String pivot;
    private final Duration refresh;
    private final Duration patience;
    private final Clock clock;

    private record Heard(Directions directions, Instant until) {}

    private volatile @Nullable Heard heard;

    public GrpcDirections(InferenceService inference, String pivot, Duration refresh, Duration patience, Clock clock) {
        this.inference = inference;
        this.pivot = pivot;
        this.refresh = refresh;
        this.patience = patience;
        this.clock = clock;
    }

    @Override
    public Directions get() {
        Heard last = heard;
        return last != null && clock.instant().isBefore(last.until()) ? last.directions() : listen();
    }

    private synchronized Directions listen() {
        Heard last = heard;
        if (last != null && clock.instant().isBefore(last.until())) {
            return last.directions();
        }
        Directions directions = last == null ? askUntilAnswered() : askOnce(last.directions());
        heard = new Heard(directions, clock.instant().plus(refresh));
        return directions;
    }

    private Directions askUntilAnswered() {
        Instant end = clock.instant().plus(patience);
        while (true) {
            try {
                return ask();
            } catch (RuntimeException e) {
                if (!clock.instant().plus(BETWEEN_CALLS).isBefore(end)) {
                    throw new FailureException(
                            FailureCode.DEPENDENCY_UNAVAILABLE,
                            "The inference service does not say which models it has",
                            e);
                }
                pause();
            }
        }
    }

    private Directions askOnce(Directions last) {
        try {
            return ask();
        } catch (RuntimeException e) {
            LOG.warnf("The inference service does not list its models; going on with those known: %s", e.getMessage());
            return last;
        }
    }

    private Directions ask() {
        return Directions.of(
                inference
                        .listModels(ListModelsRequest.getDefaultInstance())
                        .await()
                        .atMost(ONE_CALL)
                        .getModelsList(),
                pivot);
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_CALLS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailureException(FailureCode.CANCELLED, "The service is stopping", e);
        }
    }
}
