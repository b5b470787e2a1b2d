package dev.scriptorium.translator;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;

/** How texts and documents are translated. */
@ConfigMapping(prefix = "scriptorium.translator")
public interface TranslatorConfig {

    /** The language to go through where no model translates directly, as ISO 639-1 code. */
    @WithDefault("en")
    @Pattern(regexp = "[a-z]{2,3}")
    String pivotLanguage();

    /** The most segments that go to a model in one request. */
    @WithDefault("16")
    @Min(1)
    @Max(256)
    int segmentsPerRequest();

    /** Beams of the second try, for segments that a check found fault with; more than the models use at first. */
    @WithDefault("6")
    @Min(1)
    @Max(16)
    int retryBeams();

    /** A translation fails as a whole where more than this share of its segments could not be translated. */
    @WithDefault("0.2")
    @DecimalMin("0.0")
    @DecimalMax("1.0")
    double failedShare();

    /** After this long the models are listed again, so that new ones are used. */
    @WithDefault("15s")
    Duration catalogueRefresh();

    /** How long the first translation waits for an inference service that does not answer. */
    @WithDefault("30s")
    Duration catalogueWait();

    /**
     * Characters a second that are expected of the models before a call of more than 2,000 characters was measured. A call
     * of texts that would not be done before its deadline is rejected.
     */
    @WithDefault("400")
    @DecimalMin("1.0")
    double charactersPerSecond();

    /** How long a short text's call to another service may take. */
    @WithDefault("60s")
    Duration callTimeout();

    Memory memory();

    Glossary glossary();

    /** Terms that translations have to use. */
    interface Glossary {

        /** After this long the terms are read again, so that new ones are used. */
        @WithDefault("5s")
        Duration refresh();
    }

    /** The translation memory. */
    interface Memory {

        /** Whether translations are kept and used again. Without, the service needs no Postgres, and there is no glossary. */
        @WithDefault("true")
        boolean enabled();
    }
}
