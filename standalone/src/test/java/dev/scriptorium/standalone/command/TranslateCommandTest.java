package dev.scriptorium.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scriptorium.standalone.client.FakeApi;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class TranslateCommandTest {
    private static final String UNSUPPORTED =
            "{\"code\": \"FILE_UNSUPPORTED\", \"reason\": \"A translated file of the format PDF is not written.\"}";

    private final FakeApi api = new FakeApi();
    private final PrintStream standardOutput = System.out;
    private final PrintStream standardError = System.err;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    @BeforeEach
    void writeTheInput() throws IOException {
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
        Files.createDirectories(folder.resolve("in/sub"));
        Files.writeString(folder.resolve("in/letter.txt"), "The letter.");
        Files.writeString(folder.resolve("in/sub/report.pdf"), "The report.");
    }

    @AfterEach
    void stop() {
        System.setOut(standardOutput);
        System.setErr(standardError);
        api.close();
    }

    @Test
    void writesEachFileAtItsPlaceInTheTree() throws Exception {
        api.answer("GET /v1/jobs/j1", 200, FakeApi.job("j1", "RUNNING", 1, 0))
                .answer("GET /v1/jobs/j1", 200, FakeApi.job("j1", "SUCCEEDED", 2, 0))
                .answer("GET /v1/jobs/j1/documents", 200, documents(succeeded("d1"), task("d2", "RUNNING", "null")))
                .answer("GET /v1/jobs/j1/documents", 200, documents(succeeded("d1"), succeeded("d2")))
                .answer("GET /v1/documents/d1/translations/de/file", 200, "Der Brief.")
                .answer("GET /v1/documents/d2/translations/de/file", 200, "Der Bericht.");

        int exitCode = command("in").write("j1", api.client(), null);

        assertThat(exitCode).isZero();
        assertThat(written("out/letter.de.txt")).isEqualTo("Der Brief.");
        assertThat(written("out/sub/report.de.pdf")).isEqualTo("Der Bericht.");
        assertThat(api.requests()).containsOnlyOnce("GET /v1/documents/d1/translations/de/file");
        assertThat(output.toString(StandardCharsets.UTF_8)).endsWith("2 files written, 0 failed\n");
    }

    @Test
    void endsWithOneWhereAFileWasNotTranslated() throws Exception {
        api.answer("GET /v1/jobs/j1", 200, FakeApi.job("j1", "PARTIAL", 1, 1))
                .answer("GET /v1/jobs/j1/documents", 200, documents(succeeded("d1"), task("d2", "FAILED", UNSUPPORTED)))
                .answer("GET /v1/documents/d1/translations/de/file", 200, "Der Brief.");

        int exitCode = command("in").write("j1", api.client(), null);

        assertThat(exitCode).isEqualTo(ScriptoriumCommand.FAILED);
        assertThat(output.toString(StandardCharsets.UTF_8))
                .contains("FILE_UNSUPPORTED: A translated file of the format PDF is not written.")
                .endsWith("1 file written, 1 failed\n");
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("scriptorium retry j1");
    }

    @Test
    void theSameCommandAgainDoesNotTakeItsResultsForInput() throws Exception {
        Files.createDirectories(folder.resolve("in/out"));
        Files.writeString(folder.resolve("in/out/letter.de.txt"), "Der Brief.");

        TranslateCommand command = prepared("in/out", "in");

        assertThat(input(command)).containsExactly("in/letter.txt", "in/sub/report.pdf");
        assertThat(errors.toString(StandardCharsets.UTF_8)).startsWith("left out: 1 in the output folder ");
    }

    @Test
    void aFileThatIsNamedMayBeInTheOutputFolder() throws Exception {
        assertThat(input(prepared("in", "in/letter.txt"))).containsExactly("in/letter.txt");
    }

    @Test
    void refusesTheFolderOfTheFilesAsOutput() {
        assertThatThrownBy(() -> prepared("in", "in"))
                .isInstanceOf(ParameterException.class)
                .hasMessageMatching("all files are in the output folder .*/in; choose another one");
    }

    /** A translated file is no more private than any other file that the user writes. */
    @Test
    void aWrittenFileHasTheUsualPermissions() throws Exception {
        api.answer("GET /v1/jobs/j1", 200, FakeApi.job("j1", "SUCCEEDED", 1, 0))
                .answer("GET /v1/jobs/j1/documents", 200, documents(succeeded("d1")))
                .answer("GET /v1/documents/d1/translations/de/file", 200, "Der Brief.");

        command("in/letter.txt").write("j1", api.client(), null);

        assertThat(Files.getPosixFilePermissions(folder.resolve("out/letter.de.txt")))
                .isEqualTo(Files.getPosixFilePermissions(folder.resolve("in/letter.txt")));
    }

    private TranslateCommand command(String argument) throws IOException {
        return prepared("out", argument);
    }

    private TranslateCommand prepared(String output, String argument) throws IOException {
        TranslateCommand command = new TranslateCommand();
        new CommandLine(command)
                .parseArgs(
                        "--to",
                        "de",
                        "-o",
                        folder.resolve(output).toString(),
                        folder.resolve(argument).toString());
        command.prepare();
        return command;
    }

    private List<String> input(TranslateCommand command) {
        return command.input().stream()
                .map(file -> folder.relativize(file.content()).toString())
                .toList();
    }

    private String written(String file) throws IOException {
        return Files.readString(folder.resolve(file));
    }

    private static String succeeded(String id) {
        return task(id, "SUCCEEDED", "null");
    }

    private static String task(String id, String state, String failure) {
        return """
                {"id": "%s", "jobId": "j1", "state": "%s", "fileName": "x", "sha256": "00",
                 "tasks": [{"id": "t", "task": "translate:de", "state": "%s", "failure": %s}]}""".formatted(id, state, state, failure);
    }

    private static String documents(String... documents) {
        return "{\"documents\": [" + String.join(", ", documents) + "]}";
    }
}
