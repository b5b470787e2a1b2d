package dev.scriptorium.ingest.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.ingest.extraction.DocumentTexts.DocumentText;
import dev.scriptorium.ingest.result.Provenance;
import dev.scriptorium.ingest.result.StoredResult.StoredSummary;
import dev.scriptorium.ingest.result.StoredResult.StoredTranslation;
import dev.scriptorium.proto.document.v1.Block;
import dev.scriptorium.proto.ingest.v1.GetTextResponse;
import dev.scriptorium.proto.summarizer.v1.Shortfall;
import dev.scriptorium.proto.summarizer.v1.Summary;
import dev.scriptorium.proto.translator.v1.Translation;
import dev.scriptorium.proto.translator.v1.TranslationFlag;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProtoViewsTest {

    @Test
    void countsTheSegmentsToReviewAndKeepsAFlagThatIsNotKnownHereAsUnspecified() {
        Translation translation = ProtoViews.translation(new StoredTranslation(
                "de",
                List.of("en", "de"),
                true,
                "Eins.",
                List.of(segment("NUMBERS"), segment("COPIED"), segment("UNKNOWN")),
                new Provenance(List.of(), List.of(), "", 0, 0, 0, Instant.EPOCH)));

        assertThat(translation.getSegmentsToReview()).isEqualTo(2);
        assertThat(translation.getSegmentsList())
                .flatExtracting(segment -> segment.getFlagsList())
                .containsExactly(
                        TranslationFlag.TRANSLATION_FLAG_NUMBERS,
                        TranslationFlag.TRANSLATION_FLAG_COPIED,
                        TranslationFlag.TRANSLATION_FLAG_UNSPECIFIED);
    }

    @Test
    void saysWhyASummaryIsShort() {
        Summary summary = ProtoViews.summary(new StoredSummary(
                "extractive",
                "en",
                "[]",
                """
                {"windows": 1, "windowsRead": 1, "segments": 4, "segmentsConsidered": 3}""",
                "REPETITIONS",
                new Provenance(List.of(), List.of(), "", 0, 0, 0, Instant.EPOCH)));

        assertThat(summary.getShortfall()).isEqualTo(Shortfall.SHORTFALL_REPETITIONS);
        assertThat(summary.getCoverage().getSegmentsRepeated()).isZero();
    }

    @Test
    void cutsATextIntoMessagesOfAMebibyteAndLosesNoBlock() {
        Block block = Block.newBuilder().setText("x".repeat(400_000)).build();

        List<GetTextResponse> messages =
                ProtoViews.text(new DocumentText("text/plain", Collections.nCopies(5, block), List.of("a picture")));

        assertThat(messages).extracting(GetTextResponse::getBlocksCount).containsExactly(2, 2, 1);
        assertThat(messages.getFirst().getUnreadList()).containsExactly("a picture");
    }

    private static String segment(String flag) {
        return """
                [{"segment": "0.0", "source": "One.", "target": "Eins.", "separator": "", "flags": ["%s"], "score": -0.5}]""".formatted(flag);
    }
}
