package dev.scriptorium.engine.onnx;

import ai.onnxruntime.OnnxJavaType;
import dev.scriptorium.engine.EngineSettings.Precision;

/** The element types that graphs of the engine take and give, with their numbers in onnx.proto. */
public enum ElementKind {
    FLOAT(1, Float.BYTES, OnnxJavaType.FLOAT),
    UINT8(2, Byte.BYTES, OnnxJavaType.UINT8),
    INT8(3, Byte.BYTES, OnnxJavaType.INT8),
    INT32(6, Integer.BYTES, OnnxJavaType.INT32),
    INT64(7, Long.BYTES, OnnxJavaType.INT64),
    FLOAT16(10, Short.BYTES, OnnxJavaType.FLOAT16),
    BFLOAT16(16, Short.BYTES, OnnxJavaType.BFLOAT16);

    private final int number;
    private final int bytes;
    private final OnnxJavaType javaType;

    ElementKind(int number, int bytes, OnnxJavaType javaType) {
        this.number = number;
        this.bytes = bytes;
        this.javaType = javaType;
    }

    /** What hidden states are made of where weights are held in this way. */
    public static ElementKind of(Precision precision) {
        return switch (precision) {
            case FLOAT32, INT8 -> FLOAT;
            case FLOAT16 -> FLOAT16;
            case AUTO -> throw new IllegalArgumentException("the precision is chosen before the graph is built");
        };
    }

    int number() {
        return number;
    }

    /** Of one element. */
    public int bytes() {
        return bytes;
    }

    OnnxJavaType javaType() {
        return javaType;
    }
}
