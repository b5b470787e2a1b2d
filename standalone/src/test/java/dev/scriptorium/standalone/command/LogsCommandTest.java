package dev.scriptorium.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.standalone.instance.DataFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LogsCommandTest {
    private final PrintStream standardOutput = System.out;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final StringWriter errors = new StringWriter();

    @TempDir
    Path folder;

    @BeforeEach
    void writeTheLogOfAService() throws IOException {
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
        Path log = new DataFolder(folder).serviceLog("ingest");
        Files.createDirectories(log.getParent());
        Files.writeString(log, "first\nsecond\nthird\n");
    }

    @AfterEach
    void printAgain() {
        System.setOut(standardOutput);
    }

    @Test
    void printsTheLastLines() {
        assertThat(logs("ingest", "--lines", "2")).isZero();

        assertThat(output.toString(StandardCharsets.UTF_8)).isEqualTo("second\nthird\n");
    }

    @Test
    void listsTheLogsThatAreThere() {
        assertThat(logs()).isZero();

        assertThat(output.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .startsWith("ingest ")
                .endsWith("/services/ingest.log");
    }

    @Test
    void refusesTheNameOfALogThatIsNotThere() {
        assertThat(logs("kafka")).isEqualTo(ScriptoriumCommand.WRONG_USAGE);

        assertThat(errors.toString()).startsWith("scriptorium: there is no log kafka; there are: ingest.");
    }

    @Test
    void refusesANegativeNumberOfLines() {
        assertThat(logs("ingest", "--lines", "-1")).isEqualTo(ScriptoriumCommand.WRONG_USAGE);

        assertThat(errors.toString()).startsWith("scriptorium: --lines must be 0 or more: -1.");
    }

    private int logs(String... arguments) {
        List<String> all = new ArrayList<>(List.of("logs"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--data", folder.toString()));
        CommandLine command = ScriptoriumCommand.commandLine().setErr(new PrintWriter(errors, true));
        return command.execute(all.toArray(String[]::new));
    }
}
