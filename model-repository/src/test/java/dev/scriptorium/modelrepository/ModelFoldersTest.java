package dev.scriptorium.modelrepository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.modelrepository.hub.HubModels;
import dev.scriptorium.modelrepository.s3.S3Models;
import dev.scriptorium.models.ModelDigest;
import dev.scriptorium.models.ShippedModels;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFoldersTest {

    @TempDir
    Path temporary;

    @Test
    void prefersALaterDirectory() throws IOException {
        Path mine = model("first/mine", "{}");
        Path replacement = model("second/mine", "{\"d_model\": 512}");

        ModelFolders folders = folders("first", "second");

        assertThat(folders.folder("mine")).isEqualTo(replacement).isNotEqualTo(mine);
        assertThat(folders.names()).contains("mine");
    }

    @Test
    void givesTheSameDigestForTheSameFilesAndAnotherForOthers() throws IOException {
        model("first/a", "{}");
        model("first/b", "{}");
        model("first/c", "{ }");
        Files.writeString(temporary.resolve("first/b/README.md"), "a card");

        ModelFolders folders = folders("first");

        assertThat(folders.digest("a")).isEqualTo(folders.digest("b")).isNotEqualTo(folders.digest("c"));
    }

    @Test
    void namesWhatThereIsWhenAModelIsUnknown() throws IOException {
        model("first/mine", "{}");

        ModelFolders folders = folders("first");

        assertThatThrownBy(() -> folders.folder("absent"))
                .isInstanceOf(FailureException.class)
                .hasMessageContaining("absent")
                .hasMessageContaining("mine");
    }

    @Test
    void givesAServiceTheModelsThatItRuns() throws IOException {
        model("first/mine", "{}");
        model("first/another", "{\"served_by\": \"summarizer\"}");
        model("first/broken", "{");

        ModelFolders folders = folders("first");

        assertThat(folders.namesFor("summarizer")).contains("another").doesNotContain("mine", "broken");
        assertThat(folders.namesFor("inference")).contains("mine", "broken").doesNotContain("another");
    }

    @Test
    void unpacksAShippedModelOnce() {
        ShippedModels shipped = new ShippedModels(temporary.resolve("cache"));

        for (String name : shipped.names()) {
            Path folder = shipped.unpack(name);
            assertThat(folder.resolve("config.json")).isRegularFile();
            assertThat(new ShippedModels(temporary.resolve("cache")).unpack(name))
                    .isEqualTo(folder);
        }
    }

    @Test
    void aLocationGoesBeforeFoldersAndIsServedUnderItsName() throws IOException {
        model("first/mine", "{}");
        Path other = model("elsewhere/other", "{\"d_model\": 512}");

        ModelFolders folders = located("mine=" + other);

        assertThat(folders.folder("mine")).isEqualTo(other);
    }

    @Test
    void takesAModelOutOfAJar() throws IOException {
        Path jar = temporary.resolve("models.jar");
        try (var zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("models/tiny/config.json"));
            zip.write("{}".getBytes(StandardCharsets.UTF_8));
        }

        ModelFolders folders = located("jar:" + jar.toUri() + "!/models/tiny");

        assertThat(folders.folder("tiny").resolve("config.json")).hasContent("{}");
        assertThatThrownBy(
                        () -> located("jar:" + jar.toUri() + "!/models/absent").folder("absent"))
                .isInstanceOf(FailureException.class)
                .hasMessageContaining("models/absent");
    }

    @Test
    void refusesAModelOfAnotherDigestThanThePinnedOne() throws IOException {
        Path mine = model("first/mine", "{}");
        String digest = ModelDigest.of(mine);

        assertThat(located(mine + "#sha256=" + digest).folder("mine")).isEqualTo(mine);
        Files.writeString(mine.resolve("config.json"), "{ }");
        assertThatThrownBy(() -> located(mine + "#sha256=" + digest).folder("mine"))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.MODEL_CORRUPT))
                .hasMessageContaining(digest);
    }

    @Test
    void aLocationWithoutAModelFailsWhenItIsAskedFor() {
        ModelFolders folders = located("gone=" + temporary.resolve("gone"));

        assertThat(folders.names()).contains("gone");
        assertThatThrownBy(() -> folders.folder("gone"))
                .isInstanceOf(FailureException.class)
                .hasMessageContaining("scriptorium.models.locations");
    }

    @Test
    void aRemoteModelHasAServerAndNoFiles() {
        ModelFolders folders = new ModelFolders(
                List.of(),
                List.of("writer=openai+https://host/v1#large", "other=openai+https://host/v1#small"),
                HubModels.none(),
                S3Models.none(),
                temporary);

        assertThat(folders.namesFor("inference")).contains("writer");
        assertThat(folders.isToBeFetched("writer")).isFalse();
        assertThat(folders.isShipped("writer")).isFalse();
        assertThat(folders.endpoint("writer"))
                .contains(new ModelLocation.Place.Endpoint(URI.create("https://host/v1"), "large"));
        assertThat(folders.endpoint("absent")).isEmpty();
        assertThat(folders.digest("writer")).matches("[0-9a-f]{64}").isNotEqualTo(folders.digest("other"));
        assertThatThrownBy(() -> folders.folder("writer")).hasMessageContaining("https://host/v1");
    }

    @Test
    void aModelOfAHubIsNotFetchedToListIt() {
        ModelFolders folders = located("far=hf://org/name", "near=" + temporary.resolve("gone"));

        assertThat(folders.namesFor("inference")).contains("far", "near");
        assertThat(folders.isToBeFetched("far")).isTrue();
        assertThat(folders.progress("far")).isEqualTo("asking what it consists of");
        assertThat(folders.isToBeFetched("near")).isFalse();
        assertThat(folders.isToBeFetched("sentiment")).isFalse();
    }

    @Test
    void twoLocationsOfOneNameStopTheStart() {
        assertThatThrownBy(() -> located("a=/one", "a=/two"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("scriptorium.models.locations");
    }

    private ModelFolders located(String... locations) {
        return new ModelFolders(
                List.of(), List.of(locations), HubModels.none(), S3Models.none(), temporary.resolve("cache"));
    }

    private Path model(String path, String config) throws IOException {
        Path folder = Files.createDirectories(temporary.resolve(path));
        Files.writeString(folder.resolve("config.json"), config);
        return folder;
    }

    private ModelFolders folders(String... directories) {
        List<Path> paths = List.of(directories).stream().map(temporary::resolve).toList();
        return new ModelFolders(paths, new ShippedModels(temporary.resolve("cache")));
    }
}
