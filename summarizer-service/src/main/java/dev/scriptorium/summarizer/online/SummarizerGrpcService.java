package dev.scriptorium.summarizer.online;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.proto.summarizer.v1.SummarizeRequest;
import dev.scriptorium.proto.summarizer.v1.SummarizeResponse;
import dev.scriptorium.proto.summarizer.v1.SummarizerService;
import dev.scriptorium.runtime.call.CallContext;
import dev.scriptorium.runtime.metrics.StageMetrics;
import dev.scriptorium.summarizer.SummarizerConfig;
import io.quarkus.grpc.GrpcService;
import io.quarkus.grpc.RegisterInterceptor;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;

/** Summarizes one short text. A call that is cancelled or past its deadline cancels its own calls. */
@GrpcService
@RegisterInterceptor(CallContext.class)
class SummarizerGrpcService implements SummarizerService {

    private static final String STAGE = "summarize-now";
    private static final int MAX_SENTENCES = 1_000;

    private final TextSummarizer summarizer;
    private final StageMetrics metrics;
    private final int maxTextBytes;

    SummarizerGrpcService(TextSummarizer summarizer, StageMetrics metrics, SummarizerConfig config) {
        this.summarizer = summarizer;
        this.metrics = metrics;
        this.maxTextBytes = config.maxTextBytes();
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

    private void check(SummarizeRequest request) {
        int bytes = request.getText().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > maxTextBytes) {
            throw new FailureException(
                    FailureCode.LIMIT_EXCEEDED,
                    "text must have at most " + maxTextBytes + " bytes in UTF-8; it has " + bytes);
        }
        if (request.getSentences() < 0 || request.getSentences() > MAX_SENTENCES) {
            throw new FailureException(
                    FailureCode.BAD_REQUEST,
                    "sentences must be between 1 and " + MAX_SENTENCES + "; it is " + request.getSentences());
        }
    }
}
