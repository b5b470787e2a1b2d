package dev.scriptorium.ingest.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.scriptorium.ingest.api.MemoryViews.ProblemView;
import dev.scriptorium.memory.glossary.GlossaryReader;
import dev.scriptorium.memory.glossary.StoredTerm;
import dev.scriptorium.memory.glossary.Term;
import dev.scriptorium.memory.glossary.TermKind;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The glossary as the API shows it. */
final class GlossaryViews {

    private GlossaryViews() {}

    /** A term. */
    @Schema(name = "Term")
    public record TermView(
            String id,
            String sourceLanguage,
            String targetLanguage,
            String source,

            @Schema(
                    description =
                            "What stands for it; of one that is kept the source, of a forbidden one what must not")
            String target,

            @Schema(
                    description =
                            "TERM: the target stands for it; KEEP: it stays; FORBIDDEN: the target must not stand")
            TermKind kind,

            boolean caseSensitive,
            String note,

            @Schema(description = "Who imported it") String editor,

            Instant changedAt) {

        static TermView of(StoredTerm stored) {
            Term term = stored.term();
            return new TermView(
                    Long.toString(stored.id()),
                    term.sourceLanguage(),
                    term.targetLanguage(),
                    term.source(),
                    term.target(),
                    term.kind(),
                    term.caseSensitive(),
                    term.note(),
                    term.editor(),
                    stored.changedAt());
        }
    }

    /** A page of terms; the last one has no {@code nextPageToken}. */
    @Schema(name = "Terms")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record TermsView(List<TermView> terms, @Nullable String nextPageToken) {}

    /** How many terms were deleted. */
    @Schema(name = "DeletedTerms")
    public record DeletedView(long deleted) {}

    /** What an import did. */
    @Schema(name = "GlossaryImport")
    public record ImportView(
            @Schema(description = "Terms that the file has") long read,

            @Schema(description = "Terms that are new or were changed")
            long changed,

            @Schema(description = "Lines that cannot be used, or that contradict an earlier one")
            long leftOut,

            @Schema(description = "The first 100 of these") List<ProblemView> problems) {

        static ImportView of(GlossaryReader.Summary summary, long changed) {
            return new ImportView(
                    summary.terms().size(),
                    changed,
                    summary.leftOut(),
                    summary.problems().stream().map(ProblemView::of).toList());
        }
    }
}
