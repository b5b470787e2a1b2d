package dev.scriptorium.engine.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scriptorium.engine.Sampling;
import dev.scriptorium.engine.TestModels;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SamplerTest {

    @Test
    void leavesTheTokensThatTransformersLeaves() {
        JsonNode limits = TestModels.json("tiny-marian", "settings.json").path("limits");

        assertThat(limits).hasSizeGreaterThanOrEqualTo(20);
        for (JsonNode limit : limits) {
            JsonNode settings = limit.path("settings");
            Sampling sampling = new Sampling(
                    (float) settings.path("temperature").asDouble(),
                    settings.path("top_k").asInt(),
                    (float) settings.path("top_p").asDouble(),
                    (float) settings.path("min_p").asDouble(),
                    0);
            float[] scores = TestModels.floats(List.of(limit.path("scores"))).getFirst();

            Sampler.Draws draws = new Sampler(sampling, 0).limited(scores);

            assertThat(Arrays.stream(draws.tokens()).sorted().toArray())
                    .as("%s", settings)
                    .isEqualTo(TestModels.ids(List.of(limit.path("left"))).getFirst());
            assertThat(draws.weights()[0] / Arrays.stream(draws.weights()).sum())
                    .isCloseTo(limit.path("likeliest").asDouble(), within(1e-4));
        }
    }

    @Test
    void neverDrawsAForbiddenToken() {
        float[] scores = {Float.NEGATIVE_INFINITY, 0, Float.NEGATIVE_INFINITY};
        for (Sampling sampling : List.of(Sampling.DEFAULT, Sampling.DEFAULT.withTopK(0))) {
            Sampler sampler = new Sampler(sampling, 0);
            for (int i = 0; i < 100; i++) {
                assertThat(sampler.draw(scores)).isOne();
            }
        }
    }
}
