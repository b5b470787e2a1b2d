package dev.scriptorium.ingest.facade.deepl;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.ingest.catalogue.GrpcCatalogue;
import dev.scriptorium.ingest.facade.FacadeTranslator;
import dev.scriptorium.ingest.facade.FacadeTranslator.Translated;
import dev.scriptorium.ingest.facade.RequestFields;
import dev.scriptorium.ingest.facade.RequestReader;
import dev.scriptorium.ingest.facade.deepl.DeepLViews.Language;
import dev.scriptorium.ingest.facade.deepl.DeepLViews.Translations;
import dev.scriptorium.ingest.facade.deepl.DeepLViews.Usage;
import dev.scriptorium.ingest.submission.TaskLimits;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.List;
import java.util.stream.IntStream;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** DeepL's texts, languages and usage. */
@Path("/deepl/v2")
@Produces(MediaType.APPLICATION_JSON)
public class DeepLResource {

    private final RequestReader reader;
    private final FacadeTranslator translator;
    private final GrpcCatalogue catalogue;
    private final TaskLimits rules;
    private final DeepLErrors errors;

    public DeepLResource(
            RequestReader reader,
            FacadeTranslator translator,
            GrpcCatalogue catalogue,
            TaskLimits rules,
            DeepLErrors errors) {
        this.reader = reader;
        this.translator = translator;
        this.catalogue = catalogue;
        this.rules = rules;
        this.errors = errors;
    }

    @POST
    @Path("/translate")
    public Translations translate(InputStream body, @Context HttpHeaders headers, @Context UriInfo uri) {
        DeepLRequest request = DeepLRequest.of(reader.fields(body, headers, uri), rules);
        return Translations.of(
                request,
                switch (request.tags()) {
                    case NONE -> translator.texts(request.texts(), request.source(), request.target());
                    case HTML -> translator.markups(request.texts(), request.source(), request.target());
                    case XML -> xml(request);
                });
    }

    private List<Translated> xml(DeepLRequest request) {
        List<XmlMarkup> markups =
                request.texts().stream().map(text -> XmlMarkup.of("text", text)).toList();
        List<Translated> translated =
                translator.markups(markups.stream().map(XmlMarkup::html).toList(), request.source(), request.target());
        return IntStream.range(0, markups.size())
                .mapToObj(i -> new Translated(
                        markups.get(i).xml(translated.get(i).text()),
                        translated.get(i).detected()))
                .toList();
    }

    /** The published Python client sends the type in the body of a GET. */
    @GET
    @Path("/languages")
    public List<Language> languages(
            InputStream body,
            @Context HttpHeaders headers,
            @Context UriInfo uri,
            @QueryParam("type") @Nullable String type) {
        RequestFields fields = reader.fields(body, headers, uri);
        String wanted = type == null ? fields.text("type").orElse("source") : type;
        return switch (wanted) {
            case "source" -> DeepLLanguages.sources(catalogue.languages());
            case "target" -> DeepLLanguages.targets(catalogue.languages());
            default -> throw new FailureException(FailureCode.BAD_REQUEST, "type must be source or target.");
        };
    }

    @POST
    @Path("/languages")
    public List<Language> languagesByPost(
            InputStream body,
            @Context HttpHeaders headers,
            @Context UriInfo uri,
            @QueryParam("type") @Nullable String type) {
        return languages(body, headers, uri, type);
    }

    @GET
    @Path("/usage")
    public Usage usage() {
        return Usage.UNLIMITED;
    }

    @GET
    @Path("/{other:.+}")
    public Response getUnknown() {
        return unknown();
    }

    @POST
    @Path("/{other:.+}")
    public Response postUnknown() {
        return unknown();
    }

    @ServerExceptionMapper(Throwable.class)
    public Response failure(Throwable thrown) {
        return errors.response(thrown);
    }

    private Response unknown() {
        return errors.response(new FailureException(FailureCode.NOT_FOUND, "There is no such endpoint."));
    }
}
