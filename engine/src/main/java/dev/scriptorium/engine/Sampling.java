package dev.scriptorium.engine;

/**
 * How tokens are drawn rather than searched for. The limits apply one after the other, in the order of the components, and
 * leave at least one token.
 *
 * @param temperature above 1 makes unlikely tokens likelier, below 1 the likely ones; 1 changes nothing
 * @param topK only that many of the likeliest tokens; 0 is no limit
 * @param topP only the likeliest tokens that together have this probability; 1 is no limit
 * @param minP only tokens with at least this share of the likeliest one's probability; 0 is no limit
 * @param seed the same seed gives an input the same text, whatever else is written at the same time
 */
public record Sampling(float temperature, int topK, float topP, float minP, long seed) {

    /** What transformers does where nothing is said. */
    public static final Sampling DEFAULT = new Sampling(1, 50, 1, 0, 0);

    public Sampling {
        if (!(temperature > 0) || Float.isInfinite(temperature)) {
            throw new IllegalArgumentException("temperature must be above 0 but is " + temperature);
        }
        if (topK < 0) {
            throw new IllegalArgumentException("topK must be at least 0 but is " + topK);
        }
        if (!(topP > 0 && topP <= 1)) {
            throw new IllegalArgumentException("topP must be above 0 and at most 1 but is " + topP);
        }
        if (!(minP >= 0 && minP < 1)) {
            throw new IllegalArgumentException("minP must be at least 0 and below 1 but is " + minP);
        }
    }

    public Sampling withTemperature(float value) {
        return new Sampling(value, topK, topP, minP, seed);
    }

    public Sampling withTopK(int value) {
        return new Sampling(temperature, value, topP, minP, seed);
    }

    public Sampling withTopP(float value) {
        return new Sampling(temperature, topK, value, minP, seed);
    }

    public Sampling withMinP(float value) {
        return new Sampling(temperature, topK, topP, value, seed);
    }

    public Sampling withSeed(long value) {
        return new Sampling(temperature, topK, topP, minP, value);
    }
}
