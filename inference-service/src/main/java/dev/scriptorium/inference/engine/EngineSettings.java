package dev.scriptorium.inference.engine;

/**
 * How models are run.
 *
 * @param threads threads inside one call of a model; calls from several threads run side by side
 * @param precision how weights are held
 * @param shortlists whether a translator of 8-bit weights that has a shortlist computes the tokens on it only
 * @param rows the most rows of one step of a model that writes: sentences times beams; more of them cost memory
 */
public record EngineSettings(int threads, Precision precision, boolean shortlists, int rows) {

    /** One thread for each call, weights as fp32. */
    public static final EngineSettings DEFAULT = new EngineSettings(1, Precision.FLOAT32);

    /** With shortlists and the usual rows. */
    public EngineSettings(int threads, Precision precision) {
        this(threads, precision, true, 128);
    }

    public EngineSettings {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1 but is " + threads);
        }
        if (rows < 1) {
            throw new IllegalArgumentException("rows must be at least 1 but is " + rows);
        }
    }

    /** How the weights of a model's matrices are held in memory and multiplied. */
    public enum Precision {
        /** As published (16-bit weights widened): outputs equal those of transformers. */
        FLOAT32,
        /** 8-bit integers, one scale for each column and one for each row of what they are multiplied with. */
        INT8
    }
}
