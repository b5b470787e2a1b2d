package dev.scriptorium.translator.online;

import dev.scriptorium.proto.inference.v1.ClassifyRequest;
import dev.scriptorium.proto.inference.v1.ClassifyResponse;
import dev.scriptorium.proto.inference.v1.EmbedRequest;
import dev.scriptorium.proto.inference.v1.EmbedResponse;
import dev.scriptorium.proto.inference.v1.GenerateRequest;
import dev.scriptorium.proto.inference.v1.GenerateResponse;
import dev.scriptorium.proto.inference.v1.InferenceService;
import dev.scriptorium.proto.inference.v1.LabelTokensRequest;
import dev.scriptorium.proto.inference.v1.LabelTokensResponse;
import dev.scriptorium.proto.inference.v1.ListModelsRequest;
import dev.scriptorium.proto.inference.v1.ListModelsResponse;
import dev.scriptorium.proto.inference.v1.ScoreRequest;
import dev.scriptorium.proto.inference.v1.ScoreResponse;
import dev.scriptorium.proto.tokenizer.v1.SegmentRequest;
import dev.scriptorium.proto.tokenizer.v1.SegmentResponse;
import dev.scriptorium.proto.tokenizer.v1.TokenizerService;
import dev.scriptorium.translator.FakeModels;
import dev.scriptorium.translator.Texts;
import io.grpc.Context;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.atomic.AtomicInteger;

/** The services that the translator calls. The tokenizer cuts at full stops, and detects a language that is written before the text, as in "fr: Bonjour". */
record FakeServices(TokenizerService tokenizer, InferenceService inference, AtomicInteger open) {

    static FakeServices of(FakeModels models) {
        return with(new Inference() {
            @Override
            public Uni<GenerateResponse> generate(GenerateRequest request) {
                return Uni.createFrom().item(models.answer(request));
            }
        });
    }

    /** Models that never answer; a call of them ends with the gRPC context that it was made in. */
    static FakeServices slow(FakeModels models) {
        var open = new AtomicInteger();
        return new FakeServices(
                request -> Uni.createFrom().item(segmented(request)),
                new Inference() {
                    @Override
                    public Uni<GenerateResponse> generate(GenerateRequest request) {
                        return Uni.createFrom().emitter(emitter -> {
                            open.incrementAndGet();
                            Context.current().addListener(ended -> open.decrementAndGet(), Runnable::run);
                        });
                    }
                },
                open);
    }

    /** Calls of models that were begun and not cancelled. */
    int openCalls() {
        return open.get();
    }

    private static FakeServices with(InferenceService inference) {
        return new FakeServices(request -> Uni.createFrom().item(segmented(request)), inference, new AtomicInteger());
    }

    /** Services that never answer. */
    static FakeServices silent() {
        return new FakeServices(request -> Uni.createFrom().nothing(), new Inference() {}, new AtomicInteger());
    }

    private static SegmentResponse segmented(SegmentRequest request) {
        String language = request.getLanguage();
        String text = request.getText();
        if (language.isEmpty()) {
            language = text.substring(0, 2);
            text = text.substring(4);
        }
        var response = SegmentResponse.newBuilder().setLanguage(language);
        String[] sentences = text.split("(?<=\\.) ");
        for (int i = 0; i < sentences.length; i++) {
            response.addSegments(
                    Texts.segment(i, language, sentences[i]).setSeparator(i + 1 < sentences.length ? " " : ""));
        }
        return response.build();
    }

    private abstract static class Inference implements InferenceService {

        @Override
        public Uni<ListModelsResponse> listModels(ListModelsRequest request) {
            return Uni.createFrom().nothing();
        }

        @Override
        public Uni<GenerateResponse> generate(GenerateRequest request) {
            return Uni.createFrom().nothing();
        }

        @Override
        public Uni<EmbedResponse> embed(EmbedRequest request) {
            throw new UnsupportedOperationException("a translator does not embed");
        }

        @Override
        public Uni<ClassifyResponse> classify(ClassifyRequest request) {
            throw new UnsupportedOperationException("a translator does not classify");
        }

        @Override
        public Uni<LabelTokensResponse> labelTokens(LabelTokensRequest request) {
            throw new UnsupportedOperationException("a translator does not label tokens");
        }

        @Override
        public Uni<ScoreResponse> score(ScoreRequest request) {
            throw new UnsupportedOperationException("a translator does not score");
        }
    }
}
