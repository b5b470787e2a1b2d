package dev.scriptorium.engine.seq2seq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.Cancellation;
import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.EngineSettings.Precision;
import dev.scriptorium.engine.Generation;
import dev.scriptorium.engine.GenerationSettings;
import dev.scriptorium.engine.TestModels;
import dev.scriptorium.tokenizers.ModelFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With a shortlist a model writes what is on it, whichever sentences share the batch. */
class ShortlistTest {

    private static final int VOCABULARY = 254;
    private static final int END = 0;
    private static final List<int[]> INPUTS =
            TestModels.ids(TestModels.expected("tiny-marian").path("ids"));

    @TempDir
    private Path folder;

    @BeforeEach
    void copy() {
        TestModels.copy("tiny-marian", folder);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void everySentenceWritesWhatIsOnItsOwnList(int beams) throws IOException {
        List<int[]> lists = randomLists(3);
        write("shortlist.safetensors", new int[] {END, 7, 8}, lists);

        List<Generation> generations = generate(INPUTS, beams, true);

        Set<Integer> written = new HashSet<>();
        for (int i = 0; i < INPUTS.size(); i++) {
            Set<Integer> allowed = new HashSet<>(Set.of(END, 7, 8));
            IntStream.of(INPUTS.get(i))
                    .forEach(id -> IntStream.of(lists.get(id)).forEach(allowed::add));
            for (int token : generations.get(i).ids()) {
                assertThat(allowed).as("sentence %s", i).contains(token);
                written.add(token);
            }
        }
        assertThat(written).hasSizeGreaterThan(20);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void theOtherSentencesChangeNothing(int beams) throws IOException {
        write("shortlist.safetensors", new int[] {END, 7, 8}, randomLists(4));
        Random random = new Random(5);
        List<Generation> together = generate(INPUTS, beams, true);

        for (int size : new int[] {1, 2, 5, 40}) {
            List<Integer> places =
                    new ArrayList<>(IntStream.range(0, INPUTS.size()).boxed().toList());
            Collections.shuffle(places, random);
            List<Integer> some = places.subList(0, size);
            List<Generation> generations =
                    generate(some.stream().map(INPUTS::get).toList(), beams, true);
            for (int i = 0; i < size; i++) {
                assertThat(generations.get(i).ids())
                        .as("sentence %s among %s", some.get(i), size)
                        .isEqualTo(together.get(some.get(i)).ids());
            }
        }
    }

    @Test
    void aListOfEverythingIsAsGoodAsNone() throws IOException {
        write("shortlist.safetensors", IntStream.range(0, VOCABULARY).toArray(), emptyLists());

        assertThat(ids(generate(INPUTS, 4, true))).isEqualTo(ids(generate(INPUTS, 4, false)));
    }

    @Test
    void theTargetLanguagesTokenSaysWhichDirectionsApply() throws IOException {
        int toGerman = tokenOf(">>deu<<");
        write("shortlist.en-de.safetensors", new int[] {END, 11}, emptyLists());
        // The vocabulary has one target language, so both directions are into it.
        write("shortlist.fr-de.safetensors", new int[] {END, 12}, emptyLists());

        Shortlist shortlist = shortlist();

        assertThat(shortlist.of(new int[] {toGerman, 5, END}).stream()).containsExactly(END, 11, 12);
        assertThat(shortlist.of(new int[] {5, END}).stream()).containsExactly(END, 11, 12);
    }

    @Test
    void aListForAnotherVocabularyIsRefused() throws IOException {
        write("shortlist.safetensors", new int[] {END}, emptyLists().subList(0, 100));

        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(this::shortlist)
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.MODEL_CORRUPT))
                .withMessageContaining("shortlist.safetensors");
    }

    @Test
    void aListWithTokensThatDoNotExistIsRefused() throws IOException {
        write("shortlist.safetensors", new int[] {END, VOCABULARY}, emptyLists());

        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(this::shortlist)
                .withMessageContaining("token " + VOCABULARY);
    }

    private Shortlist shortlist() {
        ModelFiles files = new ModelFiles(folder);
        return Shortlist.read(files, Seq2SeqConfig.read(Architecture.MARIAN, files.json("config.json")))
                .orElseThrow();
    }

    private int tokenOf(String text) {
        return new ModelFiles(folder).json("vocab.json").path(text).asInt();
    }

    private List<Generation> generate(List<int[]> inputs, int beams, boolean shortlists) {
        EngineSettings settings = new EngineSettings(1, Precision.INT8, EngineSettings.Device.CPU, shortlists, 64);
        try (OnnxSeq2SeqModel model = OnnxSeq2SeqModel.load(Architecture.MARIAN, new ModelFiles(folder), settings)) {
            GenerationSettings wanted = model.defaults().withBeams(beams).withMaxNewTokens(20);
            return model.generate(inputs, wanted, Cancellation.NEVER);
        }
    }

    private static List<List<Integer>> ids(List<Generation> generations) {
        return generations.stream()
                .map(generation -> Arrays.stream(generation.ids()).boxed().toList())
                .toList();
    }

    private static List<int[]> emptyLists() {
        return Collections.nCopies(VOCABULARY, new int[0]);
    }

    private static List<int[]> randomLists(long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, VOCABULARY)
                .mapToObj(id -> random.ints(4, 1, VOCABULARY - 2).toArray())
                .toList();
    }

    private void write(String name, int[] always, List<int[]> lists) throws IOException {
        int[] offsets = new int[lists.size() + 1];
        for (int i = 0; i < lists.size(); i++) {
            offsets[i + 1] = offsets[i] + lists.get(i).length;
        }
        int[] targets = lists.stream().flatMapToInt(IntStream::of).toArray();
        int first = 4 * always.length;
        int second = first + 4 * offsets.length;
        String header = "{\"always\":" + entry(always, 0) + ",\"offsets\":" + entry(offsets, first) + ",\"targets\":"
                + entry(targets, second) + "}";
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + text.length + second + 4 * targets.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(text.length).put(text);
        for (int[] values : List.of(always, offsets, targets)) {
            IntStream.of(values).forEach(file::putInt);
        }
        Files.write(folder.resolve(name), file.array());
    }

    private static String entry(int[] values, int start) {
        return "{\"dtype\":\"I32\",\"shape\":[" + values.length + "],\"data_offsets\":[" + start + ","
                + (start + 4 * values.length) + "]}";
    }
}
