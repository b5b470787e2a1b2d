package dev.scriptorium.ingest.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.ingest.result.Provenance;
import dev.scriptorium.ingest.result.StoredResult.StoredTranslation;
import dev.scriptorium.proto.translator.v1.Translation;
import dev.scriptorium.proto.translator.v1.TranslationFlag;
import java.time.Instant;
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

    private static String segment(String flag) {
        return """
                [{"segment": "0.0", "source": "One.", "target": "Eins.", "separator": "", "flags": ["%s"], "score": -0.5}]""".formatted(flag);
    }
}
