package dev.scriptorium.engine.search;

import dev.scriptorium.engine.Sampling;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Draws tokens of one row, as the warpers of transformers limit them, with a generator of its own. */
public final class Sampler {

    private final Sampling sampling;
    private final SplittableRandom random;

    /** @param sample its number among the samples of an input: each has other draws */
    public Sampler(Sampling sampling, int sample) {
        this.sampling = sampling;
        this.random = new SplittableRandom(new SplittableRandom(sampling.seed() + sample).nextLong());
    }

    /** Tokens, likeliest first, with their probabilities but for one common factor. */
    record Draws(int[] tokens, double[] weights) {}

    /** One of the tokens; a score of negative infinity is never drawn. */
    public int draw(float[] scores) {
        Draws draws = limited(scores);
        double place = random.nextDouble() * Arrays.stream(draws.weights()).sum();
        int drawn = 0;
        while (drawn < draws.tokens().length - 1 && place >= draws.weights()[drawn]) {
            place -= draws.weights()[drawn++];
        }
        return draws.tokens()[drawn];
    }

    /** What the limits leave. */
    Draws limited(float[] scores) {
        int[] tokens = likeliest(scores);
        double[] weights = weights(tokens, scores);
        int kept = kept(weights);
        return new Draws(Arrays.copyOf(tokens, kept), Arrays.copyOf(weights, kept));
    }

    /** The tokens that may be drawn, best first, of equal ones the lower id first. */
    private int[] likeliest(float[] scores) {
        if (sampling.topK() > 0) {
            Candidates best = Candidates.best(scores, sampling.topK());
            int possible = (int) IntStream.range(0, best.tokens().length)
                    .filter(i -> best.scores()[i] > Float.NEGATIVE_INFINITY)
                    .count();
            return Arrays.copyOf(best.tokens(), Math.max(1, possible));
        }
        int[] tokens = IntStream.range(0, scores.length)
                .filter(token -> scores[token] > Float.NEGATIVE_INFINITY)
                .mapToLong(token -> descending(scores[token]) << Integer.SIZE | token)
                .sorted()
                .mapToInt(key -> (int) key)
                .toArray();
        return tokens.length == 0 ? new int[] {0} : tokens;
    }

    /** A number that is the smaller, the larger the score is: sorting whole numbers needs no object for each. */
    private static long descending(float score) {
        int bits = Float.floatToIntBits(score + 0f);
        return ~(bits < 0 ? bits ^ Integer.MAX_VALUE : bits);
    }

    /** Probabilities but for one common factor: the likeliest token has 1. */
    private double[] weights(int[] tokens, float[] scores) {
        double[] weights = new double[tokens.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Math.exp((scores[tokens[i]] - scores[tokens[0]]) / sampling.temperature());
        }
        return weights;
    }

    /** How many of the likeliest tokens are left by the limits on probability. */
    private int kept(double[] weights) {
        double total = Arrays.stream(weights).sum();
        int kept = 1;
        double above = weights[0];
        while (kept < weights.length && above < sampling.topP() * total) {
            above += weights[kept++];
        }
        // Renormalising what is left changes no ratio: the likeliest token still has weight 1.
        while (kept > 1 && weights[kept - 1] < sampling.minP()) {
            kept--;
        }
        return kept;
    }
}
