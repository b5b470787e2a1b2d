package dev.scriptorium.testing.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SampleDocumentsTest {

    private static final Path SAMPLES = Path.of("..", "samples");

    @Test
    void theCommittedSamplesAreThoseOfTheTexts() throws IOException {
        for (Map.Entry<String, byte[]> sample : SampleDocuments.all().entrySet()) {
            assertThat(Files.readAllBytes(SAMPLES.resolve(sample.getKey())))
                    .as(sample.getKey())
                    .isEqualTo(sample.getValue());
        }
    }

    @Test
    void everySampleIsInTheReadme() throws IOException {
        String readme = Files.readString(SAMPLES.resolve("README.md"));
        try (Stream<Path> files = Files.list(SAMPLES)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString())
                            .filter(name -> !name.equals("README.md")))
                    .containsExactlyInAnyOrderElementsOf(SampleDocuments.all().keySet())
                    .allSatisfy(name -> assertThat(readme).contains("`" + name + "`"));
        }
        try (Stream<Path> folders = Files.list(SAMPLES).filter(Files::isDirectory)) {
            assertThat(folders.map(folder -> folder.getFileName().toString()))
                    .allSatisfy(name -> assertThat(readme).contains("`" + name + "/"));
        }
    }
}
