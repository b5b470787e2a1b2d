package dev.scriptorium.ingest.file;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** Documents that are given back in their own format. */
@ConfigMapping(prefix = "scriptorium.ingest.files")
public interface FileConfig {

    /** The share of a file's text, in percent, that may stay untranslated; a file with more fails with FILE_NOT_TRANSLATED. */
    @WithDefault("20")
    @Min(0)
    @Max(100)
    int maxUntranslatedPercent();

    /** Files that are made at the same time. Each takes a parsing process and a connection to Postgres. */
    @WithDefault("2")
    @Min(1)
    int workers();

    /** How often a worker without work looks for some. */
    @WithDefault("500ms")
    Duration poll();
}
