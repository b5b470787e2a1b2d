package dev.scriptorium.ingest.api;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.ingest.IngestConfig;
import dev.scriptorium.ingest.accept.WantedRules;
import dev.scriptorium.ingest.api.TextBodies.ClassifiedText;
import dev.scriptorium.ingest.api.TextBodies.ClassifiedTexts;
import dev.scriptorium.ingest.api.TextBodies.ClassifyTexts;
import dev.scriptorium.ingest.api.TextBodies.ItemError;
import dev.scriptorium.ingest.api.TextBodies.SummarizeText;
import dev.scriptorium.ingest.api.TextBodies.SummarizedText;
import dev.scriptorium.ingest.api.TextBodies.TranslateTexts;
import dev.scriptorium.ingest.api.TextBodies.TranslatedText;
import dev.scriptorium.ingest.api.TextBodies.TranslatedTexts;
import dev.scriptorium.ingest.result.ResultJson;
import dev.scriptorium.proto.inference.v1.ClassificationServiceGrpc;
import dev.scriptorium.proto.inference.v1.ClassifiedText.OutcomeCase;
import dev.scriptorium.proto.inference.v1.ClassifyTextsRequest;
import dev.scriptorium.proto.inference.v1.InferenceFailure;
import dev.scriptorium.proto.inference.v1.LabelScore;
import dev.scriptorium.proto.summarizer.v1.Coverage;
import dev.scriptorium.proto.summarizer.v1.SummarizeRequest;
import dev.scriptorium.proto.summarizer.v1.SummarizerServiceGrpc;
import dev.scriptorium.proto.summarizer.v1.Summary;
import dev.scriptorium.proto.translator.v1.TranslateRequest;
import dev.scriptorium.proto.translator.v1.TranslatedSegment;
import dev.scriptorium.proto.translator.v1.Translation;
import dev.scriptorium.proto.translator.v1.TranslatorServiceGrpc;
import dev.scriptorium.runtime.failure.FailureStatus;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GrpcClient;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A few short texts now: answered by the other services over gRPC, in the interactive lane, within a deadline. */
@Path("/v1")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Texts")
public class TextResource {

    private static final int DEFAULT_SENTENCES = 3;

    private final TranslatorServiceGrpc.TranslatorServiceBlockingStub translator;
    private final SummarizerServiceGrpc.SummarizerServiceBlockingStub summarizer;
    private final ClassificationServiceGrpc.ClassificationServiceBlockingStub classification;
    private final WantedRules rules;
    private final IngestConfig config;

    public TextResource(
            @GrpcClient("translator") TranslatorServiceGrpc.TranslatorServiceBlockingStub translator,
            @GrpcClient("summarizer") SummarizerServiceGrpc.SummarizerServiceBlockingStub summarizer,
            @GrpcClient("inference") ClassificationServiceGrpc.ClassificationServiceBlockingStub classification,
            WantedRules rules,
            IngestConfig config) {
        this.translator = translator;
        this.summarizer = summarizer;
        this.classification = classification;
        this.rules = rules;
        this.config = config;
    }

    @POST
    @Path("/translate")
    @Operation(summary = "Translate texts now")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = TranslateTexts.class)))
    public TranslatedTexts translate(InputStream body) {
        TranslateTexts asked = JsonBody.read(body, TranslateTexts.class);
        TranslateRequest request = TranslateRequest.newBuilder()
                .addAllTexts(texts(asked.texts()))
                .setSourceLanguage(asked.source() == null ? "" : rules.language(asked.source()))
                .setTargetLanguage(rules.language(required(asked.target(), "target")))
                .setTenantId(config.tenant())
                .build();
        return new TranslatedTexts(call(
                        "translator",
                        () -> translator
                                .withDeadlineAfter(config.callDeadline().toMillis(), TimeUnit.MILLISECONDS)
                                .translate(request))
                .getTranslationsList()
                .stream()
                .map(TextResource::translated)
                .toList());
    }

    @POST
    @Path("/summarize")
    @Operation(summary = "Summarise a text now")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = SummarizeText.class)))
    public SummarizedText summarize(InputStream body) {
        SummarizeText asked = JsonBody.read(body, SummarizeText.class);
        SummarizeRequest request = SummarizeRequest.newBuilder()
                .setText(text(required(asked.text(), "text")))
                .setSentences(rules.sentences(asked.sentences() == null ? DEFAULT_SENTENCES : asked.sentences()))
                .setLanguage(asked.language() == null ? "" : rules.language(asked.language()))
                .setTenantId(config.tenant())
                .build();
        Summary summary = call(
                        "summarizer",
                        () -> summarizer
                                .withDeadlineAfter(config.callDeadline().toMillis(), TimeUnit.MILLISECONDS)
                                .summarize(request))
                .getSummary();
        Coverage coverage = summary.getCoverage();
        return new SummarizedText(
                summary.getSentencesList().stream()
                        .map(sentence -> new TextBodies.Sentence(
                                sentence.getText(), List.copyOf(sentence.getSegmentIdsList()), sentence.getScore()))
                        .toList(),
                new ResultViews.CoverageView(
                        coverage.getWindows(),
                        coverage.getWindowsRead(),
                        coverage.getSegments(),
                        coverage.getSegmentsConsidered()));
    }

    @POST
    @Path("/classify")
    @Operation(summary = "Classify texts now")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = ClassifyTexts.class)))
    public ClassifiedTexts classify(InputStream body) {
        ClassifyTexts asked = JsonBody.read(body, ClassifyTexts.class);
        ClassifyTextsRequest request = ClassifyTextsRequest.newBuilder()
                .addAllTexts(texts(asked.texts()))
                .setLabelSet(rules.labelSet(required(asked.labelSet(), "labelSet")))
                .setTenantId(config.tenant())
                .build();
        return new ClassifiedTexts(call(
                        "inference",
                        () -> classification
                                .withDeadlineAfter(config.callDeadline().toMillis(), TimeUnit.MILLISECONDS)
                                .classifyTexts(request))
                .getClassificationsList()
                .stream()
                .map(TextResource::classified)
                .toList());
    }

    private static TranslatedText translated(dev.scriptorium.proto.translator.v1.TranslatedText outcome) {
        if (outcome.hasFailure()) {
            return new TranslatedText(null, null, null, null, error(outcome.getFailure()));
        }
        Translation translation = outcome.getTranslation();
        double score = translation.getSegmentsList().stream()
                .mapToDouble(TranslatedSegment::getScore)
                .average()
                .orElse(0);
        List<String> flags = translation.getSegmentsList().stream()
                .flatMap(segment -> segment.getFlagsList().stream())
                .map(ResultJson::nameOf)
                .distinct()
                .sorted()
                .toList();
        return new TranslatedText(
                ResultJson.text(translation), score, flags, List.copyOf(translation.getPathList()), null);
    }

    private static ClassifiedText classified(dev.scriptorium.proto.inference.v1.ClassifiedText outcome) {
        if (outcome.getOutcomeCase() == OutcomeCase.FAILURE) {
            return new ClassifiedText(null, null, null, error(outcome.getFailure()));
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

    private static ItemError error(InferenceFailure failure) {
        return new ItemError(failure.getCode(), failure.getReason(), failure.getRetryable());
    }

    private List<String> texts(@Nullable List<String> texts) {
        if (texts == null || texts.isEmpty() || texts.contains(null)) {
            throw JsonBody.bad("There must be at least one text.");
        }
        WantedRules.atMost(config.limits().texts(), texts.size(), "texts");
        texts.forEach(this::text);
        return texts;
    }

    private String text(String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length
                > config.limits().text().toBytes()) {
            throw new FailureException(
                    FailureCode.LIMIT_EXCEEDED,
                    "A text may have at most " + config.limits().text() + ".");
        }
        return text;
    }

    private static String required(@Nullable String value, String name) {
        if (value == null) {
            throw JsonBody.bad("The JSON has no " + name + ".");
        }
        return value;
    }

    private static <T> T call(String service, Supplier<T> call) {
        try {
            return call.get();
        } catch (StatusRuntimeException e) {
            throw FailureStatus.fromGrpc(service, e);
        }
    }
}
