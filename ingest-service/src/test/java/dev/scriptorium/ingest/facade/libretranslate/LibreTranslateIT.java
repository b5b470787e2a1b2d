package dev.scriptorium.ingest.facade.libretranslate;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.scriptorium.ingest.facade.ServicesHere;
import dev.scriptorium.testing.servers.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What LibreTranslate's clients get. The translations are those of a stand-in, which answers in capitals. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@TestProfile(ServicesHere.class)
class LibreTranslateIT {

    private static final String ROOT = "/libretranslate";

    @Test
    void translatesATextFromJsonAFormAndAMultipartForm() {
        Map<String, String> fields = Map.of("q", "Good morning.", "source", "en", "target", "de");

        given().contentType("application/json")
                .body(fields)
                .post(ROOT + "/translate")
                .then()
                .statusCode(200)
                .body("translatedText", equalTo("GOOD MORNING."))
                .body("detectedLanguage", nullValue())
                .body("alternatives", nullValue());
        form().formParams(fields)
                .post(ROOT + "/translate")
                .then()
                .statusCode(200)
                .body("translatedText", equalTo("GOOD MORNING."));
        given().multiPart("q", "Good morning.")
                .multiPart("source", "en")
                .multiPart("target", "de")
                .post(ROOT + "/translate")
                .then()
                .statusCode(200)
                .body("translatedText", equalTo("GOOD MORNING."));
    }

    @Test
    void translatesAListAndTellsTheLanguageOfEach() {
        translate(Map.of("q", List.of("Bonjour.", "", "12"), "source", "auto", "target", "de", "alternatives", 2))
                .statusCode(200)
                .body("translatedText", contains("BONJOUR.", "", "12"))
                .body("detectedLanguage.language", contains("fr", "en", "en"))
                .body("detectedLanguage.confidence", contains(100.0f, 0.0f, 0.0f))
                .body("alternatives", contains(List.of(), List.of(), List.of()));
    }

    @Test
    void keepsTheTagsOfHtml() {
        translate(Map.of(
                        "q",
                        "<p class=\"a\">Good <b>morning</b>, <a href=\"x?a=1&amp;b=2\">Anna</a>.<br>Bye.</p><!-- c -->",
                        "source",
                        "en",
                        "target",
                        "de",
                        "format",
                        "html"))
                .statusCode(200)
                .body(
                        "translatedText",
                        equalTo(
                                "<p class=\"a\">GOOD <b>MORNING</b>, <a href=\"x?a=1&amp;b=2\">ANNA</a>.<br>BYE.</p><!-- c -->"));
        translate(Map.of("q", "Just & text < 3", "source", "auto", "target", "de", "format", "html"))
                .statusCode(200)
                .body("translatedText", equalTo("JUST &amp; TEXT &lt; 3"))
                .body("detectedLanguage.language", equalTo("en"));
        translate(Map.of("q", "<br>", "source", "en", "target", "de", "format", "html"))
                .body("translatedText", equalTo("<br>"));
    }

    @Test
    void translatesManyMarkupsInTheirOrderAndLeavesNoFileBehind() throws IOException {
        List<String> markups =
                IntStream.range(0, 64).mapToObj(i -> "<i>text " + i + "</i>").toList();

        translate(Map.of("q", markups, "source", "en", "target", "de", "format", "html"))
                .statusCode(200)
                .body(
                        "translatedText",
                        equalTo(markups.stream()
                                .map(markup -> markup.replace("text", "TEXT"))
                                .toList()));
        translate(Map.of("q", List.of("<i>text</i>", "<b>text</b>"), "source", "en", "target", "ja", "format", "html"))
                .statusCode(400)
                .body("error", containsString("No model translates to ja"));

        try (Stream<Path> left = Files.list(ServicesHere.TEMPORARY)) {
            assertThat(left.map(Path::getFileName).map(Path::toString)).noneMatch(name -> name.contains("-markup-"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"source": "en", "target": "de"}                                   | 400 | q is missing
            {"q": "a", "target": "de"}                                         | 400 | source is missing
            {"q": "a", "source": "en"}                                         | 400 | target is missing
            {"q": 1, "source": "en", "target": "de"}                           | 400 | q must be a text
            {"q": ["a", 1], "source": "en", "target": "de"}                    | 400 | q[1] must be a text
            {"q": [], "source": "en", "target": "de"}                          | 400 | at least one text
            {"q": "a", "source": "x y", "target": "de"}                        | 400 | language
            {"q": "a", "source": "en", "target": "ja"}                         | 400 | No model translates to ja
            {"q": "a", "source": "en", "target": "de", "format": "pdf"}        | 400 | format must be one of text, html
            {"q": "a", "source": "en", "target": "de", "alternatives": -1}     | 400 | alternatives must be a whole number
            {"q": "a", "q": "b", "source": "en", "target": "de"}               | 400 | repeats a member
            [1]                                                                | 400 | must be an object
            {"q"                                                               | 400 | JSON""")
    void refusesInItsOwnShape(String body, int status, String named) {
        given().contentType("application/json")
                .body(body)
                .post(ROOT + "/translate")
                .then()
                .statusCode(status)
                .contentType("application/json")
                .body("keySet()", contains("error"))
                .body("error", containsString(named));
    }

    @Test
    void holdsTheLimitsOfTexts() {
        translate(Map.of("q", Collections.nCopies(64, "a"), "source", "en", "target", "de"))
                .statusCode(200)
                .body("translatedText", hasSize(64));
        translate(Map.of("q", Collections.nCopies(65, "a"), "source", "en", "target", "de"))
                .statusCode(400)
                .body("error", containsString("at most 64 texts"));
        translate(Map.of("q", "a".repeat(65_537), "source", "en", "target", "de"))
                .statusCode(400)
                .body("error", containsString("64KiB"));
        translate(Map.of("q", "a".repeat(2 << 20), "source", "en", "target", "de"))
                .statusCode(400)
                .body("error", containsString("1MiB"));
    }

    @Test
    void detectsLanguages() {
        form().formParam("q", "Bonjour tout le monde.")
                .post(ROOT + "/detect")
                .then()
                .statusCode(200)
                .body("language", contains("fr"))
                .body("confidence", contains(100.0f));
    }

    @Test
    void listsLanguagesAndSettings() {
        given().get(ROOT + "/languages")
                .then()
                .statusCode(200)
                .body("code", contains("en", "fr"))
                .body("name", contains("English", "French"))
                .body("targets[0]", contains("de"));
        // The published client sends its key in the body of a GET.
        given().contentType("application/x-www-form-urlencoded; charset=utf-8")
                .body("api_key=anything")
                .get(ROOT + "/languages")
                .then()
                .statusCode(200);
        given().get(ROOT + "/frontend/settings")
                .then()
                .statusCode(200)
                .body("keyRequired", equalTo(false))
                .body("charLimit", equalTo(21845))
                .body("supportedFilesFormat", hasItem(".docx"))
                .body("language.source.code", equalTo("auto"));
        given().get(ROOT + "/health").then().statusCode(200).body("status", equalTo("ok"));
    }

    @Test
    void saysWhereAFileWillBeThatTakesLonger() {
        String error = given().multiPart("file", "page.html", "<p>Good morning.</p>".getBytes(StandardCharsets.UTF_8))
                .multiPart("source", "en")
                .multiPart("target", "de")
                .post(ROOT + "/translate_file")
                .then()
                .statusCode(504)
                .extract()
                .path("error");

        String url = error.replaceFirst(".*(http://[^ ]*[^ .]).*", "$1");
        assertThat(url).contains(ROOT + "/download_file/").endsWith("/de/page.de.html");
        given().get(url).then().statusCode(400).body("error", containsString("ask again later"));
    }

    @Test
    void refusesAFormWithoutItsFileOrItsFields() {
        given().multiPart("source", "en")
                .multiPart("target", "de")
                .post(ROOT + "/translate_file")
                .then()
                .statusCode(400)
                .body("error", containsString("file is missing"));
        given().multiPart("file", "page.html", "<p>Good morning.</p>".getBytes(StandardCharsets.UTF_8))
                .multiPart("source", "en")
                .post(ROOT + "/translate_file")
                .then()
                .statusCode(400)
                .body("error", containsString("target is missing"));
        given().get(ROOT + "/download_file/01900000-0000-7000-8000-000000000001/de/a.txt")
                .then()
                .statusCode(404)
                .body("error", containsString("document"));
        given().post(ROOT + "/suggest").then().statusCode(404).body("error", containsString("no such endpoint"));
    }

    @Test
    void opensToTheListedOriginsOnly() {
        for (String origin : List.of(ServicesHere.PAGE, "moz-extension://5f2d8a8e-1111-4222-8333-944455556666")) {
            given().header("Origin", origin)
                    .header("Access-Control-Request-Method", "POST")
                    .header("Access-Control-Request-Headers", "content-type")
                    .options(ROOT + "/translate")
                    .then()
                    .statusCode(204)
                    .header("Access-Control-Allow-Origin", origin)
                    .header("Access-Control-Allow-Headers", containsString("Content-Type"));
            form().header("Origin", origin)
                    .header("Sec-Fetch-Site", "cross-site")
                    .formParams(Map.of("q", "Good morning.", "source", "en", "target", "de"))
                    .post(ROOT + "/translate")
                    .then()
                    .statusCode(200)
                    .header("Access-Control-Allow-Origin", origin);
        }
        for (String origin : List.of("https://evil.example", "chrome-extension://abcdef", "null")) {
            given().header("Origin", origin)
                    .header("Access-Control-Request-Method", "POST")
                    .options(ROOT + "/translate")
                    .then()
                    .statusCode(204)
                    .header("Access-Control-Allow-Origin", nullValue());
            form().header("Origin", origin)
                    .formParams(Map.of("q", "Good morning.", "source", "en", "target", "de"))
                    .post(ROOT + "/translate")
                    .then()
                    .statusCode(403)
                    .header("Access-Control-Allow-Origin", nullValue())
                    .body("error", containsString("another web site"));
            given().header("Origin", origin)
                    .get(ROOT + "/languages")
                    .then()
                    .header("Access-Control-Allow-Origin", nullValue());
        }
        given().header("Origin", ServicesHere.PAGE)
                .get("/v1/languages")
                .then()
                .header("Access-Control-Allow-Origin", nullValue());
        given().header("Host", "evil.example")
                .get(ROOT + "/languages")
                .then()
                .statusCode(421)
                .body("keySet()", contains("error"));
    }

    private static RequestSpecification form() {
        return given().contentType("application/x-www-form-urlencoded; charset=utf-8");
    }

    private static ValidatableResponse translate(Map<String, Object> body) {
        return given().contentType("application/json")
                .body(body)
                .post(ROOT + "/translate")
                .then();
    }
}
