package dev.scriptorium.ingest.file;

import dev.scriptorium.ingest.IngestConfig;
import dev.scriptorium.proto.translator.v1.TranslateRequest;
import dev.scriptorium.proto.translator.v1.TranslatedSegment;
import dev.scriptorium.proto.translator.v1.TranslatedText;
import dev.scriptorium.proto.translator.v1.TranslatorServiceGrpc.TranslatorServiceBlockingStub;
import dev.scriptorium.runtime.failure.FailureStatus;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GrpcClient;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Asks translator-service, as for short texts. */
@Singleton
class GrpcStretchTranslator implements StretchTranslator {

    /** What a request of translator-service may have. */
    private static final int BATCH_SIZE = 64;

    private final TranslatorServiceBlockingStub translator;
    private final long deadlineMillis;

    GrpcStretchTranslator(@GrpcClient("translator") TranslatorServiceBlockingStub translator, IngestConfig config) {
        this.translator = translator;
        this.deadlineMillis = config.callDeadline().toMillis();
    }

    @Override
    public Map<String, String> translate(
            List<String> stretches, String language, String targetLanguage, String tenant) {
        Map<String, String> translations = new LinkedHashMap<>();
        for (int from = 0; from < stretches.size(); from += BATCH_SIZE) {
            List<String> batch = stretches.subList(from, Math.min(stretches.size(), from + BATCH_SIZE));
            List<TranslatedText> answers = translate(TranslateRequest.newBuilder()
                    .addAllTexts(batch)
                    .setSourceLanguage(language)
                    .setTargetLanguage(targetLanguage)
                    .setTenantId(tenant)
                    .build());
            for (int i = 0; i < batch.size(); i++) {
                if (answers.get(i).hasTranslation()) {
                    translations.put(batch.get(i), text(answers.get(i)));
                }
            }
        }
        return translations;
    }

    private List<TranslatedText> translate(TranslateRequest request) {
        try {
            return translator
                    .withDeadlineAfter(deadlineMillis, TimeUnit.MILLISECONDS)
                    .translate(request)
                    .getTranslationsList();
        } catch (StatusRuntimeException e) {
            throw FailureStatus.fromGrpc("translator", e);
        }
    }

    private static String text(TranslatedText answer) {
        return answer.getTranslation().getSegmentsList().stream()
                .map(TranslatedSegment::getTarget)
                .collect(Collectors.joining(" "));
    }
}
