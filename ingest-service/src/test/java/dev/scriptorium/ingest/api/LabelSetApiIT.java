package dev.scriptorium.ingest.api;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.scriptorium.testing.servers.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@TestProfile(LabelSetsHere.class)
class LabelSetApiIT {

    private static final String CSV = "text,label\nPay,bill\n";
    private static final int LIMIT = 3 << 20;

    @Test
    void handsOnExamplesDescriptionsAndPrecision() {
        given().contentType("text/csv; charset=utf-8")
                .queryParam("label", "bill=an invoice, to = pay", "memo=a note")
                .queryParam("precision", "0.95")
                .body(CSV)
                .post("/v1/label-sets/post")
                .then()
                .statusCode(200)
                .body("name", equalTo("post"))
                .body("labels", contains("bill", "memo"))
                .body("examples", equalTo(CSV.length()))
                .body("report.features", equalTo("EXAMPLES_FORMAT_CSV"))
                .body("report.threshold.value", equalTo(0.95f))
                .body("report.warnings", contains("bill is an invoice, to = pay", "memo is a note"))
                .body("report.labels[0].recall", equalTo(0.75f))
                .body("report.labels[0].given.memo", equalTo(1));
    }

    @Test
    void listsShowsAndDeletes() {
        given().contentType("application/x-ndjson; charset=utf-8")
                .body("{}".getBytes(UTF_8))
                .post("/v1/label-sets/mood");

        given().get("/v1/label-sets/mood")
                .then()
                .statusCode(200)
                .body("report.features", equalTo("EXAMPLES_FORMAT_JSON_LINES"));
        given().get("/v1/label-sets").then().body("labelSets.find { it.name == 'mood' }.accuracy", equalTo(0.9f));
        given().delete("/v1/label-sets/mood").then().statusCode(204);
        given().get("/v1/label-sets/mood").then().statusCode(404).body("code", equalTo("NOT_FOUND"));
    }

    @Test
    void takesAnEmptyBodyWhereAllIsDescribed() {
        given().contentType("text/csv; charset=utf-8")
                .queryParam("label", "bill=a bill", "memo=a note")
                .post("/v1/label-sets/described")
                .then()
                .statusCode(200)
                .body("examples", equalTo(0))
                .body("report.folds", equalTo(1));
    }

    @Test
    void takesExamplesUpToTheLimitInPieces() {
        given().contentType("text/csv; charset=utf-8")
                .body("a".repeat(LIMIT))
                .post("/v1/label-sets/large")
                .then()
                .statusCode(200)
                .body("examples", equalTo(LIMIT))
                .body("report.folds", equalTo(4));
        given().contentType("text/csv; charset=utf-8")
                .body("a".repeat(LIMIT + 1))
                .post("/v1/label-sets/large")
                .then()
                .statusCode(413)
                .body("code", equalTo("REQUEST_TOO_LARGE"))
                .body("detail", containsString("3MiB"));
    }

    @Test
    void refusesWhatHasNotTheForm() {
        given().contentType("text/csv; charset=utf-8")
                .body(CSV)
                .post("/v1/label-sets/Post")
                .then()
                .statusCode(400);
        given().contentType("text/csv; charset=utf-8")
                .queryParam("label", "bill")
                .body(CSV)
                .post("/v1/label-sets/post")
                .then()
                .statusCode(400)
                .body("detail", containsString("NAME=DESCRIPTION"));
        given().contentType("application/json")
                .body("{}")
                .post("/v1/label-sets/post")
                .then()
                .statusCode(415);
    }
}
