package dev.scriptorium.engine.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.scriptorium.core.failure.FailureCode;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.EngineSettings.Device;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A graph ready to run on ONNX Runtime. Safe for many threads; weights are held until it is closed.
 *
 * <p>Threads that wait for work sleep instead of spinning: on a machine that also runs a broker and a database, spinning
 * takes more than it gives. Numbers next to zero are zero, see {@link FlushToZero}.
 */
public final class OnnxSession implements AutoCloseable {

    private final OrtSession session;
    private final Map<String, OnnxTensorLike> weights;
    private final KernelLibrary kernels;
    private final MemorySpace place;

    private OnnxSession(
            OrtSession session, Map<String, OnnxTensorLike> weights, KernelLibrary kernels, EngineSettings settings) {
        this.session = session;
        this.weights = weights;
        this.kernels = kernels;
        this.place = settings.device() == Device.CUDA
                ? new MemorySpace.Device("Cuda", OrtApi.session(session))
                : MemorySpace.HOST;
    }

    public static OnnxSession of(GraphBuilder graph, EngineSettings settings) {
        OrtEnvironment environment = OnnxRuntime.environment();
        Map<String, OnnxTensorLike> weights = new HashMap<>();
        KernelLibrary kernels = new KernelLibrary(graph.kernels());
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
                FlushToZero unused = FlushToZero.begin()) {
            graph.weights().forEach((name, tensor) -> weights.put(name, OnnxTensors.of(tensor, graph.real())));
            graph.byteWeights().forEach((name, bytes) -> weights.put(name, OnnxTensors.of(bytes)));
            hand(weights, options, settings);
            kernels.addTo(OrtApi.options(options));
            configure(options, settings);
            return new OnnxSession(environment.createSession(graph.toModel(), options), weights, kernels, settings);
        } catch (OrtException e) {
            weights.values().forEach(OnnxTensorLike::close);
            kernels.close();
            throw refused(e);
        }
    }

    /** A graph from a file, with the weights that lie in it or beside it. */
    public static OnnxSession of(Path file, EngineSettings settings) {
        OrtEnvironment environment = OnnxRuntime.environment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
                FlushToZero unused = FlushToZero.begin()) {
            configure(options, settings);
            return new OnnxSession(
                    environment.createSession(file.toString(), options),
                    Map.of(),
                    new KernelLibrary(List.of()),
                    settings);
        } catch (OrtException e) {
            throw refused(e);
        }
    }

    /**
     * Handing weights over once lets ONNX Runtime compile the graph but makes it copy them for every session. On the host it
     * looks at the memory of those that are named a second time, as shared.
     */
    private static void hand(
            Map<String, OnnxTensorLike> weights, OrtSession.SessionOptions options, EngineSettings settings)
            throws OrtException {
        options.addExternalInitializers(weights);
        if (settings.device() != Device.CUDA) {
            for (Map.Entry<String, OnnxTensorLike> weight : weights.entrySet()) {
                options.addInitializer(weight.getKey(), weight.getValue());
            }
        }
    }

    private static void configure(OrtSession.SessionOptions options, EngineSettings settings) throws OrtException {
        options.setIntraOpNumThreads(settings.threads());
        options.setInterOpNumThreads(1);
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        // For its own threads; the first session of a process changes the thread that opens it, too.
        options.addConfigEntry("session.set_denormal_as_zero", "1");
        // Sizes differ from call to call, so remembered patterns of memory would only be thrown away.
        options.setMemoryPatternOptimization(false);
        if (settings.device() == Device.CUDA) {
            options.addCUDA();
        }
    }

    /** The memory of what runs the graph. */
    public MemorySpace memorySpace() {
        return place;
    }

    public Set<String> inputs() {
        return session.getInputNames();
    }

    public Set<String> outputs() {
        return session.getOutputNames();
    }

    private static FailureException refused(OrtException e) {
        return new FailureException(
                FailureCode.MODEL_UNSUPPORTED, "ONNX Runtime does not accept the graph: " + e.getMessage(), e);
    }

    /** Runs the graph for the outputs that are named; the caller closes the result. */
    public Outputs run(Map<String, OnnxTensor> inputs, Set<String> outputs) {
        try (FlushToZero unused = FlushToZero.begin()) {
            return new Outputs(session.run(inputs, outputs));
        } catch (OrtException e) {
            throw new FailureException(FailureCode.INTERNAL, "ONNX Runtime failed: " + e.getMessage(), e);
        }
    }

    /** For a thread that runs the graph again and again on the same memory; the caller closes it. */
    public IoBinding bind() {
        return new IoBinding(OrtApi.session(session), place == MemorySpace.HOST);
    }

    @Override
    public void close() {
        place.close();
        try {
            session.close();
        } catch (OrtException e) {
            throw new FailureException(FailureCode.INTERNAL, "ONNX Runtime did not close a session", e);
        } finally {
            weights.values().forEach(OnnxTensorLike::close);
            kernels.close();
        }
    }
}
