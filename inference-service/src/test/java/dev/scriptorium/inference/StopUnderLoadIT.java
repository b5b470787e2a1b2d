package dev.scriptorium.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stops a process by SIGTERM while it is inside a model. {@code -Dscriptorium.stops=100} stops as many. */
class StopUnderLoadIT {

    private static final int STOPS = Integer.getInteger("scriptorium.stops", 3);
    private static final int TERMINATED = 128 + 15;
    private static final Set<String> STEPS = Set.of("loading", "loaded", "answered");

    @TempDir
    private Path folder;

    @Test
    void aProcessThatIsStoppedInsideAModelEndsWithoutACrash() throws IOException, InterruptedException {
        Random random = new Random(7);
        for (int stop = 0; stop < STOPS; stop++) {
            int exit = stopAfter(random.nextInt(1, 5));

            assertThat(exit).as("the exit code of stop %d", stop).isEqualTo(TERMINATED);
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).noneMatch(file -> file.getFileName().toString().startsWith("hs_err"));
        }
    }

    /** @param lines of output to wait for; the process is inside the model whenever it is not writing one */
    private int stopAfter(int lines) throws IOException, InterruptedException {
        Path arguments = folder.resolve("arguments");
        Files.writeString(
                arguments,
                "-cp "
                        + Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                                .map(path -> Path.of(path).toAbsolutePath().toString())
                                .reduce((a, b) -> a + File.pathSeparator + b)
                                .orElseThrow());
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--add-modules=jdk.incubator.vector",
                        "@" + arguments,
                        TranslatingProcess.class.getName(),
                        Path.of("..", "models", "translator-en-de")
                                .toAbsolutePath()
                                .toString()))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = process.inputReader()) {
            int seen = 0;
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                seen += STEPS.contains(line) ? 1 : 0;
                if (seen == lines) {
                    process.toHandle().destroy(); // leaves the output open
                    output.transferTo(Writer.nullWriter());
                    break;
                }
            }
            assertThat(seen).as("lines before the end").isEqualTo(lines);
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("ends").isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }
}
