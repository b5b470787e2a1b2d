package dev.scriptorium.inference.classification;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.inference.InferenceConfig;
import dev.scriptorium.inference.batching.Batcher.Admission;
import dev.scriptorium.inference.batching.RequestContext;
import dev.scriptorium.inference.catalogue.ModelCard;
import dev.scriptorium.inference.grpc.GrpcRequestContext;
import dev.scriptorium.inference.serving.ItemAnswers;
import dev.scriptorium.inference.serving.ModelServing;
import dev.scriptorium.proto.document.v1.Lane;
import dev.scriptorium.proto.inference.v1.ClassificationService;
import dev.scriptorium.proto.inference.v1.ClassifiedText;
import dev.scriptorium.proto.inference.v1.ClassifyTextsRequest;
import dev.scriptorium.proto.inference.v1.ClassifyTextsResponse;
import dev.scriptorium.proto.tokenizer.v1.SegmentRequest;
import dev.scriptorium.proto.tokenizer.v1.TokenizerService;
import dev.scriptorium.runtime.call.CallContext;
import dev.scriptorium.runtime.call.CancellableUni;
import dev.scriptorium.runtime.failure.FailureStatus;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GrpcClient;
import io.quarkus.grpc.GrpcService;
import io.quarkus.grpc.RegisterInterceptor;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.util.List;

/** Classification of short texts now: tokenizer-service divides them, the batcher's interactive lane scores them. */
@GrpcService
@RegisterInterceptor(CallContext.class)
class ClassificationGrpcService implements ClassificationService {

    private static final int MAX_TEXTS = 64;

    private final LabelSets labelSets;
    private final ModelServing serving;
    private final TokenizerService tokenizer;
    private final Clock clock;
    private final int inputsOfARequest;

    ClassificationGrpcService(
            LabelSets labelSets,
            ModelServing serving,
            @GrpcClient("tokenizer") TokenizerService tokenizer,
            Clock clock,
            InferenceConfig config) {
        this.labelSets = labelSets;
        this.serving = serving;
        this.tokenizer = tokenizer;
        this.clock = clock;
        this.inputsOfARequest = config.limits().inputs();
    }

    @Override
    public Uni<ClassifyTextsResponse> classifyTexts(ClassifyTextsRequest request) {
        if (request.getTextsCount() == 0 || request.getTextsCount() > MAX_TEXTS) {
            throw new FailureException(
                    FailureCode.LIMIT_EXCEEDED,
                    "A request has from 1 to " + MAX_TEXTS + " texts; this one has " + request.getTextsCount());
        }
        ModelCard model = labelSets.model(request.getLabelSet());
        RequestContext context = GrpcRequestContext.of(Lane.LANE_INTERACTIVE, request.getTenantId(), clock);
        List<Uni<ClassifiedText>> texts = request.getTextsList().stream()
                .map(text -> classify(text, request.getLabelSet(), model, context))
                .toList();
        return Uni.join()
                .all(texts)
                .andFailFast()
                .map(classified -> ClassifyTextsResponse.newBuilder()
                        .addAllClassifications(classified)
                        .build());
    }

    private Uni<ClassifiedText> classify(String text, String labelSet, ModelCard model, RequestContext context) {
        Context call = Context.current();
        return tokenizer
                .segment(SegmentRequest.newBuilder().setText(text).build())
                .onFailure(StatusRuntimeException.class)
                .transform(thrown -> FailureStatus.fromGrpc("tokenizer-service", (StatusRuntimeException) thrown))
                .map(segmented -> TextClassification.of(labelSet, model, segmented))
                .flatMap(classification -> Uni.join()
                        .all(classification.requests(inputsOfARequest).stream()
                                .map(request -> CancellableUni.of(
                                        call, () -> serving.classify(request, context, Admission.REFUSED_WHEN_FULL)))
                                .toList())
                        .andFailFast()
                        .map(classification::classification))
                .map(classification -> ClassifiedText.newBuilder()
                        .setClassification(classification)
                        .build())
                .onFailure()
                .recoverWithItem(thrown -> ClassifiedText.newBuilder()
                        .setFailure(ItemAnswers.failure(thrown))
                        .build());
    }
}
