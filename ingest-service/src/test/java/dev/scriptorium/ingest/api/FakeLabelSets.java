package dev.scriptorium.ingest.api;

import com.google.protobuf.ByteString;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.proto.inference.v1.DeleteLabelSetRequest;
import dev.scriptorium.proto.inference.v1.DeleteLabelSetResponse;
import dev.scriptorium.proto.inference.v1.GetLabelSetRequest;
import dev.scriptorium.proto.inference.v1.GetLabelSetResponse;
import dev.scriptorium.proto.inference.v1.LabelDescription;
import dev.scriptorium.proto.inference.v1.LabelQuality;
import dev.scriptorium.proto.inference.v1.LabelSetDetails;
import dev.scriptorium.proto.inference.v1.LabelSetPlan;
import dev.scriptorium.proto.inference.v1.LabelSetReport;
import dev.scriptorium.proto.inference.v1.LabelSetService;
import dev.scriptorium.proto.inference.v1.LabelSetSummary;
import dev.scriptorium.proto.inference.v1.ListLabelSetsRequest;
import dev.scriptorium.proto.inference.v1.ListLabelSetsResponse;
import dev.scriptorium.proto.inference.v1.TrainLabelSetRequest;
import dev.scriptorium.proto.inference.v1.TrainLabelSetResponse;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Stands in for inference-service: keeps label sets, and puts what it was told into what it says of them. */
@GrpcService
class FakeLabelSets implements LabelSetService {

    private final Map<String, LabelSetDetails> kept = new ConcurrentHashMap<>();

    @Override
    public Uni<TrainLabelSetResponse> trainLabelSet(Multi<TrainLabelSetRequest> requests) {
        return requests.collect().asList().map(messages -> {
            LabelSetPlan plan = messages.getFirst().getPlan();
            ByteString examples = messages.stream()
                    .map(TrainLabelSetRequest::getExamples)
                    .reduce(ByteString.EMPTY, ByteString::concat);
            LabelSetDetails details = details(plan, examples, messages.size());
            kept.put(plan.getName(), details);
            return TrainLabelSetResponse.newBuilder().setLabelSet(details).build();
        });
    }

    @Override
    public Uni<ListLabelSetsResponse> listLabelSets(ListLabelSetsRequest request) {
        return Uni.createFrom()
                .item(ListLabelSetsResponse.newBuilder()
                        .addAllLabelSets(new TreeMap<>(kept)
                                .values().stream()
                                        .map(LabelSetDetails::getSummary)
                                        .toList())
                        .build());
    }

    @Override
    public Uni<GetLabelSetResponse> getLabelSet(GetLabelSetRequest request) {
        LabelSetDetails details = kept.get(request.getName());
        if (details == null) {
            throw new FailureException(FailureCode.NOT_FOUND, "no " + request.getName());
        }
        return Uni.createFrom()
                .item(GetLabelSetResponse.newBuilder().setLabelSet(details).build());
    }

    @Override
    public Uni<DeleteLabelSetResponse> deleteLabelSet(DeleteLabelSetRequest request) {
        kept.remove(request.getName());
        return Uni.createFrom().item(DeleteLabelSetResponse.getDefaultInstance());
    }

    private static LabelSetDetails details(LabelSetPlan plan, ByteString examples, int messages) {
        return LabelSetDetails.newBuilder()
                .setSummary(LabelSetSummary.newBuilder()
                        .setName(plan.getName())
                        .addAllLabels(List.of("bill", "memo"))
                        .setExamples(examples.size())
                        .setAccuracy(0.9))
                .setReport(LabelSetReport.newBuilder()
                        .setFolds(messages)
                        .setAccuracy(0.9)
                        .setThreshold(plan.getPrecision())
                        .setFeatures(plan.getFormat().name())
                        .addLabels(LabelQuality.newBuilder()
                                .setLabel("bill")
                                .setExamples(4)
                                .setRecall(0.75)
                                .addGiven(3)
                                .addGiven(1))
                        .addAllWarnings(plan.getDescriptionsList().stream()
                                .map(FakeLabelSets::said)
                                .toList()))
                .build();
    }

    private static String said(LabelDescription description) {
        return description.getLabel() + " is " + description.getDescription();
    }
}
