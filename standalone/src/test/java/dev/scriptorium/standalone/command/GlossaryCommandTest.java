package dev.scriptorium.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.standalone.client.FakeApi;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GlossaryCommandTest {
    private final FakeApi api = new FakeApi();
    private final PrintStream standardOutput = System.out;
    private final PrintStream standardError = System.err;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    @BeforeEach
    void startAnInstance() throws IOException {
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
        ProcessHandle self = ProcessHandle.current();
        Files.writeString(folder.resolve("run.json"), """
                {"pid": %d, "startedAt": "%s", "httpPort": %d, "kafka": "", "jdbcUrl": "", "postgresUrl": ""}""".formatted(
                        self.pid(), self.info().startInstant().orElseThrow(), api.port()));
    }

    @AfterEach
    void printAgain() {
        System.setOut(standardOutput);
        System.setErr(standardError);
        api.close();
    }

    private int run(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--data";
        all[arguments.length + 1] = folder.toString();
        return ScriptoriumCommand.execute(all);
    }

    @Test
    void importsTermsAndNamesTheLinesThatWereLeftOut() throws IOException {
        Path file = Files.writeString(folder.resolve("a.csv"), "source,target");
        api.answer("POST /v1/glossary/import", 200, """
                {"read": 2, "changed": 1, "leftOut": 1, "problems": [{"line": 3, "reason": "it has no target"}]}""");

        int exitCode = run("glossary", "import", "--from", "en", "--to", "de", file.toString());

        assertThat(exitCode).isZero();
        assertThat(output.toString(StandardCharsets.UTF_8))
                .isEqualToIgnoringNewLines(file + ": 2 terms read, 1 new or changed, 1 lines left out");
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .isEqualToIgnoringNewLines(file + ", line 3: left out, it has no target");
    }

    @Test
    void exportsAndDeletesTheTermsOfAPair() {
        api.answer("GET /v1/glossary/export", 200, "source,target\n");
        api.answer("DELETE /v1/glossary/terms", 200, "{\"deleted\": 2}");
        Path file = folder.resolve("out.csv");

        assertThat(run("glossary", "export", "--from", "en", "--to", "de", file.toString()))
                .isZero();
        assertThat(run("glossary", "delete", "--from", "en", "--to", "de")).isZero();

        assertThat(file).hasContent("source,target");
        assertThat(output.toString(StandardCharsets.UTF_8)).contains("deleted 2 terms");
    }
}
