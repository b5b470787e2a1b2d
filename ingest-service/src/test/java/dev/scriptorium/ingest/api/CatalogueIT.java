package dev.scriptorium.ingest.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.scriptorium.testing.servers.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the installation can do, asked of stand-ins for the other services. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@TestProfile(LabelSetsHere.class)
class CatalogueIT {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"translate": ["ja"]}                         | LANGUAGE_PAIR_UNAVAILABLE | de
            {"translate": ["fr"], "sourceLanguage": "en"} | LANGUAGE_PAIR_UNAVAILABLE | de
            {"translate": ["de"], "sourceLanguage": "ja"} | LANGUAGE_PAIR_UNAVAILABLE | ja
            {"classify": ["nope"]}                        | LABEL_SET_UNKNOWN         | nope
            {"summarize": {"style": "abstractive", "model": "bart"}} | SUMMARY_MODEL_UNAVAILABLE | opus-en-de""")
    void refusesAJobThatNoModelCanDo(String tasks, String code, String named) {
        given().contentType("application/json")
                .body("{\"tasks\": " + tasks + ", \"documents\": [{\"text\": \"Good morning.\"}]}")
                .post("/v1/jobs")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("code", equalTo(code))
                .body("retryable", equalTo(false))
                .body("detail", containsString(named));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"translate\": [\"de\"]}",
                "{\"translate\": [\"DE\"], \"sourceLanguage\": \"en-US\"}",
                "{\"translate\": [\"de-AT\"], \"sourceLanguage\": \"fr\"}",
                "{\"translate\": [\"de\"], \"sourceLanguage\": \"auto\"}",
                "{\"translate\": [\"ja\"], \"sourceLanguage\": \"ja\"}",
                "{\"classify\": [\"sentiment\"]}",
                "{\"summarize\": {\"style\": \"abstractive\", \"model\": \"opus-en-de\"}}",
                "{\"summarize\": {\"style\": \"abstractive\"}}"
            })
    void acceptsAJobThatModelsCanDo(String tasks) {
        given().contentType("application/json")
                .body("{\"documents\": [{\"text\": \"Good morning.\"}], \"tasks\": " + tasks + "}")
                .post("/v1/jobs")
                .then()
                .statusCode(202);
    }

    @Test
    void listsLanguagesAndModels() {
        given().get("/v1/languages")
                .then()
                .statusCode(200)
                .body("languages.code", contains("en", "fr"))
                .body("languages[1].targets", contains("de"));
        given().get("/v1/models")
                .then()
                .statusCode(200)
                .body("models[0].name", equalTo("opus-en-de"))
                .body("models[0].task", equalTo("generate"))
                .body("models[0].maxInputTokens", equalTo(512));
    }

    @Test
    void refusesAPrecisionThatIsNoShare() {
        for (String precision : new String[] {"abc", "1.01", "-0.1", "NaN"}) {
            given().contentType("text/csv; charset=utf-8")
                    .body("text,label\n")
                    .queryParam("precision", precision)
                    .post("/v1/label-sets/post")
                    .then()
                    .statusCode(400)
                    .body("detail", containsString("precision"));
        }
    }
}
