package dev.scriptorium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scriptorium.testing.hub.LocalHub;
import dev.scriptorium.testing.hub.OpusLayout;
import dev.scriptorium.testing.hub.OpusLayout.Form;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two commands by which a person exchanges the shipped translator, with a hub on this machine. */
class ModelsIT {
    private static final String REPOSITORY = "Helsinki-NLP/opus-mt-en-de";

    @TempDir
    Path folder;

    @Test
    void aPublishedTranslatorThatIsAddedTranslatesADocument() throws Exception {
        Path letter = Files.writeString(folder.resolve("letter.txt"), "The invoice is due in thirty days.");
        try (LocalHub hub = new LocalHub();
                Platform platform = Platform.off("models")) {
            hub.publish(REPOSITORY, OpusLayout.files(Form.ZIP));
            platform.environment("HF_ENDPOINT", hub.endpoint().toString());
            platform.environment("HF_HUB_CACHE", folder.resolve("cache").toString());
            // In 8 bits the nonsense repeats itself, and the translator cuts repetitions.
            platform.environment("SCRIPTORIUM_INFERENCE_ENGINE_PRECISION", "float32");

            Platform.Outcome added = platform.command(List.of("models", "add", "hf://" + REPOSITORY));
            hub.close();
            Platform.Outcome processed =
                    platform.command(List.of("process", "--translate", "de", "--json", letter.toString()));

            assertThat(added.exitCode()).as(added.errors()).isZero();
            String tried = String.join("\n", added.output());
            assertThat(tried).contains("opus-mt-en-de: generate en-de", "added opus-mt-en-de");
            assertThat(processed.exitCode()).as(processed.errors()).isZero();
            JsonNode translation = new ObjectMapper()
                    .readTree(processed.output().getFirst())
                    .path("translations")
                    .path("de");
            // The random weights write the same nonsense here as when the model was tried.
            assertThat(translation.path("text").asText()).isNotBlank();
            assertThat(tried).contains("            " + translation.path("text").asText() + "  (score");
        }
    }
}
