package dev.scriptorium.ingest.api;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.scriptorium.testing.servers.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@TestProfile(SmallLimits.class)
class GlossaryApiIT {

    private static final String PAIR = "?source=en&target=is";
    private static final String CSV = "text/csv; charset=utf-8";

    @BeforeEach
    void forget() {
        given().delete("/v1/glossary/terms" + PAIR).then().statusCode(200);
    }

    private static ValidatableResponse load(String... lines) {
        return given().contentType(CSV)
                .body(String.join("\n", lines).getBytes(UTF_8))
                .post("/v1/glossary/import" + PAIR)
                .then();
    }

    @Test
    void importsTermsAndNamesTheLinesThatContradictEachOther() {
        load("source,target,kind", "seat,sæti", "seat,stóll", "iPhone,,keep")
                .statusCode(200)
                .body("read", equalTo(2))
                .body("changed", equalTo(2))
                .body("leftOut", equalTo(1))
                .body("problems[0].line", equalTo(3))
                .body("problems[0].reason", containsString("it contradicts line 2"));
        load("source,target", "seat,stóll").body("changed", equalTo(1));
    }

    @Test
    void listsAndDeletesTerms() {
        load("source,target", "seat,sæti", "board,stjórn");

        String id = given().get("/v1/glossary/terms" + PAIR + "&pageSize=1")
                .then()
                .statusCode(200)
                .body("terms", hasSize(1))
                .body("terms[0].kind", equalTo("TERM"))
                .body("terms[0].editor", equalTo("loopback"))
                .extract()
                .path("terms[0].id");
        given().delete("/v1/glossary/terms/" + id).then().statusCode(200).body("id", equalTo(id));
        given().delete("/v1/glossary/terms/" + id).then().statusCode(404);
        given().delete("/v1/glossary/terms" + PAIR).then().body("deleted", equalTo(1));
    }

    @Test
    void exportsWhatItImported() {
        load("source,target,kind,case,note", "seat,sæti,term,yes,a note");

        String csv = given().get("/v1/glossary/export" + PAIR).asString();
        String tsv = given().accept("text/tab-separated-values")
                .get("/v1/glossary/export" + PAIR)
                .asString();

        assertThat(csv).isEqualTo("source,target,kind,case,note\nseat,sæti,term,yes,a note\n");
        assertThat(tsv).isEqualTo("source\ttarget\tkind\tcase\tnote\nseat\tsæti\tterm\tyes\ta note\n");
    }

    @Test
    void refusesNonsense() {
        load("seat,sæti").statusCode(400).body("detail", containsString("must name the columns"));
        given().contentType(CSV)
                .body("source,target")
                .post("/v1/glossary/import")
                .then()
                .statusCode(400);
        given().contentType("application/json; charset=utf-8")
                .body("{}")
                .post("/v1/glossary/import" + PAIR)
                .then()
                .statusCode(415);
        given().get("/v1/glossary/terms?source=en").then().statusCode(400).body("detail", containsString("target"));
        given().get("/v1/glossary/export?source=en&target=1").then().statusCode(400);
        given().delete("/v1/glossary/terms").then().statusCode(400);
        given().delete("/v1/glossary/terms/x").then().statusCode(404);
    }
}
