package dev.scriptorium.standalone.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecommendationTest {

    @Test
    void theDocumentHasTheTableOfTheCommand() throws IOException {
        List<List<String>> documented = Files.readAllLines(Path.of("..", "docs", "models.md")).stream()
                .filter(line -> line.startsWith("| ") && line.contains("](https://huggingface.co/"))
                .map(line -> Arrays.stream(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList())
                .toList();

        assertThat(documented)
                .containsExactlyElementsOf(Recommendation.all().stream()
                        .map(model -> List.of(
                                model.task(),
                                "[" + model.model() + "](https://huggingface.co/" + model.model() + ")",
                                model.size(),
                                model.licence(),
                                model.why()))
                        .toList());
    }

    @Test
    void aTranslatorOfAnyDirectionComesAfterThoseOfTheDirection() {
        List<String> models = Recommendation.all().stream()
                .filter(model -> model.isFor("translate en-de"))
                .map(Recommendation::model)
                .toList();

        assertThat(models)
                .startsWith("Helsinki-NLP/opus-mt-en-de")
                .contains("facebook/m2m100_418M")
                .doesNotContain("Helsinki-NLP/opus-mt-en-fr", "facebook/bart-large-cnn");
    }
}
