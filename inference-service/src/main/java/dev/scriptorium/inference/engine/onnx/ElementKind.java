package dev.scriptorium.inference.engine.onnx;

/** The element types that graphs of the engine take and give, with their numbers in onnx.proto. */
public enum ElementKind {
    FLOAT(1),
    UINT8(2),
    INT8(3),
    INT32(6),
    INT64(7);

    private final int number;

    ElementKind(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
