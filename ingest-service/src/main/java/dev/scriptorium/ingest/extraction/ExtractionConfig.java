package dev.scriptorium.ingest.extraction;

import dev.scriptorium.core.quantity.DataSize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Extraction: how documents are parsed, and when they are too much. */
@ConfigMapping(prefix = "scriptorium.ingest.extraction")
public interface ExtractionConfig {

    /** Parsing processes at the same time. Each takes up to its heap and about 150 MiB more. */
    @WithDefault("2")
    int forks();

    /** Documents after which a parsing process is replaced. */
    @WithDefault("1000")
    int documentsPerFork();

    /** How long the parsing of one document may take. */
    @WithDefault("60s")
    Duration deadline();

    /** After which time without work a parsing process is ended. */
    @WithDefault("2m")
    Duration idleTime();

    /** Heap of a parsing process: a document that needs more fails with PARSER_OOM. */
    @WithDefault("512MiB")
    DataSize heap();

    /** Characters of text that a document may have. */
    @WithDefault("5000000")
    long maxCharacters();

    /** Paragraphs, table cells and other pieces that a document may have. */
    @WithDefault("200000")
    int maxBlocks();

    /** Pages that a document may have. */
    @WithDefault("5000")
    int maxPages();

    /** Whether reviewers' comments are read, as blocks that never get into a summary. */
    @WithDefault("false")
    boolean comments();

    /** Documents in progress, those included that wait for a parsing process. */
    @WithDefault("64")
    int maxInFlight();

    /** Where parsing processes keep temporary files; by default where the system keeps them. */
    Optional<Path> temporaryFolder();

    /** Further options of the parsing processes' virtual machine. */
    Optional<List<String>> jvmOptions();

    /**
     * Words before the java command of a parsing process: a program that takes rights away and then becomes it, such as
     * {@code unshare,--map-root-user,--net}.
     */
    Optional<List<String>> commandPrefix();

    /** The jars of the parsing processes; by default found among those of this application. */
    Optional<List<Path>> classpath();
}
