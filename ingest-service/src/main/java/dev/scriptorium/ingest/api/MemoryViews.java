package dev.scriptorium.ingest.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.scriptorium.ingest.memory.Leverage;
import dev.scriptorium.memory.ImportProblem;
import dev.scriptorium.memory.MemoryUnit;
import dev.scriptorium.memory.StoredUnit;
import dev.scriptorium.memory.UnitOrigin;
import dev.scriptorium.memory.tmx.TmxReader;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The translation memory as the API shows it. */
final class MemoryViews {

    private MemoryViews() {}

    /** A unit. */
    @Schema(name = "MemoryUnit")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record UnitView(
            String id,
            String sourceLanguage,
            String targetLanguage,
            String source,
            String target,

            @Schema(description = "Who made it: one of less authority never replaces one of more; PERSON has most")
            UnitOrigin origin,

            @Schema(description = "Names of the models that made it; not there where none did") @Nullable
            List<String> models,

            @Schema(description = "Who made or imported it; not there for one of a machine") @Nullable
            String editor,

            Instant changedAt,

            @Schema(description = "Share of trigrams of the source that are those of the text; only of a search")
            @Nullable
            Float similarity) {

        static UnitView of(StoredUnit stored, boolean searched) {
            MemoryUnit unit = stored.unit();
            return new UnitView(
                    Long.toString(stored.id()),
                    unit.sourceLanguage(),
                    unit.targetLanguage(),
                    unit.source(),
                    unit.target(),
                    unit.origin(),
                    unit.models().isEmpty() ? null : unit.models(),
                    unit.editor().isEmpty() ? null : unit.editor(),
                    stored.changedAt(),
                    searched ? stored.similarity() : null);
        }
    }

    /** A page of units; the last one has no {@code nextPageToken}. */
    @Schema(name = "MemoryUnits")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record UnitsView(List<UnitView> units, @Nullable String nextPageToken) {}

    /** How many units were deleted. */
    @Schema(name = "DeletedUnits")
    public record DeletedView(long deleted) {}

    /** A translation unit of a file that was left out. */
    @Schema(name = "ImportProblem")
    public record ProblemView(int line, String reason) {

        static ProblemView of(ImportProblem problem) {
            return new ProblemView(problem.line(), problem.reason());
        }
    }

    /** What an import did. */
    @Schema(name = "MemoryImport")
    public record ImportView(
            @Schema(description = "Pairs of texts that the file has")
            long read,

            @Schema(description = "Units that are new or were changed; the others were there, or are a person's")
            long changed,

            @Schema(description = "Translation units of the file that cannot be used")
            long leftOut,

            @Schema(description = "The first 100 of these") List<ProblemView> problems) {

        static ImportView of(TmxReader.Summary summary, long changed) {
            return new ImportView(
                    summary.units(),
                    changed,
                    summary.leftOut(),
                    summary.problems().stream().map(ProblemView::of).toList());
        }
    }

    /** Where the segments of a job were found, by target language. */
    @Schema(name = "Leverage")
    public record LeverageView(List<LanguageLeverage> languages) {}

    /** Segments of one target language. What stands unchanged counts in none. */
    @Schema(name = "LanguageLeverage")
    public record LanguageLeverage(
            String language,

            @Schema(name = "new", description = "Translated by models")
            @com.fasterxml.jackson.annotation.JsonProperty("new")
            long fresh,

            @Schema(description = "As an earlier segment of the document")
            long repeated,

            @Schema(description = "From the translation memory")
            long exact,

            @Schema(description = "From the translation memory, between the same segments")
            long inContext) {

        static LanguageLeverage of(Leverage leverage) {
            return new LanguageLeverage(
                    leverage.language(), leverage.fresh(), leverage.repeated(), leverage.exact(), leverage.inContext());
        }
    }
}
