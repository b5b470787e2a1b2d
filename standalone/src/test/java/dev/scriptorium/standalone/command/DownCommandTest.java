package dev.scriptorium.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.standalone.instance.DataFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is left of a crashed platform, played by processes that have the command line of Postgres. */
class DownCommandTest {
    private final PrintStream standardOutput = System.out;
    private final PrintStream standardError = System.err;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    @BeforeEach
    void captureWhatIsPrinted() {
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void printAgain() {
        System.setOut(standardOutput);
        System.setErr(standardError);
    }

    @Test
    void stopsWhatACrashedPlatformLeftRunning() throws IOException {
        Process orphan = postgres("");

        int exitCode = down();

        assertThat(exitCode).isZero();
        assertThat(orphan.isAlive()).isFalse();
        assertThat(output.toString(StandardCharsets.UTF_8))
                .isEqualToIgnoringNewLines(
                        "stopped what a crashed platform left running: Postgres (process " + orphan.pid() + ")");
    }

    @Test
    void namesAProcessThatItCannotStopAndEndsWithOne() throws IOException {
        Process orphan = postgres("trap '' TERM; ");
        try {
            int exitCode = down();

            assertThat(exitCode).isOne();
            assertThat(errors.toString(StandardCharsets.UTF_8).lines())
                    .contains("scriptorium: Still running: Postgres (process " + orphan.pid() + ").");
        } finally {
            orphan.destroyForcibly();
        }
    }

    private int down() {
        DownCommand command = new DownCommand(
                new DownCommand.Limits(Duration.ofMillis(200), Duration.ofMillis(200), Duration.ofSeconds(2)));
        return new CommandLine(command).execute("--data", folder.toString());
    }

    /** A program that runs for ever and has printed its file, so that its command line is the final one. */
    private Process postgres(String before) throws IOException {
        Path file = new DataFolder(folder).path().resolve("postgres/log");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "started\n");
        String program = before + "exec -a /programs/bin/postgres tail -f '" + file + "'";
        Process process = new ProcessBuilder("bash", "-c", program).start();
        assertThat(process.inputReader().readLine()).isEqualTo("started");
        return process;
    }
}
