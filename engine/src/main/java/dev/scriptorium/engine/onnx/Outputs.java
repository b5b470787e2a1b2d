package dev.scriptorium.engine.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;

/** What a run gave; its tensors live until it is closed. */
public record Outputs(OrtSession.Result result) implements AutoCloseable {

    public OnnxTensor tensor(String name) {
        return (OnnxTensor)
                result.get(name).orElseThrow(() -> new IllegalArgumentException("the graph has no output " + name));
    }

    /** A copy of the named output's values, row by row. */
    public float[] floats(String name) {
        var buffer = tensor(name).getFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }

    /** A copy of the named output's values, row by row. */
    public long[] longs(String name) {
        var buffer = tensor(name).getLongBuffer();
        long[] values = new long[buffer.remaining()];
        buffer.get(values);
        return values;
    }

    @Override
    public void close() {
        result.close();
    }
}
