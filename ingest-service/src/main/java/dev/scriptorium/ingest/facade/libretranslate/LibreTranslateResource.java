package dev.scriptorium.ingest.facade.libretranslate;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.ingest.catalogue.GrpcCatalogue;
import dev.scriptorium.ingest.catalogue.LanguagePaths;
import dev.scriptorium.ingest.facade.FacadeTranslator;
import dev.scriptorium.ingest.facade.RequestFields;
import dev.scriptorium.ingest.facade.RequestReader;
import dev.scriptorium.ingest.facade.libretranslate.LibreTranslateViews.Detected;
import dev.scriptorium.ingest.facade.libretranslate.LibreTranslateViews.Health;
import dev.scriptorium.ingest.facade.libretranslate.LibreTranslateViews.Language;
import dev.scriptorium.ingest.facade.libretranslate.LibreTranslateViews.Offered;
import dev.scriptorium.ingest.facade.libretranslate.LibreTranslateViews.OfferedPair;
import dev.scriptorium.ingest.facade.libretranslate.LibreTranslateViews.Settings;
import dev.scriptorium.ingest.facade.libretranslate.LibreTranslateViews.Translation;
import dev.scriptorium.ingest.submission.TaskLimits;
import dev.scriptorium.ingest.translation.LanguageDetector;
import dev.scriptorium.ingest.translation.TextLimits;
import dev.scriptorium.runtime.access.AccessGuard;
import dev.scriptorium.runtime.access.Role;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** LibreTranslate's texts and languages. Each method asks for the key, which the rules of access leave to it. */
@Path("/libretranslate")
@Produces(MediaType.APPLICATION_JSON)
public class LibreTranslateResource {

    private static final int TYPING_PAUSE_MILLIS = 500;

    private final AccessGuard access;
    private final RequestReader reader;
    private final FacadeTranslator translator;
    private final LanguageDetector detector;
    private final GrpcCatalogue catalogue;
    private final Rules rules;
    private final LibreTranslateErrors errors;

    /** What a request may ask for. */
    @jakarta.inject.Singleton
    record Rules(TaskLimits languages, TextLimits texts) {}

    public LibreTranslateResource(
            AccessGuard access,
            RequestReader reader,
            FacadeTranslator translator,
            LanguageDetector detector,
            GrpcCatalogue catalogue,
            Rules rules,
            LibreTranslateErrors errors) {
        this.access = access;
        this.reader = reader;
        this.translator = translator;
        this.detector = detector;
        this.catalogue = catalogue;
        this.rules = rules;
        this.errors = errors;
    }

    @POST
    @Path("/translate")
    public Translation translate(
            InputStream body, @Context HttpHeaders headers, @Context UriInfo uri, @Context RoutingContext context) {
        RequestFields fields = authorized(body, headers, uri, context, Role.SUBMITTER);
        LibreTranslateRequest request = LibreTranslateRequest.of(fields, rules.languages());
        return Translation.of(
                request.isHtml()
                        ? translator.markups(request.texts(), request.source(), request.target())
                        : translator.texts(request.texts(), request.source(), request.target()),
                request);
    }

    @POST
    @Path("/detect")
    public List<Detected> detect(
            InputStream body, @Context HttpHeaders headers, @Context UriInfo uri, @Context RoutingContext context) {
        RequestFields fields = authorized(body, headers, uri, context, Role.SUBMITTER);
        List<String> texts = fields.texts("q");
        rules.texts().check(texts);
        return texts.stream()
                .map(text -> Detected.of(text.isBlank() ? Optional.empty() : detector.detect(text)))
                .toList();
    }

    @GET
    @Path("/languages")
    public List<Language> languages(
            InputStream body, @Context HttpHeaders headers, @Context UriInfo uri, @Context RoutingContext context) {
        // libretranslatepy sends its key in the body of a GET.
        authorized(body, headers, uri, context, Role.READER);
        LanguagePaths paths = catalogue.languages();
        return paths.sources().stream()
                .map(source -> Language.of(source, paths.targets(source)))
                .toList();
    }

    /** Needs no key: a page learns here that it needs one. */
    @GET
    @Path("/frontend/settings")
    public Settings settings() {
        return new Settings(
                access.isRequired(),
                access.isRequired(),
                rules.texts().characters(),
                TYPING_PAUSE_MILLIS,
                new OfferedPair(Offered.of("auto"), Offered.of("en")),
                false,
                true,
                LibreTranslateFileResource.EXTENSIONS);
    }

    @GET
    @Path("/health")
    public Health health() {
        return new Health("ok");
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

    private RequestFields authorized(
            InputStream body, HttpHeaders headers, UriInfo uri, RoutingContext context, Role needed) {
        RequestFields fields = reader.fields(body, headers, uri);
        fields.text("api_key").ifPresent(key -> AccessGuard.present(context, key));
        access.require(context, needed);
        return fields;
    }

    private Response unknown() {
        return errors.response(new FailureException(FailureCode.NOT_FOUND, "There is no such endpoint."));
    }
}
