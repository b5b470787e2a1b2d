package dev.scriptorium.inference;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.proto.document.v1.Segment;
import dev.scriptorium.proto.tokenizer.v1.SegmentRequest;
import dev.scriptorium.proto.tokenizer.v1.SegmentResponse;
import dev.scriptorium.proto.tokenizer.v1.TokenizerService;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;

/** Stands in for tokenizer-service: a sentence ends at a bar. Refuses a text that says so. */
@GrpcService
class SplittingTokenizer implements TokenizerService {

    @Override
    public Uni<SegmentResponse> segment(SegmentRequest request) {
        if (request.getText().equals("refuse")) {
            throw new FailureException(FailureCode.LIMIT_EXCEEDED, "The text is refused");
        }
        SegmentResponse.Builder response = SegmentResponse.newBuilder();
        for (String sentence : request.getText().split("\\|")) {
            response.addSegments(
                    Segment.newBuilder().setIndex(response.getSegmentsCount()).setText(sentence));
        }
        return Uni.createFrom().item(response.build());
    }
}
