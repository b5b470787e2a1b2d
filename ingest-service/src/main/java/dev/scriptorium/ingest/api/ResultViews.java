package dev.scriptorium.ingest.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.scriptorium.ingest.result.Provenance;
import dev.scriptorium.ingest.result.ResultJson;
import dev.scriptorium.ingest.result.StoredResult.StoredClassification;
import dev.scriptorium.ingest.result.StoredResult.StoredSummary;
import dev.scriptorium.ingest.result.StoredResult.StoredTranslation;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Results as the API shows them; what is stored as JSON goes out as it is. */
final class ResultViews {

    private ResultViews() {}

    /** Sentences, each with the segments that it stands on. */
    @Schema(name = "Summary")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SummaryView(
            @Schema(
                    description = "extractive: sentences of the document; abstractive: a model wrote them",
                    enumeration = {ResultJson.EXTRACTIVE, ResultJson.ABSTRACTIVE})
            String style,

            String language,

            @JsonRawValue @Schema(implementation = ResultJson.Sentence[].class)
            String sentences,

            @JsonRawValue @Schema(implementation = ResultJson.Coverage.class)
            String coverage,

            @Schema(
                    description =
                            "Why there are fewer sentences than were asked for; not there where there are as many",
                    enumeration = {"FEW_SENTENCES", "REPETITIONS", "MODEL_WROTE_FEWER"})
            @Nullable
            String shortfall,

            Provenance provenance) {

        static SummaryView of(StoredSummary summary) {
            return new SummaryView(
                    summary.style(),
                    summary.language(),
                    summary.sentencesJson(),
                    summary.coverageJson(),
                    summary.shortfall().isEmpty() ? null : summary.shortfall(),
                    summary.provenance());
        }
    }

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

            @JsonRawValue @Schema(implementation = ResultJson.Segment[].class)
            String segments,

            Provenance provenance) {

        static TranslationView of(StoredTranslation translation) {
            // Each part is an array: one array of all of them.
            String segments = translation.segmentsJson().stream()
                    .map(part -> part.substring(1, part.length() - 1))
                    .filter(part -> !part.isBlank())
                    .collect(Collectors.joining(",", "[", "]"));
            int toReview = (int) translation.segmentsJson().stream()
                    .flatMap(part -> ResultJson.segments(part).stream())
                    .filter(ResultJson.Segment::needsReview)
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

            @JsonRawValue @Schema(implementation = ResultJson.SegmentScore[].class)
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

    /** All label sets of a document. */
    @Schema(name = "Classifications")
    public record ClassificationsView(List<ClassificationView> classifications) {}
}
