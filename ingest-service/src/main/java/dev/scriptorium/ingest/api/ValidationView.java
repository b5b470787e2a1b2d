package dev.scriptorium.ingest.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.ingest.validation.Validation;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a job would be made of. */
@Schema(name = "Validation")
public record ValidationView(
        @Schema(description = "Whether every document is read and every task can be done")
        boolean valid,

        TotalsView totals,

        @Schema(description = "In the order of the request") List<CheckedDocumentView> documents,

        @Schema(description = "Tasks that no model can do") List<MissingView> missing) {

    static ValidationView of(Validation validation) {
        List<Validation.Text> texts = validation.documents().stream()
                .flatMap(document -> document.text().stream())
                .toList();
        return new ValidationView(
                validation.isValid(),
                new TotalsView(
                        validation.documents().size(),
                        validation.documents().size() - texts.size(),
                        texts.stream().mapToLong(Validation.Text::characters).sum(),
                        texts.stream()
                                .mapToLong(Validation.Text::estimatedTokens)
                                .sum()),
                validation.documents().stream().map(CheckedDocumentView::of).toList(),
                validation.missing().stream().map(MissingView::of).toList());
    }

    /** Sums over the documents. */
    @Schema(name = "ValidationTotals")
    public record TotalsView(
            int documents,

            @Schema(description = "Documents that are not read")
            int failed,

            long characters,
            long estimatedTokens) {}

    /** A document as it was read, or why it was not. */
    @Schema(name = "CheckedDocument")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CheckedDocumentView(
            @Nullable String customId,
            String fileName,

            @Schema(description = "In bytes") long size,

            @Schema(description = "As detected by the content") @Nullable
            String mediaType,

            @Schema(description = "The last page that has text; absent where the format has no pages") @Nullable
            Integer pages,

            @Schema(description = "Unicode code points") @Nullable
            Long characters,

            @Schema(description = "As declared, or else as detected; absent where none is recognised") @Nullable
            String language,

            @Schema(description = "Of the source text, within a factor of about two") @Nullable
            Long estimatedTokens,

            @Schema(description = "What would not be read, such as an attachment") @Nullable
            List<String> unread,

            @Schema(description = "Why it is not read") @Nullable
            WhyView failure) {

        static CheckedDocumentView of(Validation.CheckedDocument document) {
            Optional<Validation.Text> text = document.text();
            return new CheckedDocumentView(
                    document.customId().isEmpty() ? null : document.customId(),
                    document.fileName(),
                    document.size(),
                    text.map(Validation.Text::mediaType).orElse(null),
                    text.filter(read -> read.pages().isPresent())
                            .map(read -> read.pages().getAsInt())
                            .orElse(null),
                    text.map(Validation.Text::characters).orElse(null),
                    text.flatMap(Validation.Text::language).orElse(null),
                    text.map(Validation.Text::estimatedTokens).orElse(null),
                    text.map(Validation.Text::unread).orElse(null),
                    document.failure().map(WhyView::of).orElse(null));
        }
    }

    /** A task that no model can do. */
    @Schema(name = "MissingModel")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record MissingView(
            @Schema(description = "Such as translate:de") String task,

            @Schema(description = "Language of the documents; absent where it does not matter or is not known")
            @Nullable
            String language,

            WhyView failure) {

        static MissingView of(Validation.Missing missing) {
            return new MissingView(
                    missing.task(),
                    missing.language().isEmpty() ? null : missing.language(),
                    WhyView.of(missing.failure()));
        }
    }

    /** A failure that the job would have. */
    @Schema(name = "ExpectedFailure")
    public record WhyView(
            @Schema(description = "A stable code; see docs/failures.md")
            String code,

            String reason) {

        static WhyView of(FailureException failure) {
            return new WhyView(failure.code().name(), failure.reason());
        }
    }
}
