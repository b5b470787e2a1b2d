package dev.scriptorium.ingest.file;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.scriptorium.core.trace.TraceParent;
import dev.scriptorium.proto.Topics;
import dev.scriptorium.proto.document.v1.DocumentRef;
import dev.scriptorium.proto.event.v1.TaskCompleted;
import dev.scriptorium.proto.translator.v1.TranslatedSegment;
import dev.scriptorium.proto.translator.v1.Translation;
import dev.scriptorium.proto.translator.v1.TranslationFlag;
import dev.scriptorium.runtime.event.EventContext;
import dev.scriptorium.runtime.event.EventPublisher;
import dev.scriptorium.testing.servers.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Documents that come back in their own format; the translations are those of the test. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@TestProfile(TranslatedFileIT.Blobs.class)
class TranslatedFileIT {

    private static final String PAGE = "<html><head></head><body><p><b>Good morning.</b></p></body></html>";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Inject
    EventPublisher publisher;

    @Test
    void givesATranslatedFileWithItsNameItsTagAndARangeOfIt() {
        String document = submit("page.html", "text/html", PAGE);
        given().get(file(document)).then().statusCode(409).body("code", equalTo("RESULT_PENDING"));

        complete(document, segment("Good morning.", "Guten Morgen."));
        await(document, "SUCCEEDED");

        String tag = given().get(file(document))
                .then()
                .statusCode(200)
                .contentType("text/html")
                .header("Content-Disposition", containsString("page.de.html"))
                .body(containsString("<b>Guten Morgen.</b>"))
                .extract()
                .header("ETag");
        given().header("If-None-Match", tag).get(file(document)).then().statusCode(304);
        given().header("Range", "bytes=0-5")
                .get(file(document))
                .then()
                .statusCode(206)
                .header("Content-Length", "6")
                .header("Content-Range", containsString("bytes 0-5/"));
        given().header("Range", "bytes=99999-").get(file(document)).then().statusCode(416);
        given().get(file(document) + "/report").then().body("codes", equalTo(2)).body("codesUnplaced", equalTo(0));
    }

    @Test
    void givesAllFilesOfAJobAsOneZip() throws IOException {
        String document = submit("folder/page.html", "text/html", PAGE);
        complete(document, segment("Good morning.", "Guten Morgen."));
        await(document, "SUCCEEDED");
        String job = given().get("/v1/documents/" + document).path("jobId");

        byte[] zip = given().get("/v1/jobs/" + job + "/files")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();

        try (ZipInputStream entries = new ZipInputStream(new ByteArrayInputStream(zip))) {
            ZipEntry entry = entries.getNextEntry();
            assertThat(entry.getName()).endsWith("page.de.html");
            assertThat(new String(entries.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("Guten Morgen.");
            assertThat(entries.getNextEntry()).isNull();
        }
    }

    @Test
    void failsAFileThatStayedUntranslated() {
        String document = submit("page.html", "text/html", PAGE);

        complete(
                document,
                segment("Good morning.", "").toBuilder()
                        .addFlags(TranslationFlag.TRANSLATION_FLAG_FAILED)
                        .build());
        await(document, "FAILED");

        given().get("/v1/documents/" + document).then().body("failure.code", equalTo("FILE_NOT_TRANSLATED"));
        given().get(file(document)).then().statusCode(404).body("detail", containsString("FILE_NOT_TRANSLATED"));
    }

    @Test
    void failsTheFileOfAFormatThatIsNotWritten() {
        String document = submit("note.rtf", "application/rtf", "{\\rtf1\\ansi Good morning.\\par}");

        await(document, "FAILED");

        given().get("/v1/documents/" + document).then().body("failure.code", equalTo("FILE_UNSUPPORTED"));
    }

    @Test
    void refusesAnOutputThatItDoesNotKnow() {
        given().contentType("application/json")
                .body(Map.of(
                        "documents",
                        List.of(Map.of("text", "Good morning.")),
                        "tasks",
                        Map.of("translate", List.of(Map.of("to", "de", "output", "paper")))))
                .post("/v1/jobs")
                .then()
                .statusCode(400)
                .body("detail", containsString("output must be one of its named values"));
    }

    private static String file(String document) {
        return "/v1/documents/" + document + "/translations/de/file";
    }

    private static String submit(String name, String type, String text) {
        String job = given().contentType("application/json")
                .body(Map.of(
                        "documents",
                        List.of(Map.of("name", name, "mediaType", type, "text", text)),
                        "tasks",
                        Map.of("translate", List.of(Map.of("to", "de", "output", "file")))))
                .post("/v1/jobs")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        return given().get("/v1/jobs/" + job + "/documents").path("documents[0].id");
    }

    private static TranslatedSegment segment(String source, String target) {
        return TranslatedSegment.newBuilder()
                .setSegmentId("0.0")
                .setSource(source)
                .setTarget(target)
                .build();
    }

    /** As translator-service does it: the file is one part more. */
    private void complete(String document, TranslatedSegment segment) {
        Map<String, Object> view =
                given().get("/v1/documents/" + document).jsonPath().getMap("");
        String task = given().get("/v1/documents/" + document).path("tasks[0].id");
        publisher
                .publish(
                        Topics.DOCUMENTS_RESULTS,
                        document,
                        TaskCompleted.newBuilder()
                                .setDocument(DocumentRef.newBuilder()
                                        .setJobId(String.valueOf(view.get("jobId")))
                                        .setDocumentId(document)
                                        .setAttempt(1)
                                        .setMediaType("text/html"))
                                .setTaskId(task)
                                .setPartCount(2)
                                .setLanguage("en")
                                .setTranslation(Translation.newBuilder()
                                        .setTargetLanguage("de")
                                        .addPath("en")
                                        .addPath("de")
                                        .addSegments(segment))
                                .build(),
                        new EventContext("default", TraceParent.start(new Random(1))))
                .toCompletableFuture()
                .join();
    }

    private static void await(String document, String state) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() ->
                        state.equals(given().get("/v1/documents/" + document).path("state")));
    }

    /** The folder of the installation: one database accepts no other. */
    public static final class Blobs implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "scriptorium.ingest.blob-directory",
                    Path.of("target", "blobs").toString());
        }
    }
}
