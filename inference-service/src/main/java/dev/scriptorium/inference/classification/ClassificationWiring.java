package dev.scriptorium.inference.classification;

import dev.scriptorium.inference.InferenceConfig;
import dev.scriptorium.inference.catalogue.CatalogueEntry;
import dev.scriptorium.inference.catalogue.ModelCard;
import dev.scriptorium.inference.catalogue.ModelCatalogue;
import dev.scriptorium.proto.Topics;
import dev.scriptorium.proto.inference.v1.ClassificationPart;
import dev.scriptorium.runtime.streams.StreamsRunner;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the label sets from the configuration, and starts the classification of documents. */
@ApplicationScoped
class ClassificationWiring {

    private static final Map<String, String> SHIPPED = Map.of("sentiment", "sentiment");

    @Produces
    @Singleton
    LabelSets labelSets(InferenceConfig config, ModelCatalogue catalogue, TrainedLabelSets others) {
        Map<String, String> names = new HashMap<>(SHIPPED);
        names.putAll(config.labelSets());
        Map<String, Supplier<ModelCard>> models = new HashMap<>();
        for (CatalogueEntry entry : catalogue.entries()) {
            names.forEach((labelSet, model) -> {
                if (entry.card().name().equals(model)) {
                    models.put(labelSet, entry::card);
                }
            });
        }
        return new LabelSets(models, others);
    }

    void start(
            @Observes StartupEvent event,
            StreamsRunner streams,
            LabelSets labelSets,
            InferenceConfig config,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        streams.start(
                Topics.CLASSIFIER,
                new ClassificationStage(labelSets, config.limits().sentenceScores(), version),
                ClassificationPart.parser());
    }
}
