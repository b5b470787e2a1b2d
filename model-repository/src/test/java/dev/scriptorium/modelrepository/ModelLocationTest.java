package dev.scriptorium.modelrepository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scriptorium.modelrepository.ModelLocation.Place;
import dev.scriptorium.modelrepository.hub.HubModel;
import dev.scriptorium.modelrepository.s3.S3Model;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelLocationTest {

    private static final String DIGEST = "ab".repeat(32);

    @Test
    void readsEveryKindOfPlace() {
        assertThat(ModelLocation.parse("/models/mine"))
                .isEqualTo(new ModelLocation("mine", new Place.Folder(Path.of("/models/mine")), Optional.empty()));
        assertThat(ModelLocation.parse("small=hf://org/name@v1.0"))
                .isEqualTo(
                        new ModelLocation("small", new Place.Hub(new HubModel("org/name", "v1.0")), Optional.empty()));
        assertThat(ModelLocation.parse("hf://org/name#sha256=" + DIGEST))
                .isEqualTo(new ModelLocation(
                        "name", new Place.Hub(new HubModel("org/name", "main")), Optional.of(DIGEST)));
        assertThat(ModelLocation.parse("s3://models.example/team/reviews/"))
                .isEqualTo(new ModelLocation(
                        "reviews", new Place.S3(new S3Model("models.example", "team/reviews")), Optional.empty()));
        assertThat(ModelLocation.parse("s3://models").name()).isEqualTo("models");
        assertThat(ModelLocation.parse("jar:file:/lib/models.jar!/models/tiny"))
                .isEqualTo(new ModelLocation(
                        "tiny", new Place.Archive(Path.of("/lib/models.jar"), "models/tiny"), Optional.empty()));
    }

    @Test
    void readsTheServerOfARemoteModel() {
        assertThat(ModelLocation.parse("writer=openai+https://api.example:8443/v1/#org/large:8b"))
                .isEqualTo(new ModelLocation(
                        "writer",
                        new Place.Endpoint(URI.create("https://api.example:8443/v1"), "org/large:8b"),
                        Optional.empty()));
        assertThat(ModelLocation.parse("openai+http://localhost:11434/v1#org/small-1.5")
                        .name())
                .isEqualTo("small-1.5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hf://",
                "hf://a/b/c",
                "hf://../../etc",
                "hf://org/name@../main",
                "ftp://host/model",
                "s3://",
                "s3://Bucket/model",
                "jar:file:/lib/models.jar",
                "/models/mine#sha256=12",
                "writer=openai+https://host/v1",
                "writer=openai+https://host/v1#",
                "openai+https://host/v1#large:8b",
                "writer=openai+https://user:secret@host/v1#m",
                "writer=openai+https://host/v1?key=secret#m",
                "writer=openai+https:///v1#m",
                "writer=openai+ftp://host/v1#m",
                "writer=openai+https://ho st/v1#m",
                "/"
            })
    void refusesEverythingElse(String text) {
        assertThatThrownBy(() -> ModelLocation.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
