package dev.scriptorium.ingest.access;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.scriptorium.testing.servers.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who may call the APIs for clients of other products, where credentials are required. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@TestProfile(KeysRequired.class)
class FacadeAccessIT {

    private static final String LIBRE = "/libretranslate";
    private static final String DOWNLOAD = LIBRE + "/download_file/01900000-0000-7000-8000-000000000001/de/a.txt";
    private static final String DEEPL_TEXT = "{\"text\": [\"Good morning.\"], \"target_lang\": \"DE\"}";
    private static final String DEEPL_DOCUMENT = "/deepl/v2/document/01900000-0000-7000-8000-000000000001";
    private static final byte[] FILE = "<p>Good morning.</p>".getBytes(StandardCharsets.UTF_8);

    @Test
    void takesTheKeyOfLibreTranslatesClientsFromTheBody() {
        String reader = key("reader");
        String submitter = key("submitter");

        translate(submitter).statusCode(200);
        translate(reader).statusCode(403).body("error", containsString("submitter"));
        translate("nonsense").statusCode(403).body("keySet()", contains("error"));
        translate("").statusCode(403).body("error", containsString("X-Api-Key"));
        given().formParam("api_key", submitter)
                .contentType("application/x-www-form-urlencoded; charset=utf-8")
                .formParam("q", "Good morning.")
                .post(LIBRE + "/detect")
                .then()
                .statusCode(200);
        given().contentType("application/x-www-form-urlencoded; charset=utf-8")
                .body("api_key=" + reader)
                .get(LIBRE + "/languages")
                .then()
                .statusCode(200);
    }

    @Test
    void asksEachEndpointOfLibreTranslateForAKey() {
        given().contentType("application/json")
                .body("{\"q\": \"a\"}")
                .post(LIBRE + "/detect")
                .then()
                .statusCode(403);
        given().get(LIBRE + "/languages").then().statusCode(403);
        given().get(DOWNLOAD).then().statusCode(403);
        given().header("X-Api-Key", key("reader")).get(DOWNLOAD).then().statusCode(404);
        given().get(LIBRE + "/frontend/settings").then().statusCode(200).body("keyRequired", equalTo(true));
        given().get(LIBRE + "/health").then().statusCode(200);
    }

    @Test
    void readsNoFileOfACallerWithoutAKey() {
        String submitter = key("submitter");

        given().multiPart("file", "a.html", FILE)
                .multiPart("source", "en")
                .multiPart("target", "de")
                .multiPart("api_key", submitter)
                .post(LIBRE + "/translate_file")
                .then()
                .statusCode(403);
        given().multiPart("api_key", submitter)
                .multiPart("file", "a.html", FILE)
                .multiPart("source", "en")
                .post(LIBRE + "/translate_file")
                .then()
                .statusCode(400)
                .body("error", containsString("target is missing"));
        given().header("Authorization", "Bearer " + key("reader"))
                .multiPart("file", "a.html", FILE)
                .post(LIBRE + "/translate_file")
                .then()
                .statusCode(403);
    }

    @Test
    void countsRequestsWithAKeyInTheBody() {
        String slow = given().header("Authorization", "Bearer " + KeysRequired.TOKEN)
                .contentType("application/json")
                .body("{\"name\": \"slow\", \"role\": \"submitter\", \"requestsPerMinute\": 1}")
                .post("/v1/keys")
                .jsonPath()
                .getString("secret");
        translate(slow).statusCode(200);

        translate(slow).statusCode(429).header("Retry-After", notNullValue()).body("keySet()", contains("error"));
    }

    @Test
    void takesTheKeyOfDeepLsClientsFromTheirScheme() {
        String reader = key("reader");
        String submitter = key("submitter");

        deepl(submitter).body(DEEPL_TEXT).post("/deepl/v2/translate").then().statusCode(200);
        deepl(reader)
                .body(DEEPL_TEXT)
                .post("/deepl/v2/translate")
                .then()
                .statusCode(403)
                .body("message", containsString("submitter"));
        deepl("nonsense").body(DEEPL_TEXT).post("/deepl/v2/translate").then().statusCode(403);
        given().contentType("application/json")
                .body(DEEPL_TEXT)
                .post("/deepl/v2/translate")
                .then()
                .statusCode(403)
                .body("keySet()", contains("message"));
        for (String path : List.of("languages", "usage", "glossaries")) {
            given().get("/deepl/v2/" + path).then().statusCode(403);
            deepl(reader).get("/deepl/v2/" + path).then().statusCode(path.equals("glossaries") ? 404 : 200);
        }
        for (String path : List.of(DEEPL_DOCUMENT, DEEPL_DOCUMENT + "/result")) {
            given().contentType("application/json").body("{}").post(path).then().statusCode(403);
            deepl(reader).body("{}").post(path).then().statusCode(404);
        }
        given().multiPart("file", "a.html", FILE)
                .post("/deepl/v2/document")
                .then()
                .statusCode(403);
        given().header("Authorization", "DeepL-Auth-Key " + reader)
                .multiPart("file", "a.html", FILE)
                .post("/deepl/v2/document")
                .then()
                .statusCode(403);
        given().header("Authorization", "DeepL-Auth-Key " + submitter)
                .get("/v1/jobs")
                .then()
                .statusCode(401);
    }

    private static RequestSpecification deepl(String key) {
        return given().header("Authorization", "DeepL-Auth-Key " + key).contentType("application/json");
    }

    private static ValidatableResponse translate(String key) {
        return given().contentType("application/json")
                .body(Map.of("q", "Good morning.", "source", "en", "target", "de", "api_key", key))
                .post(LIBRE + "/translate")
                .then();
    }

    private static String key(String role) {
        return given().header("Authorization", "Bearer " + KeysRequired.TOKEN)
                .contentType("application/json")
                .body(Map.of("name", "facade", "role", role))
                .post("/v1/keys")
                .jsonPath()
                .getString("secret");
    }
}
