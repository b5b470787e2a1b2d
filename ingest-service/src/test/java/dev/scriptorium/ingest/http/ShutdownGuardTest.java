package dev.scriptorium.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShutdownGuardTest {

    private static final Duration DELAY = Duration.ofSeconds(5);

    private final SettableClock clock = new SettableClock();
    private final ShutdownGuard guard = new ShutdownGuard(clock, Optional.of(DELAY));

    @Test
    void refusesNothingWhileTheServiceRuns() {
        assertThat(guard.refuses("/v1/jobs")).isFalse();
    }

    @Test
    void refusesNothingBeforeTheDelayHasPassed() {
        guard.beginShutdown(new ShutdownDelayInitiatedEvent());
        clock.advance(DELAY.minusMillis(1));

        assertThat(guard.refuses("/v1/jobs")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/translate", "/", "/openai/v1/models", "/scriptorium.ingest.v1.DocumentService/GetJob"})
    void refusesClientsOnceTheDelayHasPassed(String path) {
        guard.beginShutdown(new ShutdownDelayInitiatedEvent());
        clock.advance(DELAY);

        assertThat(guard.refuses(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/q/health/ready",
                "/grpc.health.v1.Health/Check",
                "/scriptorium.inference.v1.InferenceService/Generate"
            })
    void letsHealthChecksAndCallsBetweenServicesPass(String path) {
        guard.beginShutdown(new ShutdownDelayInitiatedEvent());
        clock.advance(DELAY);

        assertThat(guard.refuses(path)).isFalse();
    }

    @Test
    void refusesAtOnceWithoutADelay() {
        ShutdownGuard hasty = new ShutdownGuard(clock, Optional.empty());
        hasty.beginShutdown(new ShutdownDelayInitiatedEvent());

        assertThat(hasty.refuses("/v1/jobs")).isTrue();
    }

    private static final class SettableClock extends Clock {

        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        void advance(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
