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

class MemoryCommandTest {
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
    void importsAFileAndNamesWhatWasLeftOut() throws IOException {
        Path file = Files.writeString(folder.resolve("a.tmx"), "<tmx/>");
        api.answer("POST /v1/memory/import", 200, """
                {"read": 1200, "changed": 7, "leftOut": 1, "problems": [{"line": 9, "reason": "its text in de is empty"}]}""");

        int exitCode = run("memory", "import", file.toString());

        assertThat(exitCode).isZero();
        assertThat(output.toString(StandardCharsets.UTF_8))
                .isEqualToIgnoringNewLines(file + ": 1,200 units read, 7 new or changed, 1 left out");
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .isEqualToIgnoringNewLines(file + ", line 9: left out, its text in de is empty");
    }

    @Test
    void exportsToAFile() throws IOException {
        api.answer("GET /v1/memory/export", 200, "<tmx/>");
        Path file = folder.resolve("out.tmx");

        int exitCode = run("memory", "export", "--from", "en", "--to", "de", file.toString());

        assertThat(exitCode).isZero();
        assertThat(file).hasContent("<tmx/>");
    }

    @Test
    void leavesTheFileThatIsThereWhereAnExportFails() throws IOException {
        Path file = Files.writeString(folder.resolve("out.tmx"), "before");
        api.answer("GET /v1/memory/export", 400, "{\"detail\": \"No.\", \"code\": \"BAD_REQUEST\"}");

        int exitCode = run("memory", "export", file.toString());

        assertThat(exitCode).isOne();
        assertThat(file).hasContent("before");
    }

    @Test
    void printsWhatIsSimilar() {
        api.answer("GET /v1/memory/units", 200, """
                {"units": [{"id": "7", "sourceLanguage": "en", "targetLanguage": "de", "source": "Good morning.",
                            "target": "Guten Morgen.", "origin": "PERSON", "similarity": 0.82}]}""");

        int exitCode = run("memory", "search", "Good morning");

        assertThat(exitCode).isZero();
        assertThat(output.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(" 82 %  7  en > de  PERSON", "       Good morning.", "       Guten Morgen.");
    }

    @Test
    void deletesAllUnitsOfAPairOrOneByItsId() {
        api.answer("DELETE /v1/memory/units", 200, "{\"deleted\": 1200}");
        api.answer("DELETE /v1/memory/units/7", 200, "{\"id\": \"7\"}");

        assertThat(run("memory", "delete", "--from", "en", "--to", "de")).isZero();
        assertThat(run("memory", "delete", "--id", "7")).isZero();

        assertThat(output.toString(StandardCharsets.UTF_8).lines()).containsExactly("deleted 1,200 units", "deleted 7");
    }
}
