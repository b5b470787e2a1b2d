package dev.scriptorium.ingest.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scriptorium.ingest.api.ResultViews.TranslationView;
import dev.scriptorium.ingest.api.TextBodies.TranslatedText;
import dev.scriptorium.ingest.result.Provenance;
import dev.scriptorium.ingest.result.ResultJson;
import dev.scriptorium.ingest.result.StoredResult.StoredTranslation;
import dev.scriptorium.proto.inference.v1.InferenceFailure;
import dev.scriptorium.proto.translator.v1.TranslatedSegment;
import dev.scriptorium.proto.translator.v1.Translation;
import dev.scriptorium.proto.translator.v1.TranslationFlag;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TranslationViewsTest {

    @Test
    void countsTheSegmentsToReviewOfAllPartsOfADocument() {
        TranslationView view = document(
                ResultJson.segments(translation(TranslationFlag.TRANSLATION_FLAG_NUMBERS)),
                "[]",
                ResultJson.segments(translation(TranslationFlag.TRANSLATION_FLAG_LOW_SCORE)));

        assertThat(view.needsReview()).isTrue();
        assertThat(view.segmentsToReview()).isEqualTo(2);
        assertThat(view.segments()).contains("\"score\":-0.5").startsWith("[{").endsWith("}]");
    }

    @ParameterizedTest
    @EnumSource(names = {"TRANSLATION_FLAG_COPIED", "TRANSLATION_FLAG_SAME_LANGUAGE", "TRANSLATION_FLAG_CUT"})
    void asksForNoReviewOfWhatIsForInformation(TranslationFlag flag) {
        TranslationView view = document(ResultJson.segments(translation(flag)));

        assertThat(view.needsReview()).isFalse();
        assertThat(view.segmentsToReview()).isZero();
    }

    @Test
    void readsASegmentThatWasStoredWithoutFlagsAndScore() {
        TranslationView view = document("""
                [{"segment": "0.0", "source": "One.", "target": "Eins.", "separator": ""}]""");

        assertThat(view.needsReview()).isFalse();
        assertThat(view.text()).isEqualTo("Eins.");
    }

    @Test
    void asksForReviewOfAFlagThatIsNotKnownHere() {
        TranslationView view = document("""
                [{"segment": "0.0", "source": "One.", "target": "Eins.", "separator": "", "flags": ["NEWER"], "score": 0}]""");

        assertThat(view.segmentsToReview()).isOne();
    }

    @Test
    void showsTheScoreAndTheFlagsOfEachSentenceOfAText() {
        TranslatedText text = TranslatedText.of(dev.scriptorium.proto.translator.v1.TranslatedText.newBuilder()
                .setTranslation(translation(TranslationFlag.TRANSLATION_FLAG_NUMBERS).toBuilder()
                        .setSegmentsToReview(1))
                .build());

        assertThat(text.needsReview()).isTrue();
        assertThat(text.segmentsToReview()).isOne();
        assertThat(text.score()).isEqualTo(-0.375);
        assertThat(text.segments()).extracting(ResultJson.Segment::score).containsExactly(-0.5f, -0.25f);
        assertThat(text.segments())
                .extracting(ResultJson.Segment::flags)
                .containsExactly(List.of("NUMBERS"), List.of());
    }

    @Test
    void saysNothingOfReviewWhereATextHasNoTranslation() {
        TranslatedText text = TranslatedText.of(dev.scriptorium.proto.translator.v1.TranslatedText.newBuilder()
                .setFailure(InferenceFailure.newBuilder().setCode("INTERNAL"))
                .build());

        assertThat(text.needsReview()).isNull();
        assertThat(text.segmentsToReview()).isNull();
        assertThat(text.segments()).isNull();
    }

    private static Translation translation(TranslationFlag flag) {
        return Translation.newBuilder()
                .addSegments(segment("0.0", -0.5f).addFlags(flag))
                .addSegments(segment("0.1", -0.25f))
                .build();
    }

    private static TranslatedSegment.Builder segment(String id, float score) {
        return TranslatedSegment.newBuilder()
                .setSegmentId(id)
                .setSource("One.")
                .setTarget("Eins.")
                .setScore(score);
    }

    private static TranslationView document(String... parts) {
        return TranslationView.of(new StoredTranslation(
                "de",
                List.of("en", "de"),
                true,
                "Eins.",
                List.of(parts),
                new Provenance(List.of(), List.of(), "", 0, 0, 0, Instant.EPOCH)));
    }
}
