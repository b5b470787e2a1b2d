package dev.scriptorium.ingest.translation;

import dev.scriptorium.ingest.IngestConfig;
import dev.scriptorium.proto.document.v1.Segment;
import dev.scriptorium.proto.tokenizer.v1.SegmentRequest;
import dev.scriptorium.proto.tokenizer.v1.SegmentResponse;
import dev.scriptorium.proto.tokenizer.v1.TokenizerServiceGrpc.TokenizerServiceBlockingStub;
import dev.scriptorium.runtime.failure.FailureStatus;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GrpcClient;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks tokenizer-service. */
@Singleton
class GrpcLanguageDetector implements LanguageDetector {

    private final TokenizerServiceBlockingStub tokenizer;
    private final long deadlineMillis;

    GrpcLanguageDetector(@GrpcClient("tokenizer") TokenizerServiceBlockingStub tokenizer, IngestConfig config) {
        this.tokenizer = tokenizer;
        this.deadlineMillis = config.callDeadline().toMillis();
    }

    @Override
    public Optional<DetectedLanguage> detect(String text) {
        SegmentResponse answer = segments(text);
        String language = answer.getLanguage();
        if (language.isEmpty()) {
            return Optional.empty();
        }
        long all = 0;
        long inLanguage = 0;
        for (Segment segment : answer.getSegmentsList()) {
            all += segment.getText().length();
            if (segment.getLanguage().equals(language)) {
                inLanguage += segment.getText().length();
            }
        }
        return Optional.of(new DetectedLanguage(language, all == 0 ? 0 : (double) inLanguage / all));
    }

    private SegmentResponse segments(String text) {
        try {
            return tokenizer
                    .withDeadlineAfter(deadlineMillis, TimeUnit.MILLISECONDS)
                    .segment(SegmentRequest.newBuilder().setText(text).build());
        } catch (StatusRuntimeException e) {
            throw FailureStatus.fromGrpc("tokenizer", e);
        }
    }
}
