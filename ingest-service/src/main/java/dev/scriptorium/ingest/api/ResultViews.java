package dev.scriptorium.ingest.api;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.scriptorium.ingest.result.Provenance;
import dev.scriptorium.ingest.result.ResultJson;
import dev.scriptorium.ingest.result.StoredJson;
import dev.scriptorium.ingest.result.StoredResult.StoredClassification;
import dev.scriptorium.ingest.result.StoredResult.StoredSummary;
import dev.scriptorium.ingest.result.StoredResult.StoredTranslation;
import dev.scriptorium.proto.translator.v1.TranslatedSegment;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Results as the API shows them; what is stored as JSON goes out as it is. */
final class ResultViews {

    private ResultViews() {}

    /** Sentences of the document, each with the segments that it stands on. */
    @Schema(name = "Summary")
    public record SummaryView(
            String language,

            @JsonRawValue @Schema(implementation = SentenceView[].class)
            String sentences,

            @JsonRawValue @Schema(implementation = CoverageView.class)
            String coverage,

            Provenance provenance) {

        static SummaryView of(StoredSummary summary) {
            return new SummaryView(
                    summary.language(), summary.sentencesJson(), summary.coverageJson(), summary.provenance());
        }
    }

    /** A sentence of a summary. */
    @Schema(name = "SummarySentence")
    public record SentenceView(String text, List<String> segments, int page, String path, float score) {}

    /** What of the document was read. */
    @Schema(name = "Coverage")
    public record CoverageView(int windows, int windowsRead, int segments, int segmentsConsidered) {}

    /** A translated document; what a check found is in the flags of its segments. */
    @Schema(name = "Translation")
    public record TranslationView(
            String language,
            List<String> path,

            @Schema(description = "Whether all parts of the document are there")
            boolean complete,

            @Schema(description = "Whether a segment has a flag for review")
            boolean needsReview,

            @Schema(description = "Segments with a flag for review: any but COPIED, SAME_LANGUAGE and CUT")
            int segmentsToReview,

            String text,

            @JsonRawValue @Schema(implementation = SegmentView[].class)
            String segments,

            Provenance provenance) {

        static TranslationView of(StoredTranslation translation) {
            // Each part is an array: one array of all of them.
            String segments = translation.segmentsJson().stream()
                    .map(part -> part.substring(1, part.length() - 1))
                    .filter(part -> !part.isBlank())
                    .collect(Collectors.joining(",", "[", "]"));
            int toReview = (int) translation.segmentsJson().stream()
                    .flatMap(part -> StoredJson.segments(part).stream())
                    .filter(StoredJson.Segment::needsReview)
                    .count();
            return new TranslationView(
                    translation.targetLanguage(),
                    translation.path(),
                    translation.complete(),
                    toReview > 0,
                    toReview,
                    translation.text(),
                    segments,
                    translation.provenance());
        }
    }

    /** A translated sentence. */
    @Schema(name = "TranslatedSegment")
    public record SegmentView(
            String segment,
            String source,
            String target,

            @Schema(description = "The text between this sentence and the next")
            String separator,

            List<String> flags,

            @Schema(
                    description =
                            "Mean natural-log probability per token, at most 0; through a pivot the lower one; 0 where no model was asked")
            float score) {

        static SegmentView of(TranslatedSegment segment) {
            return new SegmentView(
                    segment.getSegmentId(),
                    segment.getSource(),
                    segment.getTarget(),
                    segment.getSeparator(),
                    segment.getFlagsList().stream().map(ResultJson::nameOf).toList(),
                    segment.getScore());
        }
    }

    /** A document's label by one label set. */
    @Schema(name = "Classification")
    public record ClassificationView(
            String labelSet,

            @Schema(description = "Empty where unsure") String label,

            @Schema(description = "Whether no score reaches the label set's threshold")
            boolean unsure,

            @Schema(description = "The highest") float score,

            @JsonRawValue @Schema(implementation = Object.class, description = "The score of each label")
            String scores,

            @JsonRawValue @Schema(implementation = SegmentScoreView[].class)
            String segments,

            Provenance provenance) {

        static ClassificationView of(StoredClassification classification) {
            return new ClassificationView(
                    classification.labelSet(),
                    classification.label(),
                    classification.unsure(),
                    classification.score(),
                    classification.scoresJson(),
                    classification.segmentsJson(),
                    classification.provenance());
        }
    }

    /** The scores of one sentence, in the order of the document's. */
    @Schema(name = "SegmentScores")
    public record SegmentScoreView(String segment, List<Float> scores) {}

    /** All label sets of a document. */
    @Schema(name = "Classifications")
    public record ClassificationsView(List<ClassificationView> classifications) {}
}
