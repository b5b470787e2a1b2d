/**
 * Building ONNX graphs and running them: {@link dev.scriptorium.engine.onnx.GraphBuilder} writes a graph,
 * {@link dev.scriptorium.engine.onnx.OnnxSession} runs it on ONNX Runtime. What a graph computes is not known
 * here.
 */
@NullMarked
package dev.scriptorium.engine.onnx;

import org.jspecify.annotations.NullMarked;
