package dev.scriptorium.ingest.api;

import com.google.protobuf.UnsafeByteOperations;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.ingest.IngestConfig;
import dev.scriptorium.ingest.api.LabelSetViews.LabelSetLine;
import dev.scriptorium.ingest.api.LabelSetViews.LabelSetView;
import dev.scriptorium.ingest.api.LabelSetViews.LabelSetsView;
import dev.scriptorium.ingest.http.RequestBodies;
import dev.scriptorium.ingest.submission.TaskLimits;
import dev.scriptorium.proto.inference.v1.DeleteLabelSetRequest;
import dev.scriptorium.proto.inference.v1.ExamplesFormat;
import dev.scriptorium.proto.inference.v1.GetLabelSetRequest;
import dev.scriptorium.proto.inference.v1.LabelDescription;
import dev.scriptorium.proto.inference.v1.LabelSetPlan;
import dev.scriptorium.proto.inference.v1.ListLabelSetsRequest;
import dev.scriptorium.proto.inference.v1.MutinyLabelSetServiceGrpc.MutinyLabelSetServiceStub;
import dev.scriptorium.proto.inference.v1.TrainLabelSetRequest;
import dev.scriptorium.runtime.failure.FailureStatus;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GrpcClient;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Label sets from examples and descriptions, used by name once they are trained. */
@Path("/v1/label-sets")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Label sets", description = "Classifiers that are trained on your own examples")
public class LabelSetResource {

    private static final String PATH = "/v1/label-sets/";
    private static final String NOT_A_PRECISION = "precision must be a number from 0 to 1.";
    private static final String CSV = "text/csv";
    private static final String JSON_LINES = "application/x-ndjson";

    /** So that a message stays well below what a gRPC server takes. */
    private static final int CHUNK = 1 << 20;

    private final MutinyLabelSetServiceStub labelSets;
    private final TaskLimits rules;
    private final RequestBodies bodies;
    private final IngestConfig config;

    public LabelSetResource(
            @GrpcClient("inference") MutinyLabelSetServiceStub labelSets,
            TaskLimits rules,
            RequestBodies bodies,
            IngestConfig config) {
        this.labelSets = labelSets;
        this.bodies = bodies;
        this.rules = rules;
        this.config = config;
    }

    @GET
    @Operation(operationId = "listLabelSets", summary = "List the label sets that were trained here")
    public LabelSetsView list() {
        return new LabelSetsView(
                call(config.callDeadline(), stub -> stub.listLabelSets(ListLabelSetsRequest.getDefaultInstance()))
                        .getLabelSetsList()
                        .stream()
                        .map(LabelSetLine::of)
                        .toList());
    }

    @GET
    @Path("/{name}")
    @Operation(operationId = "getLabelSet", summary = "A label set and its quality")
    public LabelSetView get(
            @Parameter(description = "Name of a label set", example = "urgency") @PathParam("name") String name) {
        GetLabelSetRequest request =
                GetLabelSetRequest.newBuilder().setName(rules.labelSet(name)).build();
        return LabelSetView.of(
                call(config.callDeadline(), stub -> stub.getLabelSet(request)).getLabelSet());
    }

    @DELETE
    @Path("/{name}")
    @Operation(operationId = "deleteLabelSet", summary = "Delete a label set")
    public void delete(
            @Parameter(description = "Name of a label set", example = "urgency") @PathParam("name") String name) {
        DeleteLabelSetRequest request =
                DeleteLabelSetRequest.newBuilder().setName(rules.labelSet(name)).build();
        call(config.callDeadline(), stub -> stub.deleteLabelSet(request));
    }

    @POST
    @Path("/{name}")
    @Consumes({CSV, JSON_LINES})
    @Operation(
            operationId = "trainLabelSet",
            summary = "Train a label set",
            description =
                    "Replaces one of the same name. The body has the examples: CSV with a header that names the columns text and label, or a JSON"
                            + " object a line with the members text and label. It may be empty where all labels are described.")
    @RequestBody(
            content = {
                @Content(
                        mediaType = CSV,
                        schema = @Schema(type = SchemaType.STRING),
                        examples = @ExampleObject(name = "csv", value = "text,label\nPlease pay by Friday.,bill\n")),
                @Content(
                        mediaType = JSON_LINES,
                        schema = @Schema(type = SchemaType.STRING),
                        examples =
                                @ExampleObject(
                                        name = "jsonLines",
                                        value = "{\"text\": \"Please pay by Friday.\", \"label\": \"bill\"}\n"))
            })
    public LabelSetView train(
            @Parameter(description = "Name of a label set", example = "urgency") @PathParam("name") String name,
            @Parameter(
                            description = "A label with its description, as NAME=DESCRIPTION",
                            example = "[\"bill=asks for money\"]")
                    @QueryParam("label")
                    List<String> described,
            @Parameter(
                            description = "The precision that sure answers must have, from 0 to 1",
                            schema = @Schema(type = SchemaType.NUMBER),
                            example = "0.9")
                    @QueryParam("precision")
                    @Nullable
                    String precision,
            @Context HttpHeaders headers,
            InputStream body) {
        String type = String.valueOf(headers.getHeaderString(HttpHeaders.CONTENT_TYPE));
        LabelSetPlan.Builder plan = LabelSetPlan.newBuilder()
                .setName(rules.labelSet(name))
                .setFormat(
                        type.startsWith(CSV)
                                ? ExamplesFormat.EXAMPLES_FORMAT_CSV
                                : ExamplesFormat.EXAMPLES_FORMAT_JSON_LINES)
                .setPrecision(precision(precision));
        described.forEach(one -> plan.addDescriptions(description(one)));
        List<TrainLabelSetRequest> messages = new ArrayList<>();
        messages.add(TrainLabelSetRequest.newBuilder().setPlan(plan).build());
        String length = headers.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        long most = config.limits().examples().toBytes();
        try (RequestBodies.Body open = bodies.open(body, PATH + name, length, most)) {
            byte[] examples = read(open.stream());
            for (int from = 0; from < examples.length; from += CHUNK) {
                messages.add(TrainLabelSetRequest.newBuilder()
                        .setExamples(UnsafeByteOperations.unsafeWrap(
                                examples, from, Math.min(CHUNK, examples.length - from)))
                        .build());
            }
            return LabelSetView.of(call(
                            config.trainingDeadline(),
                            stub -> stub.trainLabelSet(Multi.createFrom().iterable(messages)))
                    .getLabelSet());
        }
    }

    private static double precision(@Nullable String text) {
        try {
            double precision = text == null ? 0 : Double.parseDouble(text);
            if (precision >= 0 && precision <= 1) {
                return precision;
            }
        } catch (NumberFormatException e) {
            throw new FailureException(FailureCode.BAD_REQUEST, NOT_A_PRECISION, e);
        }
        throw JsonBody.bad(NOT_A_PRECISION);
    }

    private static LabelDescription description(String given) {
        int equals = given.indexOf('=');
        if (equals < 1) {
            throw JsonBody.bad("label must be NAME=DESCRIPTION.");
        }
        return LabelDescription.newBuilder()
                .setLabel(given.substring(0, equals))
                .setDescription(given.substring(equals + 1))
                .build();
    }

    private byte[] read(InputStream body) {
        try {
            return body.readAllBytes();
        } catch (IOException e) {
            throw new FailureException(FailureCode.BAD_REQUEST, "The request ended before its examples did.", e);
        }
    }

    private <T> T call(Duration deadline, Function<MutinyLabelSetServiceStub, Uni<T>> call) {
        try {
            return call.apply(labelSets.withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS))
                    .await()
                    .indefinitely();
        } catch (StatusRuntimeException e) {
            throw FailureStatus.fromGrpc("inference", e);
        }
    }
}
