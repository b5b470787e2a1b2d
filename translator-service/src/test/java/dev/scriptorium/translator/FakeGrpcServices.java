package dev.scriptorium.translator;

import dev.scriptorium.proto.inference.v1.GenerateRequest;
import dev.scriptorium.proto.inference.v1.GenerateResponse;
import dev.scriptorium.proto.inference.v1.InferenceServiceGrpc;
import dev.scriptorium.proto.inference.v1.ListModelsRequest;
import dev.scriptorium.proto.inference.v1.ListModelsResponse;
import dev.scriptorium.proto.tokenizer.v1.SegmentRequest;
import dev.scriptorium.proto.tokenizer.v1.SegmentResponse;
import dev.scriptorium.proto.tokenizer.v1.TokenizerServiceGrpc;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An inference service with fake models, and a tokenizer that takes each text for one segment, on a real port. A text with the
 * word "forever" gets no answer; one with the word "open" gets the number of calls that wait so.
 */
public final class FakeGrpcServices implements QuarkusTestResourceLifecycleManager {

    private static final FakeModels MODELS = FakeModels.of("en-de", "fr-en");

    private Server server;

    @Override
    public Map<String, String> start() {
        try {
            server = ServerBuilder.forPort(0)
                    .addService(new Inference())
                    .addService(new Tokenizer())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String port = Integer.toString(server.getPort());
        return Map.of(
                "quarkus.grpc.clients.inference.test-port", port,
                "quarkus.grpc.clients.tokenizer.test-port", port);
    }

    @Override
    public void stop() {
        server.shutdownNow();
    }

    private static final class Inference extends InferenceServiceGrpc.InferenceServiceImplBase {

        private final AtomicInteger waiting = new AtomicInteger();

        @Override
        public void listModels(ListModelsRequest request, StreamObserver<ListModelsResponse> observer) {
            observer.onNext(ListModelsResponse.newBuilder()
                    .addAllModels(MODELS.descriptions())
                    .build());
            observer.onCompleted();
        }

        @Override
        public void generate(GenerateRequest request, StreamObserver<GenerateResponse> observer) {
            if (request.getInputs(0).getText().contains("forever")) {
                waiting.incrementAndGet();
                ((ServerCallStreamObserver<GenerateResponse>) observer).setOnCancelHandler(waiting::decrementAndGet);
                return;
            }
            if (request.getInputs(0).getText().contains("open")) {
                observer.onNext(GenerateResponse.newBuilder()
                        .addOutputs(FakeModels.text("Offen: " + waiting.get(), -0.1f))
                        .build());
                observer.onCompleted();
                return;
            }
            observer.onNext(MODELS.answer(request));
            observer.onCompleted();
        }
    }

    private static final class Tokenizer extends TokenizerServiceGrpc.TokenizerServiceImplBase {

        @Override
        public void segment(SegmentRequest request, StreamObserver<SegmentResponse> observer) {
            observer.onNext(SegmentResponse.newBuilder()
                    .addSegments(Texts.segment(0, request.getLanguage(), request.getText()))
                    .setLanguage(request.getLanguage())
                    .build());
            observer.onCompleted();
        }
    }
}
