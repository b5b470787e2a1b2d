package dev.scriptorium.ingest.facade.libretranslate;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.core.lifecycle.State;
import dev.scriptorium.file.FileFormat;
import dev.scriptorium.ingest.api.JobWait;
import dev.scriptorium.ingest.facade.DocumentJobs;
import dev.scriptorium.ingest.facade.RequestFields;
import dev.scriptorium.ingest.facade.RequestReader;
import dev.scriptorium.ingest.facade.libretranslate.LibreTranslateViews.FileUrl;
import dev.scriptorium.ingest.file.TranslatedFile;
import dev.scriptorium.ingest.job.Document;
import dev.scriptorium.ingest.submission.TaskLimits;
import dev.scriptorium.runtime.access.AccessGuard;
import dev.scriptorium.runtime.access.Role;
import io.quarkus.vertx.http.Uncompressed;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** LibreTranslate's files: translated while the client waits, then fetched from the address in the answer. */
@Path("/libretranslate")
public class LibreTranslateFileResource {

    static final List<String> EXTENSIONS = Arrays.stream(FileFormat.values())
            .flatMap(format -> format.extensions().stream())
            .map(extension -> "." + extension)
            .toList();

    private final AccessGuard access;
    private final RequestReader reader;
    private final DocumentJobs documents;
    private final JobWait jobWait;
    private final TaskLimits rules;
    private final LibreTranslateErrors errors;

    public LibreTranslateFileResource(
            AccessGuard access,
            RequestReader reader,
            DocumentJobs documents,
            JobWait jobWait,
            TaskLimits rules,
            LibreTranslateErrors errors) {
        this.access = access;
        this.reader = reader;
        this.documents = documents;
        this.jobWait = jobWait;
        this.rules = rules;
        this.errors = errors;
    }

    @POST
    @Path("/translate_file")
    @Produces(MediaType.APPLICATION_JSON)
    @Blocking
    public Uni<FileUrl> translate(
            InputStream body, @Context HttpHeaders headers, @Context UriInfo uri, @Context RoutingContext context) {
        try (DocumentJobs.Upload upload = documents.begin()) {
            RequestFields fields = reader.upload(body, headers, uri, (before, file) -> {
                // Nothing of the file is read for a caller without a key.
                before.text("api_key").ifPresent(key -> AccessGuard.present(context, key));
                access.require(context, Role.SUBMITTER);
                upload.add(file);
            });
            String target = rules.language(fields.required("target"));
            Document document = upload.submit(fields.required("source"), target);
            String url = uri.getBaseUriBuilder()
                    .path("libretranslate/download_file")
                    .segment(document.id().toString(), target, TranslatedFile.name(document.fileName(), target))
                    .build()
                    .toString();
            return jobWait.finished(document.job().toString(), jobWait.longest())
                    .map(job -> translated(document.id().toString(), url));
        }
    }

    @GET
    @Path("/download_file/{document}/{language}/{name}")
    @Produces(MediaType.WILDCARD)
    @Uncompressed
    public Response download(
            @PathParam("document") String document,
            @PathParam("language") String language,
            @Context RoutingContext context) {
        access.require(context, Role.READER);
        return documents.download(documents.document(document), language);
    }

    @ServerExceptionMapper(Throwable.class)
    public Response failure(Throwable thrown) {
        return errors.response(thrown);
    }

    private FileUrl translated(String id, String url) {
        Document document = documents.document(id);
        if (!document.state().isTerminal()) {
            throw new FailureException(
                    FailureCode.DEADLINE_EXCEEDED, "The file is not translated yet; it will be at " + url + ".");
        }
        if (document.state() != State.SUCCEEDED) {
            throw document.failure()
                    .map(failure -> new FailureException(FailureCode.named(failure.code()), failure.reason()))
                    .orElseGet(() -> new FailureException(
                            FailureCode.CANCELLED, "The translation ended " + document.state() + "."));
        }
        return new FileUrl(url);
    }
}
