package dev.scriptorium.tokenizer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import java.util.Set;

/** How texts are divided into segments and windows. */
@ConfigMapping(prefix = "scriptorium.tokenizer")
public interface TokenizerConfig {

    /** ISO 639-1 codes of the languages that a segment may be said to be in. */
    @WithDefault("en,de,fr,es")
    @NotEmpty
    Set<String> languages();

    /** Languages that resemble a served one and are told apart from it: their texts are marked as in no served language. */
    @WithDefault("it,pt,nl,da,sv,fi,pl,cs,hu,tr,ro")
    Set<String> neighbourLanguages();

    /**
     * Model whose tokenizer makes the token ids; models with the same tokenizer.json share them. Without such a model
     * segments come without ids.
     */
    @WithDefault("sentence-embedding")
    @NotBlank
    String model();

    /** UTF-16 units above which a sentence is cut. */
    @WithDefault("1000")
    @Min(16)
    @Max(20_000)
    int maxSegmentCharacters();

    /** Tokens above which a sentence is cut; the model's own limit goes before a larger one. */
    @WithDefault("512")
    @Min(8)
    int maxSegmentTokens();

    /** Tokens of a window. */
    @WithDefault("2048")
    @Min(8)
    int windowTokens();

    /** Segments of a window. */
    @WithDefault("64")
    @Min(1)
    @Max(1_000)
    int windowSegments();

    /** Bytes in UTF-8 of a text that one call brings; a longer one is refused. */
    @WithDefault("65536")
    @Min(1)
    @Max(1_048_576)
    int maxTextBytes();

    /** Parts of documents in work at a time; each holds up to 48 Ki characters. */
    @WithDefault("64")
    @Min(1)
    @Max(10_000)
    int maxInFlight();
}
