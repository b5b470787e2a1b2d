package dev.scriptorium.ingest.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.scriptorium.ingest.extraction.parse.PdfPages;
import dev.scriptorium.testing.servers.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Submissions that are checked only: what is counted before is there afterwards, and nothing more. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@TestProfile(LabelSetsHere.class)
class ValidationIT {

    private static final Path BLOBS = Path.of("target", "blobs");
    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

    @Inject
    DataSource database;

    private Map<String, Long> before = Map.of();

    @BeforeEach
    void count() throws SQLException, IOException {
        before = counts();
    }

    @AfterEach
    void storesNothing() throws SQLException, IOException {
        assertThat(counts()).isEqualTo(before);
    }

    @Test
    void saysWhatTextsAre() {
        validate("""
                {"documents": [{"text": "Good morning, everybody.", "customId": "a"},
                               {"text": "Bonjour tout le monde.", "name": "salut.txt"},
                               {"text": "12 34"},
                               {"text": "こんにちは", "language": "ja"}],
                 "tasks": {"summarize": {}, "classify": ["sentiment"]}}""")
                .statusCode(200)
                .body("valid", equalTo(true))
                .body("missing", empty())
                .body("documents", hasSize(4))
                .body("documents[0].customId", equalTo("a"))
                .body("documents[0].fileName", equalTo("document-1.txt"))
                .body("documents[0].size", equalTo(24))
                .body("documents[0].mediaType", equalTo("text/plain"))
                .body("documents[0].characters", equalTo(24))
                .body("documents[0].estimatedTokens", equalTo(6))
                .body("documents[0].language", equalTo("en"))
                .body("documents[0].pages", nullValue())
                .body("documents[0].unread", empty())
                .body("documents[1].fileName", equalTo("salut.txt"))
                .body("documents[1].customId", nullValue())
                .body("documents[1].language", equalTo("fr"))
                .body("documents[2].language", nullValue())
                .body("documents[3].language", equalTo("ja"))
                .body("documents[3].characters", equalTo(5))
                .body("documents[3].estimatedTokens", equalTo(5))
                .body("totals.documents", equalTo(4))
                .body("totals.failed", equalTo(0))
                .body("totals.characters", equalTo(24 + 22 + 5 + 5))
                .body("totals.estimatedTokens", equalTo(6 + 6 + 2 + 5));
    }

    @Test
    void saysWhatFilesAreAndWhyOneIsNotRead() {
        byte[] pdf = new PdfPages()
                .line(100, 100, 12, "This is the text of the first page.")
                .nextPage()
                .line(100, 100, 12, "And this is the second one.")
                .bytes();
        given().multiPart("tasks", "{\"summarize\": {}}", "application/json")
                .multiPart("files", "two.pdf", pdf)
                .multiPart("files", "broken.pdf", "%PDF-1.7 and no more".getBytes(StandardCharsets.UTF_8))
                .multiPart("files", "empty.txt", new byte[0])
                .queryParam("validateOnly", "true")
                .post("/v1/jobs")
                .then()
                .statusCode(200)
                .body("valid", equalTo(false))
                .body("totals.failed", equalTo(2))
                .body("documents[0].mediaType", equalTo("application/pdf"))
                .body("documents[0].pages", equalTo(2))
                .body("documents[0].characters", greaterThan(10))
                .body("documents[0].failure", nullValue())
                .body("documents[1].failure.code", equalTo("DOC_CORRUPT"))
                .body("documents[1].characters", nullValue())
                .body("documents[2].failure.code", equalTo("EMPTY_TEXT"));
    }

    @Test
    void namesWhatNoModelCanDoForTheLanguagesThatWereDetected() {
        validate("""
                {"documents": [{"text": "Good morning."}, {"text": "Bonjour."}],
                 "tasks": {"translate": ["de", "fr"], "classify": ["nope"]}}""")
                .statusCode(200)
                .body("valid", equalTo(false))
                .body("missing", hasSize(2))
                .body("missing[0].task", equalTo("translate:fr"))
                .body("missing[0].language", equalTo("en"))
                .body("missing[0].failure.code", equalTo("LANGUAGE_PAIR_UNAVAILABLE"))
                .body("missing[1].task", equalTo("classify:nope"))
                .body("missing[1].language", nullValue())
                .body("missing[1].failure.code", equalTo("LABEL_SET_UNKNOWN"));
    }

    @Test
    void refusesWhatASubmissionRefuses() {
        validate("{\"documents\": [], \"tasks\": {\"summarize\": {}}}").statusCode(400);
        validate("{\"documents\": [{\"text\": \"a\"}], \"tasks\": {}}").statusCode(400);
        validate("{\"documents\": [{\"text\": \"a\"}], \"tasks\": {\"translate\": [\"d\"]}}")
                .statusCode(400);
        given().contentType("application/json")
                .queryParam("validateOnly", "yes")
                .body("{\"documents\": [{\"text\": \"a\"}], \"tasks\": {\"summarize\": {}}}")
                .post("/v1/jobs")
                .then()
                .statusCode(400)
                .body("detail", equalTo("validateOnly must be true or false."));
    }

    @Test
    void takesAsManyDocumentsAsAllowedAndNotOneMore() {
        validate(many(100)).statusCode(200).body("documents", hasSize(100));
        validate(many(101)).statusCode(422).body("detail", containsString("at most 100 documents in a job, not 101"));
    }

    private static String many(int documents) {
        return "{\"tasks\": {\"summarize\": {}}, \"documents\": ["
                + IntStream.range(0, documents)
                        .mapToObj(i -> "{\"text\": \"Good morning.\"}")
                        .collect(Collectors.joining(","))
                + "]}";
    }

    private static ValidatableResponse validate(String body) {
        return given().contentType("application/json")
                .queryParam("validateOnly", "true")
                .body(body)
                .post("/v1/jobs")
                .then();
    }

    /** Rows, also those on their way to Kafka, stored files, and folders of validations. */
    private Map<String, Long> counts() throws SQLException, IOException {
        Map<String, Long> counts = new TreeMap<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : new String[] {"job", "document", "task", "outbox", "event", "idempotency_key"}) {
                try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM ingest." + table)) {
                    rows.next();
                    counts.put(table, rows.getLong(1));
                }
            }
        }
        try (Stream<Path> blobs = Files.walk(BLOBS)) {
            counts.put("blobs", blobs.filter(Files::isRegularFile).count());
        }
        try (Stream<Path> temporary = Files.list(TEMPORARY)) {
            counts.put(
                    "folders",
                    temporary
                            .filter(path -> path.getFileName().toString().startsWith("scriptorium-validation-"))
                            .count());
        }
        return counts;
    }
}
