package dev.scriptorium.ingest;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;

/** The configuration with its defaults, and some keys set. */
public final class TestConfig {

    private TestConfig() {}

    /** @param keys without the prefix {@code scriptorium.ingest.} */
    public static IngestConfig with(Map<String, String> keys) {
        Map<String, String> prefixed = new HashMap<>();
        keys.forEach((key, value) -> prefixed.put("scriptorium.ingest." + key, value));
        return new SmallRyeConfigBuilder()
                .addSystemSources()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(prefixed, "test", 100))
                .withMapping(IngestConfig.class)
                .build()
                .getConfigMapping(IngestConfig.class);
    }
}
