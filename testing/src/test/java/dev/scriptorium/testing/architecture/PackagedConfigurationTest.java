package dev.scriptorium.testing.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackagedConfigurationTest {
    @TempDir
    Path folder;

    @Test
    void namesAKeyThatTwoFilesSetAndTheFiles() throws IOException {
        URL first = file("first", "shared=1\nown.first=1");
        URL second = file("second", "shared=2\nown.second=1");

        assertThat(PackagedConfiguration.duplicateKeys(List.of(first, second)))
                .containsOnlyKeys("shared")
                .containsEntry("shared", List.of(first, second));
    }

    private URL file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toUri().toURL();
    }
}
