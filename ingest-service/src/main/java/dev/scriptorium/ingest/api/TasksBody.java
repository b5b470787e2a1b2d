package dev.scriptorium.ingest.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.scriptorium.ingest.job.Lane;
import dev.scriptorium.ingest.job.RequestedTasks;
import dev.scriptorium.ingest.submission.RequestedSummary;
import dev.scriptorium.ingest.submission.TaskLimits;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The tasks for each document of a job. */
@Schema(name = "Tasks", example = """
        {"summarize": {"sentences": 3}, "translate": ["de"], "classify": ["sentiment"], "sourceLanguage": "en"}""")
public record TasksBody(
        @Nullable SummarizeBody summarize,

        @Schema(
                description =
                        "Target languages, as ISO 639-1 codes or tags such as en-US, or objects such as {\"to\": \"de\", \"output\": \"file\"}")
        @Nullable
        List<TranslateBody> translate,

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
                summarize == null ? RequestedSummary.NONE : summarize.checked(rules),
                targets(OutputBody.TEXT),
                targets(OutputBody.FILE),
                classify == null ? List.of() : classify,
                sourceLanguage == null ? "" : sourceLanguage,
                lane == LaneBody.INTERACTIVE ? Lane.INTERACTIVE : Lane.BULK);
    }

    private List<String> targets(OutputBody output) {
        return translate == null
                ? List.of()
                : translate.stream()
                        .filter(target -> target.output() == output)
                        .map(TranslateBody::to)
                        .toList();
    }

    /** A summary; of three sentences by default. */
    @Schema(name = "Summarize")
    public record SummarizeBody(
            @Nullable Integer sentences,

            @Schema(description = "extractive by default: sentences of the document; abstractive: a model writes them")
            @Nullable
            StyleBody style,

            @Schema(description = "The model that writes an abstractive summary; by default the only one that can")
            @Nullable
            String model) {

        RequestedSummary checked(TaskLimits rules) {
            return new RequestedSummary(
                    rules.sentences(sentences == null ? 3 : sentences),
                    style == StyleBody.ABSTRACTIVE,
                    model == null ? "" : model);
        }
    }

    @Schema(name = "SummaryStyle")
    public enum StyleBody {
        @JsonProperty("extractive")
        EXTRACTIVE,
        @JsonProperty("abstractive")
        ABSTRACTIVE
    }

    /** A target language; a string is the language alone. */
    @Schema(
            name = "Translate",
            anyOf = {String.class, TranslateBody.Target.class})
    public record TranslateBody(String to, OutputBody output) {

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static TranslateBody of(String to) {
            return new TranslateBody(to, OutputBody.TEXT);
        }

        @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
        static TranslateBody of(
                @JsonProperty("to") @Nullable String to, @JsonProperty("output") @Nullable OutputBody output) {
            if (to == null) {
                throw JsonBody.bad("translate.to is missing.");
            }
            return new TranslateBody(to, output == null ? OutputBody.TEXT : output);
        }

        /** A target language and what is wanted in it. */
        @Schema(
                name = "TranslateTarget",
                requiredProperties = {"to"})
        public record Target(
                String to,

                @Schema(description = "text by default; file: the document in its own format too")
                OutputBody output) {}
    }

    @Schema(name = "Output")
    public enum OutputBody {
        @JsonProperty("text")
        TEXT,
        @JsonProperty("file")
        FILE
    }

    @Schema(name = "Lane")
    public enum LaneBody {
        @JsonProperty("interactive")
        INTERACTIVE,
        @JsonProperty("bulk")
        BULK
    }
}
