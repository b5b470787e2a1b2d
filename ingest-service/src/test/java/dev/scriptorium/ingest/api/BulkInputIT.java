package dev.scriptorium.ingest.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.scriptorium.testing.servers.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** Many documents in one part of a request, against a real Kafka and a real Postgres. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@TestProfile(SmallLimits.class)
class BulkInputIT {

    @Test
    void takesTheFilesOfAnArchiveByTheirPaths() {
        submitArchive(zip("a.txt", "letters/b.txt")).statusCode(202).body("documents.total", equalTo(2));

        String job = submitArchive(zip("a.txt", "letters/b.txt")).extract().path("id");
        given().get("/v1/jobs/" + job + "/documents")
                .then()
                .body("documents.fileName", contains("a.txt", "letters/b.txt"));
    }

    @Test
    void takesAnArchiveOfAsManyEntriesAsAllowedAndNotOneMore() {
        submitArchive(zip("1", "2", "3", "4")).statusCode(202);
        submitArchive(zip("1", "2", "3", "4", "5"))
                .statusCode(422)
                .body("code", equalTo("LIMIT_EXCEEDED"))
                .body("detail", containsString("4 entries"));
    }

    @Test
    void acceptsNothingOfAnArchiveThatIsDamaged() {
        byte[] cut = zip("a.txt", "b.txt");
        String key = UUID.randomUUID().toString();

        given().header("Idempotency-Key", key)
                .multiPart("archives", "a.zip", Arrays.copyOf(cut, cut.length - 30), "application/zip")
                .multiPart("tasks", "{\"summarize\": {}}", "application/json")
                .post("/v1/jobs")
                .then()
                .statusCode(422)
                .body("code", equalTo("DOC_CORRUPT"));
        given().header("Idempotency-Key", key)
                .multiPart("archives", "a.zip", cut, "application/zip")
                .multiPart("tasks", "{\"summarize\": {}}", "application/json")
                .post("/v1/jobs")
                .then()
                .statusCode(202)
                .header("Idempotent-Replayed", nullValue());
    }

    @Test
    void takesALineForEachDocumentWithItsCustomId() {
        String job = submitLines("""
                {"customId": "order-1", "text": "Good morning.", "language": "en"}
                {"custom_id": "order-2", "text": "Guten Morgen.", "name": "b.txt"}
                """).statusCode(202).extract().path("id");

        given().get("/v1/jobs/" + job + "/documents")
                .then()
                .body("documents.customId", contains("order-1", "order-2"))
                .body("documents.fileName", contains("document-1.txt", "b.txt"));
        given().get("/v1/jobs/" + job + "/documents?customId=order-2")
                .then()
                .body("documents", hasSize(1))
                .body("documents[0].fileName", equalTo("b.txt"));
    }

    @Test
    void refusesACustomIdThatIsNotUnique() {
        submitLines("""
                {"customId": "a", "text": "one"}
                {"customId": "b", "text": "two"}
                {"customId": "a", "text": "three"}
                """).statusCode(400).body("detail", containsString("document 3"));
        given().contentType("application/json")
                .body("""
                        {"documents": [{"customId": "a", "text": "one"}, {"customId": "a", "text": "two"}],
                         "tasks": {"summarize": {}}}""")
                .post("/v1/jobs")
                .then()
                .statusCode(400)
                .body("detail", containsString("document 2"));
    }

    @Test
    void saysInWhichLineTheMistakeIs() {
        submitLines("{\"text\": \"one\"}\n{\"txt\": \"two\"}\n")
                .statusCode(400)
                .body("detail", containsString("Unknown member txt"));
        submitLines("{\"text\": \"one\"}\n{\"text\": 2}\n").statusCode(400).body("detail", containsString("line 2"));
        submitLines("{\"text\": \"one\"}\n[]\n").statusCode(400).body("detail", containsString("line 2"));
        submitLines("{\"text\": \"one\"}\n{\"text\": \n").statusCode(400);
        submitLines("").statusCode(400);
    }

    @Test
    void takesAsManyLinesAsDocumentsAreAllowedAndNotOneMore() {
        submitLines(lines(5)).statusCode(202).body("documents.total", equalTo(5));
        submitLines(lines(6)).statusCode(422).body("code", equalTo("LIMIT_EXCEEDED"));
    }

    @Test
    void refusesADocumentOfAnArchiveThatIsOverTheLimit() {
        submitArchive(zipOf("a.txt", "x".repeat(1024))).statusCode(202);
        submitArchive(zipOf("a.txt", "x".repeat(1025))).statusCode(413).body("code", equalTo("DOC_TOO_LARGE"));
    }

    private static String lines(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"text\": \"Text " + i + ".\"}\n")
                .collect(Collectors.joining());
    }

    private static ValidatableResponse submitArchive(byte[] archive) {
        return given().multiPart("tasks", "{\"summarize\": {}}", "application/json")
                .multiPart("archives", "a.zip", archive, "application/zip")
                .post("/v1/jobs")
                .then();
    }

    private static ValidatableResponse submitLines(String lines) {
        return given().multiPart("tasks", "{\"summarize\": {}}", "application/json")
                .multiPart("lines", "a.jsonl", lines.getBytes(StandardCharsets.UTF_8), "application/x-ndjson")
                .post("/v1/jobs")
                .then();
    }

    private static byte[] zip(String... paths) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String path : paths) {
                zip.putNextEntry(new ZipEntry(path));
                zip.write(("This is " + path + ".").getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] zipOf(String path, String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(path));
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
