package dev.scriptorium.inference;

import dev.scriptorium.engine.CausalBatch;
import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.loading.OnnxModelLoader;
import dev.scriptorium.inference.batching.BatchLimits;
import dev.scriptorium.inference.batching.BatchObserver;
import dev.scriptorium.inference.batching.Batcher;
import dev.scriptorium.inference.batching.Batcher.Admission;
import dev.scriptorium.inference.batching.BatcherSettings;
import dev.scriptorium.inference.batching.Lane;
import dev.scriptorium.inference.batching.RequestContext;
import dev.scriptorium.inference.catalogue.CatalogueEntry;
import dev.scriptorium.inference.catalogue.LoadedModel;
import dev.scriptorium.inference.catalogue.ModelCatalogue;
import dev.scriptorium.inference.continuation.ContinuationLimits;
import dev.scriptorium.inference.continuation.ContinuationWorkers;
import dev.scriptorium.inference.serving.ModelServing;
import dev.scriptorium.inference.serving.RequestLimits;
import dev.scriptorium.proto.inference.v1.GenerateRequest;
import dev.scriptorium.proto.inference.v1.Input;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;

/**
 * A process that translates with a shipped model until it is stopped by a signal. It prints {@code loading}, {@code loaded}, and then
 * a line for each answer; its models stop in a shutdown hook, as those of the service do.
 */
final class TranslatingProcess {

    private static final String TEXT = "The server restarts every night and writes a report about all failed jobs.";

    private TranslatingProcess() {}

    /** @param arguments the folder of the model */
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        OnnxModelLoader loader = new OnnxModelLoader();
        ModelCatalogue catalogue = new ModelCatalogue(
                List.of(CatalogueEntry.read("translator", name -> folder)),
                card -> new LoadedModel(card, "digest", loader.load(folder, EngineSettings.DEFAULT)));
        Batcher batcher = new Batcher(
                new BatcherSettings(
                        2,
                        new BatchLimits(32, 2048),
                        4096,
                        8,
                        4,
                        Duration.ofMinutes(1),
                        Duration.ZERO,
                        Duration.ofSeconds(30)),
                BatchObserver.NONE,
                Clock.systemUTC());
        ModelRuntime runtime = new ModelRuntime(
                catalogue,
                batcher,
                new ContinuationWorkers(
                        new ContinuationLimits(new CausalBatch.Limits(32, 1, 1), 1, Duration.ofMinutes(1)),
                        Duration.ofSeconds(15),
                        Clock.systemUTC()));
        ModelServing serving = new ModelServing(
                catalogue,
                batcher,
                new RequestLimits(64, 1000),
                Executors.newVirtualThreadPerTaskExecutor(),
                Clock.systemUTC());
        Runtime.getRuntime().addShutdownHook(new Thread(runtime::close));
        System.out.println("loading");
        catalogue.ready("translator").join();
        System.out.println("loaded");
        while (true) {
            translate(serving);
            System.out.println("answered");
        }
    }

    private static void translate(ModelServing serving) {
        GenerateRequest.Builder request = GenerateRequest.newBuilder()
                .setModel("translator")
                .setSourceLanguage("en")
                .setTargetLanguage("de");
        for (int i = 0; i < 32; i++) {
            request.addInputs(Input.newBuilder().setText(TEXT.repeat(1 + i % 5)));
        }
        serving.generate(
                        request.build(),
                        new RequestContext(Lane.BULK, "acme", Instant.MAX),
                        Admission.BOUNDED_BY_CALLER)
                .join();
    }
}
