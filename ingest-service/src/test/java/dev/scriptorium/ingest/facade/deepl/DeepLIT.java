package dev.scriptorium.ingest.facade.deepl;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.scriptorium.ingest.facade.ServicesHere;
import dev.scriptorium.testing.servers.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What DeepL's clients get. The translations are those of a stand-in, which answers in capitals. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@TestProfile(ServicesHere.class)
class DeepLIT {

    private static final String ROOT = "/deepl/v2";
    private static final String FORM = "application/x-www-form-urlencoded; charset=utf-8";

    @Test
    void translatesTextsFromJsonAndAForm() {
        translate("""
                {"text": ["Bonjour.", "Salut 👋"], "target_lang": "DE", "formality": "prefer_less",
                 "split_sentences": "nonewlines", "context": "ignored", "show_billed_characters": true}""")
                .statusCode(200)
                .body("translations.text", contains("BONJOUR.", "SALUT 👋"))
                .body("translations.detected_source_language", contains("FR", "EN"))
                .body("translations.billed_characters", contains(8, 7));
        given().contentType(FORM)
                .formParam("text", "Good morning.", "Bye.")
                .formParam("source_lang", "EN")
                .formParam("target_lang", "de-AT")
                .post(ROOT + "/translate")
                .then()
                .statusCode(200)
                .body("translations.text", contains("GOOD MORNING.", "BYE."))
                .body("translations.detected_source_language", contains("EN", "EN"));
    }

    @Test
    void keepsTheTagsOfHtmlAndXml() {
        translate("""
                {"text": ["<p>Good <b>morning</b>.</p>"], "target_lang": "DE", "tag_handling": "html"}""").statusCode(200).body("translations.text", contains("<p>GOOD <b>MORNING</b>.</p>"));
        translate("""
                {"text": ["<doc><par id=\\"1\\">Good <x:em>morning</x:em>.</par><Empty/></doc>", "Good <k n='2'/>bye &amp; see."],
                 "source_lang": "EN", "target_lang": "DE", "tag_handling": "xml"}""")
                .statusCode(200)
                .body(
                        "translations.text",
                        contains(
                                "<doc><par id=\"1\">GOOD <x:em>MORNING</x:em>.</par><Empty/></doc>",
                                "GOOD <k n='2'/>BYE &amp; SEE."));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"target_lang": "DE"}                                                    | 400 | text is missing
            {"text": ["a"]}                                                          | 400 | target_lang is missing
            {"text": ["a"], "target_lang": "JA"}                                     | 400 | No model translates to ja
            {"text": ["a"], "target_lang": "DE", "formality": "more"}                | 400 | formality more is not supported
            {"text": ["a"], "target_lang": "DE", "formality": "rude"}                | 400 | formality must be one of
            {"text": ["a"], "target_lang": "DE", "split_sentences": "2"}             | 400 | split_sentences must be one of
            {"text": ["a"], "target_lang": "DE", "glossary_id": "x"}                 | 400 | glossary_id is not supported
            {"text": ["a"], "target_lang": "DE", "ignore_tags": ["x"]}               | 400 | ignore_tags is not supported
            {"text": ["a"], "target_lang": "DE", "tag_handling": "md"}               | 400 | tag_handling must be one of html, xml
            {"text": ["<a>"], "target_lang": "DE", "tag_handling": "xml"}            | 400 | well-formed XML
            {"text": ["<?xml version='1.0'?><!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>"], "target_lang": "DE", "tag_handling": "xml"} | 400 | well-formed XML
            {"text"                                                                  | 400 | JSON""")
    void refusesInItsOwnShape(String body, int status, String named) {
        translate(body)
                .statusCode(status)
                .contentType("application/json")
                .body("keySet()", contains("message"))
                .body("message", containsString(named));
    }

    @Test
    void says413AboveTheLimits() {
        given().contentType("application/json")
                .body(Map.of("text", Collections.nCopies(65, "a"), "target_lang", "DE"))
                .post(ROOT + "/translate")
                .then()
                .statusCode(413)
                .body("message", containsString("at most 64 texts"));
        given().contentType("application/json")
                .body(Map.of("text", List.of("a".repeat(2 << 20)), "target_lang", "DE"))
                .post(ROOT + "/translate")
                .then()
                .statusCode(413)
                .body("message", containsString("1MiB"));
    }

    @Test
    void listsLanguagesAndUsage() {
        given().get(ROOT + "/languages")
                .then()
                .statusCode(200)
                .body("language", contains("EN", "FR"))
                .body("name", contains("English", "French"));
        given().queryParam("type", "target")
                .get(ROOT + "/languages")
                .then()
                .body("language", contains("DE"))
                .body("supports_formality", contains(false));
        // The published client sends the type in the body of a GET.
        given().contentType(FORM)
                .body("type=target")
                .get(ROOT + "/languages")
                .then()
                .body("language", contains("DE"));
        given().queryParam("type", "x").get(ROOT + "/languages").then().statusCode(400);
        given().get(ROOT + "/usage").then().statusCode(200).body("character_count", equalTo(0));
        given().get(ROOT + "/glossaries").then().statusCode(404).body("message", notNullValue());
    }

    @Test
    void tellsHowFarADocumentIsToThoseWhoHaveItsKey() {
        JsonPath handle = given().multiPart(
                        "file", "page.html", "<p>Good morning.</p>".getBytes(StandardCharsets.UTF_8))
                .multiPart("target_lang", "DE")
                .post(ROOT + "/document")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        String document = ROOT + "/document/" + handle.getString("document_id");
        Map<String, String> key = Map.of("document_key", handle.getString("document_key"));

        given().contentType("application/json")
                .body(key)
                .post(document)
                .then()
                .statusCode(200)
                .body("status", equalTo("queued"));
        given().contentType("application/json")
                .body(key)
                .post(document + "/result")
                .then()
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .body("message", containsString("ask again later"));
        for (String path : List.of(document, document + "/result")) {
            given().contentType("application/json")
                    .body("{\"document_key\": \"0\"}")
                    .post(path)
                    .then()
                    .statusCode(404)
                    .body("message", containsString("document_key"));
        }
    }

    @Test
    void refusesADocumentThatItCannotMake() {
        given().multiPart("file", "page.html", "<p>Good morning.</p>".getBytes(StandardCharsets.UTF_8))
                .multiPart("target_lang", "DE")
                .multiPart("output_format", "pdf")
                .post(ROOT + "/document")
                .then()
                .statusCode(400)
                .body("message", containsString("output_format"));
        given().multiPart("target_lang", "DE")
                .post(ROOT + "/document")
                .then()
                .statusCode(400)
                .body("message", containsString("file is missing"));
    }

    private static ValidatableResponse translate(String body) {
        return given().contentType("application/json; charset=utf-8")
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post(ROOT + "/translate")
                .then();
    }
}
