package dev.scriptorium.ingest.api;

import dev.scriptorium.ingest.IngestConfig;
import dev.scriptorium.ingest.access.ApiKeys;
import dev.scriptorium.ingest.api.KeyBodies.CreateKey;
import dev.scriptorium.ingest.api.KeyBodies.CreatedKey;
import dev.scriptorium.ingest.api.KeyBodies.KeyView;
import dev.scriptorium.ingest.api.KeyBodies.KeysView;
import dev.scriptorium.runtime.access.AccessGuard;
import dev.scriptorium.runtime.access.Caller;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Keys: made, listed, revoked. */
@Path("/v1/keys")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Keys", description = "Who may call the API")
public class KeyResource {

    private static final String PATH = "/v1/keys";
    private static final String EVERYBODY = "loopback";

    private final ApiKeys keys;
    private final TextRequests requests;
    private final int mostCharacters;

    public KeyResource(ApiKeys keys, TextRequests requests, IngestConfig config) {
        this.keys = keys;
        this.requests = requests;
        this.mostCharacters = config.limits().name();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createKey",
            summary = "Make a key",
            description = "The answer has the key itself, this once. Send it as `Authorization: Bearer KEY`.")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = CreateKey.class)))
    @APIResponse(
            responseCode = "201",
            description = "The key was made",
            content = @Content(schema = @Schema(implementation = CreatedKey.class)))
    public Response create(InputStream body, @Context HttpHeaders headers, @Context RoutingContext context) {
        CreateKey wanted = requests.read(body, headers, PATH, CreateKey.class);
        String caller = AccessGuard.caller(context).map(Caller::id).orElse(EVERYBODY);
        ApiKeys.Created created = keys.create(wanted.wanted(mostCharacters), caller);
        CacheControl unkept = new CacheControl();
        unkept.setNoStore(true);
        return Response.created(URI.create(PATH + "/" + created.key().id()))
                .cacheControl(unkept)
                .entity(new CreatedKey(KeyView.of(created.key()), created.text()))
                .build();
    }

    @GET
    @Operation(
            operationId = "listKeys",
            summary = "List the keys",
            description = "The newest first; revoked and expired ones are listed as well.")
    public KeysView list() {
        return new KeysView(keys.list().stream().map(KeyView::of).toList());
    }

    @DELETE
    @Path("/{id}")
    @Operation(
            operationId = "revokeKey",
            summary = "Revoke a key",
            description = "The next request with the key is refused. Revoking a revoked key changes nothing.")
    public KeyView revoke(
            @Parameter(description = "Id of a key", example = "4f1a2b3c4d5e") @PathParam("id") String id) {
        return KeyView.of(keys.revoke(id));
    }
}
