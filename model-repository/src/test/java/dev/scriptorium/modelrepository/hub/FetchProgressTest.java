package dev.scriptorium.modelrepository.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchProgressTest {

    @TempDir
    private Path folder;

    @Test
    void saysWhichFileIsOnItsWayAndHowMuchOfItIsHere() throws IOException {
        FetchProgress progress = new FetchProgress();
        assertThat(progress).hasToString("asking what it consists of");

        progress.file(1, 2, "config.json");
        assertThat(progress).hasToString("file 1 of 2, config.json");

        Path incomplete = folder.resolve("weights.incomplete");
        progress.file(2, 2, "model.safetensors");
        progress.arrives(incomplete, 2_500_000);
        assertThat(progress).hasToString("file 2 of 2, model.safetensors, 0.0 of 2.5 MB");

        Files.write(incomplete, new byte[1_200_000]);
        assertThat(progress).hasToString("file 2 of 2, model.safetensors, 1.2 of 2.5 MB");

        progress.arrives(incomplete, -1);
        assertThat(progress).hasToString("file 2 of 2, model.safetensors, 1.2 MB");
    }
}
