package dev.scriptorium.translator.part;

import dev.scriptorium.proto.inference.v1.GenerationOptions;

/**
 * How parts go through the models.
 *
 * @param textsPerRequest at most this many texts go to a model together
 * @param retryBeams beams of the second try of what a check found fault with
 * @param failedShare a part fails where more than this share of its translated segments failed, from 0 to 1
 */
public record TranslationSettings(int textsPerRequest, int retryBeams, double failedShare) {

    /** Against loops: no phrase of four tokens twice. */
    private static final int NO_REPEAT = 4;

    static final GenerationOptions AS_THE_MODEL_SAYS = GenerationOptions.getDefaultInstance();

    public TranslationSettings {
        if (textsPerRequest < 1) {
            throw new IllegalArgumentException("textsPerRequest must be at least 1: " + textsPerRequest);
        }
        if (retryBeams < 1) {
            throw new IllegalArgumentException("retryBeams must be at least 1: " + retryBeams);
        }
        if (!(failedShare >= 0 && failedShare <= 1)) {
            throw new IllegalArgumentException("failedShare must be from 0 to 1: " + failedShare);
        }
    }

    GenerationOptions retry(boolean repeated) {
        return GenerationOptions.newBuilder()
                .setBeams(retryBeams)
                .setNoRepeatNgramSize(repeated ? NO_REPEAT : 0)
                .build();
    }
}
