package dev.scriptorium.summarizer.now;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.proto.summarizer.v1.SummarizeRequest;
import dev.scriptorium.proto.summarizer.v1.SummarizeResponse;
import dev.scriptorium.proto.summarizer.v1.SummarizerService;
import dev.scriptorium.runtime.metrics.StageMetrics;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;

/** One short text in a few of its sentences, now. */
@GrpcService
class SummarizerGrpcService implements SummarizerService {

    private static final String STAGE = "summarize-now";
    private static final int MAX_TEXT_BYTES = 64 * 1024;
    private static final int MAX_SENTENCES = 1_000;

    private final TextSummarizer summarizer;
    private final StageMetrics metrics;

    SummarizerGrpcService(TextSummarizer summarizer, StageMetrics metrics) {
        this.summarizer = summarizer;
        this.metrics = metrics;
    }

    @Override
    public Uni<SummarizeResponse> summarize(SummarizeRequest request) {
        check(request);
        StageMetrics.Timed timed = metrics.start(STAGE);
        return summarizer
                .summarize(request)
                .invoke(timed::succeeded)
                .onFailure()
                .invoke(thrown -> timed.failed(FailureException.of(thrown).code()))
                .map(summary ->
                        SummarizeResponse.newBuilder().setSummary(summary).build());
    }

    private static void check(SummarizeRequest request) {
        int bytes = request.getText().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_TEXT_BYTES) {
            throw new FailureException(
                    FailureCode.LIMIT_EXCEEDED, "text has " + bytes + " bytes; at most 65536 are taken at once");
        }
        if (request.getSentences() < 0 || request.getSentences() > MAX_SENTENCES) {
            throw new FailureException(
                    FailureCode.BAD_REQUEST, "sentences must be from 1 to 1000: " + request.getSentences());
        }
    }
}
