package dev.scriptorium.engine.seq2seq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.text.WordRange;
import dev.scriptorium.engine.Attention;
import dev.scriptorium.engine.Cancellation;
import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.EngineSettings.Precision;
import dev.scriptorium.engine.Generation;
import dev.scriptorium.engine.GenerationInput;
import dev.scriptorium.engine.seq2seq.Seq2SeqConfig.Stack;
import dev.scriptorium.tokenizers.Languages;
import dev.scriptorium.tokenizers.ModelFiles;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped translators' attention to the source, against that of a model in plain loops. */
class AlignmentTest {

    private static final Path MODELS = Path.of("..", "models");
    private static final Languages DE_EN = new Languages("de", "en");
    private static final List<String> TEXTS = List.of(
            "Peter Schmidt wohnt seit 1998 in Hamburg.",
            "Drücken Sie die rote Taste, um die Maschine anzuhalten.",
            "Im Jahr 2024 besuchten mehr als 250 Menschen Toronto.",
            "Nein.");

    @ParameterizedTest
    @CsvSource({"FLOAT32, 1, true, 1e-4", "FLOAT32, 4, true, 1e-4", "INT8, 1, true, 0.3", "INT8, 4, false, 0.3"})
    void isWhatTheModelAttendsTo(Precision precision, int beams, boolean shortlists, double tolerance) {
        ModelFiles files = new ModelFiles(MODELS.resolve("translator"));
        EngineSettings settings = new EngineSettings(1, precision, EngineSettings.Device.CPU, shortlists, 32);
        try (OnnxSeq2SeqModel model = OnnxSeq2SeqModel.load(Architecture.MARIAN, files, settings);
                PlainMarian plain = new PlainMarian(files)) {
            List<GenerationInput> inputs = inputs(model, beams);

            List<List<Generation>> written = model.generate(inputs, Cancellation.NEVER);

            double apart = 0;
            int rows = 0;
            for (int i = 0; i < inputs.size(); i++) {
                Generation best = written.get(i).getFirst();
                List<float[]> weights = best.attention().orElseThrow().weights();
                double[][][] expected = plain.attention(inputs.get(i).source(), best.ids())[1];
                for (int token = 0; token < weights.size(); token++) {
                    assertThat(weights.get(token)).hasSize(inputs.get(i).source().length);
                    for (int source = 0; source < weights.get(token).length; source++) {
                        double mean = (expected[0][token][source] + expected[1][token][source]) / 2;
                        assertThat((double) weights.get(token)[source])
                                .as("sentence %s, token %s, source %s", i, token, source)
                                .isCloseTo(mean, within(tolerance));
                        apart += Math.abs(mean - weights.get(token)[source]);
                    }
                    rows++;
                }
            }
            assertThat(apart / rows).as("of a row, in total").isLessThan(tolerance / 2);
        }
    }

    @Test
    void aNameIsAlignedWithItself() {
        try (OnnxSeq2SeqModel model = load()) {
            List<GenerationInput> inputs = inputs(model, 4);

            Generation best =
                    model.generate(inputs, Cancellation.NEVER).getFirst().getFirst();

            assertThat(attended(model, TEXTS.getFirst(), inputs.getFirst().source(), best, "Hamburg"))
                    .isEqualTo("Hamburg");
            assertThat(attended(model, TEXTS.getFirst(), inputs.getFirst().source(), best, "1998"))
                    .isEqualTo("1998");
        }
    }

    @Test
    void isLeftOutWhereNobodyAsks() {
        try (OnnxSeq2SeqModel model = load()) {
            List<GenerationInput> inputs = inputs(model, 2);
            List<GenerationInput> mixed = List.of(inputs.get(0), inputs.get(1).withAlignment(false));

            List<List<Generation>> written = model.generate(mixed, Cancellation.NEVER);

            assertThat(written.get(0).getFirst().attention()).isPresent();
            assertThat(written.get(1).getFirst().attention()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | 6 | 4 | 0,1,2,3",
                "{} | 2 | 1 | 0,1,2,3",
                "{\"alignment_heads\": [[1, 1], [1, 0]]} | 2 | 1 | 0,1",
                "{\"alignment_heads\": [[0, 3], [4, 2]]} | 6 | 4 | 2",
            })
    void theModelSaysWhichHeadsAlign(String config, int layers, int layer, String heads)
            throws JsonProcessingException {
        AlignmentHeads read = AlignmentHeads.read(new ObjectMapper().readTree(config), new Stack(layers, 4, 8));

        assertThat(read.layer()).isEqualTo(layer);
        assertThat(String.join(",", read.heads().stream().map(String::valueOf).toList()))
                .isEqualTo(heads);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[[2, 0]]", "[[0, 4]]", "[[-1, 0]]", "[[0]]", "[[0, 1, 2]]", "[[\"a\", 0]]", "[0, 1]"})
    void refusesHeadsThatTheModelDoesNotHave(String heads) {
        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> AlignmentHeads.read(
                        new ObjectMapper().readTree("{\"alignment_heads\": " + heads + "}"), new Stack(2, 4, 8)))
                .withMessageContaining("alignment_heads");
    }

    private static OnnxSeq2SeqModel load() {
        return OnnxSeq2SeqModel.load(
                Architecture.MARIAN, new ModelFiles(MODELS.resolve("translator")), EngineSettings.DEFAULT);
    }

    private static List<GenerationInput> inputs(OnnxSeq2SeqModel model, int beams) {
        return TEXTS.stream()
                .map(text -> new GenerationInput(
                                model.encode(text, DE_EN),
                                DE_EN,
                                model.defaults().withBeams(beams).withMaxNewTokens(60))
                        .withAlignment(true))
                .toList();
    }

    /** The source's word that a word of the text attends to most. */
    private static String attended(OnnxSeq2SeqModel model, String text, int[] source, Generation written, String word) {
        Attention attention = written.attention().orElseThrow();
        int[] ends = model.sourceEnds(text, source);
        int token = 0;
        while (attention.targetEnds()[token] <= written.text().indexOf(word)) {
            token++;
        }
        float[] weights = attention.weights().get(token);
        int most = 0;
        for (int i = 1; i < weights.length; i++) {
            most = weights[i] > weights[most] ? i : most;
        }
        int start = most == 0 ? 0 : ends[most - 1];
        int end = ends[most];
        WordRange range = WordRange.of(text).stream()
                .filter(candidate -> candidate.overlaps(start, end))
                .findFirst()
                .orElseThrow();
        return text.substring(range.start(), range.end());
    }
}
