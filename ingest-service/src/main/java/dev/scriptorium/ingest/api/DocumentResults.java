package dev.scriptorium.ingest.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.scriptorium.ingest.api.ResultViews.ClassificationView;
import dev.scriptorium.ingest.api.ResultViews.SummaryView;
import dev.scriptorium.ingest.api.ResultViews.TranslationView;
import dev.scriptorium.ingest.job.Document;
import dev.scriptorium.ingest.jobs.JobQueries;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A document with all results that are there: a line of the results of a job. */
@Schema(name = "DocumentResults")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DocumentResults(
        DocumentView document,
        @Nullable SummaryView summary,

        @Schema(description = "One for each target language that is there, perhaps in part")
        List<TranslationView> translations,

        List<ClassificationView> classifications) {

    static DocumentResults of(Document document, JobQueries jobs) {
        return new DocumentResults(
                DocumentView.of(document),
                jobs.summary(document).map(SummaryView::of).orElse(null),
                jobs.translations(document).stream().map(TranslationView::of).toList(),
                jobs.classifications(document).stream()
                        .map(ClassificationView::of)
                        .toList());
    }
}
