package dev.scriptorium.engine.causal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class RotaryPositionsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The table is of transformers' own functions. */
    @Test
    void turnsAsFastAsInTransformers() throws IOException {
        JsonNode cases = JSON.readTree(RotaryPositionsTest.class.getResource("/parity/rotary.json"));
        for (JsonNode one : cases) {
            RotaryPositions rotary = RotaryPositions.read(
                    one.path("scaling"),
                    10000,
                    one.path("width").asInt(),
                    one.path("maxPositions").asInt());
            assertThat(rotary.attentionFactor())
                    .isCloseTo((float) one.path("attentionFactor").asDouble(), within(1e-6f));
            assertThat(rotary.frequencies()).hasSize(one.path("frequencies").size());
            for (int i = 0; i < rotary.frequencies().length; i++) {
                float expected = (float) one.path("frequencies").get(i).asDouble();
                assertThat(rotary.frequencies()[i])
                        .as("frequency %d of %s", i, one.path("scaling"))
                        .isCloseTo(expected, within(Math.abs(expected) * 1e-5f));
            }
        }
        assertThat(cases.size()).isGreaterThanOrEqualTo(8);
    }

    @Test
    void refusesAScalingThatItDoesNotKnow() throws IOException {
        JsonNode scaling = JSON.readTree("{\"rope_type\": \"longrope\"}");
        assertThatThrownBy(() -> RotaryPositions.read(scaling, 10000, 8, 128))
                .hasMessageContaining("longrope")
                .hasMessageContaining("yarn");
    }
}
