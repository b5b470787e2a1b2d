package dev.scriptorium.summarizer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;

/** How summaries are made. */
@ConfigMapping(prefix = "scriptorium.summarizer")
public interface SummarizerConfig {

    /** Model that embeds sentences. Where its tokenizer is not the tokenizer-service's, sentences are sent as text. */
    @WithDefault("sentence-embedding")
    @NotBlank
    String model();

    /** Model that scores sentences by how well they stand for their document: a folder with a SentenceScorer. */
    @WithDefault("summary-scorer")
    @NotBlank
    String scorer();

    /** Sentences of one part of a document (48 Ki characters) that are embedded; what comes after them is not considered. */
    @WithDefault("1000")
    @Min(1)
    @Max(2_000)
    int sentencesPerPart();

    /** Sentences of one part that stay in the running once it is read. */
    @WithDefault("64")
    @Min(1)
    @Max(1_000)
    int keptPerPart();

    /** Sentences in one call for vectors, where a text is summarized at once. */
    @WithDefault("64")
    @Min(1)
    @Max(1_000)
    int sentencesPerCall();

    /** Bytes in UTF-8 of a text that is summarized at once; a longer one is refused. */
    @WithDefault("65536")
    @Min(1)
    @Max(1_048_576)
    int maxTextBytes();

    /** How long another service may take to answer, where a text is summarized at once. */
    @WithDefault("30s")
    Duration callTimeout();

    /** Summaries that a model writes. */
    Abstractive abstractive();

    interface Abstractive {

        /** Tokens that the model reads at once, as the tokenizer of the embedding model counts them; of texts that it wrote itself, its own tokens. A window that is longer than the model takes is halved. */
        @WithDefault("384")
        @Min(16)
        @Max(16_384)
        int windowTokens();

        /** Support from 0 to 1 below which a sentence is flagged as unsupported. */
        @WithDefault("0.5")
        @DecimalMin("0")
        @DecimalMax("1")
        double support();
    }
}
