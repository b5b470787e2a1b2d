package dev.scriptorium.runtime.event;

import dev.scriptorium.runtime.kafka.KafkaMonitor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the publisher of the application, and the clock and the randomness that everything else is given. */
@ApplicationScoped
class EventWiring {

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    RandomGenerator random() {
        return () -> ThreadLocalRandom.current().nextLong();
    }

    @Produces
    @Singleton
    EventHeaders headers(
            @ConfigProperty(name = "quarkus.application.name") String application,
            Clock clock,
            RandomGenerator random) {
        return new EventHeaders("/scriptorium/" + application, clock, random);
    }

    @Produces
    @Singleton
    EventPublisher publisher(LazyProducer producer, EventHeaders headers, KafkaMonitor monitor) {
        return new EventPublisher(producer, headers, monitor.names(), monitor::topicsWereSeen);
    }
}
