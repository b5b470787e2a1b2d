package dev.scriptorium.inference.engine;

/**
 * How models are run.
 *
 * @param threads threads inside one call of a model; calls from several threads run side by side
 * @param precision how weights are held
 * @param shortlists whether a translator of 8-bit weights that has a shortlist computes the tokens on it only
 */
public record EngineSettings(int threads, Precision precision, boolean shortlists) {

    /** One thread for each call, weights as fp32. */
    public static final EngineSettings DEFAULT = new EngineSettings(1, Precision.FLOAT32);

    /** With shortlists. */
    public EngineSettings(int threads, Precision precision) {
        this(threads, precision, true);
    }

    public EngineSettings {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1 but is " + threads);
        }
    }

    /** How the weights of a model's matrices are held in memory and multiplied. */
    public enum Precision {
        /** As published (16-bit weights widened): outputs equal those of transformers. */
        FLOAT32,
        /**
         * 8-bit integers, one scale for each run of 64 weights. On the shipped translator, one thread with VNNI: 2.9 times
         * the tokens of a CPU second at one sentence (greedy), 1.2 to 1.3 times at 32; some outputs differ.
         */
        INT8
    }
}
