package dev.scriptorium.ingest.translation;

import dev.scriptorium.ingest.IngestConfig;
import dev.scriptorium.proto.translator.v1.TranslateRequest;
import dev.scriptorium.proto.translator.v1.TranslatedText;
import dev.scriptorium.proto.translator.v1.TranslatorServiceGrpc.TranslatorServiceBlockingStub;
import dev.scriptorium.runtime.failure.FailureStatus;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GrpcClient;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Asks translator-service, in the interactive lane, each request within the deadline of a call. */
@Singleton
class GrpcTextTranslator implements TextTranslator {

    /** What a request of translator-service may have. */
    private static final int BATCH_SIZE = 64;

    private final TranslatorServiceBlockingStub translator;
    private final String tenant;
    private final long deadlineMillis;

    GrpcTextTranslator(@GrpcClient("translator") TranslatorServiceBlockingStub translator, IngestConfig config) {
        this.translator = translator;
        this.tenant = config.tenant();
        this.deadlineMillis = config.callDeadline().toMillis();
    }

    @Override
    public List<TranslatedText> translate(
            List<String> texts, String sourceLanguage, String targetLanguage, boolean useMemory) {
        List<TranslatedText> translations = new ArrayList<>();
        for (int from = 0; from < texts.size(); from += BATCH_SIZE) {
            translations.addAll(call(TranslateRequest.newBuilder()
                    .addAllTexts(texts.subList(from, Math.min(texts.size(), from + BATCH_SIZE)))
                    .setSourceLanguage(sourceLanguage)
                    .setTargetLanguage(targetLanguage)
                    .setTenantId(tenant)
                    .setUseMemory(useMemory)
                    .build()));
        }
        return translations;
    }

    private List<TranslatedText> call(TranslateRequest request) {
        try {
            return translator
                    .withDeadlineAfter(deadlineMillis, TimeUnit.MILLISECONDS)
                    .translate(request)
                    .getTranslationsList();
        } catch (StatusRuntimeException e) {
            throw FailureStatus.fromGrpc("translator", e);
        }
    }
}
