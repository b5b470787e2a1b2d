package dev.scriptorium.ingest.access;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** Adds to the OpenAPI document how callers are known, and the role that each operation needs. */
@OpenApiFilter(OpenApiFilter.RunStage.RUNTIME_STARTUP)
public class AccessDescription implements OASFilter {

    private static final String SCHEME = "key";
    private static final String PROBLEM = "#/components/schemas/Problem";

    private final ApiRules rules = new ApiRules();

    @Override
    public void filterOpenAPI(OpenAPI api) {
        if (api.getComponents() == null) {
            api.components(OASFactory.createComponents());
        }
        api.getComponents()
                .addSecurityScheme(
                        SCHEME,
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .description("A key of POST /v1/keys, where the installation requires one."));
        api.addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(SCHEME));
        api.getPaths()
                .getPathItems()
                .forEach((path, item) ->
                        item.getOperations().forEach((method, operation) -> complete(method.name(), path, operation)));
    }

    private void complete(String method, String path, Operation operation) {
        rules.needed(method, path).ifPresent(role -> {
            operation.addExtension("x-role", role.id());
            Map<String, String> answers = new TreeMap<>();
            answers.put("401", "No credentials, or none that are valid");
            answers.put("403", "The caller's role is below " + role.id() + ", or another web site sent the request");
            answers.put("429", "Too many requests of this caller; Retry-After says when to go on");
            answers.forEach((status, meaning) -> operation.getResponses().addAPIResponse(status, problem(meaning)));
        });
    }

    private static APIResponse problem(String meaning) {
        return OASFactory.createAPIResponse()
                .description(meaning)
                .content(OASFactory.createContent()
                        .addMediaType(
                                "application/problem+json",
                                OASFactory.createMediaType()
                                        .schema(OASFactory.createSchema().ref(PROBLEM))));
    }
}
