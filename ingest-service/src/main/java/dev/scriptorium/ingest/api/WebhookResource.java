package dev.scriptorium.ingest.api;

import dev.scriptorium.core.document.JobId;
import dev.scriptorium.ingest.IngestConfig;
import dev.scriptorium.ingest.api.WebhookBodies.CreateWebhook;
import dev.scriptorium.ingest.api.WebhookBodies.CreatedWebhook;
import dev.scriptorium.ingest.api.WebhookBodies.UpdateWebhook;
import dev.scriptorium.ingest.api.WebhookBodies.WebhookView;
import dev.scriptorium.ingest.api.WebhookBodies.WebhooksView;
import dev.scriptorium.ingest.webhook.Webhooks;
import dev.scriptorium.runtime.access.AccessGuard;
import dev.scriptorium.runtime.access.Caller;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Webhooks: made, listed, changed, deleted. */
@Path("/v1/webhooks")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Webhooks", description = "Addresses that are told of events, and how that went")
public class WebhookResource {

    private static final String PATH = "/v1/webhooks";
    private static final String EVERYBODY = "everybody";
    private static final String ID = "Id of a webhook";
    private static final String EXAMPLE = "01900000-0000-7000-8000-000000000002";

    private final Webhooks webhooks;
    private final SmallBodies requests;
    private final int mostCharacters;

    public WebhookResource(Webhooks webhooks, SmallBodies requests, IngestConfig config) {
        this.webhooks = webhooks;
        this.requests = requests;
        this.mostCharacters = config.limits().name();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createWebhook",
            summary = "Make a webhook for all jobs",
            description = "A job has a webhook of its own with the member or part `webhook` of its submission.")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = CreateWebhook.class)))
    @APIResponse(
            responseCode = "201",
            description = "The webhook was made",
            content = @Content(schema = @Schema(implementation = CreatedWebhook.class)))
    public Response create(InputStream body, @Context HttpHeaders headers, @Context RoutingContext context) {
        CreateWebhook wanted = requests.read(body, headers, PATH, CreateWebhook.class);
        String caller = AccessGuard.caller(context).map(Caller::id).orElse(EVERYBODY);
        Webhooks.Created created = webhooks.create(
                wanted.wanted(), WebhookBodies.description(wanted.description(), mostCharacters), caller);
        return unkept(Response.created(URI.create(PATH + "/" + created.webhook().id())), created);
    }

    private static Response unkept(Response.ResponseBuilder response, Webhooks.Created created) {
        CacheControl unkept = new CacheControl();
        unkept.setNoStore(true);
        return response.cacheControl(unkept).entity(CreatedWebhook.of(created)).build();
    }

    @GET
    @Operation(
            operationId = "listWebhooks",
            summary = "List the webhooks",
            description = "Those for all jobs, or those of one job; the newest first.")
    public WebhooksView list(
            @Parameter(description = "Only the webhook of this job", example = "01900000-0000-7000-8000-000000000001")
                    @QueryParam("jobId")
                    @Nullable
                    String job) {
        return new WebhooksView(webhooks.list(Optional.ofNullable(job).map(WebhookResource::job)).stream()
                .map(WebhookView::of)
                .toList());
    }

    private static JobId job(String text) {
        try {
            return JobId.parse(text);
        } catch (IllegalArgumentException e) {
            throw JsonBody.bad("jobId must be the id of a job.");
        }
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getWebhook", summary = "A webhook", description = "Without its secret.")
    public WebhookView get(@Parameter(description = ID, example = EXAMPLE) @PathParam("id") String id) {
        return WebhookView.of(webhooks.get(id));
    }

    @PATCH
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "updateWebhook",
            summary = "Change a webhook",
            description =
                    "What is absent stays. `enabled` of true makes a disabled webhook be told of new events again.")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = UpdateWebhook.class)))
    @APIResponse(
            responseCode = "200",
            description = "The webhook after the change",
            content = @Content(schema = @Schema(implementation = WebhookView.class)))
    public WebhookView update(
            InputStream body,
            @Context HttpHeaders headers,
            @Parameter(description = ID, example = EXAMPLE) @PathParam("id") String id) {
        UpdateWebhook wanted = requests.read(body, headers, PATH + "/" + id, UpdateWebhook.class);
        return WebhookView.of(webhooks.change(
                id,
                Optional.ofNullable(wanted.url()),
                wanted.wantedEvents(),
                Optional.ofNullable(wanted.description())
                        .map(given -> WebhookBodies.description(given, mostCharacters)),
                Optional.ofNullable(wanted.enabled())));
    }

    @DELETE
    @Path("/{id}")
    @Operation(
            operationId = "deleteWebhook",
            summary = "Delete a webhook",
            description = "With its messages; what waits is not sent.")
    @APIResponse(responseCode = "204", description = "The webhook is gone")
    public void delete(@Parameter(description = ID, example = EXAMPLE) @PathParam("id") String id) {
        webhooks.delete(id);
    }

    @POST
    @Path("/{id}/rotate")
    @Operation(
            operationId = "rotateWebhook",
            summary = "Give a webhook a new secret",
            description =
                    "Messages are signed with both secrets, the new one first, until `previousSecretUntil` of the webhook.")
    @APIResponse(
            responseCode = "200",
            description = "The new secret",
            content = @Content(schema = @Schema(implementation = CreatedWebhook.class)))
    public Response rotate(@Parameter(description = ID, example = EXAMPLE) @PathParam("id") String id) {
        return unkept(Response.ok(), webhooks.rotate(id));
    }
}
