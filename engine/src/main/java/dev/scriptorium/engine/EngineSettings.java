package dev.scriptorium.engine;

/**
 * How models are run.
 *
 * @param threads threads inside one call of a model; calls from several threads run side by side
 * @param precision how weights are held
 * @param device what runs them
 * @param shortlists whether a translator of 8-bit weights that has a shortlist computes the tokens on it only
 * @param rows the most rows of one decode step: sequences times beams; more of them cost memory
 * @param checkpoints whether a model without safetensors is read from {@code pytorch_model.bin}; else it is refused
 */
public record EngineSettings(
        int threads, Precision precision, Device device, boolean shortlists, int rows, boolean checkpoints) {

    /** One thread for each call, weights as fp32, on the processor. */
    public static final EngineSettings DEFAULT = new EngineSettings(1, Precision.FLOAT32);

    /** On the processor, with shortlists and the usual rows. */
    public EngineSettings(int threads, Precision precision) {
        this(threads, precision, Device.CPU, true, 128);
    }

    /** Reads checkpoints of PyTorch, too. */
    public EngineSettings(int threads, Precision precision, Device device, boolean shortlists, int rows) {
        this(threads, precision, device, shortlists, rows, true);
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
        /** {@code INT8} for encoder-decoder models, {@code FLOAT32} for all others; on a GPU {@code FLOAT16}. */
        AUTO,
        /** As published (16-bit weights widened): outputs equal those of transformers. */
        FLOAT32,
        /** 8-bit integers, one scale for each column and one for each row of what they are multiplied with. */
        INT8,
        /** 16-bit floats, as a GPU computes with; a processor gives the same numbers, slowly. */
        FLOAT16
    }

    /** What runs models. */
    public enum Device {
        /** A GPU where one can be used, else the processor. */
        AUTO,
        CPU,
        /** An NVIDIA GPU, with weights as {@link Precision#FLOAT16} whatever precision is asked for. */
        CUDA
    }

    public EngineSettings withCheckpoints(boolean value) {
        return new EngineSettings(threads, precision, device, shortlists, rows, value);
    }

    /** The same, with this precision where it is {@code AUTO}. */
    public EngineSettings preferring(Precision preferred) {
        return precision == Precision.AUTO
                ? new EngineSettings(threads, preferred, device, shortlists, rows, checkpoints)
                : this;
    }

    /** The same, run by another device: {@code CPU} or {@code CUDA}. */
    public EngineSettings on(Device other) {
        return new EngineSettings(
                threads, other == Device.CUDA ? Precision.FLOAT16 : precision, other, shortlists, rows, checkpoints);
    }
}
