package dev.scriptorium.ingest.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.runtime.access.Role;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the OpenAPI document does not name: static files, gRPC, and the routes of other services in the same process. */
class ApiRulesTest {

    private final ApiRules rules = new ApiRules();

    @ParameterizedTest
    @CsvSource({
        "GET, /",
        "GET, /console/screens/jobs.js",
        "GET, /_static/htm/3.1.1/preact/standalone.module.js",
        "GET, /q/health/ready",
        "POST, /grpc.health.v1.Health/Check"
    })
    void areOpenToEverybody(String method, String path) {
        assertThat(rules.needed(method, path)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /q/metrics, READER",
        "GET, /openai/v1/models, READER",
        "POST, /openai/v1/chat/completions, SUBMITTER",
        "POST, /scriptorium.ingest.v1.IngestService/SubmitJob, SUBMITTER",
        "POST, /scriptorium.ingest.v1.IngestService/ListJobs, READER",
        "POST, /scriptorium.ingest.v1.IngestService/AddedLater, ADMIN",
        "POST, /scriptorium.inference.v1.InferenceService/Generate, ADMIN",
        "PATCH, /v1/jobs, ADMIN",
        "POST, /console/upload, ADMIN",
        "GET, /consoles, ADMIN",
        "GET, /v1/keys, ADMIN",
        "DELETE, /v1/jobs/1/2, ADMIN"
    })
    void needARole(String method, String path, Role role) {
        assertThat(rules.needed(method, path)).contains(role);
    }
}
