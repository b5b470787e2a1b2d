package dev.scriptorium.ingest.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.runtime.event.EventHeaders;
import dev.scriptorium.runtime.event.EventPublisher;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.junit.jupiter.api.Test;

class OutboxRelayTest {

    private final WaitingOutbox outbox = new WaitingOutbox();
    private final OutboxRelay relay = new OutboxRelay(
            outbox,
            new EventPublisher(new MockProducer<>(), new EventHeaders("/test", Clock.systemUTC(), new Random(1))),
            new OutboxRelay.Settings(
                    500, Duration.ofSeconds(5), Duration.ofSeconds(1), 10, Duration.ofMinutes(15), Duration.ofHours(1)),
            new SimpleMeterRegistry());

    @Test
    void takesWorkUpToTheLimitAndNotOneMore() {
        outbox.holds(9, Duration.ofSeconds(1));
        relay.measure();
        assertThatCode(relay::requireRoom).doesNotThrowAnyException();

        outbox.holds(10, Duration.ofSeconds(1));
        relay.measure();
        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(relay::requireRoom)
                .returns(FailureCode.OVERLOADED, FailureException::code);
    }

    @Test
    void takesNoWorkWhileTheOldestEventWaitsForTooLong() {
        outbox.holds(1, Duration.ofMinutes(16));
        relay.measure();

        assertThatExceptionOfType(FailureException.class).isThrownBy(relay::requireRoom);
        assertThat(relay.keepsUp()).isFalse();
    }

    @Test
    void keepsUpWhileEventsLeaveSoonAfterTheyCame() {
        outbox.holds(9, Duration.ofSeconds(1));
        relay.measure();

        assertThat(relay.keepsUp()).isTrue();
    }

    /** Holds as much as a test says. */
    private static final class WaitingOutbox implements Outbox {

        private Backlog backlog = Backlog.NONE;

        void holds(long events, Duration age) {
            backlog = new Backlog(events, age);
        }

        @Override
        public Backlog backlog() {
            return backlog;
        }

        @Override
        public int send(int limit, Consumer<List<Entry>> publisher) {
            return 0;
        }

        @Override
        public void await(Duration atMost) {}

        @Override
        public void stopAwaiting() {}

        @Override
        public void deleteSent(Duration age) {}
    }
}
