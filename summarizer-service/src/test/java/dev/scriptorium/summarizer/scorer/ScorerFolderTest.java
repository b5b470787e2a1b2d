package dev.scriptorium.summarizer.scorer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scriptorium.core.document.SegmentId;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.models.ShippedModels;
import dev.scriptorium.proto.document.v1.Place;
import dev.scriptorium.summarizer.ranking.Feature;
import dev.scriptorium.summarizer.ranking.RankedDocument;
import dev.scriptorium.summarizer.ranking.RankedSentence;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScorerFolderTest {

    private static final int FEATURES = Feature.names().size();

    @TempDir
    private Path folder;

    private Map<String, Object> config;

    @BeforeEach
    void writeAScorer() throws IOException {
        config = new HashMap<>(Map.of(
                "architectures", List.of("SentenceScorer"),
                "features", Feature.names(),
                "hidden_size", 2,
                "means", Collections.nCopies(FEATURES, 0.5),
                "scales", Collections.nCopies(FEATURES, 2.0)));
        write(config);
        writeWeights(0.25f);
    }

    @Test
    void computesWhatTheNetworkOfTheFolderDoes() {
        var document = RankedDocument.whole(List.of(sentence()), 1, "");
        double hidden = 0.25;
        for (double feature : Feature.of(document)[0]) {
            hidden += 0.25 * (feature - 0.5) / 2;
        }
        double output = 0.25 + 2 * 0.25 * Math.tanh(hidden);

        double[] scores = ScorerFolder.read(folder).scores(document);

        assertThat(scores).containsExactly(new double[] {1 / (1 + Math.exp(-output))}, within(1e-9));
    }

    @Test
    void refusesAModelOfOtherFeatures() throws IOException {
        config.put("features", Feature.names().reversed());
        write(config);

        assertFails(FailureCode.MODEL_UNSUPPORTED, "train it anew");
    }

    @Test
    void refusesAModelOfAnotherKind() throws IOException {
        config.put("architectures", List.of("BertModel"));
        write(config);

        assertFails(FailureCode.MODEL_UNSUPPORTED, "scriptorium.summarizer.scorer");
    }

    @Test
    void namesTheFileThatIsMissing() throws IOException {
        Files.delete(folder.resolve("model.safetensors"));

        assertFails(FailureCode.MODEL_FILE_MISSING, "model.safetensors");
    }

    @Test
    void refusesNumbersThatCannotBe() throws IOException {
        config.put("scales", Collections.nCopies(FEATURES, 0.0));
        write(config);
        assertFails(FailureCode.MODEL_CORRUPT, "scales");

        config.put("scales", Collections.nCopies(FEATURES - 1, 1.0));
        write(config);
        assertFails(FailureCode.MODEL_CORRUPT, "scales");

        Files.writeString(folder.resolve("config.json"), "{");
        assertFails(FailureCode.MODEL_CORRUPT, "config.json");
    }

    @Test
    void refusesDamagedWeights() throws IOException {
        writeWeights(Float.NaN);
        assertFails(FailureCode.MODEL_CORRUPT, "hidden.weight");

        writeWeights(0.25f);
        Path file = folder.resolve("model.safetensors");
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {0, 7, 40, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertFails(FailureCode.MODEL_CORRUPT, "model.safetensors");
        }
    }

    @Test
    void refusesWeightsOfAnotherSize() throws IOException {
        config.put("hidden_size", 3);
        write(config);

        assertFails(FailureCode.MODEL_CORRUPT, "shape");
    }

    @Test
    void readsTheScorerThatShips(@TempDir Path cache) {
        var scorer = ScorerFolder.read(new ShippedModels(cache).unpack("summary-scorer"));

        double[] scores = scorer.scores(RankedDocument.whole(List.of(sentence()), 1, "Budget"));

        assertThat(scores).hasSize(1);
        assertThat(scores[0]).isGreaterThan(0).isLessThan(1);
    }

    private void assertFails(FailureCode code, String saying) {
        assertThatThrownBy(() -> ScorerFolder.read(folder)).isInstanceOfSatisfying(FailureException.class, failure -> {
            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure.reason()).contains(saying);
        });
    }

    private static RankedSentence sentence() {
        return new RankedSentence(
                new SegmentId(0, 0),
                "The council approved the budget of 2026.",
                Place.getDefaultInstance(),
                0,
                true,
                false,
                new byte[] {100, 20, 3});
    }

    private void write(Map<String, Object> json) throws IOException {
        Files.writeString(folder.resolve("config.json"), new ObjectMapper().writeValueAsString(json));
    }

    /** All weights alike. */
    private void writeWeights(float value) throws IOException {
        String header = """
                {"hidden.weight": {"dtype": "F32", "shape": [2, %1$d], "data_offsets": [0, %2$d]},
                 "hidden.bias": {"dtype": "F32", "shape": [2], "data_offsets": [%2$d, %3$d]},
                 "output.weight": {"dtype": "F32", "shape": [1, 2], "data_offsets": [%3$d, %4$d]},
                 "output.bias": {"dtype": "F32", "shape": [1], "data_offsets": [%4$d, %5$d]}}""".formatted(FEATURES, 8 * FEATURES, 8 * FEATURES + 8, 8 * FEATURES + 16, 8 * FEATURES + 20);
        byte[] head = header.getBytes(UTF_8);
        ByteBuffer file =
                ByteBuffer.allocate(8 + head.length + 8 * FEATURES + 20).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(head.length).put(head);
        while (file.hasRemaining()) {
            file.putFloat(value);
        }
        Files.write(folder.resolve("model.safetensors"), file.array());
    }
}
