package dev.scriptorium.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.inference.batching.BatchLimits;
import dev.scriptorium.inference.batching.BatchObserver;
import dev.scriptorium.inference.batching.Batcher;
import dev.scriptorium.inference.batching.BatcherSettings;
import dev.scriptorium.inference.batching.Lane;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InferenceMetricTest {

    private static final Path DOCUMENT = Path.of("../docs/metrics.md");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final BatchMetrics metrics = new BatchMetrics(registry);
    private final Batcher batcher = new Batcher(
            new BatcherSettings(1, new BatchLimits(8, 1000), 8, 4, 2, Duration.ofMinutes(1)),
            metrics,
            Clock.systemUTC());

    @Test
    void theDocumentHasTheRowsOfThisServiceAndNoOthers() throws IOException {
        List<String> rows = Files.readAllLines(DOCUMENT).stream()
                .filter(line -> line.startsWith("| `scriptorium.inference."))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(Arrays.stream(InferenceMetric.values())
                        .map(InferenceMetric::row)
                        .toList());
    }

    @Test
    void everyMetricIsRecordedWithTheTagsThatItNames() {
        try (batcher) {
            metrics.watch(batcher, List.of("translator"));
            metrics.decoded(new BatchObserver.DecodeStep("translator", 1, 2, Duration.ofMillis(1)));
            metrics.dropped("translator", Lane.BULK, BatchObserver.Drop.DEADLINE);
        }
        RemoteMetrics remote = new RemoteMetrics(registry);
        remote.ended("writer", Duration.ofSeconds(1), Optional.of(FailureCode.OVERLOADED));
        remote.repeated("writer");
        remote.used("writer", 12, 3);

        for (InferenceMetric metric : InferenceMetric.values()) {
            assertThat(registry.find(metric.metric()).meters())
                    .as(metric.metric())
                    .isNotEmpty()
                    .allSatisfy(meter -> assertThat(meter.getId().getTags())
                            .extracting(Tag::getKey)
                            .containsExactlyInAnyOrderElementsOf(metric.tags()));
        }
        assertThat(registry.getMeters())
                .extracting(Meter::getId)
                .extracting(Meter.Id::getName)
                .isSubsetOf(Arrays.stream(InferenceMetric.values())
                        .map(InferenceMetric::metric)
                        .toList());
    }

    @Test
    void theTokensThatWaitForAModelAreThereBeforeItsFirstRequest() {
        try (batcher) {
            metrics.watch(batcher, List.of("translator"));
        }

        assertThat(registry.get("scriptorium.inference.waiting.tokens")
                        .tags("model", "translator", "lane", "bulk")
                        .gauge()
                        .value())
                .isZero();
    }
}
