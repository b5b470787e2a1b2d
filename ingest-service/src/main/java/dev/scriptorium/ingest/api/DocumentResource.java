package dev.scriptorium.ingest.api;

import dev.scriptorium.ingest.api.ResultViews.ClassificationView;
import dev.scriptorium.ingest.api.ResultViews.ClassificationsView;
import dev.scriptorium.ingest.api.ResultViews.SummaryView;
import dev.scriptorium.ingest.api.ResultViews.TranslationView;
import dev.scriptorium.ingest.query.Jobs;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Documents and their results. */
@Path("/v1/documents/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Documents")
public class DocumentResource {

    private final Jobs jobs;

    public DocumentResource(Jobs jobs) {
        this.jobs = jobs;
    }

    @GET
    @Operation(summary = "How a document stands")
    public DocumentView get(@PathParam("id") String id) {
        return DocumentView.of(jobs.document(id));
    }

    @GET
    @Path("/summary")
    @Operation(summary = "A document's summary, each sentence with the segments that it cites")
    public SummaryView summary(@PathParam("id") String id) {
        return SummaryView.of(jobs.summary(id));
    }

    @GET
    @Path("/translations/{language}")
    @Operation(summary = "A document's translation, or as much of it as is there")
    public TranslationView translation(@PathParam("id") String id, @PathParam("language") String language) {
        return TranslationView.of(jobs.translation(id, language));
    }

    @GET
    @Path("/classifications")
    @Operation(summary = "A document's labels, those that are there")
    public ClassificationsView classifications(@PathParam("id") String id) {
        return new ClassificationsView(jobs.classifications(jobs.document(id)).stream()
                .map(ClassificationView::of)
                .toList());
    }
}
