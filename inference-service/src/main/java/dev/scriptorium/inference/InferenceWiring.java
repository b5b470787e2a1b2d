package dev.scriptorium.inference;

import dev.scriptorium.core.quantity.DataSize;
import dev.scriptorium.engine.CausalBatch;
import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.InferenceModel;
import dev.scriptorium.engine.ModelLoader;
import dev.scriptorium.engine.loading.OnnxModelLoader;
import dev.scriptorium.inference.batching.BatchLimits;
import dev.scriptorium.inference.batching.Batcher;
import dev.scriptorium.inference.batching.BatcherSettings;
import dev.scriptorium.inference.catalogue.CatalogueEntry;
import dev.scriptorium.inference.catalogue.LoadedModel;
import dev.scriptorium.inference.catalogue.ModelCard;
import dev.scriptorium.inference.catalogue.ModelCatalogue;
import dev.scriptorium.inference.catalogue.WarmUp;
import dev.scriptorium.inference.continuation.ContinuationLimits;
import dev.scriptorium.inference.continuation.ContinuationWorkers;
import dev.scriptorium.inference.labels.LabelSetModels;
import dev.scriptorium.inference.remote.RemoteModels;
import dev.scriptorium.inference.remote.RemoteSettings;
import dev.scriptorium.inference.serving.ModelServing;
import dev.scriptorium.inference.serving.RequestLimits;
import dev.scriptorium.modelrepository.ModelFolders;
import dev.scriptorium.modelrepository.ModelLocation.Place.Endpoint;
import dev.scriptorium.modelrepository.ModelsConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Makes the catalogue, the batcher and what serves with them from the configuration; one of each in a process. */
@ApplicationScoped
class InferenceWiring {

    /** Replaced by any other bean of its type, as tests have one. */
    @Produces
    @Singleton
    @DefaultBean
    ModelLoader loader() {
        return new OnnxModelLoader();
    }

    @Produces
    @Singleton
    ModelRuntime runtime(
            ModelFolders folders,
            ModelsConfig models,
            ModelLoader loader,
            InferenceConfig config,
            MeterRegistry registry,
            Clock clock) {
        var metrics = new BatchMetrics(registry);
        Batcher batcher = batcher(config, metrics, clock);
        ContinuationWorkers continuations = continuations(config, clock);
        ModelCatalogue catalogue = catalogue(folders, loader, config.engine(), models.checkpoints(), freed -> {
            batcher.release(freed);
            continuations.release(freed);
        });
        metrics.watch(
                batcher,
                catalogue.entries().stream().map(entry -> entry.card().name()).toList());
        return new ModelRuntime(catalogue, batcher, continuations);
    }

    /** A second time, for a start that failed: {@link InferenceStop} closes it first, while Kafka is still there. */
    void close(@Disposes ModelRuntime runtime) {
        runtime.close();
    }

    @Produces
    @Singleton
    ModelCatalogue catalogue(ModelRuntime runtime) {
        return runtime.catalogue();
    }

    @Produces
    @Singleton
    Batcher batcher(ModelRuntime runtime) {
        return runtime.batcher();
    }

    private static ModelCatalogue catalogue(
            ModelFolders folders,
            ModelLoader loader,
            InferenceConfig.Engine config,
            boolean checkpoints,
            Consumer<String> freeing) {
        var settings = new EngineSettings(
                config.threads(), config.precision(), config.device(), config.shortlists(), config.rows(), checkpoints);
        ModelCatalogue catalogue = new ModelCatalogue(
                folders.namesFor("inference").stream()
                        .map(name -> entry(name, folders))
                        .toList(),
                card -> loaded(card, folders, loader, settings),
                card -> bytes(folders.folder(card.name())),
                config.memory().map(DataSize::toBytes).orElse(Long.MAX_VALUE),
                freed -> freeing.accept(freed.card().name()));
        catalogue.fetch(folders::folder);
        return catalogue;
    }

    private static CatalogueEntry entry(String name, ModelFolders folders) {
        if (folders.endpoint(name).isPresent()) {
            return CatalogueEntry.remote(name);
        }
        return folders.isToBeFetched(name)
                ? CatalogueEntry.elsewhere(name, () -> folders.progress(name))
                : CatalogueEntry.read(name, folders::folder);
    }

    @Produces
    @Singleton
    RemoteModels remoteModels(ModelFolders folders, InferenceConfig config, MeterRegistry registry, Clock clock) {
        InferenceConfig.Remote remote = config.remote();
        Map<String, Endpoint> endpoints = new TreeMap<>();
        folders.names().forEach(name -> folders.endpoint(name).ifPresent(place -> endpoints.put(name, place)));
        return new RemoteModels(
                endpoints,
                remote.keys(),
                remote.keyFiles(),
                new RemoteSettings(
                        remote.connectTimeout(),
                        remote.responseTimeout(),
                        remote.attempts(),
                        remote.firstWait(),
                        remote.longestWait(),
                        remote.concurrency(),
                        remote.queueCapacity(),
                        remote.responseBody().toBytes(),
                        Set.copyOf(remote.privateHosts().orElse(List.of()))),
                new RemoteMetrics(registry),
                clock);
    }

    void close(@Disposes RemoteModels models) {
        models.close();
    }

    private static LoadedModel loaded(
            ModelCard card, ModelFolders folders, ModelLoader loader, EngineSettings settings) {
        InferenceModel model = loader.load(folders.folder(card.name()), settings);
        WarmUp.run(model);
        return new LoadedModel(card, folders.digest(card.name()), model);
    }

    private static long bytes(Path folder) {
        try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
    }

    private static ContinuationWorkers continuations(InferenceConfig config, Clock clock) {
        InferenceConfig.Continuation limits = config.continuation();
        return new ContinuationWorkers(
                new ContinuationLimits(
                        new CausalBatch.Limits(limits.tokens(), limits.sequences(), limits.stepTokens()),
                        limits.queueCapacity(),
                        config.batching().keepCache()),
                config.stopTimeout(),
                clock);
    }

    @Produces
    @Singleton
    ContinuationWorkers continuations(ModelRuntime runtime) {
        return runtime.continuations();
    }

    private static Batcher batcher(InferenceConfig config, BatchMetrics metrics, Clock clock) {
        InferenceConfig.Batching batching = config.batching();
        return new Batcher(
                new BatcherSettings(
                        batching.workers().orElseGet(() -> Runtime.getRuntime().availableProcessors()),
                        new BatchLimits(batching.maxItems(), batching.maxTokens()),
                        batching.queueCapacity(),
                        batching.interactiveBurst(),
                        batching.activeBatches(),
                        batching.keepCache(),
                        config.stopGrace(),
                        config.stopTimeout()),
                metrics,
                clock);
    }

    @Produces
    @Singleton
    ModelServing serving(LabelSetModels models, Batcher batcher, InferenceConfig config, Clock clock) {
        return new ModelServing(
                models,
                batcher,
                new RequestLimits(config.limits().inputs(), config.limits().inputCharacters()),
                Executors.newVirtualThreadPerTaskExecutor(),
                clock);
    }
}
