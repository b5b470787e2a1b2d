package dev.scriptorium.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scriptorium.standalone.client.FakeApi;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands as a person gives them, on a data folder whose instance is a fake API in this process. */
class CommandLineTest {
    private final FakeApi api = new FakeApi();
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
        api.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "process --summarize 3 nope.txt | There is no file nope.txt.",
                "process --summarize 3 @pom.xml | There is no file @pom.xml.",
                "process samples | name at least one task: --summarize N, --translate LANGUAGE or --classify LABELS.",
                "process --translate '' x.txt | --translate needs language codes such as de,fr, and one is empty.",
                "process --translate de,,fr x.txt | --translate needs language codes such as de,fr, and one is empty.",
                "process --classify '' x.txt | --classify needs label sets such as sentiment, and one is empty.",
                "process --abstractive x.txt | --abstractive needs --summarize N.",
                "process --summarize 3 --summary-model bart x.txt | --summary-model names a model for --abstractive: bart.",
                "process --summarize -1 x.txt | --summarize must not be negative: -1.",
                "process --translate de --name a/b - | --name must be a file name without a folder: a/b.",
                "process --translate de '' | A file name is empty.",
                "up --port 70000 | --port must be from 1 to 65535: 70000.",
                "memory | a command is missing: import, export, search or delete.",
                "glossary | a command is missing: import, export or delete.",
                "glossary import --from en --to de nope.csv | There is no file nope.csv.",
                "memory import nope.tmx | There is no file nope.tmx.",
                "memory search --min-similarity 0 text | --min-similarity must be above 0 and up to 1: 0.0.",
                "memory delete | name either --id, or both --from and --to.",
                "memory delete --from en | name either --id, or both --from and --to.",
                "memory delete --id 7 --from en --to de | name either --id, or both --from and --to.",
                "jobs --limit 0 | --limit must be at least 1: 0.",
                "nonsense | unknown command or option: nonsense.",
                "process --sumarize 3 x.txt | unknown command or option: --sumarize.",
                "results | Missing required parameter: 'JOB'."
            })
    void saysInOneSentenceWhatIsWrongWithTheUsage(String command, String sentence) {
        int exitCode = run(command.split(" "));

        assertThat(exitCode).isEqualTo(2);
        assertThat(errors().lines().findFirst()).contains("scriptorium: " + sentence);
        assertThat(errors().lines()).hasSizeLessThanOrEqualTo(3);
        assertThat(errors()).doesNotContain("\tat ");
    }

    @Test
    void findsAnOutputFolderThatIsAFileBeforeTheWork() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        int exitCode = run("process", "--summarize", "3", "-o", file.toString(), file.toString(), "--data", data());

        assertThat(exitCode).isEqualTo(2);
        assertThat(errors()).isEqualToIgnoringNewLines("scriptorium: The output folder " + file + " is a file.");
    }

    @ParameterizedTest
    @CsvSource({"process --summarize 3 FILE", "up", "up --detach", "jobs"})
    void saysThatTheDataFolderIsAFile(String command) throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        int exitCode =
                run((command + " --data FILE").replace("FILE", file.toString()).split(" "));

        assertThat(exitCode).isEqualTo(1);
        assertThat(errors())
                .isEqualToIgnoringNewLines(
                        "scriptorium: The data folder " + file + " cannot be used: it is not a folder.");
    }

    @ParameterizedTest
    @CsvSource({"FILE, is not a folder", "/proc/scriptorium, cannot be created because /proc is not writable"})
    void doctorFindsADataFolderThatCannotBeUsed(String path, String finding) throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        int exitCode = run("doctor", "--data", path.replace("FILE", file.toString()));

        assertThat(exitCode).isEqualTo(1);
        assertThat(printed().replace(",", ""))
                .contains("BAD   data folder: " + path.replace("FILE", file.toString()) + " " + finding);
    }

    @Test
    void doctorLeavesNoTraceInAGoodDataFolder() throws IOException {
        run("doctor", "--data", data());

        assertThat(printed()).contains("ok    data folder: " + folder.toRealPath());
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void statusIsOneJsonObjectWhereThatIsAskedFor() throws IOException {
        runningInstance();
        api.answer(
                        "GET /q/health",
                        200,
                        "{\"status\": \"UP\", \"checks\": [{\"name\": \"Kafka\", \"status\": \"UP\"}]}")
                .answer("GET /q/metrics", 200, "scriptorium_stage_waiting{stage=\"extraction\"} 3.0\n")
                .answer("GET /v1/jobs", 200, "{\"jobs\": [" + FakeApi.job("j1", "RUNNING", 2, 1) + "]}");

        int exitCode = run("status", "--json", "--data", data());

        JsonNode status = json(printed());
        assertThat(exitCode).isZero();
        assertThat(status.path("ready").asBoolean()).isTrue();
        assertThat(status.path("services").path(0).path("name").asText()).isEqualTo("Kafka");
        assertThat(status.path("stages").path(0).path("waiting").asInt()).isEqualTo(3);
        assertThat(status.path("jobs").path(0).path("documents").path("failed").asInt())
                .isOne();
        assertThat(status.path("jobs").path(0).path("createdAt").asText()).isEqualTo("2026-11-27T10:00:00Z");
    }

    @Test
    void statusSaysThatNothingRuns() throws IOException {
        int exitCode = run("status", "--json", "--data", data());

        assertThat(exitCode).isOne();
        assertThat(json(printed()).path("running").asBoolean(true)).isFalse();
    }

    @Test
    void listsJobsWithTheirTasksAndFirstFile() throws IOException {
        runningInstance();
        api.answer("GET /v1/jobs", 200, "{\"jobs\": [" + FakeApi.job("j1", "RUNNING", 2, 1) + "]}")
                .answer("GET /v1/jobs/j1/documents", 200, documents("RUNNING"));

        int exitCode = run("jobs", "--data", data());

        assertThat(exitCode).isZero();
        assertThat(printed().lines().skip(1))
                .singleElement()
                .asString()
                .contains("j1", "RUNNING", "summarize, translate:de: x.txt and 2 more");
    }

    @Test
    void printsTheResultsOfAJobAndWritesThem() throws IOException {
        runningInstance();
        api.answer("GET /v1/jobs/j1", 200, FakeApi.job("j1", "SUCCEEDED", 1, 0))
                .answer("GET /v1/jobs/j1/documents", 200, documents("SUCCEEDED"))
                .answer("GET /v1/documents/d1/summary", 200, "{\"sentences\": [{\"text\": \"All is well.\"}]}")
                .answer(
                        "GET /v1/documents/d1/translations/de",
                        200,
                        "{\"text\": \"Alles ist gut.\", \"path\": [\"en\", \"de\"]}");
        Path out = folder.resolve("out");

        int exitCode = run("results", "j1", "--json", "-o", out.toString(), "--data", data());

        JsonNode document = json(printed());
        assertThat(exitCode).isZero();
        assertThat(document.path("file").asText()).isEqualTo("x.txt");
        assertThat(document.path("translations").path("de").path("text").asText())
                .isEqualTo("Alles ist gut.");
        assertThat(out.resolve("x.txt.summary.txt")).hasContent("All is well.");
    }

    @Test
    void saysThatAJobIsUnknown() throws IOException {
        runningInstance();

        for (List<String> command :
                List.of(List.of("results", "j9"), List.of("cancel", "j9"), List.of("retry", "j9"))) {
            List<String> words = new ArrayList<>(command);
            words.addAll(List.of("--data", data()));
            assertThat(run(words.toArray(String[]::new))).isOne();
        }
        assertThat(errors().lines())
                .containsOnly("scriptorium: There is no GET /v1/jobs/j9 (NOT_FOUND).")
                .hasSize(3);
    }

    @Test
    void cancelsAnOpenJobAndSaysThatAnotherHadEnded() throws IOException {
        runningInstance();
        api.answer("GET /v1/jobs/open", 200, FakeApi.job("open", "RUNNING", 2, 1))
                .answer("DELETE /v1/jobs/open", 200, FakeApi.job("open", "CANCELLING", 2, 1))
                .answer("GET /v1/jobs/ended", 200, FakeApi.job("ended", "SUCCEEDED", 2, 0));

        assertThat(run("cancel", "open", "--data", data())).isZero();
        assertThat(run("cancel", "ended", "--data", data())).isOne();

        assertThat(printed()).contains("cancelled; 2 of 3 documents were done");
        assertThat(errors()).contains("the job had ended before: SUCCEEDED");
        assertThat(api.requests()).doesNotContain("DELETE /v1/jobs/ended");
    }

    @Test
    void retriesTheFailedDocumentsFromTheKeptBytes() throws IOException {
        runningInstance();
        Path blob = folder.resolve("blobs/ab/abc");
        Files.createDirectories(blob.getParent());
        Files.writeString(blob, "All is well.");
        api.answer("GET /v1/jobs/j1", 200, FakeApi.job("j1", "PARTIAL", 1, 1))
                .answer("GET /v1/jobs/j1/documents", 200, documents("FAILED"))
                .answer("POST /v1/jobs", 202, FakeApi.job("j2", "QUEUED", 0, 0))
                .answer("GET /v1/jobs/j2", 200, FakeApi.job("j2", "SUCCEEDED", 1, 0))
                .answer("GET /v1/jobs/j2/documents", 200, documents("SUCCEEDED"));

        int exitCode = run("retry", "j1", "--json", "--data", data());

        assertThat(errors()).contains("job j2 with 1 of 2 documents");
        assertThat(exitCode).isZero();
        assertThat(json(printed()).path("file").asText()).isEqualTo("x.txt");
    }

    @Test
    void printsNoPassword() throws IOException {
        runningInstance();

        assertThat(run("up", "--data", data())).isZero();

        assertThat(printed())
                .contains("Postgres  postgresql://scriptorium@127.0.0.1:5/x")
                .doesNotContain("geheim");
    }

    @Test
    void downSaysThatNothingRuns() throws IOException {
        assertThat(run("down", "--data", data())).isZero();

        assertThat(printed()).isEqualToIgnoringNewLines("nothing runs on " + folder.toRealPath());
    }

    private void runningInstance() throws IOException {
        ProcessHandle self = ProcessHandle.current();
        Files.writeString(folder.resolve("run.json"), """
                {"pid": %d, "startedAt": "%s", "httpPort": %d, "kafka": "127.0.0.1:4", "jdbcUrl": "jdbc:postgresql://127.0.0.1:5/x",
                 "postgresUrl": "postgresql://scriptorium:geheim@127.0.0.1:5/x"}""".formatted(
                        self.pid(), self.info().startInstant().orElseThrow(), api.port()));
    }

    private static String documents(String state) {
        return """
                {"documents": [{"id": "d1", "jobId": "j1", "state": "%s", "fileName": "x.txt", "sha256": "abc", "mediaType": "text/plain",
                  "language": "en", "tasks": [{"id": "t1", "task": "summarize", "state": "%s"},
                                              {"id": "t2", "task": "translate:de", "state": "%s"}]}]}""".formatted(state, state, state);
    }

    private int run(String... arguments) {
        List<String> words = new ArrayList<>();
        for (String argument : arguments) {
            words.add(argument.equals("''") ? "" : argument);
        }
        return ScriptoriumCommand.execute(words.toArray(String[]::new));
    }

    private String data() {
        return folder.toString();
    }

    private String printed() {
        return output.toString(StandardCharsets.UTF_8);
    }

    private String errors() {
        return errors.toString(StandardCharsets.UTF_8);
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return new ObjectMapper().readTree(text);
    }
}
