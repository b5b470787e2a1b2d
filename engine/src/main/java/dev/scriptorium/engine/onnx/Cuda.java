package dev.scriptorium.engine.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import dev.scriptorium.core.failure.FailureException;
import dev.scriptorium.engine.EngineSettings;
import dev.scriptorium.engine.EngineSettings.Device;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether graphs run on a GPU: found out by running one, once in a process. */
public final class Cuda {

    private static final Logger LOG = System.getLogger(Cuda.class.getName());
    private static @Nullable Optional<String> obstacle;

    private Cuda() {}

    /** Why no graph runs on a GPU here; empty where one does. */
    public static synchronized Optional<String> obstacle() {
        Optional<String> found = obstacle;
        if (found == null) {
            found = find();
            obstacle = found;
        }
        return found;
    }

    /** Whether ONNX Runtime is the build that knows GPUs. */
    public static boolean isBuiltIn() {
        OnnxRuntime.environment();
        return OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
    }

    private static Optional<String> find() {
        if (!isBuiltIn()) {
            return Optional.of("this ONNX Runtime is built for processors only; build with -Pcuda");
        }
        GraphBuilder graph = new GraphBuilder("probe");
        String input = graph.input("input", ElementKind.FLOAT, 1);
        graph.output("sum", graph.op("Add", List.of(input, input)), ElementKind.FLOAT, 1);
        try (OnnxSession session = OnnxSession.of(graph, EngineSettings.DEFAULT.on(Device.CUDA));
                IoBinding binding = session.bind();
                TensorMemory given = new TensorMemory(ElementKind.FLOAT);
                TensorMemory sum = new TensorMemory(ElementKind.FLOAT, session.memorySpace())) {
            binding.run(Map.of("input", given.tensor(1)), Map.of("sum", sum.tensor(1)));
            LOG.log(Level.INFO, "Models run on a GPU");
            return Optional.empty();
        } catch (FailureException e) {
            String reason = NativeLibrary.whyCudaDoesNotLoad().orElse(e.reason());
            LOG.log(Level.WARNING, "No model runs on a GPU here: {0}", reason);
            return Optional.of(reason);
        }
    }
}
