package dev.scriptorium.ingest.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.runtime.access.Role;
import java.time.Instant;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RequestRatesTest {

    @Test
    void takesAsManyRequestsAsTheLimitSaysAndNotOneMore() {
        RequestRates rates = new RequestRates(OptionalInt.of(3));
        rates.set(key("a", null));

        for (int i = 0; i < 3; i++) {
            assertThat(rates.count("key:a")).isEmpty();
        }
        assertThat(rates.count("key:a")).isPresent();
    }

    @Test
    void prefersTheLimitOfTheKeyAndCountsEachKeyForItself() {
        RequestRates rates = new RequestRates(OptionalInt.of(100));
        rates.set(key("a", 1));
        rates.set(key("b", 1));

        assertThat(rates.count("key:a")).isEmpty();
        assertThat(rates.count("key:a")).isPresent();
        assertThat(rates.count("key:b")).isEmpty();
    }

    @Test
    void goesOnCountingWhenAKeyIsUsedAgain() {
        RequestRates rates = new RequestRates(OptionalInt.empty());
        rates.set(key("a", 1));
        assertThat(rates.count("key:a")).isEmpty();

        rates.set(key("a", 1));

        assertThat(rates.count("key:a")).isPresent();
    }

    @Test
    void limitsNobodyUnlessTold() {
        RequestRates rates = new RequestRates(OptionalInt.empty());
        rates.set(key("a", null));

        for (int i = 0; i < 1_000; i++) {
            assertThat(rates.count("key:a")).isEmpty();
        }
    }

    private static ApiKey key(String id, @Nullable Integer perMinute) {
        return new ApiKey(id, "test", Role.READER, perMinute, "service", Instant.EPOCH, null, null, null);
    }
}
