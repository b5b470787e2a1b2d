package dev.scriptorium.ingest.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scriptorium.testing.servers.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The OpenAPI document is complete enough to generate a client from it. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@TestProfile(SmallLimits.class)
class ApiDescriptionIT {

    private JsonNode api;

    @BeforeEach
    void read() throws IOException {
        api = new ObjectMapper()
                .readTree(given().accept("application/json").get("/q/openapi").asString());
    }

    @Test
    void saysWhatItIsAndWhere() {
        assertThat(api.at("/info/title").asText()).isEqualTo("Scriptorium");
        assertThat(api.at("/info/description").asText()).contains("RFC 9457");
        assertThat(api.at("/servers/0/url").asText()).isNotEmpty();
    }

    @Test
    void namesAndDescribesEveryOperation() {
        Set<String> ids = new HashSet<>();
        for (Described operation : operations()) {
            assertThat(ids.add(operation.node().path("operationId").asText()))
                    .as("operationId of %s", operation)
                    .isTrue();
            assertThat(operation.node().path("operationId").asText())
                    .as("operationId of %s", operation)
                    .isNotEmpty();
            assertThat(operation.node().path("summary").asText())
                    .as("summary of %s", operation)
                    .isNotEmpty();
            for (JsonNode parameter : operation.node().path("parameters")) {
                assertThat(parameter.path("description").asText())
                        .as("description of %s of %s", parameter.path("name"), operation)
                        .isNotEmpty();
            }
        }
        assertThat(ids).contains("submitJob", "listJobs", "translateTexts", "trainLabelSet", "listLanguages");
    }

    @Test
    void describesEveryAnswer() {
        for (Described operation : operations()) {
            JsonNode responses = operation.node().path("responses");
            assertThat(List.of("400", "406", "421", "500", "503"))
                    .as("answers of %s", operation)
                    .allSatisfy(
                            status -> assertThat(problemOf(responses, status)).isTrue());
            if (operation.path().contains("{")) {
                assertThat(problemOf(responses, "404"))
                        .as("404 of %s", operation)
                        .isTrue();
            }
            if (operation.node().has("requestBody")) {
                assertThat(List.of("413", "415", "422"))
                        .as("answers of %s", operation)
                        .allSatisfy(status ->
                                assertThat(problemOf(responses, status)).isTrue());
            }
        }
        assertThat(api.at("/components/schemas/Problem/required").toString()).contains("code", "retryable", "instance");
        assertThat(api.at("/components/schemas/Problem/properties/code/enum").toString())
                .contains("RESULT_PENDING");
    }

    @Test
    void showsBothFormsOfASubmission() {
        JsonNode content = api.at("/paths/~1v1~1jobs/post/requestBody/content");

        assertThat(content.has("application/json")).isTrue();
        assertThat(content.has("multipart/form-data")).isTrue();
        assertThat(content.path("application/json").path("examples").isEmpty()).isFalse();
        assertThat(content.path("multipart/form-data").path("examples").isEmpty())
                .isFalse();
        assertThat(api.at("/paths/~1v1~1jobs/post/responses/202/headers").toString())
                .contains("Location", "Retry-After");
    }

    @Test
    void saysWhichMembersAreAlwaysThere() {
        assertThat(api.at("/components/schemas/Job/required").toString())
                .contains("id", "state", "documents", "createdAt")
                .doesNotContain("finishedAt");
        assertThat(api.at("/components/schemas/TranslateTexts/required").toString())
                .contains("texts", "target")
                .doesNotContain("source");
        assertThat(api.at("/components/schemas/Translation/required").toString())
                .contains("needsReview", "segmentsToReview", "segments");
        assertThat(api.at("/components/schemas/TranslatedSegment/required").toString())
                .contains("flags", "score");
        assertThat(api.at("/components/schemas/TranslatedText/properties").properties())
                .extracting(Map.Entry::getKey)
                .contains("needsReview", "segmentsToReview", "segments");
        api.at("/components/schemas").properties().stream()
                .filter(schema -> !schema.getValue().path("properties").isEmpty())
                .filter(schema -> !List.of(
                                "HttpProblem",
                                "HttpValidationProblem",
                                "Violation",
                                "Tasks",
                                "Summarize",
                                "Translate",
                                "UpdateWebhook",
                                "ClassifiedText",
                                "TranslatedText")
                        .contains(schema.getKey()))
                .forEach(schema -> assertThat(schema.getValue().path("required").isEmpty())
                        .as("required members of %s", schema.getKey())
                        .isFalse());
    }

    private boolean problemOf(JsonNode responses, String status) {
        return responses
                .at("/" + status + "/content/application~1problem+json/schema/$ref")
                .asText()
                .endsWith("/Problem");
    }

    private List<Described> operations() {
        List<Described> operations = new ArrayList<>();
        api.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> operations.add(
                                new Described(path.getKey(), operation.getKey(), operation.getValue()))));
        assertThat(operations).hasSizeGreaterThan(15);
        return operations;
    }

    private record Described(String path, String method, JsonNode node) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }
}
