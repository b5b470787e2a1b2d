package dev.scriptorium.ingest.access;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** How many requests a minute each caller may send to this instance. Thread-safe. */
public final class RequestRates {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final OptionalInt usual;
    private final ConcurrentMap<String, Limited> callers = new ConcurrentHashMap<>();

    /** @param usual for callers without a limit of their own; empty: none */
    public RequestRates(OptionalInt usual) {
        this.usual = usual;
    }

    private record Limited(int perMinute, Bucket bucket) {

        static Limited to(int perMinute) {
            return new Limited(
                    perMinute,
                    Bucket.builder()
                            .addLimit(Bandwidth.builder()
                                    .capacity(perMinute)
                                    .refillGreedy(perMinute, MINUTE)
                                    .build())
                            .build());
        }
    }

    /** Applies the limit of a key, or the usual one. */
    void set(ApiKey key) {
        OptionalInt limit = key.requestsPerMinute() == null ? usual : OptionalInt.of(key.requestsPerMinute());
        String caller = "key:" + key.id();
        if (limit.isEmpty()) {
            callers.remove(caller);
        } else {
            callers.compute(
                    caller,
                    (id, known) -> known != null && known.perMinute() == limit.getAsInt()
                            ? known
                            : Limited.to(limit.getAsInt()));
        }
    }

    /** How long until the caller may send another request, where this is one too many. */
    Optional<Duration> count(String caller) {
        Limited limited = callers.get(caller);
        if (limited == null) {
            return Optional.empty();
        }
        ConsumptionProbe probe = limited.bucket().tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Optional.empty() : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }
}
