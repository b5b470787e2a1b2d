package dev.scriptorium.runtime.models;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where models are. */
@ConfigMapping(prefix = "scriptorium.models")
public interface ModelsConfig {

    /**
     * Folders that hold model folders in Hugging Face layout, each named as the model is. A model of the same name in a
     * later folder, and any of them, goes before a shipped one.
     */
    Optional<List<Path>> directories();

    /** Where shipped models are unpacked to, once for each digest. */
    @WithDefault("${user.home}/.cache/scriptorium/models")
    Path cacheDirectory();
}
