package dev.scriptorium.standalone.models;

import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.inference.InferenceConfig;
import dev.scriptorium.modelrepository.ModelsConfig;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;

/**
 * The configuration of models as the services read it, for commands that start no services.
 *
 * @param models where models are
 * @param engine how they run
 */
public record ModelSettings(ModelsConfig models, EngineSettings engine) {

    /** Of system properties and environment variables. */
    public static ModelSettings read() {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultSources()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(ModelsConfig.class)
                .withMapping(InferenceConfig.class)
                .build();
        ModelsConfig models = config.getConfigMapping(ModelsConfig.class);
        InferenceConfig.Engine engine =
                config.getConfigMapping(InferenceConfig.class).engine();
        return new ModelSettings(
                models,
                new EngineSettings(
                        engine.threads(),
                        engine.precision(),
                        engine.device(),
                        engine.shortlists(),
                        engine.rows(),
                        models.checkpoints()));
    }
}
