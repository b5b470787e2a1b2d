package dev.scriptorium.tokenizer;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.proto.tokenizer.v1.SegmentRequest;
import dev.scriptorium.proto.tokenizer.v1.SegmentResponse;
import dev.scriptorium.proto.tokenizer.v1.TokenizerService;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;

/** One short text in segments, now. */
@GrpcService
class TokenizerGrpcService implements TokenizerService {

    private static final int MAX_TEXT_BYTES = 64 * 1024;

    private final LoadedSegmenter segmenter;

    TokenizerGrpcService(LoadedSegmenter segmenter) {
        this.segmenter = segmenter;
    }

    @Override
    @Blocking
    public Uni<SegmentResponse> segment(SegmentRequest request) {
        String text = request.getText();
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_TEXT_BYTES) {
            throw new FailureException(
                    FailureCode.LIMIT_EXCEEDED, "text has " + bytes + " bytes; at most 65536 are taken at once");
        }
        SegmentedText segmented = segmenter.get().segment(TextBlock.ofPlainText(text), request.getLanguage());
        return Uni.createFrom()
                .item(SegmentResponse.newBuilder()
                        .addAllSegments(segmented.segments())
                        .addAllWindows(segmented.windows())
                        .addAllEncodings(segmented.encodings())
                        .setLanguage(segmented.language())
                        .build());
    }
}
