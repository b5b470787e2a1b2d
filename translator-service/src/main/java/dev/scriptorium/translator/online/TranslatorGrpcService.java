package dev.scriptorium.translator.online;

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
import dev.scriptorium.runtime.call.CallContext;
import dev.scriptorium.runtime.call.IncomingCall;
import dev.scriptorium.runtime.metrics.StageMetrics;
import dev.scriptorium.translator.glossary.CurrentTerms;
import dev.scriptorium.translator.glossary.Terms;
import dev.scriptorium.translator.online.Admission.Admitted;
import dev.scriptorium.translator.route.CurrentDirections;
import dev.scriptorium.translator.route.Directions;
import io.grpc.Context;
import io.grpc.Deadline;
import io.quarkus.grpc.GrpcService;
import io.quarkus.grpc.RegisterInterceptor;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Short texts, while the caller waits. One bad text fails alone; a call of which every text failed fails as its first text
 * did. A call that is cancelled, or whose deadline passes, takes its work out of the models' queues.
 */
@GrpcService
@RegisterInterceptor(CallContext.class)
class TranslatorGrpcService implements TranslatorService {

    private static final String STAGE = "translate-online";

    /** For a client that sets none. */
    private static final Duration NO_DEADLINE = Duration.ofMinutes(1);

    private final TextTranslator translator;
    private final CurrentDirections directions;
    private final CurrentTerms terms;
    private final Admission admission;
    private final StageMetrics metrics;

    TranslatorGrpcService(
            TextTranslator translator,
            CurrentDirections directions,
            CurrentTerms terms,
            Admission admission,
            StageMetrics metrics) {
        this.translator = translator;
        this.directions = directions;
        this.terms = terms;
        this.admission = admission;
        this.metrics = metrics;
    }

    /** May wait for the catalogue of models and for the glossary, hence not on an I/O thread. */
    @Override
    @Blocking
    public Uni<TranslateResponse> translate(TranslateRequest request) {
        TranslateLimits.check(request);
        LanguageTag source = LanguageTag.ofSource("source_language", request.getSourceLanguage());
        LanguageTag target = LanguageTag.of("target_language", request.getTargetLanguage());
        Directions current = directions.get();
        Terms currentTerms = terms.of(request.getTenantId());
        IncomingCall call = IncomingCall.current();
        Admitted admitted = admission.admit(characters(request), timeLeft());
        Context.current().addListener(ended -> admitted.ended(), Runnable::run);
        List<Uni<TranslatedText>> texts = request.getTextsList().stream()
                .map(text -> translate(
                        new TextToTranslate(
                                text, source.code(), target.code(), request.getTenantId(), request.getUseMemory()),
                        current,
                        currentTerms,
                        call))
                .toList();
        return Uni.join()
                .all(texts)
                .andFailFast()
                .onTermination()
                .invoke((answers, failure, cancelled) -> end(admitted, answers))
                .map(answers -> response(answers).toBuilder()
                        .addAllNotes(Stream.of(source, target)
                                .flatMap(tag -> tag.note().stream())
                                .toList())
                        .build());
    }

    private static void end(Admitted admitted, @Nullable List<TranslatedText> answers) {
        if (answers != null && answers.stream().allMatch(TranslatedText::hasTranslation)) {
            admitted.answered(answers.stream()
                    .flatMap(answer -> answer.getTranslation().getSegmentsList().stream())
                    .filter(segment -> segment.getScore() != 0)
                    .mapToLong(segment -> segment.getSource().length())
                    .sum());
        } else {
            admitted.ended();
        }
    }

    private static long characters(TranslateRequest request) {
        return request.getTextsList().stream().mapToLong(String::length).sum();
    }

    private static Duration timeLeft() {
        Deadline deadline = Context.current().getDeadline();
        return deadline == null ? NO_DEADLINE : Duration.ofNanos(deadline.timeRemaining(TimeUnit.NANOSECONDS));
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

    private Uni<TranslatedText> translate(TextToTranslate text, Directions current, Terms terms, IncomingCall call) {
        StageMetrics.Timed timed = metrics.start(STAGE);
        return translator
                .translate(text, current, terms, call)
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
