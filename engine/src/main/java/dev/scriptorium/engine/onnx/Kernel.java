package dev.scriptorium.engine.onnx;

import java.util.List;

/**
 * An operator of a graph that Java computes, on the thread that runs the graph. Safe for many threads; two that are equal
 * compute the same.
 */
public interface Kernel {

    /** Letters and digits; those of kernels that are not equal differ. */
    String name();

    List<ElementKind> inputs();

    List<ElementKind> outputs();

    void compute(KernelCall call);
}
