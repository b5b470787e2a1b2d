package dev.scriptorium.ingest.api;

import com.google.protobuf.ByteString;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.ingest.IngestConfig;
import dev.scriptorium.ingest.accept.WantedRules;
import dev.scriptorium.ingest.api.LabelSetViews.LabelSetLine;
import dev.scriptorium.ingest.api.LabelSetViews.LabelSetView;
import dev.scriptorium.ingest.api.LabelSetViews.LabelSetsView;
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
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
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
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Label sets from examples and descriptions: trained now, used by their name from then on. */
@Path("/v1/label-sets")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Label sets")
public class LabelSetResource {

    private static final String CSV = "text/csv";
    private static final String JSON_LINES = "application/x-ndjson";

    /** So that a message stays well below what a gRPC server takes. */
    private static final int CHUNK = 1 << 20;

    private final MutinyLabelSetServiceStub labelSets;
    private final WantedRules rules;
    private final IngestConfig config;

    public LabelSetResource(
            @GrpcClient("inference") MutinyLabelSetServiceStub labelSets, WantedRules rules, IngestConfig config) {
        this.labelSets = labelSets;
        this.rules = rules;
        this.config = config;
    }

    @GET
    @Operation(summary = "The label sets that were made here")
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
    @Operation(summary = "A label set and how well it does")
    public LabelSetView get(@PathParam("name") String name) {
        GetLabelSetRequest request =
                GetLabelSetRequest.newBuilder().setName(rules.labelSet(name)).build();
        return LabelSetView.of(
                call(config.callDeadline(), stub -> stub.getLabelSet(request)).getLabelSet());
    }

    @DELETE
    @Path("/{name}")
    @Operation(summary = "Delete a label set")
    public void delete(@PathParam("name") String name) {
        DeleteLabelSetRequest request =
                DeleteLabelSetRequest.newBuilder().setName(rules.labelSet(name)).build();
        call(config.callDeadline(), stub -> stub.deleteLabelSet(request));
    }

    @POST
    @Path("/{name}")
    @Consumes({CSV, JSON_LINES})
    @Operation(
            summary = "Train a label set, in place of one of the same name",
            description =
                    "The body has the examples: CSV with a header that names the columns text and label, or a JSON"
                            + " object a line with the members text and label. It may be empty where all labels are described.")
    public LabelSetView train(
            @PathParam("name") String name,
            @QueryParam("label") List<String> described,
            @QueryParam("precision") @Nullable Double precision,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) String type,
            InputStream body) {
        LabelSetPlan.Builder plan = LabelSetPlan.newBuilder()
                .setName(rules.labelSet(name))
                .setFormat(
                        type.startsWith(CSV)
                                ? ExamplesFormat.EXAMPLES_FORMAT_CSV
                                : ExamplesFormat.EXAMPLES_FORMAT_JSON_LINES)
                .setPrecision(precision == null ? 0 : precision);
        described.forEach(one -> plan.addDescriptions(description(one)));
        List<TrainLabelSetRequest> messages = new ArrayList<>();
        messages.add(TrainLabelSetRequest.newBuilder().setPlan(plan).build());
        byte[] examples = read(body);
        for (int from = 0; from < examples.length; from += CHUNK) {
            messages.add(TrainLabelSetRequest.newBuilder()
                    .setExamples(ByteString.copyFrom(examples, from, Math.min(CHUNK, examples.length - from)))
                    .build());
        }
        return LabelSetView.of(call(
                        config.trainingDeadline(),
                        stub -> stub.trainLabelSet(Multi.createFrom().iterable(messages)))
                .getLabelSet());
    }

    private static LabelDescription description(String given) {
        int equals = given.indexOf('=');
        if (equals < 1) {
            throw JsonBody.bad("A label is described as NAME=DESCRIPTION.");
        }
        return LabelDescription.newBuilder()
                .setLabel(given.substring(0, equals))
                .setDescription(given.substring(equals + 1))
                .build();
    }

    private byte[] read(InputStream body) {
        long most = config.limits().examples().toBytes();
        try {
            byte[] examples = body.readNBytes(Math.toIntExact(Math.min(most + 1, Integer.MAX_VALUE)));
            if (examples.length > most) {
                throw new FailureException(
                        FailureCode.LIMIT_EXCEEDED,
                        "The examples may have at most " + config.limits().examples() + ".");
            }
            return examples;
        } catch (IOException e) {
            throw JsonBody.bad("The request ended before its examples did.");
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
