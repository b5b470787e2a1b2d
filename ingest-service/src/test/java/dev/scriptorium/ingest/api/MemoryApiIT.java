package dev.scriptorium.ingest.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.scriptorium.testing.servers.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The translation memory over HTTP. Tests have languages of their own, as all share a database. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@TestProfile(SmallLimits.class)
class MemoryApiIT {

    private static final String TMX = "application/x-tmx+xml; charset=utf-8";

    @BeforeEach
    void forget() {
        given().delete("/v1/memory/units?source=en&target=is").then().statusCode(200);
    }

    private static String tu(String english, String icelandic) {
        return "<tu><tuv xml:lang=\"en\"><seg>%s</seg></tuv><tuv xml:lang=\"is\"><seg>%s</seg></tuv></tu>"
                .formatted(english, icelandic);
    }

    private static ValidatableResponse load(String... units) {
        return given().contentType(TMX)
                .body("<tmx version=\"1.4\"><header srclang=\"en\"/><body>" + String.join("\n", units)
                        + "</body></tmx>")
                .post("/v1/memory/import")
                .then();
    }

    @Test
    void importsUnitsAndNamesTheLinesThatItLeavesOut() {
        load(tu("Good morning.", "Góðan daginn."), tu("Alone.", ""))
                .statusCode(200)
                .body("read", equalTo(1))
                .body("changed", equalTo(1))
                .body("leftOut", equalTo(1))
                .body("problems[0].line", equalTo(2))
                .body("problems[0].reason", containsString("its text in is is empty"));
        load(tu("Good morning.", "Góðan daginn.")).body("read", equalTo(1)).body("changed", equalTo(0));
    }

    @Test
    void findsSimilarUnitsWithTheirSimilarity() {
        load(tu("The printer is out of paper.", "a"), tu("Nothing of the kind.", "b"));

        given().get("/v1/memory/units?source=en&target=IS&text=The printer is out of paper&minSimilarity=0.5")
                .then()
                .statusCode(200)
                .body("units", hasSize(1))
                .body("units[0].target", equalTo("a"))
                .body("units[0].origin", equalTo("IMPORT"))
                .body("units[0].editor", equalTo("loopback"))
                .body("units[0].similarity", greaterThan(0.8f));
    }

    @Test
    void listsPageByPage() {
        load(tu("One.", "a"), tu("Two.", "b"), tu("Three.", "c"));

        String token = given().get("/v1/memory/units?source=en&target=is&pageSize=2")
                .then()
                .body("units", hasSize(2))
                .body("units[0].similarity", nullValue())
                .body("nextPageToken", notNullValue())
                .extract()
                .path("nextPageToken");

        given().get("/v1/memory/units?source=en&target=is&pageSize=2&pageToken=" + token)
                .then()
                .body("units", hasSize(1))
                .body("nextPageToken", nullValue());
    }

    @Test
    void exportsWhatItImported() {
        load(tu("One &amp; two.", "a"), tu("Three.", "c"));

        String file = given().get("/v1/memory/export?source=en&target=is")
                .then()
                .statusCode(200)
                .contentType(containsString("application/x-tmx+xml"))
                .extract()
                .asString();

        assertThat(file).contains("<seg>One &amp; two.</seg>", "changeid=\"loopback\"");
        forget();
        given().contentType("application/xml; charset=utf-8")
                .body(file)
                .post("/v1/memory/import")
                .then()
                .body("changed", equalTo(2));
    }

    @Test
    void deletesOneUnit() {
        load(tu("One.", "a"));
        String id = given().get("/v1/memory/units?source=en&target=is").path("units[0].id");

        given().delete("/v1/memory/units/" + id).then().statusCode(200).body("target", equalTo("a"));

        given().delete("/v1/memory/units/" + id).then().statusCode(404).body("code", equalTo("NOT_FOUND"));
        given().get("/v1/memory/units?source=en&target=is").then().body("units", empty());
    }

    @Test
    void deletesUnitsOfAPairOnly() {
        load(tu("One.", "a"));

        given().delete("/v1/memory/units").then().statusCode(400).body("detail", containsString("source is missing"));
        given().delete("/v1/memory/units?source=en&target=is&origin=person")
                .then()
                .body("deleted", equalTo(0));
        given().delete("/v1/memory/units?source=en&target=is&origin=import")
                .then()
                .body("deleted", equalTo(1));
    }

    @Test
    void refusesNonsense() {
        given().contentType(TMX)
                .body("<html/>")
                .post("/v1/memory/import")
                .then()
                .statusCode(400)
                .body("detail", containsString("its first element must be tmx"));
        given().contentType("application/json; charset=utf-8")
                .body("{}")
                .post("/v1/memory/import")
                .then()
                .statusCode(415);
        given().get("/v1/memory/units?origin=robot").then().statusCode(400).body("detail", containsString("MACHINE"));
        given().get("/v1/memory/units?text=a&minSimilarity=0").then().statusCode(400);
        given().get("/v1/memory/units?text=a&minSimilarity=1.1").then().statusCode(400);
        given().queryParam("text", " ")
                .get("/v1/memory/units")
                .then()
                .statusCode(422)
                .body("code", equalTo("EMPTY_TEXT"));
        given().get("/v1/memory/units?pageToken=x").then().statusCode(400);
        given().get("/v1/memory/units?pageSize=0").then().statusCode(400);
        given().delete("/v1/memory/units/x").then().statusCode(404);
        given().get("/v1/memory/export?source=1").then().statusCode(400);
        given().get("/v1/jobs/01900000-0000-7000-8000-000000000001/leverage")
                .then()
                .statusCode(404);
    }
}
