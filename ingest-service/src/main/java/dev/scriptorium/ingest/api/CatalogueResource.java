package dev.scriptorium.ingest.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.scriptorium.ingest.catalogue.GrpcCatalogue;
import dev.scriptorium.ingest.catalogue.LanguagePaths;
import dev.scriptorium.proto.inference.v1.ModelDescription;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What the installation can do: languages and models. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Catalogue", description = "Languages and models of this installation")
public class CatalogueResource {

    private static final String TASK_PREFIX = "MODEL_TASK_";

    private final GrpcCatalogue catalogue;
    private final Tagged tagged;

    public CatalogueResource(GrpcCatalogue catalogue, Tagged tagged) {
        this.catalogue = catalogue;
        this.tagged = tagged;
    }

    @GET
    @Path("/languages")
    @Operation(
            operationId = "listLanguages",
            summary = "List the languages",
            description = "Each source language with the languages that it can be translated to.")
    @APIResponse(
            responseCode = "200",
            description = "The languages",
            content = @Content(schema = @Schema(implementation = Languages.class)))
    public Response languages(@Context Request request) {
        LanguagePaths paths = catalogue.languages();
        return tagged.ok(
                        request,
                        new Languages(paths.sources().stream()
                                .map(source -> new Language(source, paths.targets(source)))
                                .toList()))
                .build();
    }

    @GET
    @Path("/models")
    @Operation(operationId = "listModels", summary = "List the models")
    @APIResponse(
            responseCode = "200",
            description = "The models",
            content = @Content(schema = @Schema(implementation = Models.class)))
    public Response models(@Context Request request) {
        return tagged.ok(
                        request,
                        new Models(catalogue.models().stream().map(Model::of).toList()))
                .build();
    }

    /** All source languages. */
    @Schema(name = "Languages")
    public record Languages(List<Language> languages) {}

    /** A source language with its target languages. */
    @Schema(name = "Language")
    public record Language(
            @Schema(description = "ISO 639-1", examples = "en")
            String code,

            List<String> targets) {}

    /** All models. */
    @Schema(name = "Models")
    public record Models(List<Model> models) {}

    /** A model. */
    @Schema(name = "Model")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Model(
            String name,

            @Schema(description = "What it does, such as generate, embed or classify")
            String task,

            @Schema(description = "SHA-256 over its files") String digest,
            String licence,
            List<String> labels,

            @Schema(description = "Tokens that one input may have")
            int maxInputTokens,

            @Schema(description = "Why it cannot serve; absent where it can")
            TextBodies.@Nullable ItemError unavailable) {

        static Model of(ModelDescription model) {
            return new Model(
                    model.getName(),
                    model.getTask().name().replace(TASK_PREFIX, "").toLowerCase(Locale.ROOT),
                    model.getDigest(),
                    model.getLicence(),
                    List.copyOf(model.getLabelsList()),
                    model.getMaxInputTokens(),
                    model.hasUnavailable() ? TextBodies.ItemError.of(model.getUnavailable()) : null);
        }
    }
}
