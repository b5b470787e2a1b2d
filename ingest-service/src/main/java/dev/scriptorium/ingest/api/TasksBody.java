package dev.scriptorium.ingest.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.scriptorium.ingest.accept.WantedRules;
import dev.scriptorium.ingest.job.Lane;
import dev.scriptorium.ingest.job.Wanted;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a client wants for each document of a job. */
@Schema(name = "Tasks", example = """
        {"summarize": {"sentences": 3}, "translate": ["de"], "classify": ["sentiment"], "sourceLanguage": "en"}""")
public record TasksBody(
        @Nullable SummarizeBody summarize,

        @Schema(description = "ISO 639-1 codes of the languages to translate to") @Nullable
        List<String> translate,

        @Schema(description = "Names of label sets") @Nullable
        List<String> classify,

        @Schema(description = "ISO 639-1 code; without it the language is detected") @Nullable
        String sourceLanguage,

        @Schema(description = "Interactive work overtakes bulk work; bulk unless said") @Nullable
        LaneBody lane) {

    Wanted check(WantedRules rules) {
        if (translate != null && translate.contains(null) || classify != null && classify.contains(null)) {
            throw JsonBody.bad("A language or a label set is null.");
        }
        return rules.check(
                summarize == null ? 0 : rules.sentences(summarize.sentencesOrDefault()),
                translate == null ? List.of() : translate,
                classify == null ? List.of() : classify,
                sourceLanguage == null ? "" : sourceLanguage,
                lane == LaneBody.INTERACTIVE ? Lane.INTERACTIVE : Lane.BULK);
    }

    /** A summary of three sentences unless said otherwise. */
    @Schema(name = "Summarize")
    public record SummarizeBody(@Nullable Integer sentences) {
        int sentencesOrDefault() {
            return sentences == null ? 3 : sentences;
        }
    }

    @Schema(name = "Lane")
    public enum LaneBody {
        @JsonProperty("interactive")
        INTERACTIVE,
        @JsonProperty("bulk")
        BULK
    }
}
