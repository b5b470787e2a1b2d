package dev.scriptorium.inference.serving;

import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.GenerationSettings;
import dev.scriptorium.engine.Sampling;
import dev.scriptorium.proto.inference.v1.GenerationOptions;
import org.jspecify.annotations.Nullable;

/** What a request asks of generation, over what the model asks for itself. */
public final class RequestedSettings {

    private RequestedSettings() {}

    /** @throws FailureException {@code BAD_REQUEST} for values out of range or that do not go together */
    public static GenerationSettings of(GenerationSettings defaults, GenerationOptions options) {
        try {
            return settings(defaults, options).checked();
        } catch (IllegalArgumentException e) {
            throw new FailureException(FailureCode.BAD_REQUEST, e.getMessage(), e);
        }
    }

    private static GenerationSettings settings(GenerationSettings defaults, GenerationOptions options) {
        GenerationSettings settings = defaults;
        if (options.getBeams() != 0) {
            settings = settings.withBeams(options.getBeams());
        }
        if (options.getMaxNewTokens() != 0) {
            settings = settings.withMaxNewTokens(options.getMaxNewTokens());
        }
        if (options.getMinNewTokens() != 0) {
            settings = settings.withMinNewTokens(options.getMinNewTokens());
        }
        if (options.getLengthPenalty() != 0) {
            settings = settings.withLengthPenalty(options.getLengthPenalty());
        }
        if (options.getRepetitionPenalty() != 0) {
            settings = settings.withRepetitionPenalty(options.getRepetitionPenalty());
        }
        if (options.getNoRepeatNgramSize() != 0) {
            settings = settings.withNoRepeatNgramSize(options.getNoRepeatNgramSize());
        }
        if (options.getEncoderNoRepeatNgramSize() != 0) {
            settings = settings.withEncoderNoRepeatNgramSize(options.getEncoderNoRepeatNgramSize());
        }
        if (options.getAlternatives() != 0) {
            settings = settings.withAlternatives(options.getAlternatives());
        }
        if (options.hasSampling()) {
            int beams = options.getBeams() == 0 ? 1 : options.getBeams();
            settings = settings.withBeams(beams).withSampling(sampling(settings.sampling(), options.getSampling()));
        } else if (options.getBeams() > 1) {
            settings = settings.withSampling(null);
        }
        return settings;
    }

    private static Sampling sampling(@Nullable Sampling defaults, dev.scriptorium.proto.inference.v1.Sampling asked) {
        Sampling sampling = defaults == null ? Sampling.DEFAULT : defaults;
        if (asked.getTemperature() != 0) {
            sampling = sampling.withTemperature(asked.getTemperature());
        }
        if (asked.hasTopK()) {
            sampling = sampling.withTopK(asked.getTopK());
        }
        if (asked.getTopP() != 0) {
            sampling = sampling.withTopP(asked.getTopP());
        }
        if (asked.getMinP() != 0) {
            sampling = sampling.withMinP(asked.getMinP());
        }
        return sampling.withSeed(asked.getSeed());
    }
}
