package dev.scriptorium.modelrepository.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.modelrepository.hub.FetchProgress;
import dev.scriptorium.objectstore.S3Connection;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models from an object store that breaks off, refuses, changes and is not there. */
class S3ModelsTest {

    private static final S3Model MODEL = S3Model.parse("models/team a/reviews/");

    /** The example key of Amazon's documentation. */
    private static final String ID = "AKIAIOSFODNN7EXAMPLE";

    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    private boolean checkpoints = true;

    @TempDir
    private Path cache;

    private final byte[] weights = new byte[200_000];
    private FakeStore store;

    @BeforeEach
    void publish() throws IOException {
        new Random(1).nextBytes(weights);
        store = new FakeStore();
        for (String file : List.of("config.json", "tokenizer.json", "1_Pooling/config.json")) {
            put(file, ("{\"file\":\"" + file + "\"}").getBytes(UTF_8));
        }
        put("model.safetensors", weights);
        put("", new byte[0]);
        put("pytorch_model.bin", new byte[10]);
        store.objects.put("team a/reviews-2/config.json", new byte[10]);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void fetchesWhatAnEngineReadsAndNothingElse() throws IOException {
        Path folder = models().folder(MODEL, new FetchProgress());

        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> folder.relativize(file).toString()))
                    .containsExactlyInAnyOrder(
                            "config.json", "tokenizer.json", "1_Pooling/config.json", "model.safetensors");
        }
        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(weights);
        assertThat(folder.resolve("config.json")).hasContent("{\"file\":\"config.json\"}");
    }

    @Test
    void fetchesNothingTwice() {
        Path folder = models().folder(MODEL, new FetchProgress());
        store.requests.clear();

        assertThat(models().folder(MODEL, new FetchProgress())).isEqualTo(folder);

        assertThat(store.requests).isNotEmpty().containsOnly("list");
    }

    @Test
    void fetchesOnlyWhatWasReplacedIntoAFolderOfItsOwn() {
        Path before = models().folder(MODEL, new FetchProgress());
        put("config.json", "{}".getBytes(UTF_8));
        store.requests.clear();

        Path after = models().folder(MODEL, new FetchProgress());

        assertThat(store.requests)
                .filteredOn(request -> !request.equals("list"))
                .containsExactly("get " + key("config.json"));
        assertThat(after.resolve("config.json")).hasContent("{}");
        assertThat(after.resolve("model.safetensors")).hasBinaryContent(weights);
        assertThat(before.resolve("config.json")).hasContent("{\"file\":\"config.json\"}");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void goesOnWhereTheConnectionBrokeOff(long seed) {
        Random random = new Random(seed);
        int first = 1 + random.nextInt(weights.length / 2);
        int second = 1 + random.nextInt(weights.length / 3);
        store.objects.keySet().removeIf(key -> !key.endsWith("config.json") && !key.endsWith("safetensors"));
        // Both config.json come whole.
        store.cuts.addAll(List.of(weights.length, weights.length, first, second));

        Path folder = models().folder(MODEL, new FetchProgress());

        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(weights);
        assertThat(store.requests)
                .contains(
                        "get " + key("model.safetensors") + " bytes=" + first + "-",
                        "get " + key("model.safetensors") + " bytes=" + (first + second) + "-");
    }

    @Test
    void goesOnAfterAStartThatWasCutOff() {
        store.objects.keySet().removeIf(key -> !key.equals(key("config.json")) && !key.endsWith("safetensors"));
        store.cuts.addAll(List.of(weights.length, 70_000, 1, 1));
        assertThat(failure(models()).code()).isEqualTo(FailureCode.DEPENDENCY_UNAVAILABLE);
        store.requests.clear();

        Path folder = models().folder(MODEL, new FetchProgress());

        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(weights);
        assertThat(store.requests).containsExactly("list", "get " + key("model.safetensors") + " bytes=70002-");
    }

    @Test
    void takesNoFileThatWasReplacedSinceItWasListed() {
        store.onceListed = () -> put("model.safetensors", new byte[weights.length]);

        FailureException failure = failure(models());

        assertThat(failure.code()).isEqualTo(FailureCode.DEPENDENCY_UNAVAILABLE);
        assertThat(failure.reason()).contains("model.safetensors was replaced");
    }

    @Test
    void signsItsRequests() {
        store.secret = SECRET;
        store.region = "eu-central-1";

        Path folder = models("eu-central-1", key(ID, SECRET)).folder(MODEL, new FetchProgress());

        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(weights);
    }

    /** So that the store of these tests takes no other signature than the real one: the example of Amazon's documentation. */
    @Test
    void checksSignaturesAsPublished() {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("host", "examplebucket.s3.amazonaws.com");
        headers.put("range", "bytes=0-9");
        headers.put("x-amz-content-sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        headers.put("x-amz-date", "20130524T000000Z");
        headers.put(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                        + "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
                        + "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
        Signature published = new Signature("GET", "/test.txt", "", headers::get);

        assertThat(published.isOf(ID, SECRET, "us-east-1")).isTrue();
        assertThat(published.isOf(ID, "another", "us-east-1")).isFalse();
    }

    @Test
    void saysThatTheKeyHasNoRight() {
        store.secret = SECRET;

        FailureException failure = failure(models("us-east-1", key(ID, "another")));

        assertThat(failure.code()).isEqualTo(FailureCode.MODEL_UNKNOWN);
        assertThat(failure.reason())
                .contains("403", "SignatureDoesNotMatch", "AWS_SECRET_ACCESS_KEY")
                .doesNotContain("another");
        assertThat(store.requests).hasSize(1);
        assertThat(failure(models()).code()).isEqualTo(FailureCode.MODEL_UNKNOWN);
    }

    @Test
    void saysThatTheBucketIsInAnotherRegion() {
        store.region = "eu-central-1";
        store.troubles.add(301);

        FailureException failure = failure(models());

        assertThat(failure.code()).isEqualTo(FailureCode.MODEL_UNKNOWN);
        assertThat(failure.reason()).contains("eu-central-1", "AWS_REGION");
    }

    @Test
    void saysThatThereIsNoSuchBucketOrPrefix() {
        FailureException bucket = failure(models(), S3Model.parse("other/reviews"));
        FailureException prefix = failure(models(), S3Model.parse("models/absent"));

        assertThat(bucket.code()).isEqualTo(FailureCode.MODEL_UNKNOWN);
        assertThat(bucket.reason()).contains("no bucket", "s3://other/reviews");
        assertThat(prefix.code()).isEqualTo(FailureCode.MODEL_UNKNOWN);
        assertThat(prefix.reason()).contains("nothing under s3://models/absent");
    }

    @Test
    void listsNoMoreThanIsAllowed() {
        for (int i = 0; i < 100; i++) {
            put("text-" + i + ".json", new byte[0]);
        }

        FailureException failure = failure(models());

        assertThat(failure.code()).isEqualTo(FailureCode.LIMIT_EXCEEDED);
        assertThat(failure.reason()).contains("scriptorium.models.s3.objects");
        assertThat(store.requests).hasSize(11);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void triesAgainAfterWhatMayPass(int status) {
        store.troubles.addAll(List.of(status, status));

        assertThat(models().folder(MODEL, new FetchProgress())).isDirectory();
    }

    @Test
    void givesUpAfterTheAttemptsThatAreAllowed() {
        store.troubles.addAll(List.of(503, 503, 503));

        FailureException failure = failure(models());

        assertThat(failure.code()).isEqualTo(FailureCode.DEPENDENCY_UNAVAILABLE);
        assertThat(failure.reason()).contains("3 attempts", "503", "AWS_ENDPOINT_URL_S3");
        assertThat(store.requests).hasSize(3);
    }

    @Test
    void theCacheServesWhileTheStoreDoesNotAnswer() {
        Path folder = models().folder(MODEL, new FetchProgress());
        store.troubles.addAll(List.of(503, 503, 503));

        List<String> logged = LoggedBy.whileRunning(
                S3Models.class,
                () -> assertThat(models().folder(MODEL, new FetchProgress())).isEqualTo(folder));

        assertThat(logged).anySatisfy(line -> assertThat(line).contains(MODEL.toString(), "served from the cache"));
    }

    @Test
    void refusesACheckpointWhereTheSettingsSaySo() {
        store.objects.remove(key("model.safetensors"));
        checkpoints = false;

        FailureException failure = failure(models());

        assertThat(failure.code()).isEqualTo(FailureCode.MODEL_UNSAFE);
        assertThat(failure.reason()).contains("s3://models/team a/reviews", "pytorch_model.bin");
        assertThat(store.requests).containsOnly("list");
    }

    @Test
    void leavesOutFilesThatWouldLieOutside() {
        put("../../outside.json", new byte[3]);

        models().folder(MODEL, new FetchProgress());

        assertThat(store.requests).noneMatch(request -> request.contains("outside"));
    }

    @Test
    void saysWhatTheStoreIsNotToldRight() {
        S3Connection.Key half = new S3Connection.Key(Optional.of(ID), Optional.empty(), Optional.empty());

        FailureException key = failure(models("us-east-1", half));
        FailureException endpoint = failure(models(URI.create("localhost:9000"), "us-east-1", S3Connection.Key.NONE));

        assertThat(key.reason()).contains("AWS_SECRET_ACCESS_KEY");
        assertThat(endpoint.reason()).contains("AWS_ENDPOINT_URL_S3", "localhost:9000");
    }

    @Test
    void aKeyKeepsItsSecret() {
        assertThat(key(ID, SECRET).toString()).isEqualTo(ID);
    }

    private void put(String file, byte[] content) {
        store.objects.put(key(file), content);
    }

    private static String key(String file) {
        return "team a/reviews/" + file;
    }

    private static S3Connection.Key key(String id, String secret) {
        return new S3Connection.Key(Optional.of(id), Optional.of(secret), Optional.empty());
    }

    private S3Models models() {
        return models("us-east-1", S3Connection.Key.NONE);
    }

    private S3Models models(String region, S3Connection.Key key) {
        return models(store.endpoint(), region, key);
    }

    private S3Models models(URI endpoint, String region, S3Connection.Key key) {
        var patience = new S3Settings.Patience(3, Duration.ZERO, Duration.ofSeconds(30));
        return new S3Models(new S3Settings(Optional.of(endpoint), region, key, cache, 20, patience, checkpoints));
    }

    private static FailureException failure(S3Models models) {
        return failure(models, MODEL);
    }

    private static FailureException failure(S3Models models, S3Model model) {
        return catchThrowableOfType(FailureException.class, () -> models.folder(model, new FetchProgress()));
    }
}
