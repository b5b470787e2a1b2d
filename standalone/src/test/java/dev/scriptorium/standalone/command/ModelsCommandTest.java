package dev.scriptorium.standalone.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scriptorium.testing.hub.LocalHub;
import dev.scriptorium.testing.hub.OpusLayout;
import dev.scriptorium.testing.hub.OpusLayout.Form;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Models of a hub, added to a data folder on which nothing runs. */
class ModelsCommandTest {
    private static final String OPUS = "Helsinki-NLP/opus-mt-en-de";
    private static final String ENDPOINT = "scriptorium.models.hub.endpoint";
    private static final String CACHE = "scriptorium.models.hub.cache";

    private final PrintStream standardOutput = System.out;
    private final PrintStream standardError = System.err;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    private LocalHub hub;

    @BeforeEach
    void publish() throws IOException {
        hub = new LocalHub();
        System.setProperty(ENDPOINT, hub.endpoint().toString());
        System.setProperty(CACHE, folder.resolve("cache").toString());
        System.setOut(new PrintStream(output, true, UTF_8));
        System.setErr(new PrintStream(errors, true, UTF_8));
    }

    @AfterEach
    void close() {
        System.setOut(standardOutput);
        System.setErr(standardError);
        System.clearProperty(ENDPOINT);
        System.clearProperty(CACHE);
        hub.close();
    }

    @ParameterizedTest
    @EnumSource
    void addsAPublishedTranslatorInBothFormsOfItsCheckpoint(Form form) {
        hub.publish(OPUS, OpusLayout.files(form));

        int exitCode = run("models", "add", "hf://" + OPUS);

        assertThat(exitCode).as(errors()).isZero();
        assertThat(printed())
                .contains("opus-mt-en-de: generate en-de", "licence  cc-by-4.0", "memory", "tokens a second")
                .contains(
                        "tried    The invoice is due in thirty days.", "added opus-mt-en-de; the next start serves it");
        assertThat(folder.resolve("data/models/opus-mt-en-de/pytorch_model.bin"))
                .hasBinaryContent(OpusLayout.files(form).get("pytorch_model.bin"));
        assertThat(hub.requests()).noneMatch(request -> request.endsWith("tf_model.h5"));
    }

    @Test
    void anAddedModelIsListedTriedCalibratedAndRemoved() throws IOException {
        hub.publish(OPUS, OpusLayout.files(Form.ZIP));
        run("models", "add", "--name", "german", "hf://" + OPUS + "@main");
        deleteCache();

        assertThat(run("models", "list")).as(errors()).isZero();
        assertThat(printed()).containsPattern("german +generate +cc-by-4.0 +added +after the next start; hf://" + OPUS);

        assertThat(run("models", "try", "german", "Pay the invoice."))
                .as(errors())
                .isZero();
        assertThat(printed()).contains("tried    Pay the invoice.");

        Path pairs = Files.writeString(
                folder.resolve("pairs.tsv"),
                String.join("\n", Collections.nCopies(20, "Pay the invoice.\tZahlen Sie die Rechnung.")));
        assertThat(run("models", "calibrate", "german", pairs.toString()))
                .as(errors())
                .isZero();
        assertThat(new ObjectMapper()
                        .readTree(folder.resolve("data/models/german/quality.json")
                                .toFile())
                        .path("score_thresholds")
                        .path("en-de")
                        .asDouble())
                .isNegative();

        assertThat(run("models", "remove", "german")).as(errors()).isZero();
        assertThat(folder.resolve("data/models")).isEmptyDirectory();
    }

    @Test
    void theNameOfAnAddedModelIsTakenUntilItIsRemoved() {
        hub.publish(OPUS, OpusLayout.files(Form.ZIP));
        run("models", "add", "hf://" + OPUS);

        int exitCode = run("models", "add", "hf://" + OPUS);

        assertThat(exitCode).isEqualTo(1);
        assertThat(errors()).contains("There is an added model opus-mt-en-de already");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "org/unknown | MODEL_UNKNOWN | or it is private; check the name",
                "org/gated | MODEL_UNKNOWN | is gated: accept its terms",
                "org/tagged@v9 | MODEL_UNKNOWN | not this revision",
                "org/no-weights | MODEL_FILE_MISSING | has no model.safetensors, no pytorch_model.bin",
                "org/no-config | MODEL_FILE_MISSING | has no config.json",
                "org/whisper | MODEL_UNSUPPORTED | WhisperForConditionalGeneration; known are MarianMTModel",
                "org/damaged-en-de | MODEL_CORRUPT | pytorch_model.bin"
            })
    void saysWhyAModelCannotBeAddedAndKeepsNothingOfIt(String model, String code, String reason) throws IOException {
        Map<String, byte[]> opus = OpusLayout.files(Form.ZIP);
        hub.refuse("org/gated", 403, "GatedRepo");
        hub.publish("org/tagged", opus);
        hub.publish("org/no-weights", without(opus, "pytorch_model.bin"));
        hub.publish("org/no-config", without(opus, "config.json"));
        hub.publish("org/whisper", with(opus, "config.json", """
                {"architectures": ["WhisperForConditionalGeneration"]}""".getBytes(UTF_8)));
        hub.publish(
                "org/damaged-en-de",
                with(opus, "pytorch_model.bin", Arrays.copyOf(opus.get("pytorch_model.bin"), 20_000)));

        int exitCode = run("models", "add", "hf://" + model);

        assertThat(exitCode).isEqualTo(1);
        assertThat(errors()).contains(code, reason).doesNotContain("\tat ");
        assertThat(folder.resolve("data/models")).isEmptyDirectory();
    }

    /** The weights of a model that no engine loads may be gigabytes. */
    @Test
    void fetchesNoWeightsOfAnArchitectureThatIsNotSupported() {
        hub.publish("org/whisper", with(OpusLayout.files(Form.ZIP), "config.json", """
                {"architectures": ["WhisperForConditionalGeneration"]}""".getBytes(UTF_8)));

        run("models", "add", "hf://org/whisper");

        assertThat(hub.requests()).containsExactly("HEAD org/whisper config.json", "GET org/whisper config.json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "models | a command is missing: list, add, try, remove, calibrate or recommend.",
                "models add hf://a/b/c | a model of the hub is hf://organisation/name@revision, not hf://a/b/c.",
                "models add https://x.org/y | models are fetched from hf:// and s3:// only, not from https://x.org/y.",
                "models recommend --translate german | --translate needs a direction such as en-de, not german.",
                "models calibrate x nope.tsv | There is no file nope.tsv.",
                "models calibrate x pom.xml --flag 51 | --flag must be above 0 and at most 50: 51.0.",
                "models calibrate x pom.xml | pom.xml:1 is no source and translation with one tab between them."
            })
    void saysInOneSentenceWhatIsWrongWithTheUsage(String command, String sentence) {
        List<String> words = List.of(command.split(" "));

        int exitCode = run(words.toArray(String[]::new));

        assertThat(exitCode).isEqualTo(2);
        assertThat(errors().lines().findFirst()).contains("scriptorium: " + sentence);
    }

    @Test
    void aCalibrationNeedsTwentyPairs() throws IOException {
        Path pairs = Files.writeString(
                folder.resolve("pairs.tsv"),
                String.join("\n", Collections.nCopies(19, "Pay the invoice.\tZahlen Sie die Rechnung.")));

        assertThat(run("models", "calibrate", "x", pairs.toString())).isEqualTo(2);
        assertThat(errors()).contains("19 pairs; a threshold needs at least 20");
    }

    @Test
    void recommendsWithTheCommandThatAdds() {
        assertThat(run("models", "recommend", "--translate", "en-de")).isZero();

        assertThat(printed()).contains("scriptorium models add hf://Helsinki-NLP/opus-mt-en-de");
    }

    private int run(String... arguments) {
        output.reset();
        errors.reset();
        Stream<String> data = arguments.length > 1 && !arguments[1].equals("recommend")
                ? Stream.of("--data", folder.resolve("data").toString())
                : Stream.empty();
        return ScriptoriumCommand.execute(
                Stream.concat(Stream.of(arguments), data).toArray(String[]::new));
    }

    private void deleteCache() throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("cache"))) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static Map<String, byte[]> with(Map<String, byte[]> files, String file, byte[] content) {
        Map<String, byte[]> changed = new HashMap<>(files);
        changed.put(file, content);
        return changed;
    }

    private static Map<String, byte[]> without(Map<String, byte[]> files, String file) {
        Map<String, byte[]> changed = new HashMap<>(files);
        changed.remove(file);
        return changed;
    }

    private String printed() {
        return output.toString(UTF_8);
    }

    private String errors() {
        return errors.toString(UTF_8);
    }
}
