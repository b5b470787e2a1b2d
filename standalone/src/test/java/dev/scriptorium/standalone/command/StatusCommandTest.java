package dev.scriptorium.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scriptorium.standalone.instance.RunningInstance;
import dev.scriptorium.standalone.instance.RunningService;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusCommandTest {
    private final PrintStream standardOutput = System.out;

    @TempDir
    Path folder;

    @AfterEach
    void printAgain() {
        System.setOut(standardOutput);
    }

    @Test
    void showsTheProcessesAlsoWhenNoneOfThemRuns() throws IOException {
        ProcessHandle self = ProcessHandle.current();
        List<RunningService> services = Stream.of("ingest", "translator")
                .map(name -> new RunningService(name, self.pid(), "another time", 1, 1, 3, null))
                .toList();
        new ObjectMapper()
                .writeValue(
                        folder.resolve("run.json").toFile(),
                        new RunningInstance(
                                self.pid(),
                                self.info().startInstant().orElseThrow().toString(),
                                1,
                                "127.0.0.1:1",
                                "",
                                "",
                                services));
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));

        int exitCode = ScriptoriumCommand.execute("status", "--data", folder.toString());

        assertThat(exitCode).isEqualTo(ScriptoriumCommand.FAILED);
        assertThat(output.toString(StandardCharsets.UTF_8))
                .containsPattern("ingest .* does not run: process \\d+ ended; it is started again")
                .contains("DOWN  translator");
    }
}
