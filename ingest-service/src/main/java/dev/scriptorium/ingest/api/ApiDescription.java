package dev.scriptorium.ingest.api;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.lifecycle.Failure;
import dev.scriptorium.ingest.job.Job;
import dev.scriptorium.ingest.result.Provenance;
import dev.scriptorium.ingest.result.ResultJson;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/**
 * Completes the OpenAPI document with what holds for every operation: the answers that are problems, which members are always
 * there, and where the API is.
 */
@OpenApiFilter(OpenApiFilter.RunStage.RUNTIME_STARTUP)
public class ApiDescription implements OASFilter {

    private static final String PROBLEM = "Problem";
    private static final String PROBLEM_TYPE = "application/problem+json";
    private static final String REF = "#/components/schemas/" + PROBLEM;

    private static final String ABOUT = """
        Scriptorium reads documents, and translates, summarises and classifies their text.

        Submit documents as a job with `POST /v1/jobs`, ask for its state with `GET /v1/jobs/{id}` until it is finished, and fetch
        the results of each document. Short texts are answered at once by `/v1/translate`, `/v1/summarize` and `/v1/classify`.

        Every failure is a problem (RFC 9457) with a stable `code`, and `retryable` says whether the same request can succeed
        later; `Retry-After` then says when. Answers have an `ETag`; `If-None-Match` gets 304 while nothing changed. Unknown
        members, query parameters and parts are refused. Times are RFC 3339 in UTC.\
        """;

    private static final List<Class<?>> VIEWS = Stream.of(
                    JobView.class,
                    DocumentView.class,
                    DocumentLineView.class,
                    KeyBodies.class,
                    MemoryViews.class,
                    GlossaryViews.class,
                    ResultViews.class,
                    ResultJson.class,
                    TextBodies.class,
                    TextView.class,
                    RetryBodies.class,
                    ErasureResource.class,
                    WebhookBodies.class,
                    ValidationView.class,
                    UsageView.class,
                    DocumentResults.class,
                    LabelSetViews.class,
                    CatalogueResource.class,
                    Job.Usage.class,
                    Provenance.class,
                    Failure.class)
            .<Class<?>>flatMap(type -> Stream.concat(Stream.of(type), Arrays.stream(type.getDeclaredClasses())))
            .filter(Class::isRecord)
            .toList();

    @Override
    public void filterOpenAPI(OpenAPI api) {
        api.getInfo().description(ABOUT).license(OASFactory.createLicense().name("Apache-2.0"));
        api.servers(List.of(OASFactory.createServer().url("/").description("This installation")));
        if (api.getComponents() == null) {
            api.components(OASFactory.createComponents());
        }
        require(api);
        api.getComponents().addSchema(PROBLEM, problem());
        api.getPaths()
                .getPathItems()
                .forEach((path, item) ->
                        item.getOperations().forEach((method, operation) -> complete(path, method, operation)));
    }

    private static void require(OpenAPI api) {
        Map<String, Schema> schemas = api.getComponents().getSchemas();
        if (schemas == null) {
            return;
        }
        for (Class<?> view : VIEWS) {
            Schema schema = schemas.get(name(view));
            if (schema != null
                    && (schema.getRequired() == null || schema.getRequired().isEmpty())) {
                List<String> always = Arrays.stream(view.getRecordComponents())
                        .filter(Predicate.not(ApiDescription::isOptional))
                        .map(RecordComponent::getName)
                        .toList();
                schema.required(always.isEmpty() ? null : new ArrayList<>(always));
            }
        }
    }

    private static boolean isOptional(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static String name(Class<?> view) {
        var schema = view.getAnnotation(org.eclipse.microprofile.openapi.annotations.media.Schema.class);
        return schema == null || schema.name().isEmpty() ? view.getSimpleName() : schema.name();
    }

    private static Schema problem() {
        Schema code = text("A stable code; see docs/failures.md");
        Arrays.stream(FailureCode.values()).forEach(value -> code.addEnumeration(value.name()));
        return OASFactory.createSchema()
                .addType(Schema.SchemaType.OBJECT)
                .description("Why a request failed (RFC 9457)")
                .addProperty("type", text("urn:scriptorium:failure: and the code in lower case"))
                .addProperty("title", text("The meaning of the code"))
                .addProperty("status", OASFactory.createSchema().addType(Schema.SchemaType.INTEGER))
                .addProperty("detail", text("What is wrong with this request, in a sentence"))
                .addProperty("instance", text("The path of the request"))
                .addProperty("code", code)
                .addProperty(
                        "retryable",
                        OASFactory.createSchema()
                                .addType(Schema.SchemaType.BOOLEAN)
                                .description("Whether the same request can succeed later"))
                .required(
                        new ArrayList<>(List.of("type", "title", "status", "detail", "instance", "code", "retryable")));
    }

    private static Schema text(String description) {
        return OASFactory.createSchema().addType(Schema.SchemaType.STRING).description(description);
    }

    private static void complete(String path, PathItem.HttpMethod method, Operation operation) {
        boolean changes = method != PathItem.HttpMethod.GET;
        boolean hasBody = operation.getRequestBody() != null;
        boolean asks = path.equals("/v1/translate") || path.equals("/v1/summarize") || path.equals("/v1/classify");
        boolean needsService =
                asks || path.startsWith("/v1/label-sets") || path.equals("/v1/languages") || path.equals("/v1/models");
        Map<String, String> answers = new TreeMap<>();
        answers.put("400", "The request does not have the required form");
        answers.put("406", "The Accept header excludes every representation");
        answers.put("421", "The Host is not one of this service");
        answers.put("500", "An unexpected error");
        answers.put("503", "A server that is needed does not answer, or too much work is waiting");
        if (changes) {
            answers.put("403", "The request comes from another web site");
        }
        if (path.contains("{")) {
            answers.put("404", "No resource has this name or id, or its task has no result");
        }
        if (path.endsWith("/summary") || path.contains("/translations/")) {
            answers.put("409", "The result is not there yet");
        }
        if (path.endsWith("/text")) {
            answers.put("413", "The document is over a size limit");
            answers.put("415", "Documents of this type are not read");
            answers.put("422", "The document cannot be read: see the code");
        }
        if (path.endsWith("/{id}/retry")) {
            answers.put("409", "The job was stopped, has no such failed document, or no time left");
        }
        if (path.endsWith("/erase")) {
            answers.put("409", "The job is not finished");
        }
        if (path.endsWith("/tasks")) {
            answers.put("409", "The job is open, was stopped, or has no time left");
        }
        if (hasBody) {
            answers.put("408", "The body did not arrive in time");
            answers.put("413", "The request or a document is over a size limit");
            answers.put("415", "The Content-Type, the charset or the Content-Encoding is not supported");
            answers.put("422", "The request is over a limit, or asks for what cannot be done");
        }
        if (hasBody && path.equals("/v1/jobs")) {
            answers.put("507", "The disk of the documents is nearly full");
        }
        if (needsService) {
            answers.put("504", "Not done within the deadline");
        }
        Set<String> present =
                new TreeSet<>(operation.getResponses().getAPIResponses().keySet());
        answers.forEach((status, meaning) -> {
            if (!present.contains(status) || isEmpty(operation.getResponses().getAPIResponse(status))) {
                operation.getResponses().addAPIResponse(status, problem(status, meaning));
            }
        });
        if (!changes) {
            operation
                    .getResponses()
                    .addAPIResponse(
                            "304",
                            OASFactory.createAPIResponse().description("Not changed since the ETag of If-None-Match"));
        }
    }

    private static boolean isEmpty(@Nullable APIResponse response) {
        return response == null || response.getContent() == null;
    }

    private static APIResponse problem(String status, String meaning) {
        MediaType type =
                OASFactory.createMediaType().schema(OASFactory.createSchema().ref(REF));
        Content content = OASFactory.createContent().addMediaType(PROBLEM_TYPE, type);
        APIResponse response =
                OASFactory.createAPIResponse().description(meaning).content(content);
        if (status.equals("503") || status.equals("409") || status.equals("507")) {
            response.addHeader(
                    "Retry-After",
                    OASFactory.createHeader()
                            .description("Seconds until it is worth trying again")
                            .schema(OASFactory.createSchema().addType(Schema.SchemaType.INTEGER)));
        }
        return response;
    }
}
