package dev.scriptorium.ingest.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.scriptorium.ingest.result.ResultJson;
import dev.scriptorium.proto.inference.v1.InferenceFailure;
import dev.scriptorium.proto.summarizer.v1.Summary;
import dev.scriptorium.proto.translator.v1.Translation;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Requests that are answered at once, and the answers. */
final class TextBodies {

    private TextBodies() {}

    /** Texts to translate. */
    @Schema(
            name = "TranslateTexts",
            requiredProperties = {"texts", "target"},
            example = """
            {"texts": ["Good morning."], "source": "en", "target": "de"}""")
    public record TranslateTexts(
            @Nullable List<String> texts,

            @Schema(description = "Language of the text, such as en or en-US; detected by default and with auto")
            @Nullable
            String source,

            @Schema(description = "Target language, such as de or de-AT") @Nullable
            String target,

            @Schema(
                    description =
                            "Whether the translation memory is asked before the models, and keeps what they write; false by default")
            @Nullable
            Boolean memory) {}

    /** One for each text, in order. */
    @Schema(name = "TranslatedTexts")
    public record TranslatedTexts(List<TranslatedText> translations) {}

    /** A translated text, or why there is none. */
    @Schema(name = "TranslatedText")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record TranslatedText(
            @Nullable String text,

            @Schema(description = "Mean of the scores of its segments") @Nullable
            Double score,

            @Nullable List<String> flags,

            @Schema(description = "The languages from the source to the target") @Nullable
            List<String> path,

            @Schema(description = "Whether a segment has a flag for review") @Nullable
            Boolean needsReview,

            @Schema(description = "Segments with a flag for review: any but COPIED, SAME_LANGUAGE and CUT") @Nullable
            Integer segmentsToReview,

            @Nullable List<ResultJson.Segment> segments,

            @Nullable ItemError error) {

        static TranslatedText of(dev.scriptorium.proto.translator.v1.TranslatedText outcome) {
            if (outcome.hasFailure()) {
                return failed(ItemError.of(outcome.getFailure()));
            }
            Translation translation = outcome.getTranslation();
            List<ResultJson.Segment> segments = translation.getSegmentsList().stream()
                    .map(ResultJson.Segment::of)
                    .toList();
            return new TranslatedText(
                    ResultJson.text(translation),
                    segments.stream()
                            .mapToDouble(ResultJson.Segment::score)
                            .average()
                            .orElse(0),
                    segments.stream()
                            .flatMap(segment -> segment.flags().stream())
                            .distinct()
                            .sorted()
                            .toList(),
                    List.copyOf(translation.getPathList()),
                    translation.getSegmentsToReview() > 0,
                    translation.getSegmentsToReview(),
                    segments,
                    null);
        }

        static TranslatedText failed(ItemError error) {
            return new TranslatedText(null, null, null, null, null, null, null, error);
        }
    }

    /** A text to summarise. */
    @Schema(
            name = "SummarizeText",
            requiredProperties = {"text"},
            example = """
            {"text": "The report is due on Friday. It has two parts.", "sentences": 1}""")
    public record SummarizeText(
            @Nullable String text,

            @Schema(description = "3 by default") @Nullable Integer sentences,

            @Schema(description = "Language of the text, such as en or en-US; detected by default and with auto")
            @Nullable
            String language) {}

    /** Sentences of the text. */
    @Schema(name = "SummarizedText")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SummarizedText(
            List<ResultJson.Sentence> sentences,
            ResultJson.Coverage coverage,

            @Schema(
                    description =
                            "Why there are fewer sentences than were asked for; not there where there are as many",
                    enumeration = {"FEW_SENTENCES", "REPETITIONS"})
            @Nullable
            String shortfall) {

        static SummarizedText of(Summary summary) {
            String shortfall = ResultJson.nameOf(summary.getShortfall());
            return new SummarizedText(
                    summary.getSentencesList().stream()
                            .map(sentence -> ResultJson.Sentence.of(sentence, false))
                            .toList(),
                    ResultJson.Coverage.of(summary),
                    shortfall.isEmpty() ? null : shortfall);
        }
    }

    /** Texts to classify. */
    @Schema(
            name = "ClassifyTexts",
            requiredProperties = {"texts", "labelSet"},
            example = """
            {"texts": ["What a day!"], "labelSet": "sentiment"}""")
    public record ClassifyTexts(
            @Nullable List<String> texts, @Nullable String labelSet) {}

    /** One for each text, in order. */
    @Schema(name = "ClassifiedTexts")
    public record ClassifiedTexts(List<ClassifiedText> classifications) {}

    /** A text's label, or why there is none. */
    @Schema(name = "ClassifiedText")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ClassifiedText(
            @Schema(description = "Empty where unsure") @Nullable
            String label,

            @Schema(description = "Whether no score reaches the label set's threshold") @Nullable
            Boolean unsure,

            @Nullable Map<String, Float> scores,
            @Nullable ItemError error) {}

    /** Why one text has no answer. */
    @Schema(name = "ItemError")
    public record ItemError(String code, String reason, boolean retryable) {

        static ItemError of(InferenceFailure failure) {
            return new ItemError(failure.getCode(), failure.getReason(), failure.getRetryable());
        }
    }
}
