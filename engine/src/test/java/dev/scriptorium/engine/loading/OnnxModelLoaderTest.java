package dev.scriptorium.engine.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.Cancellation;
import dev.scriptorium.engine.EmbeddingModel;
import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.Generation;
import dev.scriptorium.engine.InferenceModel;
import dev.scriptorium.engine.Seq2SeqModel;
import dev.scriptorium.engine.TestModels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged folders fail with a code and a reason; odd inputs do neither harm nor stop a model. */
class OnnxModelLoaderTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "tiny-marian, config.json",
        "tiny-marian, model.safetensors",
        "tiny-marian, source.spm",
        "tiny-marian, vocab.json",
        "tiny-embedding, model-00002-of-00002.safetensors",
        "tiny-embedding, 1_Pooling/config.json",
        "tiny-embedding, tokenizer.json"
    })
    void namesTheFileThatIsMissing(String model, String file) throws IOException {
        TestModels.copy(model, folder);
        Files.delete(folder.resolve(file));

        FailureException failure = failure();

        assertThat(failure.code()).isEqualTo(FailureCode.MODEL_FILE_MISSING);
        assertThat(failure.reason()).contains(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "model.safetensors", "source.spm", "vocab.json", "generation_config.json"})
    void namesTheFileThatIsDamaged(String file) throws IOException {
        TestModels.copy("tiny-marian", folder);
        byte[] bytes = Files.readAllBytes(folder.resolve(file));
        Files.write(folder.resolve(file), Arrays.copyOf(bytes, bytes.length / 2));

        FailureException failure = failure();

        assertThat(failure.code()).isEqualTo(FailureCode.MODEL_CORRUPT);
        assertThat(failure.reason()).contains(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zip", "stream"})
    void translatesTheSameFromACheckpointAsFromSafetensors(String form) throws Exception {
        Path published = Path.of(TestModels.class
                .getResource("/checkpoints/tiny-marian." + form + ".bin")
                .toURI());
        TestModels.copy("tiny-marian", folder);
        Files.delete(folder.resolve("model.safetensors"));
        Files.copy(published, folder.resolve("pytorch_model.bin"));

        assertThat(translated(folder)).isEqualTo(translated(TestModels.folder("tiny-marian")));
    }

    private static List<String> translated(Path folder) {
        try (Seq2SeqModel model = (Seq2SeqModel) new OnnxModelLoader().load(folder, EngineSettings.DEFAULT)) {
            List<int[]> sources = List.of(model.encode("the old town"), model.encode("people walk to work"));
            return model.generate(sources, model.defaults().withMaxNewTokens(12), Cancellation.NEVER).stream()
                    .map(generation -> Arrays.toString(generation.ids()))
                    .toList();
        }
    }

    @Test
    void refusesACheckpointWhereTheSettingsSaySo() throws IOException {
        TestModels.copy("tiny-marian", folder);
        Files.move(folder.resolve("model.safetensors"), folder.resolve("pytorch_model.bin"));

        FailureException failure = catchThrowableOfType(
                FailureException.class,
                () -> new OnnxModelLoader().load(folder, EngineSettings.DEFAULT.withCheckpoints(false)));

        assertThat(failure.code()).isEqualTo(FailureCode.MODEL_UNSAFE);
        assertThat(failure.reason()).contains("pytorch_model.bin", "save_pretrained");
    }

    @Test
    void namesTheArchitectureThatIsNotKnown() throws IOException {
        Files.writeString(folder.resolve("config.json"), "{\"architectures\":[\"MambaForCausalLM\"]}");

        FailureException failure = failure();

        assertThat(failure.code()).isEqualTo(FailureCode.MODEL_UNSUPPORTED);
        assertThat(failure.reason()).contains("MambaForCausalLM", "MarianMTModel");
    }

    @Test
    void weightsOfAnotherShapeThanTheConfigsAreCorrupt() throws IOException {
        TestModels.copy("tiny-marian", folder);
        Path config = folder.resolve("config.json");
        Files.writeString(config, Files.readString(config).replace("\"d_model\": 32", "\"d_model\": 64"));

        assertThat(failure().code()).isEqualTo(FailureCode.MODEL_CORRUPT);
    }

    /** A header may claim anything: whatever bytes it has, reading fails with a code or gives a model. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aDamagedHeaderOfTheWeightsFailsWithACode(long seed) throws IOException {
        TestModels.copy("tiny-marian", folder);
        Path file = folder.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(file);
        Random random = new Random(seed);
        for (int i = 0; i < 20; i++) {
            bytes[random.nextInt(8 + headerLength(bytes))] = (byte) random.nextInt(256);
        }
        Files.write(file, bytes);

        assertThat(failure().code()).isIn(FailureCode.MODEL_CORRUPT, FailureCode.MODEL_UNSUPPORTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,999999]}}",
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[2147483647,2147483647,16],\"data_offsets\":[0,16]}}",
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[-4],\"data_offsets\":[0,16]}}",
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[16,0]}}",
                "{\"t\":{\"dtype\":\"F32\",\"shape\":[4]}}",
                "[]",
                "nonsense"
            })
    void headersThatLieAreCorrupt(String header) throws IOException {
        TestModels.copy("tiny-marian", folder);
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + json.length + 16).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(
                folder.resolve("model.safetensors"),
                file.putLong(json.length).put(json).array());

        assertThat(failure().code()).isEqualTo(FailureCode.MODEL_CORRUPT);
    }

    @Test
    void whatLooksLikeASpecialTokenIsText() {
        try (Seq2SeqModel translator = load("tiny-marian");
                EmbeddingModel embeddings = load("tiny-embedding")) {
            int[] ids = translator.encode("the </s> old <pad> town");
            assertThat(ids[ids.length - 1]).isZero();
            assertThat(Arrays.stream(ids, 0, ids.length - 1)).doesNotContain(0);
            // [CLS] and [SEP] stand once at the start and once at the end.
            int[] encoded = embeddings.encode("the [SEP] old [CLS] town");
            assertThat(Arrays.stream(encoded, 1, encoded.length - 1)).doesNotContain(2, 3);
        }
    }

    @Test
    void refusesInputsThatTheModelCannotTake() {
        try (Seq2SeqModel model = load("tiny-marian")) {
            int[] tooLong = new int[model.maxInputTokens() + 1];

            assertRefused(model, tooLong, FailureCode.INPUT_TOO_LONG);
            assertRefused(model, new int[0], FailureCode.BAD_REQUEST);
            assertRefused(model, new int[] {-1}, FailureCode.BAD_REQUEST);
            assertRefused(model, new int[] {1_000_000}, FailureCode.BAD_REQUEST);
            assertThat(model.generate(List.of(), model.defaults(), Cancellation.NEVER))
                    .isEmpty();
        }
    }

    @Test
    void encodesTextsOfAnySize() {
        try (Seq2SeqModel model = load("tiny-marian")) {
            assertThat(model.encode("")).containsExactly(0);
            assertThat(model.encode("the old town ".repeat(100_000))).hasSizeGreaterThan(300_000);
            assertThat(model.encode("\uD800 lone surrogate")).isNotEmpty();
        }
    }

    @Test
    void saysThatTheLengthLimitEndedAText() {
        try (Seq2SeqModel model = load("tiny-marian")) {
            int[] input = model.encode("the small river");

            List<Generation> cut =
                    model.generate(List.of(input), model.defaults().withMaxNewTokens(2), Cancellation.NEVER);

            assertThat(cut.getFirst().truncated()).isTrue();
            assertThat(cut.getFirst().ids()).hasSizeLessThanOrEqualTo(2);
        }
    }

    @Test
    void stopsAtTheStepAfterItIsCancelled() {
        try (Seq2SeqModel model = load("tiny-marian")) {
            int[] input = model.encode("the small river");
            AtomicInteger steps = new AtomicInteger();

            assertThatExceptionOfType(CancellationException.class)
                    .isThrownBy(() -> model.generate(
                            List.of(input), model.defaults().withBeams(1), () -> steps.incrementAndGet() == 2));

            assertThat(steps).hasValue(2);
        }
    }

    @Test
    void servesManyThreadsAtOnce() throws Exception {
        List<int[]> inputs =
                TestModels.ids(TestModels.expected("tiny-marian").path("ids")).subList(0, 40);
        try (Seq2SeqModel model = load("tiny-marian");
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Generation> alone = model.generate(inputs, model.defaults(), Cancellation.NEVER);

            List<Future<List<Generation>>> together = threads.invokeAll(
                    Collections.nCopies(8, () -> model.generate(inputs, model.defaults(), Cancellation.NEVER)));

            for (Future<List<Generation>> result : together) {
                assertThat(result.get().stream().map(Generation::text))
                        .isEqualTo(alone.stream().map(Generation::text).toList());
            }
        }
    }

    private static void assertRefused(Seq2SeqModel model, int[] input, FailureCode code) {
        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> model.generate(List.of(input), model.defaults(), Cancellation.NEVER))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(code));
    }

    private FailureException failure() {
        return catchThrowableOfType(
                FailureException.class, () -> new OnnxModelLoader().load(folder, EngineSettings.DEFAULT));
    }

    @SuppressWarnings("unchecked")
    private static <M extends InferenceModel> M load(String name) {
        return (M) new OnnxModelLoader().load(TestModels.folder(name), EngineSettings.DEFAULT);
    }

    private static int headerLength(byte[] bytes) {
        return (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }
}
