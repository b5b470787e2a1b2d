package dev.scriptorium.translator.part;

import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_LENGTH_RATIO;
import static dev.scriptorium.proto.translator.v1.TranslationFlag.TRANSLATION_FLAG_REPETITION;

import dev.scriptorium.proto.inference.v1.GenerationOptions;
import dev.scriptorium.proto.translator.v1.Candidate;
import dev.scriptorium.proto.translator.v1.UnitState;

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

    /** Length penalties: 1 is neutral. */
    private static final float LONGER = 1.6f;

    private static final float SHORTER = 0.5f;

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

    /** At most this many go to a model together: fewer where each comes back in several versions, all with an alignment. */
    int textsPerRequest(GenerationOptions options) {
        return options.getAlignment()
                ? Math.max(1, textsPerRequest / Math.max(1, options.getAlternatives()))
                : textsPerRequest;
    }

    /** What helps against the faults of the first try; all that the search finds is checked. */
    GenerationOptions retry(UnitState unit) {
        Candidate first = unit.getBest();
        var options = GenerationOptions.newBuilder().setBeams(retryBeams).setAlternatives(retryBeams);
        if (first.getFlagsList().contains(TRANSLATION_FLAG_REPETITION)) {
            options.setNoRepeatNgramSize(NO_REPEAT);
        }
        if (first.getFlagsList().contains(TRANSLATION_FLAG_LENGTH_RATIO)) {
            boolean tooShort = first.getText().length() < unit.getSource().length();
            options.setLengthPenalty(tooShort ? LONGER : SHORTER);
        }
        return options.build();
    }
}
