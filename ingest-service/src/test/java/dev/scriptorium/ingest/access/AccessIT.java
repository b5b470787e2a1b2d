package dev.scriptorium.ingest.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scriptorium.proto.ingest.v1.CancelJobRequest;
import dev.scriptorium.proto.ingest.v1.IngestServiceGrpc;
import dev.scriptorium.proto.ingest.v1.IngestServiceGrpc.IngestServiceBlockingStub;
import dev.scriptorium.proto.ingest.v1.ListJobsRequest;
import dev.scriptorium.runtime.access.Role;
import dev.scriptorium.testing.servers.KafkaAndPostgres;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who may do what, where credentials are required. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@TestProfile(KeysRequired.class)
class AccessIT {

    private static final List<Integer> REFUSED = List.of(401, 403);

    private record Operation(String id, String method, String path, boolean hasBody) {}

    @Test
    void answersEveryOperationAsTheTableSays() throws IOException {
        Map<String, Role> table = table();
        List<Operation> operations = operations();
        Map<Role, String> keys = keyOfEachRole();

        assertThat(operations)
                .as(
                        "every operation of the OpenAPI document has a line in access-matrix.tsv, and every line an operation")
                .extracting(Operation::id)
                .containsExactlyInAnyOrderElementsOf(table.keySet());
        Map<String, String> wrong = new TreeMap<>();
        for (Operation operation : operations) {
            Role needed = Objects.requireNonNull(table.get(operation.id()));
            check(wrong, operation, null, 401);
            check(wrong, operation, "scr_0123456789ab_" + "A".repeat(43), 401);
            keys.forEach((role, key) -> check(wrong, operation, key, role.includes(needed) ? 0 : 403));
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void appliesTheSameRulesToGrpc() {
        Map<Role, String> keys = keyOfEachRole();
        ManagedChannel channel = ManagedChannelBuilder.forAddress("localhost", RestAssured.port)
                .usePlaintext()
                .build();
        try {
            assertThat(outcome(() -> stub(channel, null).listJobs(ListJobsRequest.getDefaultInstance())))
                    .isEqualTo(Status.Code.UNAUTHENTICATED);
            assertThat(outcome(() -> stub(channel, "nonsense").listJobs(ListJobsRequest.getDefaultInstance())))
                    .isEqualTo(Status.Code.UNAUTHENTICATED);
            assertThat(outcome(
                            () -> stub(channel, keys.get(Role.READER)).listJobs(ListJobsRequest.getDefaultInstance())))
                    .isEqualTo(Status.Code.OK);
            assertThat(outcome(() -> stub(channel, keys.get(Role.READER)).cancelJob(cancel())))
                    .isEqualTo(Status.Code.PERMISSION_DENIED);
            assertThat(outcome(() -> stub(channel, keys.get(Role.SUBMITTER)).cancelJob(cancel())))
                    .isEqualTo(Status.Code.NOT_FOUND);
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void showsAKeyOnceAndKeepsItsHashOnly() {
        JsonPath created = create("""
                {"name": "once", "role": "reader", "expiresAt": "2999-01-01T00:00:00Z"}""");
        String id = created.getString("key.id");
        String secret = created.getString("secret");

        assertThat(secret).startsWith("scr_" + id + "_").hasSize(4 + 12 + 1 + 43);
        as(KeysRequired.TOKEN)
                .get("/v1/keys")
                .then()
                .statusCode(200)
                .body("keys.id", hasItem(id))
                .body("keys.secret", everyItem(nullValue()))
                .body("keys.find { it.id == '" + id + "' }.lastUsedAt", nullValue())
                .body("keys.find { it.id == '" + id + "' }.createdBy", equalTo("service"));
        as(secret).get("/v1/jobs").then().statusCode(200);
        String list = as(KeysRequired.TOKEN)
                .get("/v1/keys")
                .then()
                .body("keys.find { it.id == '" + id + "' }.lastUsedAt", notNullValue())
                .extract()
                .asString();
        assertThat(list).doesNotContain(secret.substring(17));
    }

    @Test
    void refusesARevokedKeyAtOnceAndForEver() {
        JsonPath created = create("{\"name\": \"short\", \"role\": \"reader\"}");
        String key = created.getString("secret");
        as(key).get("/v1/jobs").then().statusCode(200);

        as(KeysRequired.TOKEN)
                .delete("/v1/keys/" + created.getString("key.id"))
                .then()
                .statusCode(200)
                .body("revokedAt", notNullValue());

        as(key).get("/v1/jobs")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", "Bearer")
                .body("code", equalTo("CREDENTIALS_REFUSED"));
        as(KeysRequired.TOKEN).delete("/v1/keys/000000000000").then().statusCode(404);
    }

    @Test
    void takesAKeyInEitherHeader() {
        String key = create("{\"name\": \"either\", \"role\": \"reader\"}").getString("secret");

        given().header("X-Api-Key", key).get("/v1/jobs").then().statusCode(200);
        given().header("authorization", "bearer  " + key).get("/v1/jobs").then().statusCode(200);
        given().header("Authorization", "Basic " + key).get("/v1/jobs").then().statusCode(401);
    }

    @Test
    void sendsACallerAwayThatAsksTooOften() {
        String key = create("{\"name\": \"slow\", \"role\": \"reader\", \"requestsPerMinute\": 2}")
                .getString("secret");
        as(key).get("/v1/jobs").then().statusCode(200);
        as(key).get("/v1/jobs").then().statusCode(200);

        Response third = as(key).get("/v1/jobs");

        third.then().statusCode(429).body("code", equalTo("RATE_LIMITED")).body("retryable", equalTo(true));
        assertThat(Integer.parseInt(third.header("Retry-After"))).isBetween(1, 30);
    }

    @Test
    void saysWhatIsWrongWithAKeyThatCannotBeMade() {
        refusesToCreate("{\"name\": \"\", \"role\": \"reader\"}", "name");
        refusesToCreate("{\"name\": \"x\", \"role\": \"root\"}", "role must be one of reader");
        refusesToCreate("{\"name\": \"x\", \"role\": \"reader\", \"expiresAt\": \"2001-01-01T00:00:00Z\"}", "future");
        refusesToCreate("{\"name\": \"x\", \"role\": \"reader\", \"expiresAt\": \"tomorrow\"}", "RFC 3339");
        refusesToCreate("{\"name\": \"x\", \"role\": \"reader\", \"requestsPerMinute\": 0}", "at least 1");
    }

    @Test
    void cannotBeGotRoundByOtherSpellingsOfAPath() {
        for (String path : List.of(
                "//v1/jobs",
                "/v1//jobs",
                "/v1/jobs/",
                "/console/../v1/jobs",
                "/%76%31/jobs",
                "/q/health/../../v1/jobs")) {
            assertThat(given().urlEncodingEnabled(false).get(path).statusCode())
                    .as(path)
                    .isNotEqualTo(200);
        }
    }

    @Test
    void leavesOnlyHealthAndTheConsoleOpen() {
        given().get("/q/health/live").then().statusCode(200);
        given().get("/q/metrics").then().statusCode(401);
        given().get("/q/openapi").then().statusCode(401);
        given().get("/no/such/thing").then().statusCode(401);
        as(KeysRequired.TOKEN).get("/no/such/thing").then().statusCode(404);
    }

    @Test
    void tellsTheOpenApiDocumentWhichRoleAnOperationNeeds() {
        as(KeysRequired.TOKEN)
                .accept("application/json")
                .get("/q/openapi")
                .then()
                .body("paths.'/v1/keys'.post.'x-role'", equalTo("admin"))
                .body("paths.'/v1/jobs'.get.'x-role'", equalTo("reader"))
                .body("components.securitySchemes.key.scheme", equalTo("bearer"));
    }

    private static void check(Map<String, String> wrong, Operation operation, @Nullable String key, int expected) {
        RequestSpecification request = key == null ? given() : as(key);
        if (operation.hasBody()) {
            request.contentType("application/json").body("{}");
        }
        // A stream of events has no end; with a place that is none it is refused instead.
        int status = request.header("Last-Event-ID", "none")
                .request(operation.method(), operation.path())
                .statusCode();
        boolean right = expected == 0 ? !REFUSED.contains(status) && status != 500 : status == expected;
        if (!right) {
            wrong.put(
                    operation + " with " + (key == null ? "no key" : key.substring(0, 16)),
                    status + ", not " + expected);
        }
    }

    private static void refusesToCreate(String body, String named) {
        as(KeysRequired.TOKEN)
                .contentType("application/json")
                .body(body)
                .post("/v1/keys")
                .then()
                .statusCode(400)
                .body("detail", containsString(named));
    }

    private static Map<Role, String> keyOfEachRole() {
        Map<Role, String> keys = new LinkedHashMap<>();
        for (Role role : Role.values()) {
            keys.put(
                    role,
                    create("{\"name\": \"matrix\", \"role\": \"" + role.id() + "\"}")
                            .getString("secret"));
        }
        return keys;
    }

    private static JsonPath create(String body) {
        return as(KeysRequired.TOKEN)
                .contentType("application/json")
                .body(body)
                .post("/v1/keys")
                .then()
                .statusCode(201)
                .header("Cache-Control", containsString("no-store"))
                .extract()
                .jsonPath();
    }

    private static RequestSpecification as(String credential) {
        return given().header("Authorization", "Bearer " + credential);
    }

    private static CancelJobRequest cancel() {
        return CancelJobRequest.newBuilder()
                .setJobId(UUID.randomUUID().toString())
                .build();
    }

    private static IngestServiceBlockingStub stub(ManagedChannel channel, @Nullable String key) {
        Metadata headers = new Metadata();
        if (key != null) {
            headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + key);
        }
        return IngestServiceGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private static Status.Code outcome(Runnable call) {
        try {
            call.run();
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        }
    }

    private static List<Operation> operations() throws IOException {
        JsonNode api = new ObjectMapper()
                .readTree(as(KeysRequired.TOKEN)
                        .accept("application/json")
                        .get("/q/openapi")
                        .asString());
        List<Operation> operations = new ArrayList<>();
        api.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    if (method.getValue().has("operationId")) {
                        operations.add(new Operation(
                                method.getValue().path("operationId").asText(),
                                method.getKey().toUpperCase(java.util.Locale.ROOT),
                                path.getKey()
                                        .replaceAll(
                                                "\\{[^}]*}", UUID.randomUUID().toString()),
                                method.getValue().has("requestBody")));
                    }
                }));
        return operations;
    }

    private static Map<String, Role> table() throws IOException {
        Map<String, Role> table = new LinkedHashMap<>();
        try (InputStream in = Objects.requireNonNull(AccessIT.class.getResourceAsStream("/access-matrix.tsv"))) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t"))
                    .forEach(line -> table.put(line[0], Role.of(line[1]).orElseThrow()));
        }
        return table;
    }
}
