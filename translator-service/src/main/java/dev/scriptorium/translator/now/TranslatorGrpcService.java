package dev.scriptorium.translator.now;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.proto.inference.v1.InferenceFailure;
import dev.scriptorium.proto.translator.v1.ListLanguagePairsRequest;
import dev.scriptorium.proto.translator.v1.ListLanguagePairsResponse;
import dev.scriptorium.proto.translator.v1.TranslateRequest;
import dev.scriptorium.proto.translator.v1.TranslateResponse;
import dev.scriptorium.proto.translator.v1.TranslatedText;
import dev.scriptorium.proto.translator.v1.TranslationPath;
import dev.scriptorium.proto.translator.v1.TranslatorService;
import dev.scriptorium.runtime.metrics.StageMetrics;
import dev.scriptorium.translator.route.CurrentDirections;
import dev.scriptorium.translator.route.Directions;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** Short texts, now. One bad text fails alone; a call of which every text failed fails as its first text did. */
@GrpcService
class TranslatorGrpcService implements TranslatorService {

    private static final String STAGE = "translate-now";

    private final TextTranslator translator;
    private final CurrentDirections directions;
    private final StageMetrics metrics;

    TranslatorGrpcService(TextTranslator translator, CurrentDirections directions, StageMetrics metrics) {
        this.translator = translator;
        this.directions = directions;
        this.metrics = metrics;
    }

    /** May wait for the catalogue of models, hence not on an I/O thread. */
    @Override
    @Blocking
    public Uni<TranslateResponse> translate(TranslateRequest request) {
        TranslateLimits.check(request);
        Directions current = directions.get();
        List<Uni<TranslatedText>> texts = request.getTextsList().stream()
                .map(text -> translate(
                        new TextToTranslate(
                                text, request.getSourceLanguage(), request.getTargetLanguage(), request.getTenantId()),
                        current))
                .toList();
        return Uni.join().all(texts).andFailFast().map(TranslatorGrpcService::response);
    }

    @Override
    @Blocking
    public Uni<ListLanguagePairsResponse> listLanguagePairs(ListLanguagePairsRequest request) {
        var response = ListLanguagePairsResponse.newBuilder();
        directions
                .get()
                .all()
                .forEach(route -> response.addPaths(TranslationPath.newBuilder().addAllLanguages(route.path())));
        return Uni.createFrom().item(response.build());
    }

    private Uni<TranslatedText> translate(TextToTranslate text, Directions current) {
        StageMetrics.Timed timed = metrics.start(STAGE);
        return translator
                .translate(text, current)
                .invoke(timed::succeeded)
                .map(translation ->
                        TranslatedText.newBuilder().setTranslation(translation).build())
                .onFailure()
                .recoverWithItem(thrown -> {
                    FailureException failure = FailureException.of(thrown);
                    timed.failed(failure.code());
                    return TranslatedText.newBuilder()
                            .setFailure(InferenceFailure.newBuilder()
                                    .setCode(failure.code().name())
                                    .setReason(failure.reason())
                                    .setRetryable(failure.code().retryable()))
                            .build();
                });
    }

    private static TranslateResponse response(List<TranslatedText> texts) {
        if (texts.stream().allMatch(TranslatedText::hasFailure)) {
            InferenceFailure first = texts.getFirst().getFailure();
            throw new FailureException(FailureCode.named(first.getCode()), first.getReason());
        }
        return TranslateResponse.newBuilder().addAllTranslations(texts).build();
    }
}
