package dev.scriptorium.inference.engine.onnx;

import ai.onnxruntime.OnnxJavaType;

/** The element types that graphs of the engine take and give, with their numbers in onnx.proto. */
public enum ElementKind {
    FLOAT(1, Float.BYTES, OnnxJavaType.FLOAT),
    UINT8(2, Byte.BYTES, OnnxJavaType.UINT8),
    INT8(3, Byte.BYTES, OnnxJavaType.INT8),
    INT32(6, Integer.BYTES, OnnxJavaType.INT32),
    INT64(7, Long.BYTES, OnnxJavaType.INT64),
    FLOAT16(10, Short.BYTES, OnnxJavaType.FLOAT16);

    private final int number;
    private final int bytes;
    private final OnnxJavaType javaType;

    ElementKind(int number, int bytes, OnnxJavaType javaType) {
        this.number = number;
        this.bytes = bytes;
        this.javaType = javaType;
    }

    int number() {
        return number;
    }

    /** Of one element. */
    int bytes() {
        return bytes;
    }

    OnnxJavaType javaType() {
        return javaType;
    }
}
