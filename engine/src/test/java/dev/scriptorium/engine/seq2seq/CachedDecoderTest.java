package dev.scriptorium.engine.seq2seq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.DecodingBatch;
import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.EngineSettings.Precision;
import dev.scriptorium.engine.GenerationInput;
import dev.scriptorium.engine.GenerationSettings;
import dev.scriptorium.engine.TestModels;
import dev.scriptorium.engine.batch.Inputs;
import dev.scriptorium.engine.files.Weights;
import dev.scriptorium.engine.search.Candidates;
import dev.scriptorium.engine.search.GenerationConfig;
import dev.scriptorium.engine.search.SearchBatch;
import dev.scriptorium.engine.search.StepDecoder;
import dev.scriptorium.engine.search.StepDecoder.Step;
import dev.scriptorium.engine.search.TableTokenizer;
import dev.scriptorium.tokenizers.Languages;
import dev.scriptorium.tokenizers.ModelFiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every architecture of the family writes what transformers' {@code generate()} writes, token for token, and no sentence
 * notices which others come and go beside it.
 */
class CachedDecoderTest {

    private static final int START = 2;
    private static final Set<Integer> PADDING = Set.of(1);

    @ParameterizedTest
    @CsvSource({
        "BART, greedy", "BART, beam4", "BART, beam3 full",
        "MBART, greedy", "MBART, beam4", "MBART, beam3 full",
        "M2M100, greedy", "M2M100, beam4", "M2M100, beam3 full",
        "PEGASUS, greedy", "PEGASUS, beam4", "PEGASUS, beam3 full"
    })
    void writesWhatTransformersWrites(Architecture architecture, String name) {
        JsonNode expected = expected(architecture);
        JsonNode run = run(expected, name);
        List<int[]> sources = TestModels.ids(expected.path("ids"));
        List<int[]> outputs = TestModels.ids(run.path("outputs"));

        assertThat(sources).hasSizeGreaterThanOrEqualTo(200);
        try (Seq2SeqSessions sessions = sessions(architecture, Precision.FLOAT32, false)) {
            for (int size : new int[] {1, 3, 16}) {
                assertSame(sessions, architecture, run, sources, outputs, size);
            }
        }
        try (Seq2SeqSessions sessions = sessions(architecture, Precision.FLOAT32, true)) {
            assertSame(sessions, architecture, run, sources, outputs, 16);
        }
    }

    /** Relative positions, normalisation by the root mean square, heads that do not divide the hidden state, and gates. */
    @ParameterizedTest
    @CsvSource({
        "tiny-t5, greedy", "tiny-t5, beam4", "tiny-t5, beam3 full",
        "tiny-t5-gated, greedy", "tiny-t5-gated, beam4", "tiny-t5-gated, beam3 full"
    })
    void writesWhatTransformersWritesWithT5(String model, String name) {
        JsonNode expected = TestModels.expected(model);
        JsonNode run = run(expected, name);
        List<int[]> sources = TestModels.ids(expected.path("ids"));
        List<int[]> outputs = TestModels.ids(run.path("outputs"));

        assertThat(sources).hasSizeGreaterThanOrEqualTo(200);
        try (Seq2SeqSessions sessions = sessions(model, Architecture.T5, Precision.FLOAT32, false)) {
            for (int size : new int[] {1, 3, 16}) {
                assertSame(sessions, Architecture.T5, run, sources, outputs, size);
            }
        }
    }

    @Test
    void refusesT5OnADevice() {
        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> sessions("tiny-t5", Architecture.T5, Precision.FLOAT16, true))
                .withMessageContaining("run on a processor");
    }

    private static void assertSame(
            Seq2SeqSessions sessions,
            Architecture architecture,
            JsonNode run,
            List<int[]> sources,
            List<int[]> outputs,
            int size) {
        for (int start = 0; start < sources.size(); start += size * 5) {
            int end = Math.min(sources.size(), start + size);
            List<int[]> found =
                    written(sessions, config(architecture, run), settings(run), sources.subList(start, end));
            for (int i = start; i < end; i++) {
                assertThat(found.get(i - start))
                        .as("sentence %s among %s", i, size)
                        .isEqualTo(outputs.get(i));
            }
        }
    }

    private static List<int[]> written(
            Seq2SeqSessions sessions, GenerationConfig config, GenerationSettings settings, List<int[]> sources) {
        List<GenerationInput> inputs = sources.stream()
                .map(source -> new GenerationInput(source, Languages.UNSAID, settings))
                .toList();
        Map<DecodingBatch.SequenceHandle, int[]> done = new HashMap<>();
        try (DecodingBatch slots = new SearchBatch(
                new CachedDecoder(sessions, PADDING, settings.beams(), sources.size()),
                config.kind(inputs.getFirst()),
                config,
                new TableTokenizer(),
                new Inputs(1_000, 1_000))) {
            List<DecodingBatch.SequenceHandle> joined = slots.admit(inputs);
            while (slots.size() > 0) {
                slots.step()
                        .forEach(finished -> done.put(
                                finished.sequence(),
                                finished.generations().getFirst().ids()));
            }
            return joined.stream().map(done::get).toList();
        }
    }

    /** Greedy by hand, so that sentences can come and go at any step. */
    @ParameterizedTest
    @CsvSource({
        "BART, 1, FLOAT32, false",
        "MBART, 2, FLOAT32, false",
        "M2M100, 3, FLOAT32, false",
        "M2M100, 4, INT8, false",
        "BART, 5, FLOAT32, true",
        "T5, 6, FLOAT32, false",
        "T5, 7, INT8, false",
        "PEGASUS, 8, INT8, false"
    })
    void sentencesThatComeAndGoDoNotNoticeEachOther(
            Architecture architecture, long seed, Precision precision, boolean forDevice) {
        List<int[]> sources = TestModels.ids(expected(architecture).path("ids"));
        Random random = new Random(seed);
        try (Seq2SeqSessions sessions = sessions(architecture, precision, forDevice);
                StepDecoder alone = new CachedDecoder(sessions, Set.of(), 1, 1);
                StepDecoder shared = new CachedDecoder(sessions, Set.of(), 1, 7)) {
            List<Writing> active = new ArrayList<>();
            int next = 0;
            int finished = 0;
            while (finished < 60) {
                int coming = Math.min(random.nextInt(4), shared.capacity() - active.size());
                List<int[]> admitted = sources.subList(next, next + coming);
                shared.admit(admitted);
                admitted.forEach(source -> active.add(new Writing(source, 1 + random.nextInt(20))));
                next += coming;
                if (active.isEmpty()) {
                    continue;
                }
                advance(shared, active);
                List<Writing> done = active.stream().filter(Writing::isDone).toList();
                shared.keep(IntStream.range(0, active.size())
                        .filter(i -> !active.get(i).isDone())
                        .toArray());
                active.removeAll(done);
                for (Writing writing : done) {
                    assertThat(writing.tokens).as("seed %s", seed).isEqualTo(alone(alone, writing));
                    finished++;
                }
            }
        }
    }

    private static List<Integer> alone(StepDecoder decoder, Writing writing) {
        Writing again = new Writing(writing.source, writing.length);
        decoder.admit(List.of(again.source));
        while (!again.isDone()) {
            advance(decoder, List.of(again));
        }
        decoder.keep(new int[0]);
        return again.tokens;
    }

    private static void advance(StepDecoder decoder, List<Writing> active) {
        int[] tokens = active.stream().mapToInt(Writing::last).toArray();
        int[] parents = IntStream.range(0, tokens.length).toArray();
        List<Candidates> likely = decoder.mostLikely(new Step(tokens, parents), 1);
        for (int i = 0; i < tokens.length; i++) {
            active.get(i).tokens.add(likely.get(i).tokens()[0]);
        }
    }

    private static final class Writing {

        private final int[] source;
        private final int length;
        private final List<Integer> tokens = new ArrayList<>();

        Writing(int[] source, int length) {
            this.source = source;
            this.length = length;
        }

        int last() {
            return tokens.isEmpty() ? START : tokens.getLast();
        }

        boolean isDone() {
            return tokens.size() == length;
        }
    }

    /** A row's scores depend on what it wrote, not on the row in which it lies: beams are thrown about at random. */
    @ParameterizedTest
    @CsvSource({"BART, 4", "MBART, 4", "M2M100, 4", "T5, 4", "BART, 6", "BART, 7"})
    void everyBeamContinuesTheParentThatIsNamed(Architecture architecture, int beams) {
        List<int[]> sources = TestModels.ids(expected(architecture).path("ids")).subList(0, 3);
        Random random = new Random(5);
        try (Seq2SeqSessions sessions = sessions(architecture, Precision.FLOAT32, false);
                StepDecoder decoder = new CachedDecoder(sessions, Set.of(), beams, 3)) {
            decoder.admit(sources);
            int rows = sources.size() * beams;
            int[][] written = new int[rows][];
            Arrays.fill(written, new int[0]);
            int[] parents = IntStream.range(0, rows).toArray();
            for (int step = 0; step < 12; step++) {
                int[][] longer = new int[rows][];
                int[] tokens = new int[rows];
                for (int row = 0; row < rows; row++) {
                    tokens[row] = step == 0 ? START : 3 + random.nextInt(90);
                    longer[row] = Arrays.copyOf(written[parents[row]], step + 1);
                    longer[row][step] = tokens[row];
                }
                written = longer;
                List<float[]> scores = decoder.scores(new Step(tokens, parents));
                parents = IntStream.range(0, rows)
                        .map(row -> row / beams * beams + random.nextInt(beams))
                        .toArray();
                if (step == 11) {
                    for (int row = 0; row < rows; row++) {
                        assertThat(scores.get(row))
                                .as("row %s", row)
                                .containsExactly(
                                        given(sessions, sources.get(row / beams), written[row]),
                                        org.assertj.core.data.Offset.offset(1e-3f));
                    }
                }
            }
        }
    }

    private static float[] given(Seq2SeqSessions sessions, int[] source, int[] tokens) {
        try (StepDecoder decoder = new CachedDecoder(sessions, Set.of(), 1, 1)) {
            decoder.admit(List.of(source));
            float[] scores = {};
            for (int token : tokens) {
                scores = decoder.scores(new Step(new int[] {token}, new int[] {0}))
                        .getFirst();
            }
            return scores;
        }
    }

    @ParameterizedTest
    @EnumSource(names = "BART")
    void refusesMoreSentencesThanItHasSlots(Architecture architecture) {
        List<int[]> sources = TestModels.ids(expected(architecture).path("ids"));
        try (Seq2SeqSessions sessions = sessions(architecture, Precision.FLOAT32, false);
                StepDecoder decoder = new CachedDecoder(sessions, Set.of(), 2, 3)) {
            decoder.admit(sources.subList(0, 2));

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> decoder.admit(sources.subList(2, 4)))
                    .withMessageContaining("capacity for 3");
        }
    }

    /** @param forDevice the graphs that a GPU runs, on the processor */
    private static Seq2SeqSessions sessions(Architecture architecture, Precision precision, boolean forDevice) {
        return sessions(name(architecture), architecture, precision, forDevice);
    }

    private static Seq2SeqSessions sessions(
            String model, Architecture architecture, Precision precision, boolean forDevice) {
        ModelFiles files = new ModelFiles(TestModels.folder(model));
        return Seq2SeqSessions.of(
                Seq2SeqConfig.read(architecture, files.json("config.json")),
                Weights.open(files),
                Optional.empty(),
                new EngineSettings(1, precision),
                forDevice);
    }

    private static GenerationConfig config(Architecture architecture, JsonNode run) {
        var json = new ObjectMapper()
                .createObjectNode()
                .put("decoder_start_token_id", START)
                .put("eos_token_id", START)
                .put("forced_eos_token_id", START)
                .put("forced_bos_token_id", architecture == Architecture.BART ? 0 : 95)
                .put(
                        "early_stopping",
                        run.path("settings").path("early_stopping").asBoolean());
        return GenerationConfig.of(json, 1_000);
    }

    private static GenerationSettings settings(JsonNode run) {
        JsonNode settings = run.path("settings");
        return new GenerationSettings(
                settings.path("num_beams").asInt(),
                settings.path("max_new_tokens").asInt(23),
                (float) settings.path("length_penalty").asDouble(1),
                1,
                0);
    }

    private static JsonNode expected(Architecture architecture) {
        return TestModels.expected(name(architecture));
    }

    private static String name(Architecture architecture) {
        return "tiny-" + architecture.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static JsonNode run(JsonNode expected, String name) {
        for (JsonNode run : expected.path("runs")) {
            if (run.path("name").asText().equals(name)) {
                return run;
            }
        }
        throw new IllegalArgumentException("no run " + name);
    }
}
