package dev.scriptorium.summarizer.online;

import dev.scriptorium.core.document.SegmentId;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.proto.document.v1.Encoding;
import dev.scriptorium.proto.document.v1.Lane;
import dev.scriptorium.proto.inference.v1.EmbedRequest;
import dev.scriptorium.proto.inference.v1.EmbedResponse;
import dev.scriptorium.proto.inference.v1.Embedded;
import dev.scriptorium.proto.inference.v1.InferenceService;
import dev.scriptorium.proto.inference.v1.Input;
import dev.scriptorium.proto.summarizer.v1.Coverage;
import dev.scriptorium.proto.summarizer.v1.SummarizeRequest;
import dev.scriptorium.proto.summarizer.v1.Summary;
import dev.scriptorium.proto.summarizer.v1.SummarySentence;
import dev.scriptorium.proto.tokenizer.v1.SegmentRequest;
import dev.scriptorium.proto.tokenizer.v1.SegmentResponse;
import dev.scriptorium.proto.tokenizer.v1.TokenizerService;
import dev.scriptorium.runtime.call.IncomingCall;
import dev.scriptorium.runtime.failure.FailureStatus;
import dev.scriptorium.summarizer.Shortfalls;
import dev.scriptorium.summarizer.SummarySettings;
import dev.scriptorium.summarizer.candidate.Candidate;
import dev.scriptorium.summarizer.candidate.Candidates;
import dev.scriptorium.summarizer.ranking.ExtractiveSummary;
import dev.scriptorium.summarizer.ranking.RankedDocument;
import dev.scriptorium.summarizer.ranking.RankedSentence;
import io.grpc.StatusRuntimeException;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Summarizes one text by asking the tokenizer and the embedding model over gRPC, in the interactive lane. Thread-safe. */
public final class TextSummarizer {

    private final TokenizerService tokenizer;
    private final InferenceService inference;
    private final ExtractiveSummary summaries;
    private final SummarySettings settings;
    private final CallLimits limits;

    /**
     * @param sentences in one call for vectors
     * @param timeout of each call
     */
    public record CallLimits(int sentences, Duration timeout) {}

    public TextSummarizer(
            TokenizerService tokenizer,
            InferenceService inference,
            ExtractiveSummary summaries,
            SummarySettings settings,
            CallLimits limits) {
        this.tokenizer = tokenizer;
        this.inference = inference;
        this.summaries = summaries;
        this.settings = settings;
        this.limits = limits;
    }

    /**
     * Fails with EMPTY_TEXT where there is nothing to summarize. When the call that this thread handles is cancelled or
     * past its deadline, so are the calls to the other services.
     */
    public Uni<Summary> summarize(SummarizeRequest request) {
        IncomingCall call = IncomingCall.current();
        SegmentRequest segment = SegmentRequest.newBuilder()
                .setText(request.getText())
                .setLanguage(request.getLanguage())
                .build();
        return ask(call, "tokenizer-service", tokenizer.segment(segment)).chain(text -> summarize(call, text, request));
    }

    private Uni<Summary> summarize(IncomingCall call, SegmentResponse text, SummarizeRequest request) {
        Candidates candidates =
                Candidates.of(text.getSegmentsList(), text.getWindowsList(), settings.sentencesPerPart());
        int wanted = SummarySettings.wanted(request.getSentences());
        Coverage coverage = Coverage.newBuilder()
                .setWindows(text.getWindowsCount())
                .setWindowsRead(text.getWindowsCount())
                .setSegments(text.getSegmentsCount())
                .setSegmentsConsidered(candidates.sentences().size())
                .setSegmentsBoilerplate(candidates.boilerplate())
                .setSegmentsRepeated(candidates.repeated())
                .build();
        if (candidates.sentences().size() <= wanted) {
            return Uni.createFrom()
                    .item(() -> summary(
                            candidates.withoutRanking(wanted).stream()
                                    .map(TextSummarizer::whole)
                                    .toList(),
                            coverage,
                            wanted));
        }
        return vectors(call, candidates.sentences(), text, request.getTenantId())
                .map(vectors -> {
                    List<RankedSentence> sentences = ranked(candidates.sentences(), vectors);
                    RankedDocument document = RankedDocument.whole(
                            sentences, candidates.sentences().size(), candidates.title());
                    return summary(summaries.choose(document, wanted), coverage, wanted);
                });
    }

    private Uni<List<Embedded>> vectors(
            IncomingCall call, List<Candidate> sentences, SegmentResponse text, String tenant) {
        Optional<Encoding> encoding = text.getEncodingsList().stream()
                .filter(each -> each.getSegmentsCount() == text.getSegmentsCount())
                .findFirst();
        return vectors(call, sentences, encoding, tenant)
                .onFailure(TextSummarizer::isOtherTokenizer)
                .recoverWithUni(() -> vectors(call, sentences, Optional.empty(), tenant));
    }

    private static boolean isOtherTokenizer(Throwable thrown) {
        return thrown instanceof FailureException failure && failure.code() == FailureCode.TOKENIZER_MISMATCH;
    }

    private Uni<List<Embedded>> vectors(
            IncomingCall call, List<Candidate> sentences, Optional<Encoding> encoding, String tenant) {
        List<Uni<EmbedResponse>> calls = new ArrayList<>();
        for (int from = 0; from < sentences.size(); from += limits.sentences()) {
            EmbedRequest.Builder embed = EmbedRequest.newBuilder()
                    .setModel(settings.model())
                    .setLane(Lane.LANE_INTERACTIVE)
                    .setTenantId(tenant);
            encoding.ifPresent(ids -> embed.setTokenizerDigest(ids.getTokenizerDigest()));
            sentences
                    .subList(from, Math.min(sentences.size(), from + limits.sentences()))
                    .forEach(sentence -> embed.addInputs(
                            encoding.map(ids -> Input.newBuilder().setTokens(ids.getSegments(sentence.segment())))
                                    .orElseGet(() -> Input.newBuilder().setText(sentence.text()))));
            calls.add(ask(call, "inference-service", inference.embed(embed.build())));
        }
        return Uni.join()
                .all(calls)
                .andFailFast()
                .map(answers -> answers.stream()
                        .flatMap(answer -> answer.getOutputsList().stream())
                        .toList());
    }

    private <T> Uni<T> ask(IncomingCall incoming, String service, Uni<T> call) {
        return incoming.outgoing(call, limits.timeout())
                .onFailure(thrown ->
                        thrown instanceof FailureException failure && failure.code() == FailureCode.DEADLINE_EXCEEDED)
                .transform(thrown -> new FailureException(
                        FailureCode.DEADLINE_EXCEEDED, service + " did not answer in time", thrown))
                .onFailure(StatusRuntimeException.class)
                .transform(thrown -> FailureStatus.fromGrpc(service, (StatusRuntimeException) thrown));
    }

    /** A sentence that the model failed on cannot be chosen; where it failed on all, so does the summary. */
    private static List<RankedSentence> ranked(List<Candidate> sentences, List<Embedded> vectors) {
        List<RankedSentence> ranked = new ArrayList<>();
        for (int i = 0; i < Math.min(sentences.size(), vectors.size()); i++) {
            if (vectors.get(i).hasVector()) {
                ranked.add(ranked(sentences.get(i), i, vectors.get(i)));
            }
        }
        if (ranked.isEmpty()) {
            var failure = vectors.getFirst().getFailure();
            throw new FailureException(FailureCode.named(failure.getCode()), failure.getReason());
        }
        return ranked;
    }

    private static RankedSentence ranked(Candidate sentence, int position, Embedded embedded) {
        return new RankedSentence(
                new SegmentId(0, sentence.segment()),
                sentence.text(),
                sentence.place(),
                position,
                sentence.opensBlock(),
                sentence.cut(),
                embedded.getVector().getComponents().toByteArray());
    }

    private static SummarySentence whole(Candidate sentence) {
        return SummarySentence.newBuilder()
                .setText(sentence.text())
                .addSegmentIds(new SegmentId(0, sentence.segment()).toString())
                .setPlace(sentence.place())
                .build();
    }

    private static Summary summary(List<SummarySentence> sentences, Coverage coverage, int wanted) {
        if (sentences.isEmpty()) {
            throw new FailureException(FailureCode.EMPTY_TEXT, "there is no text to summarize");
        }
        return Summary.newBuilder()
                .addAllSentences(sentences)
                .setCoverage(coverage)
                .setShortfall(Shortfalls.of(sentences.size(), wanted, coverage))
                .build();
    }
}
