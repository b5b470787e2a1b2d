package dev.scriptorium.ingest.catalogue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is asked for again when it is old. Thread-safe; several threads may ask at once. A failure is not remembered. */
final class Remembered<T> {

    private final Supplier<T> source;
    private final InstantSource clock;
    private final Duration age;
    private volatile @Nullable Entry<T> entry;

    Remembered(Supplier<T> source, InstantSource clock, Duration age) {
        this.source = source;
        this.clock = clock;
        this.age = age;
    }

    T get() {
        Entry<T> known = entry;
        Instant now = clock.instant();
        if (known != null && known.at().plus(age).isAfter(now)) {
            return known.value();
        }
        Entry<T> fresh = new Entry<>(source.get(), now);
        entry = fresh;
        return fresh.value();
    }

    private record Entry<T>(T value, Instant at) {}
}
