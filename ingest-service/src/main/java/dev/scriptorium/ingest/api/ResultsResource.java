package dev.scriptorium.ingest.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.ingest.job.Document;
import dev.scriptorium.ingest.job.DocumentFilter;
import dev.scriptorium.ingest.job.Job;
import dev.scriptorium.ingest.jobs.JobQueries;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.Variant;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** All results of a job in one answer, written document by document, so that a job of any size takes the same memory. */
@Path("/v1/jobs/{id}/results")
@Tag(name = "Jobs")
public class ResultsResource {

    private static final String JSON_LINES = "application/x-ndjson";
    private static final String CSV = "text/csv";
    private static final String ZIP = "application/zip";
    private static final int BUFFER = 1 << 16;
    private static final List<Variant> FORMS = Variant.mediaTypes(
                    new MediaType("application", "x-ndjson"),
                    new MediaType("text", "csv", "UTF-8"),
                    new MediaType("application", "zip"))
            .build();

    private final JobQueries jobs;
    private final ObjectMapper mapper;

    public ResultsResource(JobQueries jobs, ObjectMapper mapper) {
        this.jobs = jobs;
        this.mapper = mapper;
    }

    @GET
    @Produces({JSON_LINES, CSV, ZIP})
    @Operation(
            operationId = "downloadResults",
            summary = "All results of a job",
            description =
                    "As JSON Lines (the default), CSV or a zip, by the Accept header; documents in their order. What is not finished"
                            + " has its state and the results so far. An answer that breaks off is not complete.")
    @APIResponse(
            responseCode = "200",
            description = "The results",
            content = {
                @Content(mediaType = JSON_LINES, schema = @Schema(type = SchemaType.STRING)),
                @Content(mediaType = CSV, schema = @Schema(type = SchemaType.STRING)),
                @Content(mediaType = ZIP, schema = @Schema(type = SchemaType.STRING, format = "binary"))
            })
    public Response download(
            @Context Request request,
            @Parameter(description = "Id of a job", example = "01900000-0000-7000-8000-000000000001") @PathParam("id")
                    String id,
            @Parameter(
                            description = "Only documents in one of these states; may be given several times",
                            example = "[\"SUCCEEDED\"]")
                    @QueryParam("state")
                    List<String> states) {
        Job job = jobs.get(id);
        DocumentFilter filter = DocumentFilter.parse(states, null, null, List.of());
        Variant form = request.selectVariant(FORMS);
        if (form == null) {
            throw new FailureException(
                    FailureCode.NOT_ACCEPTABLE, "Accept must allow application/x-ndjson, text/csv or application/zip.");
        }
        String subtype = form.getMediaType().getSubtype();
        String ending = subtype.equals("x-ndjson") ? "jsonl" : subtype;
        StreamingOutput results = out -> write(job, filter, ending, out);
        return Response.ok(results)
                .type(form.getMediaType())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + job.id() + "." + ending + "\"")
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }

    private void write(Job job, DocumentFilter filter, String ending, OutputStream out) throws IOException {
        ResultsWriter writer = writer(job, ending, new BufferedOutputStream(out, BUFFER));
        for (Iterator<Document> documents = jobs.each(job, filter); documents.hasNext(); ) {
            writer.write(DocumentResults.of(documents.next(), jobs));
        }
        writer.finish();
    }

    private ResultsWriter writer(Job job, String ending, OutputStream out) throws IOException {
        return switch (ending) {
            case "csv" -> new CsvWriter(jobs.tasks(job), out);
            case "zip" -> new ZipWriter(mapper, out);
            default -> new JsonLinesWriter(mapper, out);
        };
    }
}
