package dev.scriptorium.ingest.api;

import dev.scriptorium.ingest.api.TextBodies.ClassifiedText;
import dev.scriptorium.ingest.api.TextBodies.ClassifiedTexts;
import dev.scriptorium.ingest.api.TextBodies.ClassifyTexts;
import dev.scriptorium.ingest.api.TextBodies.ItemError;
import dev.scriptorium.ingest.api.TextBodies.SummarizeText;
import dev.scriptorium.ingest.api.TextBodies.SummarizedText;
import dev.scriptorium.ingest.api.TextBodies.TranslateTexts;
import dev.scriptorium.ingest.api.TextBodies.TranslatedText;
import dev.scriptorium.ingest.api.TextBodies.TranslatedTexts;
import dev.scriptorium.ingest.translation.TextTranslator;
import dev.scriptorium.proto.inference.v1.ClassificationServiceGrpc;
import dev.scriptorium.proto.inference.v1.ClassifiedText.OutcomeCase;
import dev.scriptorium.proto.inference.v1.ClassifyTextsRequest;
import dev.scriptorium.proto.inference.v1.LabelScore;
import dev.scriptorium.proto.summarizer.v1.SummarizeRequest;
import dev.scriptorium.proto.summarizer.v1.SummarizerServiceGrpc;
import dev.scriptorium.proto.summarizer.v1.Summary;
import dev.scriptorium.runtime.failure.FailureStatus;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GrpcClient;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** A few short texts, answered at once by the other services over gRPC, in the interactive lane, within a deadline. */
@Path("/v1")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Texts", description = "A few short texts, answered at once")
public class TextResource {

    private static final int DEFAULT_SENTENCES = 3;
    private static final String TRANSLATE = "/v1/translate";
    private static final String SUMMARIZE = "/v1/summarize";
    private static final String CLASSIFY = "/v1/classify";

    private final TextTranslator translator;
    private final SummarizerServiceGrpc.SummarizerServiceBlockingStub summarizer;
    private final ClassificationServiceGrpc.ClassificationServiceBlockingStub classification;
    private final TextRequests requests;

    public TextResource(
            TextTranslator translator,
            @GrpcClient("summarizer") SummarizerServiceGrpc.SummarizerServiceBlockingStub summarizer,
            @GrpcClient("inference") ClassificationServiceGrpc.ClassificationServiceBlockingStub classification,
            TextRequests requests) {
        this.translator = translator;
        this.summarizer = summarizer;
        this.classification = classification;
        this.requests = requests;
    }

    @POST
    @Path("/translate")
    @Operation(
            operationId = "translateTexts",
            summary = "Translate texts",
            description = "Answered within the call's deadline. A text that fails has an error in its place.")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = TranslateTexts.class)))
    @APIResponse(
            responseCode = "200",
            description = "One translation or error for each text, in order",
            content = @Content(schema = @Schema(implementation = TranslatedTexts.class)))
    public TranslatedTexts translate(InputStream body, @Context HttpHeaders headers) {
        TranslateTexts asked = requests.read(body, headers, TRANSLATE, TranslateTexts.class);
        List<String> texts = requests.texts(asked.texts());
        List<String> present = TextRequests.withText(texts);
        String source = requests.sourceLanguage(asked.source());
        String target = requests.language(TextRequests.required(asked.target(), "target"));
        List<TranslatedText> answers =
                translator.translate(present, source, target, Boolean.TRUE.equals(asked.memory())).stream()
                        .map(TranslatedText::of)
                        .toList();
        return new TranslatedTexts(
                TextRequests.merged(texts, answers, () -> TranslatedText.failed(TextRequests.EMPTY_TEXT)));
    }

    @POST
    @Path("/summarize")
    @Operation(
            operationId = "summarizeText",
            summary = "Summarise a text",
            description = "Answered within the call's deadline.")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = SummarizeText.class)))
    @APIResponse(
            responseCode = "200",
            description = "The sentences that stand for the text",
            content = @Content(schema = @Schema(implementation = SummarizedText.class)))
    public SummarizedText summarize(InputStream body, @Context HttpHeaders headers) {
        SummarizeText asked = requests.read(body, headers, SUMMARIZE, SummarizeText.class);
        SummarizeRequest request = SummarizeRequest.newBuilder()
                .setText(requests.oneText(asked.text()))
                .setSentences(requests.sentences(asked.sentences() == null ? DEFAULT_SENTENCES : asked.sentences()))
                .setLanguage(requests.sourceLanguage(asked.language()))
                .setTenantId(requests.tenant())
                .build();
        Summary summary = call(
                        "summarizer",
                        () -> summarizer
                                .withDeadlineAfter(requests.deadlineMillis(), TimeUnit.MILLISECONDS)
                                .summarize(request))
                .getSummary();
        return SummarizedText.of(summary);
    }

    @POST
    @Path("/classify")
    @Operation(
            operationId = "classifyTexts",
            summary = "Classify texts",
            description = "Answered within the call's deadline. A text that fails has an error in its place.")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = ClassifyTexts.class)))
    @APIResponse(
            responseCode = "200",
            description = "One classification or error for each text, in order",
            content = @Content(schema = @Schema(implementation = ClassifiedTexts.class)))
    public ClassifiedTexts classify(InputStream body, @Context HttpHeaders headers) {
        ClassifyTexts asked = requests.read(body, headers, CLASSIFY, ClassifyTexts.class);
        List<String> texts = requests.texts(asked.texts());
        List<String> present = TextRequests.withText(texts);
        ClassifyTextsRequest request = ClassifyTextsRequest.newBuilder()
                .addAllTexts(present)
                .setLabelSet(requests.labelSet(TextRequests.required(asked.labelSet(), "labelSet")))
                .setTenantId(requests.tenant())
                .build();
        List<ClassifiedText> answers = present.isEmpty()
                ? List.of()
                : call(
                                "inference",
                                () -> classification
                                        .withDeadlineAfter(requests.deadlineMillis(), TimeUnit.MILLISECONDS)
                                        .classifyTexts(request))
                        .getClassificationsList()
                        .stream()
                        .map(TextResource::classified)
                        .toList();
        return new ClassifiedTexts(TextRequests.merged(
                texts, answers, () -> new ClassifiedText(null, null, null, TextRequests.EMPTY_TEXT)));
    }

    private static ClassifiedText classified(dev.scriptorium.proto.inference.v1.ClassifiedText outcome) {
        if (outcome.getOutcomeCase() == OutcomeCase.FAILURE) {
            return new ClassifiedText(null, null, null, ItemError.of(outcome.getFailure()));
        }
        Map<String, Float> scores = new LinkedHashMap<>();
        for (LabelScore score : outcome.getClassification().getScoresList()) {
            scores.put(score.getLabel(), score.getScore());
        }
        return new ClassifiedText(
                outcome.getClassification().getLabel(),
                outcome.getClassification().getUnsure(),
                scores,
                null);
    }

    private static <T> T call(String service, Supplier<T> call) {
        try {
            return call.get();
        } catch (StatusRuntimeException e) {
            throw FailureStatus.fromGrpc(service, e);
        }
    }
}
