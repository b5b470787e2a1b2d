package dev.scriptorium.translator.online;

import dev.scriptorium.memory.TranslationMemory;
import dev.scriptorium.proto.document.v1.Lane;
import dev.scriptorium.proto.inference.v1.GenerateResponse;
import dev.scriptorium.proto.inference.v1.InferenceService;
import dev.scriptorium.proto.tokenizer.v1.SegmentRequest;
import dev.scriptorium.proto.tokenizer.v1.SegmentResponse;
import dev.scriptorium.proto.tokenizer.v1.TokenizerService;
import dev.scriptorium.proto.translator.v1.Translation;
import dev.scriptorium.runtime.call.IncomingCall;
import dev.scriptorium.runtime.failure.FailureStatus;
import dev.scriptorium.translator.glossary.Terms;
import dev.scriptorium.translator.part.ModelRequest;
import dev.scriptorium.translator.part.PartMemory;
import dev.scriptorium.translator.part.PartTranslation;
import dev.scriptorium.translator.part.TextPart;
import dev.scriptorium.translator.part.TranslationSettings;
import dev.scriptorium.translator.route.Directions;
import io.grpc.StatusRuntimeException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Translates one text while the caller waits, in the interactive lane: the same plan, checks and second try as for a part of a
 * document. Thread-safe.
 */
public final class TextTranslator {

    private final TokenizerService tokenizer;
    private final InferenceService inference;
    private final TranslationSettings settings;
    private final TranslationMemory memory;
    private final Duration callTimeout;

    public TextTranslator(
            TokenizerService tokenizer,
            InferenceService inference,
            TranslationSettings settings,
            TranslationMemory memory,
            Duration callTimeout) {
        this.tokenizer = tokenizer;
        this.inference = inference;
        this.settings = settings;
        this.memory = memory;
        this.callTimeout = callTimeout;
    }

    private record Answer(String name, GenerateResponse response) {}

    /**
     * Translates a text within a gRPC call; when that ends, the calls made for it are cancelled, and no more are made. Fails
     * with a FailureException.
     */
    Uni<Translation> translate(TextToTranslate text, Directions directions, Terms terms, IncomingCall call) {
        var frame = WhiteSpaceFrame.of(text.text());
        if (frame.text().isEmpty()) {
            return Uni.createFrom().item(frame.alone(text.targetLanguage()));
        }
        var request = SegmentRequest.newBuilder()
                .setText(frame.text())
                .setLanguage(text.sourceLanguage())
                .build();
        var segmented = call("The tokenizer service", call, tokenizer.segment(request));
        return (text.useMemory()
                        ? withMemory(segmented, text, directions, terms, call)
                        : plain(segmented, text, directions, terms, call))
                .map(translation -> frame.around(translation.result().translation()));
    }

    private Uni<PartTranslation> plain(
            Uni<SegmentResponse> segmented,
            TextToTranslate text,
            Directions directions,
            Terms terms,
            IncomingCall call) {
        return segmented
                .map(segments ->
                        PartTranslation.begin(part(text, segments), directions, settings, PartMemory.NONE, terms))
                .chain(translation -> toTheEnd(translation, text.tenantId(), call));
    }

    /** The memory may wait for its database, hence not on an I/O thread. */
    private Uni<PartTranslation> withMemory(
            Uni<SegmentResponse> segmented,
            TextToTranslate text,
            Directions directions,
            Terms terms,
            IncomingCall call) {
        var partMemory = new PartMemory(memory, text.tenantId(), Optional.empty());
        return segmented
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(segments -> PartTranslation.begin(part(text, segments), directions, settings, partMemory, terms))
                .chain(translation -> toTheEnd(translation, text.tenantId(), call))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(translation -> translation.keepIn(partMemory));
    }

    private static TextPart part(TextToTranslate text, SegmentResponse segmented) {
        return new TextPart(
                0, segmented.getSegmentsList(), segmented.getLanguage(), text.sourceLanguage(), text.targetLanguage());
    }

    private Uni<PartTranslation> toTheEnd(PartTranslation translation, String tenantId, IncomingCall call) {
        call.throwIfEnded();
        if (translation.done()) {
            return Uni.createFrom().item(translation);
        }
        List<Uni<Answer>> calls = translation.open().stream()
                .map(request -> ask(request, tenantId, call))
                .toList();
        return Uni.join().all(calls).andFailFast().chain(answers -> {
            answers.forEach(answer -> translation.answer(answer.name(), answer.response()));
            return toTheEnd(translation, tenantId, call);
        });
    }

    private Uni<Answer> ask(ModelRequest request, String tenantId, IncomingCall call) {
        var generate = request.request().toBuilder()
                .setLane(Lane.LANE_INTERACTIVE)
                .setTenantId(tenantId)
                .build();
        return call("The inference service", call, inference.generate(generate))
                .map(response -> new Answer(request.name(), response));
    }

    private <T> Uni<T> call(String service, IncomingCall call, Uni<T> outgoing) {
        return call.outgoing(outgoing, callTimeout)
                .onFailure(StatusRuntimeException.class)
                .transform(thrown -> FailureStatus.fromGrpc(service, thrown));
    }
}
