package dev.scriptorium.ingest.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.scriptorium.proto.inference.v1.InferenceFailure;
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
            String target) {}

    /** One for each text, in order. */
    @Schema(name = "TranslatedTexts")
    public record TranslatedTexts(List<TranslatedText> translations) {}

    /** A translated text, or why there is none. */
    @Schema(name = "TranslatedText")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record TranslatedText(
            @Nullable String text,

            @Schema(description = "Mean natural-log probability per token, at most 0") @Nullable
            Double score,

            @Nullable List<String> flags,

            @Schema(description = "The languages from the source to the target") @Nullable
            List<String> path,

            @Nullable ItemError error) {}

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
    public record SummarizedText(List<Sentence> sentences, ResultViews.CoverageView coverage) {}

    /** A sentence with the segments that it stands on. */
    @Schema(name = "CitedSentence")
    public record Sentence(String text, List<String> segments, float score) {}

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
