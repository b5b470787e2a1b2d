package dev.scriptorium.ingest.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.scriptorium.ingest.job.Lane;
import dev.scriptorium.ingest.job.RequestedTasks;
import dev.scriptorium.ingest.submission.TaskLimits;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The tasks for each document of a job. */
@Schema(name = "Tasks", example = """
        {"summarize": {"sentences": 3}, "translate": ["de"], "classify": ["sentiment"], "sourceLanguage": "en"}""")
public record TasksBody(
        @Nullable SummarizeBody summarize,

        @Schema(description = "Target languages, as ISO 639-1 codes or tags such as en-US") @Nullable
        List<String> translate,

        @Schema(description = "Names of label sets") @Nullable
        List<String> classify,

        @Schema(description = "Language of the documents; detected by default and with auto") @Nullable
        String sourceLanguage,

        @Schema(description = "Interactive work overtakes bulk work; bulk by default") @Nullable
        LaneBody lane) {

    RequestedTasks check(TaskLimits rules) {
        if (translate != null && translate.contains(null) || classify != null && classify.contains(null)) {
            throw JsonBody.bad("translate and classify must not contain null.");
        }
        return rules.check(
                summarize == null ? 0 : rules.sentences(summarize.sentencesOrDefault()),
                translate == null ? List.of() : translate,
                classify == null ? List.of() : classify,
                sourceLanguage == null ? "" : sourceLanguage,
                lane == LaneBody.INTERACTIVE ? Lane.INTERACTIVE : Lane.BULK);
    }

    /** A summary; of three sentences by default. */
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
