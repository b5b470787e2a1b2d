package dev.scriptorium.ingest.facade;

import dev.scriptorium.proto.document.v1.Segment;
import dev.scriptorium.proto.tokenizer.v1.SegmentRequest;
import dev.scriptorium.proto.tokenizer.v1.SegmentResponse;
import dev.scriptorium.proto.tokenizer.v1.TokenizerService;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;

/** Stands in for tokenizer-service: it knows French by one word, takes digits for no language, and all else for English. */
@GrpcService
class FakeTokenizer implements TokenizerService {

    @Override
    public Uni<SegmentResponse> segment(SegmentRequest request) {
        String language = request.getText().contains("Bonjour")
                ? "fr"
                : request.getText().chars().anyMatch(Character::isLetter) ? "en" : "";
        return Uni.createFrom()
                .item(SegmentResponse.newBuilder()
                        .setLanguage(language)
                        .addSegments(
                                Segment.newBuilder().setText(request.getText()).setLanguage(language))
                        .build());
    }
}
