package dev.scriptorium.modelrepository.hub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models from a hub that breaks off, lies, refuses and is not there. */
class HubModelsTest {

    private static final HubModel MODEL = HubModel.parse("org/name@main");

    @TempDir
    private Path cache;

    private final byte[] weights = new byte[200_000];
    private FakeHub hub;

    @BeforeEach
    void publish() throws IOException {
        new Random(1).nextBytes(weights);
        hub = new FakeHub();
        for (String file : List.of("config.json", "tokenizer.json", "README.md", "1_Pooling/config.json")) {
            hub.files.put(file, ("{\"file\":\"" + file + "\"}").getBytes(UTF_8));
        }
        hub.files.put("model.safetensors", weights);
        for (String file : List.of("pytorch_model.bin", "onnx/model.onnx", "tf_model.h5", "images/picture.png")) {
            hub.files.put(file, new byte[10]);
        }
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void fetchesWhatAnEngineReadsAndNothingElse() throws IOException {
        FetchProgress progress = new FetchProgress();
        Path folder = models().folder(MODEL, progress);

        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> folder.relativize(file).toString()))
                    .containsExactlyInAnyOrder(
                            "config.json", "tokenizer.json", "README.md", "1_Pooling/config.json", "model.safetensors");
        }
        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(weights);
        assertThat(progress.toString()).startsWith("file 5 of 5, ");
    }

    /** Other tools find it there, and find again what they fetched. */
    @Test
    void keepsTheLayoutOfTheCache() {
        Path folder = models().folder(MODEL, new FetchProgress());

        Path model = cache.resolve("models--org--name");
        assertThat(folder).isEqualTo(model.resolve("snapshots").resolve(FakeHub.COMMIT));
        assertThat(model.resolve("refs/main")).hasContent(FakeHub.COMMIT);
        assertThat(model.resolve("blobs").resolve(FakeHub.digest("SHA-256", weights)))
                .isRegularFile();
        assertThat(folder.resolve("model.safetensors")).isSymbolicLink();
        assertThat(folder.resolve("1_Pooling/config.json")).isSymbolicLink().isRegularFile();
    }

    @Test
    void fetchesNothingTwice() {
        models().folder(MODEL, new FetchProgress());
        hub.requests.clear();

        models().folder(MODEL, new FetchProgress());

        assertThat(hub.requests).containsExactly("GET /api/models/org/name/revision/main");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void goesOnWhereTheConnectionBrokeOff(long seed) {
        Random random = new Random(seed);
        int first = 1 + random.nextInt(weights.length / 2);
        int second = 1 + random.nextInt(weights.length / 3);
        hub.files.keySet().removeIf(file -> !file.equals("config.json") && !file.equals("model.safetensors"));
        // The list of files and config.json come whole.
        hub.cuts.addAll(List.of(weights.length, weights.length, first, second));

        Path folder = models().folder(MODEL, new FetchProgress());

        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(weights);
        // What was on its way when the connection broke may be lost: never more is asked for than came, never from the
        // start.
        List<Integer> offsets = hub.requests.stream()
                .filter(request -> request.startsWith("GET /model.safetensors bytes="))
                .map(request -> Integer.valueOf(request.replaceAll("\\D", "")))
                .toList();
        assertThat(offsets).isNotEmpty().isSorted().allMatch(offset -> offset > 0 && offset <= first + second);
    }

    @Test
    void goesOnWhereTheHubFallsSilent() {
        hub.files.keySet().removeIf(file -> !file.equals("config.json") && !file.equals("model.safetensors"));
        hub.cuts.addAll(List.of(weights.length, weights.length, 70_000));
        hub.stalling = true;
        HubSettings impatient = new HubSettings(
                hub.endpoint(), cache, Optional.empty(), false, 20, Duration.ZERO, Duration.ofSeconds(1), true);

        Path folder = new HubModels(impatient).folder(MODEL, new FetchProgress());

        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(weights);
        assertThat(hub.requests).contains("GET /model.safetensors bytes=70000-");
    }

    @Test
    void removesAFileOfAnotherDigest() throws IOException {
        hub.lying = true;

        FailureException failure = failure(models());

        assertThat(failure.code()).isEqualTo(FailureCode.MODEL_CORRUPT);
        assertThat(failure.reason()).contains("digest", "fetch it again");
        try (Stream<Path> blobs = Files.list(cache.resolve("models--org--name/blobs"))) {
            assertThat(blobs).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503})
    void triesAgainAfterWhatMayPass(int status) {
        hub.troubles.addAll(List.of(status, status));

        assertThat(models().folder(MODEL, new FetchProgress())).isDirectory();
    }

    @Test
    void givesUpAfterTheAttemptsThatAreAllowed() {
        hub.troubles.addAll(List.of(503, 503, 503));

        FailureException failure = failure(models());

        assertThat(failure.code()).isEqualTo(FailureCode.DEPENDENCY_UNAVAILABLE);
        assertThat(failure.reason()).contains("3 attempts", "503", "HF_ENDPOINT");
        assertThat(hub.requests).hasSize(3);
    }

    @Test
    void saysThatATokenIsMissing() {
        hub.token = "secret";

        FailureException failure = failure(models());

        assertThat(failure.code()).isEqualTo(FailureCode.MODEL_UNKNOWN);
        assertThat(failure.reason()).contains("HF_TOKEN").doesNotContain("secret");
        assertThat(hub.requests).hasSize(1);
    }

    @Test
    void sendsTheTokenToTheHubAlone() {
        hub.token = "secret";

        new HubModels(settings(hub.endpoint(), Optional.of("secret"), false)).folder(MODEL, new FetchProgress());

        assertThat(hub.requests).contains("GET /model.safetensors");
        assertThat(hub.leaked).isEmpty();
    }

    @Test
    void saysThatTheHubHasNoSuchModel() {
        FailureException failure = failure(models(), HubModel.parse("org/other"));

        assertThat(failure.code()).isEqualTo(FailureCode.MODEL_UNKNOWN);
        assertThat(failure.reason()).contains("hf://org/other@main");
    }

    @Test
    void offlineOnlyTheCacheServes() {
        HubModels offline = new HubModels(settings(hub.endpoint(), Optional.empty(), true));
        assertThat(failure(offline).reason()).contains("HF_HUB_OFFLINE");
        Path folder = models().folder(MODEL, new FetchProgress());
        hub.requests.clear();

        assertThat(offline.folder(MODEL, new FetchProgress())).isEqualTo(folder);
        assertThat(offline.folder(HubModel.parse("org/name@" + FakeHub.COMMIT), new FetchProgress()))
                .isEqualTo(folder);
        assertThat(hub.requests).isEmpty();
    }

    @Test
    void theCacheServesWhileTheHubDoesNotAnswer() {
        Path folder = models().folder(MODEL, new FetchProgress());
        hub.troubles.addAll(List.of(503, 503, 503));

        assertThat(models().folder(MODEL, new FetchProgress())).isEqualTo(folder);
    }

    @Test
    void fetchesACheckpointWhereThereAreNoSafetensors() {
        hub.files.remove("model.safetensors");

        Path folder = models().folder(MODEL, new FetchProgress());

        assertThat(folder.resolve("pytorch_model.bin")).isRegularFile();
        assertThat(folder.resolve("onnx/model.onnx")).doesNotExist();
    }

    @Test
    void fetchesAllShardsOfACheckpoint() {
        hub.files.remove("model.safetensors");
        hub.files.remove("pytorch_model.bin");
        hub.files.put("pytorch_model.bin.index.json", "{}".getBytes(UTF_8));
        hub.files.put("pytorch_model-00001-of-00002.bin", new byte[30]);
        hub.files.put("pytorch_model-00002-of-00002.bin", new byte[40]);

        Path folder = models().folder(MODEL, new FetchProgress());

        assertThat(folder.resolve("pytorch_model.bin.index.json")).isRegularFile();
        assertThat(folder.resolve("pytorch_model-00002-of-00002.bin")).hasSize(40);
    }

    @Test
    void refusesACheckpointWhereTheSettingsSaySo() {
        hub.files.remove("model.safetensors");
        hub.files.remove("onnx/model.onnx");
        HubModels strict = new HubModels(new HubSettings(
                hub.endpoint(), cache, Optional.empty(), false, 3, Duration.ZERO, Duration.ofSeconds(30), false));

        FailureException failure = failure(strict);

        assertThat(failure.code()).isEqualTo(FailureCode.MODEL_UNSAFE);
        assertThat(failure.reason()).contains("pytorch_model.bin", "the settings refuse", "safe_serialization=True");
        assertThat(hub.requests).hasSize(1);
    }

    @Test
    void refusesOtherPickles() {
        hub.files.remove("model.safetensors");
        hub.files.remove("onnx/model.onnx");
        hub.files.remove("pytorch_model.bin");
        hub.files.put("training.pt", new byte[10]);

        assertThat(failure(models()).reason()).contains("training.pt", "no checkpoint that can be read");
    }

    @Test
    void takesAGraphWhereThereAreNoWeights() {
        hub.files.remove("model.safetensors");
        hub.files.remove("pytorch_model.bin");
        hub.files.put("onnx/model.onnx_data", new byte[20]);

        Path folder = models().folder(MODEL, new FetchProgress());

        assertThat(folder.resolve("onnx/model.onnx")).isRegularFile();
        assertThat(folder.resolve("onnx/model.onnx_data")).isRegularFile();
        assertThat(folder.resolve("pytorch_model.bin")).doesNotExist();
    }

    @Test
    void fetchesAllShardsOfAnIndex() {
        hub.files.remove("model.safetensors");
        hub.files.put("model.safetensors.index.json", "{}".getBytes(UTF_8));
        hub.files.put("model-00001-of-00002.safetensors", new byte[30]);
        hub.files.put("model-00002-of-00002.safetensors", new byte[40]);

        Path folder = models().folder(MODEL, new FetchProgress());

        assertThat(folder.resolve("model.safetensors.index.json")).isRegularFile();
        assertThat(folder.resolve("model-00002-of-00002.safetensors")).hasSize(40);
    }

    @Test
    void fetchesTheConfigurationAloneWhereOnlyThatIsAskedFor() {
        Path config = models().config(MODEL, new FetchProgress());

        assertThat(config).hasFileName("config.json").isRegularFile();
        assertThat(config.getParent()).isDirectoryNotContaining(file -> !file.endsWith("config.json"));
        assertThat(models().folder(MODEL, new FetchProgress()).resolve("model.safetensors"))
                .hasBinaryContent(weights);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | RepoNotFound | or it is private",
                "403 | GatedRepo | is gated: accept its terms",
                "404 | RevisionNotFound | not this revision"
            })
    void saysWhatTheHubGivesAsTheReason(int status, String error, String reason) {
        hub.troubles.add(status);
        hub.error = error;

        FailureException failure = failure(models());

        assertThat(failure.code()).isEqualTo(FailureCode.MODEL_UNKNOWN);
        assertThat(failure.reason()).contains(reason, "hf://org/name@main");
    }

    @ParameterizedTest
    @CsvSource({"200000, true", "199999, false"})
    void refusesAFileForWhichTheDiskHasNoSpace(long free, boolean fits) {
        HubModels models = new HubModels(settings(hub.endpoint(), Optional.empty(), false), folder -> free);

        Throwable thrown = catchThrowable(() -> models.folder(MODEL, new FetchProgress()));

        if (fits) {
            assertThat(thrown).isNull();
        } else {
            assertThat(thrown)
                    .isInstanceOfSatisfying(
                            FailureException.class,
                            failure -> assertThat(failure.code()).isEqualTo(FailureCode.STORAGE_FULL))
                    .hasMessageContainingAll(
                            "model.safetensors needs 200000 more bytes", "199999 free", "HF_HUB_CACHE");
        }
    }

    @Test
    void leavesOutFilesThatWouldLieOutside() {
        hub.files.put("../../outside.json", new byte[3]);

        models().folder(MODEL, new FetchProgress());

        assertThat(hub.requests).noneMatch(request -> request.contains("outside"));
    }

    private HubModels models() {
        return new HubModels(settings(hub.endpoint(), Optional.empty(), false));
    }

    private HubSettings settings(URI endpoint, Optional<String> token, boolean offline) {
        return new HubSettings(endpoint, cache, token, offline, 3, Duration.ZERO, Duration.ofSeconds(30), true);
    }

    private static FailureException failure(HubModels models) {
        return failure(models, MODEL);
    }

    private static FailureException failure(HubModels models, HubModel model) {
        return catchThrowableOfType(FailureException.class, () -> models.folder(model, new FetchProgress()));
    }
}
