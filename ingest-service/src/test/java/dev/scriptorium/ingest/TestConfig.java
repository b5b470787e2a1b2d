package dev.scriptorium.ingest;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** The configuration with its defaults, and some keys set. */
public final class TestConfig {

    private TestConfig() {}

    /** @param keys without the prefix {@code scriptorium.ingest.} */
    public static IngestConfig with(Map<String, String> keys) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .addSystemSources()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(IngestConfig.class);
        keys.forEach((key, value) -> builder.withDefaultValue("scriptorium.ingest." + key, value));
        return builder.build().getConfigMapping(IngestConfig.class);
    }
}
