/**
 * Operators of graphs that Java computes where ONNX Runtime's own take longer: what is not a matrix product. Their inner
 * loops use the processor's vectors by the Vector API where the JVM offers it.
 */
@NullMarked
package dev.scriptorium.engine.kernels;

import org.jspecify.annotations.NullMarked;
