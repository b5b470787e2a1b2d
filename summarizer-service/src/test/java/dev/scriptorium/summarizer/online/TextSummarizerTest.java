package dev.scriptorium.summarizer.online;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.proto.document.v1.BlockKind;
import dev.scriptorium.proto.document.v1.Encoding;
import dev.scriptorium.proto.document.v1.Lane;
import dev.scriptorium.proto.document.v1.Segment;
import dev.scriptorium.proto.document.v1.TokenIds;
import dev.scriptorium.proto.inference.v1.ClassifyRequest;
import dev.scriptorium.proto.inference.v1.ClassifyResponse;
import dev.scriptorium.proto.inference.v1.EmbedRequest;
import dev.scriptorium.proto.inference.v1.EmbedResponse;
import dev.scriptorium.proto.inference.v1.Embedded;
import dev.scriptorium.proto.inference.v1.GenerateRequest;
import dev.scriptorium.proto.inference.v1.GenerateResponse;
import dev.scriptorium.proto.inference.v1.InferenceService;
import dev.scriptorium.proto.inference.v1.Input;
import dev.scriptorium.proto.inference.v1.LabelTokensRequest;
import dev.scriptorium.proto.inference.v1.LabelTokensResponse;
import dev.scriptorium.proto.inference.v1.ListModelsRequest;
import dev.scriptorium.proto.inference.v1.ListModelsResponse;
import dev.scriptorium.proto.inference.v1.ScoreRequest;
import dev.scriptorium.proto.inference.v1.ScoreResponse;
import dev.scriptorium.proto.inference.v1.Vector;
import dev.scriptorium.proto.summarizer.v1.Shortfall;
import dev.scriptorium.proto.summarizer.v1.SummarizeRequest;
import dev.scriptorium.proto.summarizer.v1.Summary;
import dev.scriptorium.proto.summarizer.v1.SummarySentence;
import dev.scriptorium.proto.tokenizer.v1.SegmentResponse;
import dev.scriptorium.proto.tokenizer.v1.TokenizerService;
import dev.scriptorium.runtime.failure.FailureStatus;
import dev.scriptorium.summarizer.SummarySettings;
import dev.scriptorium.summarizer.ranking.ExtractiveSummary;
import dev.scriptorium.summarizer.ranking.Scorers;
import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TextSummarizerTest {

    private static final SummarizeRequest REQUEST =
            SummarizeRequest.newBuilder().setText("x").build();

    private final FakeInference inference = new FakeInference();

    @Test
    void choosesAndCitesByTheVectorsOfTheInteractiveLane() {
        Summary summary = summarize(text(10), 3);

        assertThat(summary.getSentencesList()).hasSize(3);
        assertThat(summary.getSentencesList())
                .extracting(sentence -> sentence.getSegmentIds(0))
                .isSorted()
                .allMatch(id -> id.startsWith("0."));
        assertThat(summary.getCoverage().getSegmentsConsidered()).isEqualTo(10);
        assertThat(inference.requests).hasSize(3).allSatisfy(request -> {
            assertThat(request.getLane()).isEqualTo(Lane.LANE_INTERACTIVE);
            assertThat(request.getInputsCount()).isLessThanOrEqualTo(4);
            assertThat(request.getInputsList()).allMatch(Input::hasTokens);
        });
    }

    @Test
    void returnsAShortTextWholeWithoutAModel() {
        assertThat(summarize(text(2), 0).getSentencesList())
                .extracting(SummarySentence::getText)
                .containsExactly("This is sentence number 0 of it.", "This is sentence number 1 of it.");
        assertThat(inference.requests).isEmpty();
    }

    @Test
    void saysWhetherATextHasFewerSentencesThanWanted() {
        assertThat(summarize(text(2), 3).getShortfall()).isEqualTo(Shortfall.SHORTFALL_FEW_SENTENCES);
        assertThat(summarize(text(3), 3).getShortfall()).isEqualTo(Shortfall.SHORTFALL_UNSPECIFIED);
        assertThat(summarize(text(5), 3).getShortfall()).isEqualTo(Shortfall.SHORTFALL_UNSPECIFIED);
    }

    @Test
    void sendsTheTextToAModelWithAnotherTokenizer() {
        inference.refusesIds = true;

        assertThat(summarize(text(4), 2).getSentencesList()).hasSize(2);
        assertThat(inference.requests.getLast().getInputsList()).allMatch(Input::hasText);
    }

    @Test
    void failsOnATextWithoutText() {
        assertThatThrownBy(() -> summarize(SegmentResponse.getDefaultInstance(), 3))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.EMPTY_TEXT));
    }

    @Test
    void saysWhichServiceDoesNotAnswer() {
        TokenizerService silent = request -> Uni.createFrom().nothing();
        var request = SummarizeRequest.newBuilder().setText("x").build();

        assertThatThrownBy(() -> summarizer(silent, Duration.ofMillis(50))
                        .summarize(request)
                        .await()
                        .indefinitely())
                .isInstanceOfSatisfying(FailureException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(FailureCode.DEADLINE_EXCEEDED);
                    assertThat(failure.reason()).contains("tokenizer-service");
                });
    }

    @Test
    void cancelsItsCallsForVectorsWhenTheClientCancels() throws Exception {
        inference.silent = true;
        TextSummarizer summarizer = summarizer(request -> Uni.createFrom().item(text(10)), Duration.ofMinutes(10));
        CancellableContext client = Context.ROOT.withCancellation();
        CompletableFuture<Summary> answer =
                client.call(() -> summarizer.summarize(REQUEST).subscribeAsCompletionStage());
        assertThat(inference.contexts).hasSize(3).noneMatch(Context::isCancelled);

        client.cancel(null);

        assertThat(inference.contexts).allMatch(Context::isCancelled);
        assertThat(answer).isCompletedExceptionally();
    }

    @Test
    void asksForNoVectorsOnceTheCallHasEnded() throws Exception {
        CancellableContext client = Context.ROOT.withCancellation();
        TokenizerService ending = request -> Uni.createFrom().item(() -> {
            client.cancel(null);
            return text(10);
        });

        client.call(() ->
                summarizer(ending, Duration.ofMinutes(10)).summarize(REQUEST).subscribeAsCompletionStage());

        assertThat(inference.requests).isEmpty();
    }

    @Test
    void givesEachCallTheDeadlineOfTheClient() throws Exception {
        TextSummarizer summarizer = summarizer(request -> Uni.createFrom().item(text(10)), Duration.ofMinutes(10));
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        CancellableContext client = Context.ROOT.withDeadlineAfter(1, TimeUnit.MINUTES, timer);

        client.call(() -> summarizer.summarize(REQUEST).await().indefinitely());

        assertThat(inference.contexts)
                .hasSize(3)
                .allMatch(context -> client.getDeadline().equals(context.getDeadline()));
        client.cancel(null);
        timer.shutdownNow();
    }

    private Summary summarize(SegmentResponse text, int sentences) {
        TokenizerService tokenizer = request -> Uni.createFrom().item(text);
        return summarizer(tokenizer, Duration.ofSeconds(30))
                .summarize(SummarizeRequest.newBuilder().setSentences(sentences).build())
                .await()
                .atMost(Duration.ofSeconds(30));
    }

    private TextSummarizer summarizer(TokenizerService tokenizer, Duration timeout) {
        return new TextSummarizer(
                tokenizer,
                inference,
                new ExtractiveSummary(Scorers.usual()),
                new SummarySettings("sentence-embedding", 100, 10),
                new TextSummarizer.CallLimits(4, timeout));
    }

    private static SegmentResponse text(int sentences) {
        Encoding.Builder encoding = Encoding.newBuilder().setTokenizerDigest("abc");
        IntStream.range(0, sentences)
                .forEach(i -> encoding.addSegments(TokenIds.newBuilder().addIds(i)));
        return SegmentResponse.newBuilder()
                .addAllSegments(IntStream.range(0, sentences)
                        .mapToObj(i -> Segment.newBuilder()
                                .setIndex(i)
                                .setBlockKind(BlockKind.BLOCK_KIND_PARAGRAPH)
                                .setText("This is sentence number " + i + " of it.")
                                .build())
                        .toList())
                .addEncodings(encoding)
                .build();
    }

    private static final class FakeInference implements InferenceService {

        final List<EmbedRequest> requests = new ArrayList<>();
        final List<Context> contexts = new ArrayList<>();
        boolean refusesIds;
        boolean silent;

        @Override
        public Uni<EmbedResponse> embed(EmbedRequest request) {
            return Uni.createFrom().deferred(() -> answer(request));
        }

        private Uni<EmbedResponse> answer(EmbedRequest request) {
            requests.add(request);
            contexts.add(Context.current());
            if (silent) {
                return Uni.createFrom().nothing();
            }
            if (refusesIds && !request.getTokenizerDigest().isEmpty()) {
                return Uni.createFrom()
                        .failure(FailureStatus.toGrpc(
                                new FailureException(FailureCode.TOKENIZER_MISMATCH, "made by another tokenizer")));
            }
            EmbedResponse.Builder response = EmbedResponse.newBuilder();
            for (int i = 0; i < request.getInputsCount(); i++) {
                byte[] vector = {(byte) (100 - 20 * i), (byte) (20 * requests.size()), 30};
                response.addOutputs(Embedded.newBuilder()
                        .setVector(Vector.newBuilder().setComponents(ByteString.copyFrom(vector))));
            }
            return Uni.createFrom().item(response.build());
        }

        @Override
        public Uni<ListModelsResponse> listModels(ListModelsRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<GenerateResponse> generate(GenerateRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<ClassifyResponse> classify(ClassifyRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<LabelTokensResponse> labelTokens(LabelTokensRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<ScoreResponse> score(ScoreRequest request) {
            throw new UnsupportedOperationException();
        }
    }
}
