package dev.scriptorium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scriptorium.testing.documents.MixedDocuments;
import dev.scriptorium.testing.documents.MixedDocuments.Mixed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code scriptorium process} on samples and on mixed documents, and controls that turn the checker of the invariants red. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProcessIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DOCUMENTS = Integer.getInteger("e2e.documents", 24);
    private static final List<String> ALL_TASKS =
            List.of("process", "--summarize", "3", "--translate", "de", "--classify", "sentiment", "--json");

    private static final String NEWEST = "SELECT document_id FROM ingest.document WHERE job_id ="
            + " (SELECT job_id FROM ingest.job ORDER BY created_at DESC LIMIT 1)";

    private Platform platform;

    @TempDir
    Path folder;

    @BeforeAll
    void start() throws IOException {
        platform = Platform.up("process");
    }

    @AfterAll
    void stop() {
        platform.close();
    }

    @Test
    void classifiesByALabelSetThatWasJustTrained() throws Exception {
        StringBuilder examples = new StringBuilder("text,label\n");
        List<String> goods =
                List.of("paper", "chairs", "ink", "cables", "lamps", "glue", "desks", "pens", "coffee", "cups");
        for (String good : goods) {
            examples.append("Please pay the invoice for the ").append(good).append(" by Friday.,bill\n");
            examples.append("We talked about ").append(good).append(" at the meeting of the team.,minutes\n");
        }
        Path file = Files.writeString(folder.resolve("examples.csv"), examples);
        Path letter =
                Files.writeString(folder.resolve("letter.txt"), "Please pay the invoice for the tables by Monday.");

        Platform.Outcome trained = platform.command(List.of("labels", "train", "post", file.toString()));
        Platform.Outcome listed = platform.command(List.of("labels", "list"));
        Platform.Outcome tried = platform.command(List.of("labels", "try", "post", "We talked at the meeting."));
        Platform.Outcome processed =
                platform.command(List.of("process", "--classify", "post", "--json", letter.toString()));
        Platform.Outcome deleted = platform.command(List.of("labels", "delete", "post"));
        Platform.Outcome refused = platform.command(List.of("labels", "show", "post"));

        assertThat(trained.exitCode()).as(trained.errors()).isZero();
        assertThat(String.join("\n", trained.output())).contains("post: 20 examples", "accuracy", "minutes");
        assertThat(String.join("\n", listed.output())).containsPattern("post +2 +20 ");
        assertThat(String.join("\n", tried.output())).contains("minutes");
        JsonNode classification =
                parsed(processed).getFirst().path("classifications").path("post");
        assertThat(classification.path("label").asText()).isEqualTo("bill");
        assertThat(classification.path("unsure").asBoolean(true)).isFalse();
        assertThat(deleted.exitCode()).as(deleted.errors()).isZero();
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.errors()).contains("NOT_FOUND");
    }

    @Test
    void everySampleSucceedsWithAllItsResults() throws Exception {
        Path samples = Path.of(System.getProperty("e2e.samples"));
        List<String> files;
        try (var all = Files.list(samples)) {
            files = all.filter(file -> Files.isRegularFile(file) && !file.endsWith("README.md"))
                    .map(Path::toString)
                    .sorted()
                    .toList();
        }

        Platform.Outcome outcome = platform.command(joined(ALL_TASKS, files));

        assertThat(outcome.exitCode()).as(outcome.errors()).isZero();
        List<JsonNode> documents = parsed(outcome);
        assertThat(documents).hasSameSizeAs(files).allSatisfy(document -> {
            assertThat(document.path("state").asText()).isEqualTo("SUCCEEDED");
            assertThat(document.path("summary").path("sentences"))
                    .isNotEmpty()
                    .allSatisfy(
                            sentence -> assertThat(sentence.path("segments")).isNotEmpty());
            assertThat(document.path("translations").path("de").path("text").asText())
                    .isNotBlank();
            assertThat(document.path("classifications")
                            .path("sentiment")
                            .path("label")
                            .asText())
                    .isNotBlank();
        });
    }

    @Test
    void germanGoesIntoEnglishAndThroughItIntoFrench() throws Exception {
        Path letter = Files.writeString(
                folder.resolve("brief.txt"),
                "Die Rechnung wurde gestern gebucht. Weitere Informationen finden Sie unter Kreditoren einrichten.");

        Platform.Outcome outcome =
                platform.command(List.of("process", "--translate", "en,fr", "--json", letter.toString()));

        assertThat(outcome.exitCode()).as(outcome.errors()).isZero();
        JsonNode translations = parsed(outcome).getFirst().path("translations");
        assertThat(translations.path("en").path("text").asText()).contains("invoice", "For more information");
        assertThat(translations.path("en").path("path")).map(JsonNode::asText).containsExactly("de", "en");
        assertThat(translations.path("fr").path("text").asText()).contains("facture");
        assertThat(translations.path("fr").path("path")).map(JsonNode::asText).containsExactly("de", "en", "fr");
    }

    @Test
    void mixedDocumentsEndAsTheyHaveToAndTheRowsAreThoseReported() throws Exception {
        List<Mixed> mixed = MixedDocuments.of(DOCUMENTS, 7);
        Path corpus = Files.createDirectories(folder.resolve("mixed"));
        for (Mixed document : mixed) {
            Files.write(corpus.resolve(document.fileName()), document.bytes());
        }

        Platform.Outcome outcome = platform.command(joined(ALL_TASKS, List.of(corpus.toString())));

        Map<String, String> expected = mixed.stream()
                .collect(Collectors.toMap(
                        Mixed::fileName, document -> document.failureCode().orElse("SUCCEEDED")));
        Map<String, String> actual = parsed(outcome).stream()
                .collect(Collectors.toMap(
                        document -> Path.of(document.path("file").asText())
                                .getFileName()
                                .toString(),
                        document -> document.path("state").asText().equals("SUCCEEDED")
                                ? "SUCCEEDED"
                                : document.path("error").path("code").asText()));
        assertThat(actual).isEqualTo(expected);
        assertThat(outcome.exitCode()).isEqualTo(1);
        try (Connection database = platform.database()) {
            assertThat(Invariants.breaches(database)).isEmpty();
            long succeeded =
                    expected.values().stream().filter("SUCCEEDED"::equals).count();
            assertThat(count(database, "document WHERE state = 'SUCCEEDED' AND document_id IN (" + NEWEST + ")"))
                    .isEqualTo(succeeded);
            assertThat(count(database, "summary WHERE document_id IN (" + NEWEST + ")"))
                    .isEqualTo(succeeded);
            assertThat(count(database, "translation WHERE document_id IN (" + NEWEST + ")"))
                    .isEqualTo(succeeded);
            assertThat(count(database, "classification WHERE document_id IN (" + NEWEST + ")"))
                    .isEqualTo(succeeded);
        }
    }

    /** The services on their own have a management port; the all-in-one application has one port for everything. */
    @ParameterizedTest
    @ValueSource(strings = {"/v1/jobs", "/q/health/ready", "/q/metrics", "/q/openapi", "/q/swagger-ui/"})
    void onePortServesTheApiAndWhatDescribesIt(String path) throws Exception {
        assertThat(platform.status(path)).isEqualTo(200);
    }

    @Test
    void statusNamesTheServices() throws Exception {
        Platform.Outcome status = platform.command(List.of("status"));

        assertThat(status.exitCode()).as(status.errors()).isZero();
        assertThat(String.join("\n", status.output())).contains("UP    models", "extraction", "translator");
    }

    @Test
    void wrongUsageEndsWithTwo() throws Exception {
        assertThat(platform.command(List.of("process", "--summarize", "3", "no-such-file"))
                        .exitCode())
                .isEqualTo(2);
        assertThat(platform.command(List.of("process", "--sumarize", "3")).exitCode())
                .isEqualTo(2);
    }

    @Test
    void theCheckerTurnsRedWhenARowIsLostOrThereTwice() throws Exception {
        Path note = Files.writeString(folder.resolve("note.txt"), "The harbour was quiet. Nobody came that day.");
        assertThat(platform.command(joined(ALL_TASKS, List.of(note.toString()))).exitCode())
                .isZero();

        for (Map.Entry<String, String> control : Map.of(
                        "DELETE FROM ingest.summary",
                        "a task succeeded without exactly one result",
                        "DELETE FROM ingest.document WHERE document_id IN (SELECT document_id FROM ingest.document LIMIT 1)",
                        "a document was lost",
                        "ALTER TABLE ingest.classification DROP CONSTRAINT classification_pkey;"
                                + " INSERT INTO ingest.classification SELECT * FROM ingest.classification LIMIT 1",
                        "a result is there twice",
                        "UPDATE ingest.document SET state = 'RUNNING', finished_at = NULL",
                        "a document is not over",
                        "UPDATE ingest.job SET documents_succeeded = 0, documents_failed = documents_failed + 1",
                        "a job's counts do not add up",
                        "UPDATE ingest.translation_part SET part = part + 1",
                        "a part of a translation is missing or doubled")
                .entrySet()) {
            try (Connection database = platform.database();
                    Statement statement = database.createStatement()) {
                database.setAutoCommit(false);
                statement.execute(control.getKey());

                assertThat(Invariants.breaches(database))
                        .as(control.getKey())
                        .anySatisfy(breach -> assertThat(breach).startsWith(control.getValue()));
                database.rollback();
            }
        }
    }

    private static int count(Connection database, String where) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM ingest." + where)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static List<JsonNode> parsed(Platform.Outcome outcome) {
        Function<String, JsonNode> parse = line -> {
            try {
                return JSON.readTree(line);
            } catch (IOException e) {
                throw new AssertionError("not JSON: " + line, e);
            }
        };
        return outcome.output().stream().map(parse).toList();
    }

    private static List<String> joined(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
