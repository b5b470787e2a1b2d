package dev.scriptorium.tokenizer;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.proto.tokenizer.v1.SegmentRequest;
import dev.scriptorium.proto.tokenizer.v1.SegmentResponse;
import dev.scriptorium.proto.tokenizer.v1.TokenizerService;
import dev.scriptorium.runtime.call.CallContext;
import dev.scriptorium.runtime.call.IncomingCall;
import io.quarkus.grpc.GrpcService;
import io.quarkus.grpc.RegisterInterceptor;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** Divides one short text into segments. A call that is cancelled or past its deadline stops before its next block. */
@GrpcService
@RegisterInterceptor(CallContext.class)
class TokenizerGrpcService implements TokenizerService {

    private final Supplier<Segmenter> segmenter;
    private final int maxTextBytes;

    @Inject
    TokenizerGrpcService(LoadedSegmenter segmenter, TokenizerConfig config) {
        this(segmenter::get, config.maxTextBytes());
    }

    TokenizerGrpcService(Supplier<Segmenter> segmenter, int maxTextBytes) {
        this.segmenter = segmenter;
        this.maxTextBytes = maxTextBytes;
    }

    @Override
    public Uni<SegmentResponse> segment(SegmentRequest request) {
        int bytes = request.getText().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > maxTextBytes) {
            throw new FailureException(
                    FailureCode.LIMIT_EXCEEDED,
                    "text must have at most " + maxTextBytes + " bytes in UTF-8; it has " + bytes);
        }
        IncomingCall call = IncomingCall.current();
        return Uni.createFrom()
                .item(() -> segment(request, call))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private SegmentResponse segment(SegmentRequest request, IncomingCall call) {
        call.throwIfEnded();
        SegmentedText segmented = segmenter
                .get()
                .segment(TextBlock.ofPlainText(request.getText()), request.getLanguage(), call::throwIfEnded);
        return SegmentResponse.newBuilder()
                .addAllSegments(segmented.segments())
                .addAllWindows(segmented.windows())
                .addAllEncodings(segmented.encodings())
                .setLanguage(segmented.language())
                .build();
    }
}
