package dev.scriptorium.ingest.api;

import dev.scriptorium.ingest.api.WebhookBodies.DeliveriesView;
import dev.scriptorium.ingest.api.WebhookBodies.DeliveryView;
import dev.scriptorium.ingest.webhook.WebhookMessage;
import dev.scriptorium.ingest.webhook.Webhooks;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What webhooks were told. */
@Path("/v1/webhooks/{id}/deliveries")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Webhooks", description = "Addresses that are told of events, and how that went")
public class DeliveryResource {

    private static final String ID = "Id of a webhook";
    private static final String EXAMPLE = "01900000-0000-7000-8000-000000000002";
    private static final String DELIVERY = "Id of a message, as in its header webhook-id";
    private static final String DELIVERY_EXAMPLE = "msg_01900000-0000-7000-8000-000000000003";

    private final Webhooks webhooks;

    public DeliveryResource(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    @GET
    @Operation(
            operationId = "listDeliveries",
            summary = "List what a webhook was told",
            description = "Messages with their attempts, the newest first.")
    public DeliveriesView list(
            @Parameter(description = ID, example = EXAMPLE) @PathParam("id") String id,
            @Parameter(
                            description = "Only messages that are WAITING, DELIVERED or FAILED",
                            schema = @Schema(implementation = WebhookMessage.Status.class),
                            example = "FAILED")
                    @QueryParam("status")
                    @Nullable
                    String status,
            @Parameter(description = "nextPageToken of the page before") @QueryParam("pageToken") @Nullable
                    String pageToken) {
        List<WebhookMessage> page =
                webhooks.messages(id, Optional.ofNullable(status).map(WebhookBodies::status), number(pageToken));
        return new DeliveriesView(
                page.stream().map(DeliveryView::of).toList(),
                page.size() < Webhooks.PAGE
                        ? null
                        : Long.toString(page.getLast().number()));
    }

    private static OptionalLong number(@Nullable String token) {
        if (token == null) {
            return OptionalLong.empty();
        }
        if (!token.matches("\\d{1,18}")) {
            throw JsonBody.bad("Invalid pageToken for the list of deliveries.");
        }
        return OptionalLong.of(Long.parseLong(token));
    }

    @GET
    @Path("/{delivery}")
    @Operation(operationId = "getDelivery", summary = "A message to a webhook", description = "With its attempts.")
    public DeliveryView get(
            @Parameter(description = ID, example = EXAMPLE) @PathParam("id") String id,
            @Parameter(description = DELIVERY, example = DELIVERY_EXAMPLE) @PathParam("delivery") String delivery) {
        return DeliveryView.of(webhooks.message(id, delivery));
    }

    @POST
    @Path("/{delivery}/resend")
    @Operation(
            operationId = "resendDelivery",
            summary = "Send a message again",
            description = "With the id that it has. It is tried as a new one is, before newer messages of its job.")
    @APIResponse(
            responseCode = "202",
            description = "The message waits for its delivery",
            content = @Content(schema = @Schema(implementation = DeliveryView.class)))
    public Response resend(
            @Parameter(description = ID, example = EXAMPLE) @PathParam("id") String id,
            @Parameter(description = DELIVERY, example = DELIVERY_EXAMPLE) @PathParam("delivery") String delivery) {
        return Response.accepted(DeliveryView.of(webhooks.resend(id, delivery))).build();
    }
}
